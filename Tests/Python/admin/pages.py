"""A gallery in which everything has happened, and an admin who looks at it."""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "browser")]

from admin.desk import SESSION, Desk  # noqa: E402  (the paths are needed first)
from chrome import Chrome  # noqa: E402
from harness import Catcher, Service, press, link_in, wait_for  # noqa: E402
from webhooks.endpoint import Endpoint  # noqa: E402

HEBREW = {"username": "דנה-לוי", "email": "dana@example.org"}
LONG = {"username": "W" * 128, "email": "long@example.org"}


class World:
    """One service; `pages` has the path of each page behind `/admin/g/main/`, by a name."""

    def __init__(self):
        self.catcher, self.endpoint = Catcher(), Endpoint(lambda number, heard: 500 if number % 2 else 204)
        self.service = Service(
            f"smtp://{self.catcher.smtp}", COUNTERSIGN_COURIER_RETRY="1h", COUNTERSIGN_WEBHOOKS_ALLOW="127.0.0.0/8",
            COUNTERSIGN_WEBHOOKS_PORTS=f"{self.endpoint.port},443", COUNTERSIGN_WEBHOOKS_RETRY="1h")
        self.service.run(
            "gallery", "add", "vacant", "--name", "Vacant Gallery", "--url", "https://vacant.example.com", "--from",
            "no-reply@vacant.example.com", "--set", "colour=#c2410c")
        self.service.start()
        self.pages: dict[str, str] = {}
        self.root = Desk(
            self.service, self.catcher, "Root-Admin", "--gallery", "main", "--gallery", "vacant", "--override",
            "--operator")
        self.clerk = Desk(self.service, self.catcher, "Clerk", "--gallery", "main")
        self.admin = self.service.add_key("main", "admin", "override")

    def stop(self):
        self.service.clear()
        self.catcher.stop()
        self.endpoint.close()

    def call(self, method, path, body=None, status=(200, 201, 204)):
        answer = self.service.api(method, path, body, key=self.admin)
        assert answer.status_code in status, answer.text
        return answer.json() if answer.content else None

    def build(self):
        self._mail(), self._versions(), self._people(), self._webhooks()
        self.root.enrol(), self.clerk.enrol()
        text = self.root.browser.get(self.url("suppressions of one")).text
        self.pages["suppression"] = re.search(r'href="/admin/g/main/(suppressions/[0-9a-f-]{36})"', text)[1]
        return self

    def invite(self, package, invitee, by="ann", **more):
        return self.call(
            "POST", f"/v1/packages/{package}/invitations", {"invitee": invitee, "invitedBy": by} | more)

    def _settled(self, id, *states):
        return wait_for(
            lambda: (found := self.call("GET", f"/v1/invitations/{id}"))["delivery"]["state"] in states and found,
            what=f"{id} to be {states}")

    def _mail(self):
        self.catcher.faults({"rules": [
            {"phase": "rcpt", "recipient": "gone@example.org", "action": "reply", "code": 550,
             "text": "5.1.1 <gone@example.org>: no such user here; see https://mail.example.org/help?x=1&y=2"},
            {"phase": "rcpt", "recipient": "full@example.org", "action": "reply", "code": 452,
             "text": "4.2.2 The mailbox is full"},
        ]})
        self.service.owners("Contoso.Utils", ("ann", "carol"))
        self.service.owners("Fabrikam.Json", ("ann",))
        plain = self.invite("Contoso.Utils", {"username": "bob", "email": "bob@example.org"}, note="Do join us!\nAnn")
        gone = self.invite("Contoso.Utils", {"username": "gus", "email": "gone@example.org"})
        full = self.invite("Fabrikam.Json", {"username": "fay", "email": "full@example.org"})
        self.invite("Fabrikam.Json", {"email": "newcomer@example.org"})
        self.call("PUT", "/v1/packages/חבילה.שימושית/owners", {"owners": [HEBREW]})
        self.invite("חבילה.שימושית", {"username": "مريم_الفاسي", "email": "maryam@example.org"}, by=HEBREW["username"])
        self.call("PUT", f"/v1/packages/{'Y.' + 'z' * 126}/owners", {"owners": [LONG]})
        self.invite("Y." + "z" * 126, {"username": "x" * 128, "email": f"{'l' * 60}@{'d' * 60}.example"}, by=LONG["username"])
        accepted = self.invite("Fabrikam.Json", {"username": "ben", "email": "ben@example.org"})
        assert press(link_in(self.catcher.next("ben@example.org"))).status_code == 200
        self._settled(plain["id"], "sent"), self._settled(gone["id"], "failed"), self._settled(full["id"], "deferred")
        self.pages |= {
            "approvals": "approvals", "approvals of one": "approvals?package=contoso.utils&account=bob",
            "no approvals": "approvals?package=nothing", "approval": f"approvals/{plain['id']}",
            "approval that failed": f"approvals/{gone['id']}", "approval accepted": f"approvals/{accepted['id']}",
            "messages": "messages", "messages that failed": "messages?state=failed&kind=invitation",
            "messages to one": "messages?to=bob@example.org", "messages to nobody": "messages?to=nobody@example.org",
            "messages to half": "messages?to=bob", "messages about": f"messages?about={plain['id']}",
        }
        for name, invitation in (("sent", plain), ("failed", gone), ("deferred", full)):
            found = self.call("GET", f"/v1/messages?about={invitation['id']}")["items"]
            letter = next(message for message in found if message["kind"] == "invitation")
            self.pages[f"message {name}"] = f"messages/{letter['id']}"

    def _versions(self):
        def publish(version, package="Contoso.Utils", **more):
            body = {"version": version, "publisher": {"username": "ann", "email": "ann@example.org"}} | more
            return self.call("POST", f"/v1/packages/{package}/publications", body)

        publish("1.0.0", stage="live")
        publish("1.1.0", stage="failed", reasons=["The archive holds two files of the same name.", "w" * 300])
        publish("1.2.0", stage="withdrawn")
        held = publish("2.0.0-rc.1", hold=True, stage="validating", via="CI run 4711", warnings=["<b>No licence</b>"])
        failed = self.call("GET", "/v1/packages/Contoso.Utils/publications?state=failed")["items"][0]
        self.pages |= {
            "publications": "publications", "publications held": "publications?state=held",
            "publications rejected": "publications?state=rejected", "publication held": f"publications/{held['id']}",
            "publication failed": f"publications/{failed['id']}",
        }

    def _people(self):
        self.call("PUT", "/v1/suppressions/left@example.org", {"reason": "The mailbox is gone"})
        self.call("PUT", "/v1/suppressions/asked@example.org", {"reason": "Asked by phone <b>twice</b>"})
        self.call("POST", "/v1/blocks", {"email": "quiet@example.org"})
        self.call("POST", "/v1/blocks", {"username": "bob", "inviter": "ann", "package": "Contoso.Utils"})
        block = self.call("GET", "/v1/blocks")["items"][0]
        self.pages |= {
            "suppressions": "suppressions", "suppressions of nobody": "suppressions?address=nobody@example.org",
            "suppressions of one": "suppressions?address=left@example.org",
            "blocks": "blocks", "blocks of half": "blocks?address=half", "block": f"blocks/{block['id']}",
        }

    def _webhooks(self):
        hook = self.call("POST", "/v1/webhooks", {
            "url": self.endpoint.url, "types": ["owner.*", "invitation.*"], "description": "The gallery’s backend"})
        off = self.call("POST", "/v1/webhooks", {"url": f"http://127.0.0.1:{self.endpoint.port}/" + "long/" * 40})
        answer = self.service.api("GET", f"/v1/webhooks/{off['id']}", key=self.admin)
        changed = self.service.api(
            "PATCH", f"/v1/webhooks/{off['id']}", {"state": "disabled"}, key=self.admin,
            headers={"If-Match": answer.headers["ETag"]})
        assert changed.status_code == 200, changed.text
        self.service.owners("Noisy.Pack", ("ann", "ben", "cid", "dot"))
        wait_for(lambda: len(self.endpoint.heard) >= 4, what="deliveries")
        self.pages |= {
            "webhooks": "webhooks", "webhook": f"webhooks/{hook['id']}", "webhook disabled": f"webhooks/{off['id']}",
            "webhook failures": f"webhooks/{hook['id']}?state=failed", "keys": "keys", "courier": "courier",
        }

    def url(self, name, gallery="main"):
        return f"{self.service.url}/admin/g/{gallery}/{self.pages[name]}"

    def enter(self, chrome, desk=None):
        """Lets a browser in as an admin who is signed in."""
        chrome.cdp("Network.enable")
        for name, value in (desk or self.root).browser.cookies.items():
            done = chrome.cdp(
                "Network.setCookie", name=name, value=value, url=self.service.url, path="/", secure=True,
                httpOnly=True, sameSite="Lax")
            assert done.get("success"), (name, done)
        return chrome
