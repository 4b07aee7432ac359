"""Somebody who is known in every way there is, and how to look for what is left of them."""
import json
import pathlib
import re
import urllib.parse

from harness import link_in, press, wait_for

LOCAL = "Zoe.Quill+pkg"
DOMAIN = "xn--bcher-kva.example"
ADDRESS = f"{LOCAL}@{DOMAIN}"
TYPED = f"{LOCAL}@bücher.example"
MASKED = "Z***@x***.example"
# Others whose addresses look alike: nothing of theirs may go.
ALIKE = [f"An.{ADDRESS}", f"{ADDRESS}.example.org", f"o'{ADDRESS}"]


def spellings():
    """The address as it might stand in a file: as it is, and escaped for URLs and for JSON."""
    for address in (ADDRESS, TYPED):
        yield address
        yield urllib.parse.quote(address)
        yield urllib.parse.quote(address, safe="@")
        yield urllib.parse.quote(urllib.parse.quote(address))
        yield json.dumps(address)[1:-1]
        yield address.replace("@", "\\u0040")
        yield address.replace("@", "\\u0040").replace(".", "\\u002e")
        yield "".join(f"\\u{ord(character):04x}" for character in address)
        yield address.replace("@", "&#64;")
        yield address.replace("@", "=40")


def stands_in(content):
    """Every place where the address stands in any spelling and either case, and is not part of a longer one."""
    text = content.lower()
    for spelling in set(spellings()):
        for hit in re.finditer(re.escape(spelling.encode().lower()), text):
            if not alike(text, hit.start(), hit.end()):
                yield spelling, text[max(0, hit.start() - 60):hit.end() + 20]


def found(folder):
    """The same for all files of a folder."""
    return [
        (path.name, *place) for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()
        for place in stands_in(path.read_bytes())]


def alike(text, start, end):
    """Whether it is part of one of the addresses that look alike."""
    for other in ALIKE:
        other = other.encode().lower()
        at = text.find(other, max(0, start - len(other)), end + len(other))
        if at >= 0 and at <= start and end <= at + len(other):
            return True
    return False


class Story:
    """Fills a running service whose mail goes to a catcher with everything that can be known of one address."""

    def __init__(self, service, catcher):
        self.service, self.catcher = service, catcher
        self.admin = service.add_key("main", "admin", "read", "notify", "override")
        service.owners(names=("ann", "carol"))
        self.call("PUT", "/v1/packages/zoes/owners", {"owners": [
            {"username": "zoe", "email": ADDRESS, "locale": "en"}, {"username": "ann"}]})
        self.call("PUT", "/v1/packages/teams/owners", {"owners": [
            {"username": "team", "kind": "organization", "members": ["first@example.org", ADDRESS.upper(), ALIKE[0]]},
            {"username": "ann"}]})
        self.call("PUT", f"/v1/packages/named/owners", {"owners": [{"username": ADDRESS}, {"username": "ann"}]})
        self.call("PUT", "/v1/preferences/zoe", {"muted": [{"kind": "publication-live", "package": "zoes"}]})

    def call(self, method, path, body=None, status=(200, 201, 204), **more):
        answer = self.service.api(method, path, body, key=self.admin, **more)
        assert answer.status_code in status, (path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def invite(self, invitee, package="Contoso.Utils", by="ann", key=None, **more):
        return self.call(
            "POST", f"/v1/packages/{package}/invitations", {"invitee": invitee, "invitedBy": by} | more,
            headers={"Idempotency-Key": key} if key else None)

    def state(self, invitation):
        return self.call("GET", f"/v1/invitations/{invitation['id']}")["delivery"]["state"]

    def tell(self):
        zoe = {"username": "zoe", "email": ADDRESS}
        # One that was declined, with words.
        declined = self.invite(zoe, key="plain-1", note=f"write to {TYPED}, or mailto:{urllib.parse.quote(ADDRESS)}")
        press(link_in(self.catcher.next(ADDRESS)), "decline", reason=f"I am {ADDRESS.lower()}, leave me alone")
        wait_for(lambda: self.call("GET", f"/v1/invitations/{declined['id']}")["state"] == "declined")
        # One by address that a relay refuses, and quotes.
        self.catcher.faults({"rules": [
            {"phase": "rcpt", "action": "reply", "code": 550, "times": 1, "recipient": ADDRESS,
             "text": f"5.1.1 <{ADDRESS.upper()}>: unknown; see /why?{urllib.parse.quote(ADDRESS)} or "
                     + ADDRESS.replace("@", "\\u0040")}]})
        refused = self.invite({"email": ADDRESS}, key=f"to-{ADDRESS}")
        wait_for(lambda: self.state(refused) == "failed")
        self.catcher.faults({})
        # Others who look alike.
        for number, address in enumerate(ALIKE):
            self.invite({"username": f"alike{number}", "email": address}, package="zoes", key=f"alike-{number}")
        self.invite({"username": "team"})
        self.call("POST", "/v1/packages/Contoso.Utils/contact", {
            "from": zoe, "message": f"Hello, I am {ADDRESS}. Please answer.", "shareAddress": True})
        self.call("POST", "/v1/packages/Contoso.Utils/reports", {
            "from": zoe, "reason": "spam", "message": f"They wrote to {ADDRESS} and to {ALIKE[1]}."})
        self.call("POST", "/v1/packages/zoes/publications", {
            "version": "1.0", "publisher": {"username": "zoe"}, "stage": "failed",
            "via": f"key of {ADDRESS}", "reasons": [f"the author field says {TYPED}."]})
        self.call("POST", "/v1/blocks", {"email": ADDRESS, "inviter": "carol"})
        self.call("PUT", f"/v1/suppressions/{urllib.parse.quote(ADDRESS.lower())}", {"reason": f"{ADDRESS} asked"})
        self.call("POST", "/v1/webhooks", {
            "url": "https://hooks.example.com/x", "types": ["webhook.created"], "description": f"tells {ADDRESS}"})
        wait_for(lambda: not self.waiting(), what="an empty queue")
        # And mail that waits.
        self.service.run("courier", "pause")
        self.call("DELETE", f"/v1/suppressions/{urllib.parse.quote(ADDRESS)}")
        self.pending = self.invite(zoe, key="plain-2", note="once more")
        self.call("PUT", f"/v1/suppressions/{urllib.parse.quote(ADDRESS)}", {"reason": f"{ADDRESS} asked"})
        return self

    def waiting(self):
        states = [message["state"] for message in self.service.all("/v1/messages")]
        return [state for state in states if state in ("queued", "sending", "deferred")]
