"""Every page that a reader of mail can meet, on a running service."""
import contextlib
import dataclasses
import email
import re
import sqlite3
import uuid

import httpx

from harness import Catcher, Service, link_in, press, status_link_in, wait_for

# name: (status, what the heading says)
STATES = {
    "open": (200, "ann invites you to own Open.Pack"),
    "open with a note": (200, "ann invites you to own Noted.Pack"),
    "open by address": (200, "ann invites you to own Addressed.Pack"),
    "open to the signed in": (200, "ann invites you to own Signed.Pack"),
    "signed in asked for": (403, "ann invites you to own Signed.Pack"),
    "reason too long": (422, "ann invites you to own Open.Pack"),
    "accepted just now": (200, "You own Accepted.Pack now"),
    "accepted by address": (200, "You accepted the invitation"),
    "accepted before": (410, "You accepted the invitation"),
    "declined just now": (200, "You declined the invitation"),
    "blocked just now": (200, "You declined and blocked"),
    "all blocked just now": (200, "You declined and blocked"),
    "reported just now": (200, "You declined and reported"),
    "declined before": (410, "You declined the invitation"),
    "cancelled": (410, "The invitation was withdrawn"),
    "expired": (410, "The invitation has expired"),
    "superseded": (410, "There is a newer link"),
    "void": (410, "The invitation is no longer valid"),
    "notice": (200, "ann invited bob to own Open.Pack"),
    "notice used just now": (200, "The invitation is cancelled"),
    "notice used before": (410, "The invitation is cancelled"),
    "notice after acceptance": (410, "bob has accepted already"),
    "notice after decline": (410, "bob has declined"),
    "notice of one expired": (410, "The invitation has expired"),
    "notice of one void": (410, "The invitation is no longer valid"),
    "notice to a former owner": (410, "You can no longer cancel this invitation"),
    "removed": (410, "There is nothing behind this link any more"),
    "does not verify": (404, "This link does not work"),
    "wrong action": (400, "That button does not belong here"),
    "limited": (429, ""),
    "transfer": (200, "ann hands over to you: Handed.Pack"),
    "version held": (200, "Is this version of Held.Pack yours?"),
    "version confirmed just now": (200, "The version is confirmed"),
    "version confirmed before": (410, "The version is confirmed"),
    "version rejected just now": (200, "The version is rejected"),
    "version gone on": (410, "There is nothing to confirm any more"),
    "version of a former owner": (410, "You can no longer decide this"),
    "not agreed": (200, "Did you not agree to own Unagreed.Pack?"),
    "not agreed said just now": (200, "You gave the ownership back"),
    "not agreed to the last": (200, "Did you not agree to own Handed.Over?"),
    "not agreed to the last said just now": (200, "The gallery is told"),
    "preferences": (200, "Which mails you get"),
    "preferences saved just now": (200, "Which mails you get"),
    "messages": (200, "No more messages like this?"),
    "messages refused just now": (200, "You get no more of these"),
    "claim form": (200, "Ask for a package that has lost its owner"),
    "claim form wrong": (422, "Ask for a package that has lost its owner"),
    "claim form of no visit": (403, "Ask for a package that has lost its owner"),
    "claim of which gallery": (200, "Which gallery is it about?"),
    "claim of no gallery": (404, "Which gallery is it about?"),
    "claim sent just now": (200, "One step is left: confirm your address"),
    "claim to confirm": (200, "Did you ask for Lost.Pack?"),
    "claim confirmed just now": (200, "Your address is confirmed"),
    "claim confirmed before": (410, "Your address is confirmed"),
    "claim disowned just now": (200, "The claim is withdrawn"),
    "claim disowned before": (410, "The claim is withdrawn"),
    "claim of another by now": (410, "This link no longer works"),
    "claim accepted by address": (200, "Your claim was granted"),
    "claim open": (200, "The administrators have your claim"),
    "claim contacting": (200, "The owners are being contacted"),
    "claim waiting": (200, "The owners have time to answer"),
    "claim denied": (200, "Your claim was not granted"),
    "claim objected": (200, "An owner has objected"),
    "claim granted": (200, "Your claim was granted"),
    "claim withdrawn just now": (200, "The claim is withdrawn"),
    "owner asked": (200, "Are you still looking after Owned.Pack?"),
    "owner asked, reason too long": (422, "Are you still looking after Owned.Pack?"),
    "owner agreed just now": (200, "You agree to hand Agreed.Pack over"),
    "owner objected just now": (200, "The case is stopped"),
    "owner objected before": (410, "The case is stopped"),
    "owner asked too late": (410, "The administrators have denied the claim"),
    "owner after the grant": (200, "The administrators have granted the case"),
    "report form": (200, "Report Bad.Pack"),
    "report form wrong": (422, "Report Bad.Pack"),
    "report sent just now": (200, "One step is left: confirm your address"),
    "report to confirm": (200, "Did you report Bad.Pack?"),
    "report confirmed just now": (200, "The report was received"),
    "report confirmed before": (410, "The report was received"),
    "long names": (200, "x" * 128),
    "right to left": (200, "דנה-לוי"),
    "right to left accepted": (200, "حزمة.مفيدة"),
    "mixed scripts": (200, "Ольга-山田-דנה-مريم"),
    "home": (200, "Confirmations for package galleries"),
    "problem": (200, ""),
    "problem of a limit": (200, ""),
    "no such page": (404, ""),
}

