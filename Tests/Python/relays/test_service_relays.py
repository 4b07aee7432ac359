"""The service sends through mail servers that others wrote, and through none that it cannot trust."""

import email
import email.policy
import json
import re
import socket
import ssl
import time
import urllib.parse

import pytest
import trustme

from harness import Service, wait_for

from .exim import Exim
from .loopback import PASSWORD, USER
from .postfix import Postfix

KINDS = [Exim, Postfix]


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.name)
def relay(request):
    with request.param() as running:
        yield running


@pytest.fixture
def postfix():
    with Postfix() as running:
        yield running


def url_of(relay, implicit=False, password=PASSWORD):
    user, password = (urllib.parse.quote(part, safe="") for part in (USER, password))
    if implicit:
        return f"smtps://{user}:{password}@localhost:{relay.tls_port}"
    return f"smtp://{user}:{password}@localhost:{relay.starttls_port}?tls=required"


class Sender(Service):
    """The service with one relay and a package that ann owns alone."""

    def __init__(self, relay, url=None, ca_file=None):
        super().__init__(
            url or url_of(relay), COUNTERSIGN_SMTP_CA_FILE=ca_file or relay.ca_file, COUNTERSIGN_COURIER_RETRY="1s,2s")

    def __enter__(self):
        self.start().owners(names=("ann",))
        return self

    def __exit__(self, *_):
        self.clear()

    def send(self, name, **more):
        answer = self.invite(name, **more)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def message(self, id):
        items = self.api("GET", f"/v1/messages?about={id}").raise_for_status().json()["items"]
        return next(item for item in items if item["kind"] == "invitation")

    def sent(self, id):
        wait_for(lambda: self.message(id)["state"] == "sent", 60, what=f"the mail to be sent; {self.message(id)}")
        return self.message(id)


def parsed(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    for part in mail.walk():
        assert part.defects == [], (part.get_content_type(), part.defects)
        for name, value in part.items():
            assert value.defects == (), (name, value.defects)
    return mail


def mails_to(relay, address, count=1):
    """The mails that lie in the server's maildir for somebody, when there are so many."""
    def look():
        found = [parsed(raw) for raw in relay.messages() if address.encode() in raw]
        return found if len(found) >= count else None

    found = wait_for(look, 30, what=f"{count} mails to {address}")
    assert len(found) == count
    return found


def check_line(service):
    """What `countersign check` says of the relay, and its exit code."""
    done = service.run("check", check=False)
    assert PASSWORD not in done.stdout + done.stderr and urllib.parse.quote(PASSWORD, safe="") not in done.stdout
    lines = [line for line in done.stdout.splitlines() if " smtp " in line]
    assert len(lines) == 1, done.stdout
    return lines[0], done.returncode


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])
def test_delivers_over_tls_with_auth(relay, implicit):
    name = f"bob-{'implicit' if implicit else 'starttls'}"
    with Sender(relay, url_of(relay, implicit)) as service:
        line, code = check_line(service)
        assert code == 0 and line.startswith("ok ") and "encrypted, logged in" in line
        message = service.sent(service.send(name, note="Grüße\n.leading dot\n..two\n"))
        attempt = message["attempts"][0]
        assert (attempt["outcome"], attempt["code"]) == ("accepted", 250) and len(message["attempts"]) == 1
        mail = mails_to(relay, f"{name}@example.org")[0]
    assert mail["To"].addresses[0].addr_spec == f"{name}@example.org" and mail["Message-ID"] == message["messageID"]
    assert mail["From"].addresses[0].addr_spec == "no-reply@gallery.example.com"
    # Extended SMTP, secure, authenticated (RFC 3848).
    assert re.search(r"with esmtpsa\b", mail["Received"], re.IGNORECASE), mail["Received"]
    text = mail.get_body(("plain",)).get_content()
    assert "Grüße" in text and re.search(r"^[> ]*\.leading dot$", text, re.MULTILINE)
    assert re.search(r"^[> ]*\.\.two$", text, re.MULTILINE)
    assert f"{service.url}/c/" in text and f"{service.url}/c/" in mail.get_body(("html",)).get_content()


# Ends of lines, and of mails, as some server somewhere would read them.
SMUGGLING = [
    "a\n.\nb", "a\r.\rb", "a\r\n.\r\nb", "a\n.\r\nb", "a\r\n.\nb", "a\r.\r\nb", "a\r\n.\rb", "a\n\n.\n\nb", ".\n", ".",
    "\n.\n", "\r.\r", "a\r\rb", "a\n\rb", "a\u0085.\u0085b", "a\u2028.\u2028b",
    "a\n.\nMAIL FROM:<x@example.org>\nRCPT TO:<smuggled@example.org>\nDATA\nSubject: x\n\nx\n.\n",
    "a\r\n.\r\nMAIL FROM:<x@example.org>\r\nRCPT TO:<smuggled@example.org>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\n",
]


