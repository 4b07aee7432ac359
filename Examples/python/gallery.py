"""A package gallery in one file that leaves the mail side of ownership to Countersign.

What is the gallery's: accounts, packages' content, who may push. What it has no code for: mail, templates, links and
their expiry, pending invitations, reminders, bounces, limits, unsubscribing. Its table of owners is a mirror that the
events of Countersign keep.

    COUNTERSIGN_URL=http://127.0.0.1:8080 COUNTERSIGN_KEY=cs_… python3 gallery.py 9000

Python 3.10 or later, standard library only. The key needs the scopes notify, read and admin. Whoever calls is named by
the header X-Account, which stands for the session of a real site.
"""
import http.server
import json
import os
import sqlite3
import sys
import threading
import urllib.parse

from countersign import BadWebhook, Countersign, Problem, Unreachable, verify_webhook

TABLES = """
CREATE TABLE IF NOT EXISTS accounts (username TEXT PRIMARY KEY COLLATE NOCASE, email TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS owners (package TEXT COLLATE NOCASE, username TEXT COLLATE NOCASE,
    PRIMARY KEY (package, username));
CREATE TABLE IF NOT EXISTS versions (package TEXT COLLATE NOCASE, version TEXT, publisher TEXT, state TEXT,
    content BLOB, PRIMARY KEY (package, version));
CREATE TABLE IF NOT EXISTS feed (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS webhooks (url TEXT PRIMARY KEY, secret TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS received (id TEXT PRIMARY KEY, event TEXT NOT NULL);
INSERT OR IGNORE INTO feed VALUES (1, 0);
"""


class Refused(Exception):
    """What the gallery itself does not let happen."""

    def __init__(self, status, detail):
        self.status, self.detail = status, detail
        super().__init__(detail)


class Gallery:
    def __init__(self, countersign, path=":memory:"):
        self.countersign = countersign
        self.lock = threading.RLock()   # of the one connection that all threads share
        self.database = sqlite3.connect(path, check_same_thread=False)
        self.database.executescript(TABLES)
        self.reading = threading.Lock()

    def run(self, statement, *values):
        with self.lock, self.database:
            return self.database.execute(statement, values).fetchall()

    # -- accounts: what Countersign is told of them is a name and an address

    def add_account(self, username, email):
        self.run("INSERT INTO accounts VALUES (?, ?)", username, email)

    def account(self, username):
        found = self.run("SELECT username, email FROM accounts WHERE username = ?", username or "")
        if not found:
            raise Refused(404, "There is no such account.")
        return {"username": found[0][0], "email": found[0][1]}

    # -- packages

    def owners(self, package):
        return [name for name, in self.run("SELECT username FROM owners WHERE package = ? ORDER BY rowid", package)]

    def require_owner(self, package, username):
        if username.lower() not in (name.lower() for name in self.owners(package)):
            raise Refused(403, "Only an owner of the package may do this.")

    def show(self, package):
        """The package's page: owners and versions of our own, and who is pending from Countersign."""
        versions = self.run("SELECT version, publisher, state FROM versions WHERE package = ? ORDER BY rowid", package)
        return {
            "package": package, "owners": self.owners(package),
            "versions": [dict(zip(("version", "publisher", "state"), row)) for row in versions],
            "pending": [
                {"username": one["invitee"].get("username"), "mail": one["delivery"]["state"], "id": one["id"]}
                for one in self.countersign.owners(package)["pending"]]}

    def push(self, package, version, username, content):
        """A new version. Whoever pushes the first one of a package owns it: Countersign makes the package then."""
        publisher = self.account(username)
        is_new = not self.run("SELECT 1 FROM versions WHERE package = ?", package)
        if not is_new or self.owners(package):
            self.require_owner(package, username)
        if self.run("SELECT 1 FROM versions WHERE package = ? AND version = ?", package, version):
            raise Refused(409, "This version is there already.")
        flaws = self.scan(content)
        stage = {"stage": "failed", "reasons": flaws} if flaws else {"stage": "live"}
        # Told first, kept then: should we stop in between, the next push tells the same, and nobody is mailed twice.
        self.countersign.publish(package, version, publisher, **stage)
        row = (package, version, publisher["username"], stage["stage"], content)
        self.run("INSERT INTO versions VALUES (?, ?, ?, ?, ?)", *row)
        self.catch_up()

    @staticmethod
    def scan(content):
        return ["The package is empty."] if not content else []

    # -- owners

    def import_owners(self, package, usernames):
        """From the time before Countersign: tells who owns a package, and mails nobody."""
        self.countersign.put_owners(package, [self.account(name) for name in usernames])
        self.catch_up()

    def invite(self, package, username, by, note=None, transfer=False):
        """Pending from now on; an owner once the link in the mail was pressed. Countersign checks that `by` owns it."""
        invitation = self.countersign.invite(package, self.account(username), by=by, note=note, transfer=transfer)
        return {"id": invitation["id"], "state": invitation["state"], "until": invitation["expiresAt"]}

    def remove(self, package, username, by):
        """An owner, or somebody who is pending; Countersign keeps the last owner from going."""
        self.countersign.remove_owner(package, username, by=by)
        self.catch_up()

    def mute(self, username, kind, package):
        def without_twice(muted):
            others = [one for one in muted if (one["kind"], one.get("package", "").lower()) != (kind, package.lower())]
            return others + [{"kind": kind, "package": package}]
        return self.countersign.set_muted(username, without_twice)["muted"]

    # -- what happened: the webhook is a doorbell, the feed is the truth

    def listen(self, url):
        """Has Countersign ring at this address; once, the secret is kept."""
        if not self.run("SELECT 1 FROM webhooks WHERE url = ?", url):
            self.run("INSERT INTO webhooks VALUES (?, ?)", url, self.countersign.add_webhook(url)["secret"])

    def ring(self, headers, body):
        """A webhook's request: verified, remembered by its id (it may come twice), and taken as a reason to look."""
        secrets = [secret for secret, in self.run("SELECT secret FROM webhooks")]
        event = verify_webhook(secrets, headers, body)
        self.run("INSERT OR IGNORE INTO received VALUES (?, ?)", event["id"], json.dumps(event))
        self.catch_up()

    def catch_up(self):
        """Applies each event of the feed once and in order, however often and whenever it is called."""
        with self.reading:
            while True:
                (seq,), = self.run("SELECT seq FROM feed")
                events = self.countersign.events(after=seq)
                if not events:
                    return
                for event in events:
                    with self.lock, self.database:   # the event's effect and the cursor, or neither
                        self.apply(event)
                        self.database.execute("UPDATE feed SET seq = ?", (event["seq"],))

    def apply(self, event):
        """What the gallery does about an event: most need nothing."""
        data = event["data"]
        if event["type"] == "owner.added":
            self.database.execute("INSERT OR IGNORE INTO owners VALUES (?, ?)", (data["package"], data["username"]))
        elif event["type"] == "owner.removed":
            self.database.execute(
                "DELETE FROM owners WHERE package = ? AND username = ?", (data["package"], data["username"]))