LIMITED = "203.0.113.9"
SENTENCE = "You wrote most of it, and I should be glad not to be alone with it.\n\nSecond paragraph.  <b>No markup.</b>"
HEBREW = {"username": "דנה-לוי", "email": "dana@example.org"}
ARABIC = {"username": "مريم_الفاسي", "email": "maryam@example.org"}
MIXED = {"username": "Ольга-山田-דנה-مريم", "email": "olga@example.org"}
LONG = {"username": "x" * 128, "email": "long@example.org"}
LONG_TOO = {"username": "W" * 127 + "y", "email": "longer@example.org"}


@dataclasses.dataclass(frozen=True)
class State:
    """How to come to a page: a GET or, with fields, a POST; for some from a client of their own.

    A form without a token is opened first: what is sent carries its nonce and its cookie.
    """

    url: str
    fields: dict | None = None
    client: str | None = None
    is_form: bool = False

    @property
    def headers(self):
        return {"X-Forwarded-For": self.client} if self.client else {}

    def visit(self, chrome):
        if self.fields is None:
            chrome.get(self.url, self.headers)
        elif self.is_form:
            chrome.fill(self.url, self.fields)
        else:
            chrome.post(self.url, self.fields)

    def fetch(self):
        if self.fields is None:
            return httpx.get(self.url, headers=self.headers, timeout=30)
        if self.is_form:
            return send(self.url, self.fields)
        return httpx.post(self.url, data=self.fields, headers=self.headers, timeout=30)


def send(url, fields, **more):
    """Opens a form that has no token, and sends it filled in, as a browser would."""
    opened = httpx.get(url, timeout=30)
    nonce = re.search(r'name="nonce" value="([0-9a-f]+)"', opened.text)[1]
    cookie = opened.headers["set-cookie"].split(";")[0]
    headers = {"Cookie": cookie} | more.pop("headers", {})
    return httpx.post(url, data={"nonce": nonce} | fields, headers=headers, timeout=30, **more)


CLAIM = {
    "name": "Dana Example", "username": "dana", "email": "dana@example.com",
    "why": "I wrote most of it.\n\nIts owner has not been heard of since 2023. <b>No markup.</b>",
    "evidence": "https://code.example.com/lost/pack\nhttps://lost.example.com/about",
}
REPORT = {"topic": "malware", "message": "It reads the keys of whoever installs it.", "email": "zoe@example.com"}


