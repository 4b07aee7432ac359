"""Something to change of every sort, and the log of what becomes of it."""
import secrets
import sqlite3

import yaml

from harness import HTTP, Service

PACKAGE = "/v1/packages/Contoso.Utils"
# What stays of an event whatever happens; who asks to be forgotten is taken out of the rest.
KEPT = ("gallery_id", "seq", "id", "type", "at", "origin", "origin_id")


class House:
    """A gallery whose mail is held back, and a key of an admin of it."""

    # How it is held back.
    pause = ("courier", "pause")

    def __init__(self, smtp="smtp://127.0.0.1:1"):
        self.service = Service(smtp)
        self.service.run(*self.pause)
        self.secret = self.service.add_key("main", "notify", "read", "admin", "override")
        self.service.start().owners()
        document = yaml.safe_load(HTTP.get(self.service.url + "/openapi.yaml").text)
        self.document = {
            call["operationId"]: (method, path) for path, item in document["paths"].items()
            for method, call in item.items() if path.startswith("/v1/")}
        self.key = self.rows("SELECT id FROM api_keys ORDER BY created_at DESC, id DESC LIMIT 1")[0][0]

    def rows(self, sql, *values):
        with sqlite3.connect(self.service.folder / "db.sqlite", timeout=20) as database:
            return database.execute(sql, values).fetchall()

    def log(self, after=0):
        return self.rows(
            "SELECT seq, type, actor, subject, origin, origin_id, origin_address FROM events WHERE seq > ? ORDER BY seq",
            after)

    def all(self):
        """Every event with all its columns."""
        with sqlite3.connect(self.service.folder / "db.sqlite", timeout=20) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute("SELECT * FROM events ORDER BY gallery_id, seq")]

    def traced(self, trace):
        """What a request left in the log, in the order of each gallery."""
        return [row for row in self.all() if (row["trace"] or "")[3:35] == trace]

    def changed(self, before, erased=False):
        """Events that were there and are not as they were."""
        now = {(row["gallery_id"], row["seq"]): row for row in self.all()}
        names = KEPT if erased else before[0].keys()
        return [row for row in before if [row[name] for name in names] != [
            now.get((row["gallery_id"], row["seq"]), {}).get(name) for name in names]]

    def call(self, method, path, body=None, **headers):
        answer = self.service.api(method, path, body, key=self.secret, headers=headers)
        assert answer.status_code < 300, (method, path, answer.text)
        return answer.json() if answer.content else None

    def invite(self, name):
        body = {"invitee": {"username": name, "email": f"{name}@example.org"}, "invitedBy": "ann"}
        return self.call("POST", f"{PACKAGE}/invitations", body)

    def letter(self, name):
        return self.call("GET", f"/v1/messages?about={self.invite(name)['id']}")["items"][0]["id"]

    def publication(self, version):
        body = {"version": version, "publisher": {"username": "ann"}, "stage": "received"}
        return self.call("POST", f"{PACKAGE}/publications", body)["id"]

    def webhook(self):
        return self.call("POST", "/v1/webhooks", {"url": "https://hooks.invalid/x"})["id"]

    def tag(self, path):
        return {"If-Match": self.service.api("GET", path, key=self.secret).headers["ETag"]}

    def failed(self, name):
        """A message that no relay took, without waiting for one."""
        id = self.letter(name)
        self.rows(
            "UPDATE messages SET state = 'failed', next_at = NULL WHERE id = ?", bytes.fromhex(id.replace("-", "")))
        return id

    def block(self, name):
        return self.call("POST", "/v1/blocks", {"email": f"{name}@example.org"})["id"]

    def case(self, name, *acts):
        """A claim whose address the gallery vouches for, with what was done with it already."""
        body = {
            "package": f"Claimed.{name}", "claimant": {"name": "Eve", "email": f"{name}@claims.example.org"}, "why": "Mine.",
            "confirmed": True, "by": "alice"}
        path = f"/v1/recovery-cases/{self.call('POST', '/v1/recovery-cases', body)['id']}"
        for act in acts:
            self.call("POST", f"{path}/{act}", {"by": "alice", "reason": "as agreed"})
        return path

    def report(self, name):
        return self.call("POST", f"{PACKAGE}/reports", {"reason": f"abandoned {name}"})["id"]

    def suppressed(self, name):
        self.call("PUT", f"/v1/suppressions/{name}@example.org", {"reason": "asked"})
        return f"/v1/suppressions/{name}@example.org"


def trace():
    """A trace that nothing else is part of, and the header that carries it."""
    id = secrets.token_hex(16)
    return id, {"traceparent": f"00-{id}-{secrets.token_hex(8)}-01"}