class Site(http.server.BaseHTTPRequestHandler):
    """The gallery over HTTP."""

    protocol_version = "HTTP/1.1"
    gallery = None   # set by serve()
    hook = "/hooks/countersign"

    def route(self):
        gallery, me = self.gallery, self.headers.get("X-Account", "")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urllib.parse.urlsplit(self.path).path
        if (self.command, path) == ("POST", self.hook):
            return gallery.ring(self.headers, body)
        parts = [urllib.parse.unquote(part) for part in path.strip("/").split("/")]
        fields = json.loads(body) if body and "json" in self.headers.get("Content-Type", "") else {}
        match [self.command, *parts]:
            case ["POST", "accounts"]: return gallery.add_account(fields["username"], fields["email"])
            case ["GET", "packages", package]: return gallery.show(package)
            case ["PUT", "packages", package, "versions", version]: return gallery.push(package, version, me, body)
            case ["PUT", "packages", package, "owners"]: return gallery.import_owners(package, fields["owners"])
            case ["POST", "packages", package, "owners"]: return gallery.invite(package, by=me, **fields)
            case ["DELETE", "packages", package, "owners", username]: return gallery.remove(package, username, by=me)
            case ["POST", "me", "muted"]: return gallery.mute(me, **fields)
        raise Refused(404, "There is nothing here.")

    def answer(self):
        try:
            result = self.route()
            status, content = (200, result) if result is not None else (204, None)
        except (Refused, Problem) as refusal:   # a Problem's detail is written for people
            status, content = refusal.status, {"detail": refusal.detail}
        except BadWebhook as flaw:
            status, content = 400, {"detail": str(flaw)}
        except Unreachable:
            status, content = 503, {"detail": "This cannot be done right now; try again in a minute."}
        except (KeyError, TypeError, ValueError, sqlite3.IntegrityError):
            status, content = 422, {"detail": "The request is not complete, or there already."}
        data = json.dumps(content).encode() if content is not None else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


def serve(gallery, port):
    """A server for a gallery; it answers once its serve_forever() runs."""
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), type("Bound", (Site,), {"gallery": gallery}))


if __name__ == "__main__":
    port = int(sys.argv[1])
    gallery = Gallery(Countersign(os.environ["COUNTERSIGN_URL"], os.environ["COUNTERSIGN_KEY"]), "gallery.sqlite")
    server = serve(gallery, port)
    gallery.listen(os.environ.get("GALLERY_URL", f"http://127.0.0.1:{port}") + Site.hook)
    gallery.catch_up()   # what happened while we were not there
    print(f"the gallery listens on http://127.0.0.1:{port}", flush=True)
    server.serve_forever()