class World:
    """A service, its mail, and a link for each state."""

    def __init__(self):
        self.catcher = Catcher()
        self.service = Service(
            f"smtp://{self.catcher.smtp}", COUNTERSIGN_LIMITS_PUBLIC="on",
            COUNTERSIGN_HTTP_TRUSTED_PROXIES="127.0.0.1").start()
        self.states: dict[str, State] = {}

    def stop(self):
        self.service.clear()
        self.catcher.stop()

    @property
    def url(self):
        return self.service.url

    def owners(self, package, *accounts, key=None):
        accounts = accounts or (person("ann"), person("carol"))
        answer = self.service.api("PUT", f"/v1/packages/{package}/owners", {"owners": accounts}, key=key)
        assert answer.status_code == 200, answer.text

    def invite(self, package, invitee=None, by="ann", owners=(), key=None, notice="carol@example.org", **more):
        """A package, an invitation to it, and the links that its mails brought: to the invitee, to another owner."""
        invitee = invitee or person("bob")
        self.owners(package, *owners, key=key)
        after = max([mail["number"] for mail in self.catcher.messages()], default=0)
        answer = self.service.api(
            "POST", f"/v1/packages/{package}/invitations", {"invitee": invitee, "invitedBy": by} | more, key=key)
        assert answer.status_code == 201, answer.text
        link = link_in(self.catcher.next(invitee["email"], after))
        return Invitation(answer.json()["id"], link, link_in(self.catcher.next(notice, after)) if notice else None)

    def state_of(self, invitation):
        return self.service.invitation(invitation.id)["state"]

    @contextlib.contextmanager
    def policy(self, **values):
        """A gallery's policies, for as long as the block lasts."""
        before = {"invitation.life": "7d", "colour": "#0b57d0"}
        for name, value in values.items():
            self.service.run("gallery", "edit", "main", "--set", f"{name.replace('_', '.')}={value}")
        yield
        for name in values:
            name = name.replace("_", ".")
            self.service.run("gallery", "edit", "main", "--set", f"{name}={before[name]}")

    def build(self):
        self._pending(), self._decided(), self._ended(), self._versions(), self._claims(), self._reports()
        self._scripts(), self._plain()
        assert set(self.states) == set(STATES)
        return self

    def _pending(self):
        states, is_open = self.states, self.invite("Open.Pack")
        states["open"], states["notice"] = State(is_open.link), State(is_open.notice)
        states["open with a note"] = State(self.invite("Noted.Pack", note=SENTENCE).link)
        by_address = self.invite("Addressed.Pack", {"email": "new.person@example.org"})
        states["open by address"] = State(by_address.link)
        states["reason too long"] = State(is_open.link, {"action": "decline", "reason": "word " * 101})
        states["wrong action"] = State(is_open.link, {"action": "cancel"})
        self.service.run(
            "gallery", "add", "second", "--name", "Second Gallery", "--url", "https://second.example.com", "--from",
            "no-reply@second.example.com", "--set", "limits=none", "--set", "acceptance=signed-in")
        key = self.service.add_key("second", "notify", "read")
        signed = self.invite("Signed.Pack", key=key)
        states["open to the signed in"] = State(signed.link)
        states["signed in asked for"] = State(signed.link, {"action": "accept"})

    def _decided(self):
        states, accepted = self.states, self.invite("Accepted.Pack")
        states["accepted just now"] = State(accepted.link, {"action": "accept"})
        before = self.invite("Before.Pack")
        assert press(before.link).status_code == 200
        states["accepted before"], states["notice after acceptance"] = State(before.link), State(before.notice)
        newcomer = self.invite("Newcomer.Pack", {"email": "new.person@example.org"})
        states["accepted by address"] = State(newcomer.link, {"action": "accept"})
        declined = self.invite("Declined.Pack")
        states["declined just now"] = State(declined.link, {"action": "decline", "reason": "No time"})
        for name, fields in (
            ("blocked just now", {"action": "block", "block": "inviter"}),
            ("all blocked just now", {"action": "block", "block": "all"}), ("reported just now", {"action": "report"})):
            refused = self.invite(f"{name.replace(' ', '-')}.Pack", person(name.split()[0]))
            states[name] = State(refused.link, fields)
        before = self.invite("Refused.Pack")
        assert press(before.link, "decline").status_code == 200
        states["declined before"], states["notice after decline"] = State(before.link), State(before.notice)
        stopped = self.invite("Stopped.Pack")
        states["notice used just now"] = State(stopped.notice, {"action": "cancel"})
        before = self.invite("Cancelled.Pack")
        assert press(before.notice, "cancel").status_code == 200
        states["cancelled"], states["notice used before"] = State(before.link), State(before.notice)

    def _ended(self):
        states = self.states
        with self.policy(invitation_life="5s"):
            expired = self.invite("Expired.Pack")
        states["expired"], states["notice of one expired"] = State(expired.link), State(expired.notice)
        resent = self.invite("Resent.Pack")
        assert self.service.api("POST", f"/v1/invitations/{resent.id}/resend", {"by": "ann"}).status_code == 200
        states["superseded"] = State(resent.link)
        void = self.invite("Void.Pack")
        assert self.service.api("DELETE", "/v1/packages/Void.Pack/owners/ann?by=carol").status_code == 204
        assert press(void.link).status_code == 410 and self.state_of(void) == "void"
        states["void"], states["notice of one void"] = State(void.link), State(void.notice)
        former = self.invite("Former.Pack")
        assert self.service.api("DELETE", "/v1/packages/Former.Pack/owners/carol?by=ann").status_code == 204
        states["notice to a former owner"] = State(former.notice)
        removed = self.invite("Removed.Pack")
        wait_for(lambda: self.service.invitation(removed.id)["delivery"]["state"] == "sent", what="the mail's settling")
        with contextlib.closing(sqlite3.connect(f"{self.service.folder}/db.sqlite", timeout=30)) as database, database:
            assert database.execute("DELETE FROM invitations WHERE id = ?", [uuid.UUID(removed.id).bytes]).rowcount == 1
        states["removed"] = State(removed.link)
        wait_for(lambda: self.state_of(expired) == "expired", what="the end of an invitation")

    def publish(self, package, version, **more):
        body = {"version": version, "publisher": person("ann")} | more
        answer = self.service.api("POST", f"/v1/packages/{package}/publications", body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def hold(self, version, package="Held.Pack", to="carol@example.org", **more):
        """A version that waits, and the link of the mail that asks about it."""
        after = max([mail["number"] for mail in self.catcher.messages()], default=0)
        id = self.publish(package, version, hold=True, stage="validating", **more)
        return id, link_in(self.catcher.next(to, after))

    def _versions(self):
        states = self.states
        states["transfer"] = State(self.invite("Handed.Pack", transfer=True).link)
        for package in ("Held.Pack", "Former.Held"):
            self.owners(package)
        states["version held"] = State(self.hold(
            "2.0.0-rc.1+" + "b" * 117, via="CI run 4711 of the release pipeline",
            warnings=["The licence is not one that is known.", "w" * 500, "العربية: <script>"])[1])
        states["version confirmed just now"] = State(self.hold("1.1")[1], {"action": "confirm"})
        states["version rejected just now"] = State(self.hold("1.2")[1], {"action": "reject"})
        _, confirmed = self.hold("1.3")
        assert press(confirmed, "confirm").status_code == 200
        states["version confirmed before"] = State(confirmed)
        id, overtaken = self.hold("1.4")
        answer = self.service.api("PATCH", f"/v1/publications/{id}", {"stage": "withdrawn"})
        assert answer.status_code == 200, answer.text
        states["version gone on"] = State(overtaken)
        _, former = self.hold("1.5", "Former.Held")
        assert self.service.api("DELETE", "/v1/packages/Former.Held/owners/carol?by=ann").status_code == 204
        states["version of a former owner"] = State(former)
        for name, package, fields in (
            ("not agreed", "Unagreed.Pack", None), ("not agreed said just now", "Given.Back", {"action": "disown"})):
            unagreed = self.invite(package)
            after = max(mail["number"] for mail in self.catcher.messages())
            assert press(unagreed.link).status_code == 200
            states[name] = State(link_in(self.catcher.next("bob@example.org", after)), fields)
        for name, package, fields in (
            ("not agreed to the last", "Handed.Over", None),
            ("not agreed to the last said just now", "Handed.Too", {"action": "disown"})):
            alone = self.invite(package, owners=[person("ann")], transfer=True, notice=None)
            after = max(mail["number"] for mail in self.catcher.messages())
            assert press(alone.link).status_code == 200
            states[name] = State(link_in(self.catcher.next("bob@example.org", after)), fields)
        self.owners("Loud.Pack")
        after = max(mail["number"] for mail in self.catcher.messages())
        self.publish("Loud.Pack", "1.0", stage="live")
        raw = self.catcher.raw(self.catcher.next("carol@example.org", after)["number"])
        preferences = str(email.message_from_bytes(raw)["List-Unsubscribe"]).strip().strip("<>")
        states["preferences"] = State(preferences)
        states["preferences saved just now"] = State(
            preferences, {"action": "save", "package": "publication-live", "all": "publication-digest"})
        self.owners("Written.Pack")
        after = max(mail["number"] for mail in self.catcher.messages())
        written = self.service.api("POST", "/v1/packages/Written.Pack/contact", {
            "from": {"username": "zoe", "email": "zoe@example.org"}, "message": "Does it run on Linux?"})
        assert written.status_code == 201, written.text
        messages = link_in(self.catcher.next("carol@example.org", after))
        states["messages"] = State(messages)
        states["messages refused just now"] = State(messages, {"action": "block", "block": "inviter"})

    def claim(self, package, email=None, confirmed=True, **fields):
        """A claim by the public form, and the link of the mail that it led to."""
        email = email or f"{uuid.uuid4().hex[:12]}@example.com"
        after = max([mail["number"] for mail in self.catcher.messages()], default=0)
        sent = send(f"{self.url}/recovery/main", CLAIM | {"package": package, "email": email} | fields)
        assert sent.status_code == 200, sent.text
        mail = self.catcher.next(email, after)
        link = link_in(mail)
        if not confirmed:
            return link
        assert press(link, "confirm").status_code == 200
        return link, status_link_in(self.catcher.next(email, mail["number"]))

    def case_of(self, package):
        """The id of the newest case."""
        found = self.service.api("GET", f"/v1/recovery-cases?package={package}", key=self.admin)
        assert found.status_code == 200, found.text
        return found.json()["items"][-1]["id"]

    def act(self, id, what, **body):
        answer = self.service.api("POST", f"/v1/recovery-cases/{id}/{what}", {"by": "grace"} | body, key=self.admin)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def contact(self, package, *owners):
        """A claim to a package with owners, who were mailed; the status page and the first owner's link."""
        self.owners(package, *owners)
        _, status = self.claim(package)
        id = self.case_of(package)
        after = max(mail["number"] for mail in self.catcher.messages())
        self.act(id, "attempts", channel="email")
        return id, status, link_in(self.catcher.next("ann@example.org", after))

    def _claims(self):
        states, form = self.states, f"{self.url}/recovery/main"
        self.admin = self.service.add_key("main", "admin", "override", "read")
        states["claim form"] = State(f"{form}?package=Lost.Pack")
        wrong = CLAIM | {"package": "a b", "name": "", "email": "nobody", "evidence": "ftp://example.com", "username": "-"}
        states["claim form wrong"] = State(form, wrong, is_form=True)
        states["claim form of no visit"] = State(form, CLAIM | {"package": "Lost.Pack"})
        states["claim of which gallery"] = State(f"{self.url}/recovery")
        states["claim of no gallery"] = State(f"{self.url}/recovery?gallery=third")
        states["claim sent just now"] = State(form, CLAIM | {"package": "Lost.Pack"}, is_form=True)
        states["claim to confirm"] = State(self.claim("Lost.Pack", confirmed=False))
        states["claim confirmed just now"] = State(self.claim("Found.Pack", confirmed=False), {"action": "confirm"})
        states["claim disowned just now"] = State(self.claim("Not.Mine", confirmed=False), {"action": "disown"})
        disowned = self.claim("Never.Mine", confirmed=False)
        assert press(disowned, "disown").status_code == 200
        states["claim disowned before"] = State(disowned)
        _, replaced = self.claim("Replaced.Pack")
        other = {"name": "Zoe", "email": "zoe@claims.example.org"}
        self.act(self.case_of("Replaced.Pack"), "claimant", claimant=other)
        states["claim of another by now"] = State(replaced)
        address = f"{uuid.uuid4().hex[:12]}@example.com"
        _, status = self.claim("Nameless.Pack", address, username="")
        after = max(mail["number"] for mail in self.catcher.messages())
        self.act(self.case_of("Nameless.Pack"), "grant", reason="Nobody owns it.", override=True)
        invited = wait_for(lambda: next((
            mail for mail in self.catcher.messages(address)
            if mail["number"] > after and "Take over" in mail["subject"]), None), what="the invitation")
        assert press(link_in(invited)).status_code == 200
        states["claim accepted by address"] = State(status)
        confirmed, status = self.claim("Ownerless.Pack")
        states["claim confirmed before"], states["claim open"] = State(confirmed), State(status)
        _, status = self.claim("Withdrawn.Pack")
        states["claim withdrawn just now"] = State(status, {"action": "withdraw"})
        _, states["claim contacting"], asked = self.contact("Owned.Pack")
        states["claim contacting"] = State(states["claim contacting"])
        states["owner asked"] = State(asked)
        states["owner asked, reason too long"] = State(asked, {"action": "object", "reason": "word " * 101})
        states["owner agreed just now"] = State(self.contact("Agreed.Pack")[2], {"action": "agree"})
        states["owner objected just now"] = State(
            self.contact("Objected.Pack")[2], {"action": "object", "reason": "I am here."})
        _, status, asked = self.contact("Refused.Case")
        assert press(asked, "object").status_code == 200
        states["claim objected"], states["owner objected before"] = State(status), State(asked)
        id, status, asked = self.contact("Denied.Case")
        self.act(id, "deny", reason="The evidence is of another project.")
        states["claim denied"], states["owner asked too late"] = State(status), State(asked)
        id, status, asked = self.contact("Granted.Case")
        self.act(id, "grant", reason="The owner has died, and the heirs agree.", override=True, keepOwners=False)
        states["claim granted"], states["owner after the grant"] = State(status), State(asked)
        id, status, asked = self.contact("Waiting.Case", person("ann"))
        assert press(asked, "agree").status_code == 200
        states["claim waiting"] = State(status)

    def _reports(self):
        states, form = self.states, f"{self.url}/report/main/Bad.Pack"
        states["report form"] = State(form)
        states["report form wrong"] = State(form, {"message": "", "email": "nobody"}, is_form=True)
        states["report sent just now"] = State(form, REPORT, is_form=True)

        def report(email):
            after = max(mail["number"] for mail in self.catcher.messages())
            assert send(form, REPORT | {"email": email}).status_code == 200
            return link_in(self.catcher.next(email, after))

        states["report to confirm"] = State(report("one@example.com"))
        states["report confirmed just now"] = State(report("two@example.com"), {"action": "confirm"})
        before = report("three@example.com")
        assert press(before, "confirm").status_code == 200
        states["report confirmed before"] = State(before)

    def _scripts(self):
        """Names as people have them."""
        package = "Y." + "z" * 126
        long = self.invite(
            package, LONG_TOO, LONG["username"], [LONG, person("carol")], note="n" * 500)
        self.states["long names"] = State(long.link)
        hebrew = self.invite(
            "חבילה.שימושית", ARABIC, HEBREW["username"], [HEBREW, person("carol")], note="שלום! (v2.0) בואי איתנו?")
        self.states["right to left"] = State(hebrew.link)
        arabic = self.invite("حزمة.مفيدة", HEBREW, ARABIC["username"], [ARABIC, person("carol")])
        self.states["right to left accepted"] = State(arabic.link, {"action": "accept"})
        mixed = self.invite(
            "Пакет.山田.حزمة-1.0", HEBREW, MIXED["username"], [MIXED, person("carol")], note="Привет, שלום, 你好, مرحبا!")
        self.states["mixed scripts"] = State(mixed.link)

    def _plain(self):
        url, states = self.url, self.states
        forged = url + "/c/" + "A" * 58
        states["does not verify"] = State(forged)
        states["limited"] = State(forged, client=LIMITED)
        for _ in range(100):
            assert states["limited"].fetch().status_code == 404
        states["home"] = State(url + "/")
        states["problem"] = State(url + "/problems/not-an-owner")
        states["problem of a limit"] = State(url + "/problems/rate-limited")
        states["no such page"] = State(url + "/nothing/here")


@dataclasses.dataclass(frozen=True)
class Invitation:
    id: str
    link: str
    notice: str | None


def person(name):
    return {"username": name, "email": f"{name}@example.org"}