def test_postfix_that_takes_no_bare_newline_takes_every_note(postfix):
    assert refuses_bare_newline(postfix), "else this test would show nothing"
    with Sender(postfix) as service:
        ids = {service.send(f"bob{number}", note=note): note for number, note in enumerate(SMUGGLING)}
        for id in ids:
            assert len(service.sent(id)["attempts"]) == 1
        for number, note in enumerate(SMUGGLING):
            text = mails_to(postfix, f"bob{number}@example.org")[0].get_body(("plain",)).get_content()
            for word in re.findall(r"\w+", note):
                assert word in text, (note, text)
    assert len(postfix.messages()) == len(SMUGGLING)
    delivered = re.findall(r"to=<([^>]*)>.*status=sent", postfix.log())
    assert "smuggled@example.org" not in delivered and len(delivered) == len(SMUGGLING)
    assert postfix.log().count("bare <LF> received") == 1, "that of the control"


def refuses_bare_newline(postfix):
    """Whether the server is as strict as the test wants it."""
    trusted = ssl.create_default_context(cafile=postfix.ca_file)
    with socket.create_connection(("127.0.0.1", postfix.tls_port), 20) as raw:
        with trusted.wrap_socket(raw, server_hostname="localhost") as client:
            client.recv(1000)
            # To the server this line does not end as one must.
            client.sendall(b"EHLO client.example\n")
            return b"bare <LF>" in client.recv(1000)


# What is wrong, and what is to be seen of it: the attempt, and the line of `countersign check`.
WRONG = {
    "another authority's certificate": ("failed", "starttls", None, "(?i)certificate"),
    "another authority's certificate, implicit": ("failed", "connect", None, "(?i)certificate"),
    "no STARTTLS": ("failed", "starttls", None, "STARTTLS"),
    "no AUTH": ("failed", "auth", None, "AUTH"),
    "a wrong password": ("refused", "auth", 535, "535"),
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("wrong", WRONG)
def test_nothing_is_sent_where_something_is_wrong_and_all_of_it_once_that_is_mended(kind, wrong, tmp_path):
    outcome, phase, code, words = WRONG[wrong]
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    implicit, ca_file, password = wrong.endswith("implicit"), None, PASSWORD
    if "authority" in wrong:
        ca_file = other
    if "password" in wrong:
        password += "x"
    with kind(starttls=wrong != "no STARTTLS", auth=wrong != "no AUTH") as relay:
        service = Sender(relay, url_of(relay, implicit, password), ca_file)
        with service:
            line, exit_code = check_line(service)
            assert exit_code == 1 and line.startswith("FAILED ") and re.search(words, line) and phase in line

            ids = [service.send(f"bob{number}") for number in range(3)]

            def tried_twice():
                return any(len(service.message(id)["attempts"]) >= 2 for id in ids)

            wait_for(tried_twice, 60, what="a second attempt")
            attempts = []
            for id in ids:
                message = service.message(id)
                assert message["state"] in ("queued", "deferred", "sending"), message
                attempts += message["attempts"]
            for attempt in attempts:
                assert (attempt["outcome"], attempt["phase"], attempt.get("code")) == (outcome, phase, code), attempt
                assert re.search(words, attempt["text"])
            tried = next(id for id in ids if service.message(id)["attempts"])
            shown = service.run("message", "show", service.message(tried)["id"]).stdout
            assert re.search(words, shown) and outcome in shown and PASSWORD not in shown
            shown = json.loads(service.run("message", "show", service.message(tried)["id"], "--json").stdout)
            assert shown["attempts"][0]["phase"] == phase
            assert {event["type"] for event in service.events()} <= {
                "gallery.added", "key.added", "owner.added", "invitation.created", "message.deferred"}
            assert re.search("relay (is down|refuses our credentials)", service.log)
            service.stop()
            assert PASSWORD not in service.log
            no_mail_was_begun(relay)
            if wrong.startswith("no "):
                relay.stop()
                return mended(service, ids, kind)
            mended(service, ids, None, relay, implicit)


def mended(service, ids, kind=None, relay=None, implicit=False):
    """The next process has a relay in good order: all of it is delivered, each once."""
    if relay is None:
        with kind() as good:
            return mended(service, ids, relay=good)
    service.environment["COUNTERSIGN_SMTP_URL"] = url_of(relay, implicit)
    service.environment["COUNTERSIGN_SMTP_CA_FILE"] = str(relay.ca_file)
    service.start()
    for id in ids:
        service.sent(id)
    for number in range(len(ids)):
        mails_to(relay, f"bob{number}@example.org")
    assert len(relay.messages()) == len(ids)


def no_mail_was_begun(relay):
    """The server's own log: conversations there were, and none came to MAIL."""
    if isinstance(relay, Exim):
        log = relay.log()
        talks = re.findall(r"no MAIL in SMTP connection from.*|TLS error on connection.*", log)
        assert talks and not re.search(r" <= |rejected|MAIL FROM", log), log
    else:
        ends = wait_for(lambda: re.findall(r"disconnect from .*", relay.log()), what="the end of a conversation")
        assert not any(" mail=" in end for end in ends), ends
    assert relay.messages() == []


def test_the_servers_logs_do_tell_of_a_mail(relay):
    """Else the looks into them above could not fail."""
    with Sender(relay) as service:
        service.sent(service.send("bob-log"))
        mails_to(relay, "bob-log@example.org")
    if isinstance(relay, Exim):
        assert " <= " in relay.log()
    else:
        wait_for(lambda: re.search(r"disconnect from .* mail=1", relay.log()), what="the end of a conversation")
