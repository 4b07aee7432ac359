"""A relay that quotes what it refuses: whoever reads of the refusal must not come by the link."""
import email
import email.policy
import re
import socketserver
import threading
import urllib.parse

import pytest

from harness import Service, dump, wait_for

# So few characters of a token in a row help nobody.
HARMLESS = 11


def wire_lines(raw):
    """The lines of the mail as it was sent that hold the text part's link."""
    lines = raw.split(b"\r\n")
    start = next(index for index, line in enumerate(lines) if b"/c/" in line)
    end = start
    while lines[end].endswith(b"="):
        end += 1
    return [line.decode() for line in lines[start:end + 1]]


def pieces(text, length):
    return [text[start:start + length] for start in range(0, len(text), length)]


def split_path(link):
    """The link cut in the middle of its token."""
    return [link[:-30], link[-30:]]


WAYS = {
    "as it is": lambda link, token, raw: [f"5.7.1 refused because of {link} which is listed"],
    "in brackets": lambda link, token, raw: [f"5.7.1 <{link}>: blocked"],
    "its token": lambda link, token, raw: [f"5.7.1 pattern {token}, rule 7"],
    "encoded": lambda link, token, raw: [f"5.7.1 see http://rbl.test/?url={urllib.parse.quote(link, safe='')}&why"],
    "encoded twice": lambda link, token, raw: [
        "5.7.1 see http://rbl.test/" + urllib.parse.quote(urllib.parse.quote(link, safe=""), safe="")],
    "over two lines": lambda link, token, raw: [f"5.7.1 {line}" for line in split_path(link)],
    "over two lines with words": lambda link, token, raw: [
        f"5.7.1 found {split_path(link)[0]}", f"{split_path(link)[1]} in it"],
    "its token over two lines": lambda link, token, raw: [f"found {token[:30]}", f"{token[30:]} in it"],
    "in short lines": lambda link, token, raw: pieces(link, 20),
    "as on the wire": lambda link, token, raw: wire_lines(raw),
    "as on the wire in one": lambda link, token, raw: ["5.6.0 " + " ".join(wire_lines(raw))],
    "as on the wire without its breaks": lambda link, token, raw: ["5.6.0 " + "".join(wire_lines(raw))],
    "as on the wire and quoted": lambda link, token, raw: [f"5.6.0 > {line}" for line in wire_lines(raw)],
    "encoded for the wire": lambda link, token, raw: ["5.6.0 " + link.replace("/", "=2F").replace(":", "=3A")],
    "in part": lambda link, token, raw: [f"5.7.1 spam near {link[:-20]}"],
    "for unsubscribing": lambda link, token, raw: [f"5.7.1 spam near http://127.0.0.1/u/{token}"],
}


class EchoingRelay(socketserver.ThreadingTCPServer):
    """Answers each mail that is in its plan in words that hold the mail's link, and takes the rest."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.plan, self.tokens, self.kept = {}, {}, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def answer(self, recipient, raw):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        text, html = (part.get_content() for part in message.iter_parts())
        if recipient not in self.plan:
            self.kept.append(raw.decode("latin-1") + text + html)
            return ["250 2.0.0 ok"]
        code, way = self.plan[recipient]
        link = re.search(r"http\S+/c/[A-Za-z0-9_-]{60}", text)[0]
        token = self.tokens[recipient] = link.rsplit("/", 1)[1]
        lines = WAYS[way](link, token, raw)
        return [f"{code}{' ' if line is lines[-1] else '-'}{line}" for line in lines]


class Conversation(socketserver.StreamRequestHandler):
    def say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode("latin-1"))

    def handle(self):
        self.say("220 echo.test ESMTP")
        recipient = None
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.say("250-echo.test", "250 8BITMIME")
            elif verb == b"RCPT":
                recipient = re.search(rb"<(.*)>", line)[1].decode()
                self.say("250 2.1.5 ok")
            elif verb == b"DATA":
                self.say("354 go ahead")
                raw = b""
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    raw += part.removeprefix(b".")
                self.say(*self.server.answer(recipient, raw))
            elif verb == b"QUIT":
                return self.say("221 2.0.0 bye")
            else:
                self.say("250 2.0.0 ok")


@pytest.fixture(scope="module")
def told():
    """All that was written or told of mails whose relay quoted their links, and the tokens of those."""
    relay = EchoingRelay()
    service = Service(f"smtp://127.0.0.1:{relay.server_address[1]}")
    try:
        service.start().owners(names=("ann",))
        about = {}
        for number, (way, code) in enumerate((way, code) for way in WAYS for code in (550, 451, 250)):
            name = f"bob{number}"
            relay.plan[f"{name}@example.org"] = (code, way)
            about[(way, code)] = f"{name}@example.org", service.invite(name).json()["id"]

        def settled():
            messages = service.all("/v1/messages")
            return messages if all(message["state"] in ("sent", "failed", "deferred") for message in messages) else None

        messages = wait_for(settled, 60, what="every answer")
        states = {state: sum(message["state"] == state for message in messages) for state in ("failed", "deferred")}
        assert states == {"failed": len(WAYS), "deferred": len(WAYS)} and len(relay.kept) == len(WAYS), states
        places = {
            "messages": dump(messages) + "".join(
                service.api("GET", f"/v1/messages/{message['id']}").text for message in messages),
            "invitations": dump(service.all("/v1/invitations")) + "".join(
                dump(service.invitation(id)) for _, id in about.values()),
            "owners": service.api("GET", "/v1/packages/Contoso.Utils/owners").text,
            "events": dump(service.events()),
            "what the inviter was sent": "\n".join(relay.kept),
            "commands": "".join(
                service.run("message", "show", message["id"]).stdout for message in messages[:6]),
        }
        service.stop()
        places["database"] = "".join(
            path.read_bytes().decode("latin-1") for path in service.folder.glob("db.sqlite*"))
        places["log"] = service.log
        yield {pair: relay.tokens[recipient] for pair, (recipient, _) in about.items()}, places
    finally:
        service.clear()
        relay.shutdown()
        relay.server_close()


def test_the_refusal_itself_is_told(told):
    _, places = told
    assert "which is listed" in places["what the inviter was sent"] and "[link]" in places["messages"]
    assert "rule 7" in places["events"]


@pytest.mark.parametrize("code", [550, 451, 250])
@pytest.mark.parametrize("way", WAYS)
def test_nobody_is_told_the_link(told, way, code):
    tokens, places = told
    token = tokens[way, code]
    length = HARMLESS + 1
    # What it begins with is the invitation, which others have tokens for too; the rest is what opens.
    parts = {token[start:start + length] for start in range(25, len(token) - length + 1)}
    found = {place: sorted(part for part in parts if part in text) for place, text in places.items()}
    assert not any(found.values()), {place: parts for place, parts in found.items() if parts}
