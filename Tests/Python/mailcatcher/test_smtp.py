"""Mail by `smtplib`, over each kind of connection, and octets that no decent client sends."""
import smtplib
import socket
import ssl
import time
from email.message import EmailMessage

import pytest
from harness import Catcher, wait_for

from .wire import Wire, timed


def trusted(catcher):
    return ssl.create_default_context(cafile=catcher.ca)


def connect(catcher, kind, context=None):
    context = context or trusted(catcher)
    if kind == "smtps":
        return smtplib.SMTP_SSL("localhost", int(catcher.smtps.rsplit(":", 1)[1]), context=context, timeout=20)
    client = smtplib.SMTP("localhost", int(catcher.smtp.rsplit(":", 1)[1]), timeout=20)
    if kind == "starttls":
        client.starttls(context=context)
    return client


def message(subject="Grüße 🎉", to="bob@example.org"):
    mail = EmailMessage()
    mail["From"] = "Ann <ann@example.org>"
    mail["To"] = to
    mail["Subject"] = subject
    mail.set_content("Füße\n.\n..\n.dots\n")
    mail.add_alternative("<p>Füße &amp; more</p>", subtype="html")
    return mail


@pytest.mark.parametrize("kind", ["plain", "starttls", "smtps"])
@pytest.mark.parametrize("mechanism", ["plain", "login"])
def test_a_mail_arrives_as_it_was_sent(relay, kind, mechanism):
    with connect(relay, kind) as client:
        client.ehlo()
        client.user, client.password = "ann", "secret"
        code, _ = client.auth(mechanism, getattr(client, f"auth_{mechanism}"))
        assert code == 235
        sent = message().as_bytes(policy=message().policy.clone(linesep="\r\n", max_line_length=78))
        client.sendmail("ann@example.org", ["bob@example.org", "Carol@Example.org"], sent)
    caught = relay.next("carol@example.org")
    assert caught["from"] == "ann@example.org"
    assert caught["to"] == ["bob@example.org", "Carol@Example.org"]
    assert caught["subject"] == "Grüße 🎉"
    assert caught["text"].splitlines() == ["Füße", ".", "..", ".dots"]
    assert caught["html"].strip() == "<p>Füße &amp; more</p>"
    assert caught["tls"] is (kind != "plain")
    assert caught["user"] == "ann"
    assert {"name": "From", "value": "Ann <ann@example.org>"} in caught["headers"]
    assert caught["receivedAt"].endswith("Z") and "T" in caught["receivedAt"]


def test_the_raw_mail_is_the_mail_octet_for_octet(open_relay):
    body = bytes(range(32, 127)) + b"\r\n.one dot\r\n..two\r\n\r\n\t\xff\xfe\x00\x01 end\r\n"
    with Wire(open_relay.smtp) as wire:
        assert wire.mail(b"Subject: raw\r\n\r\n" + body.replace(b"\r\n.", b"\r\n..")).startswith("250")
    caught = open_relay.next("b@example.org")
    assert open_relay.raw(caught["number"]) == b"Subject: raw\r\n\r\n" + body


def test_mail_needs_a_login_and_a_wrong_one_is_refused(relay):
    with connect(relay, "starttls") as client:
        client.ehlo()
        assert client.mail("a@example.org")[0] == 530
        with pytest.raises(smtplib.SMTPAuthenticationError) as refusal:
            client.login("ann", "wrong")
        assert refusal.value.smtp_code == 535
        log = relay.http.get("/api/log").text
        assert "c2VjcmV0" not in log and "secret" not in log and "wrong" not in log


def test_a_client_that_does_not_know_the_authority_is_counted(relay):
    before = relay.http.get("/api/stats").json()["tlsFailures"]
    with pytest.raises(ssl.SSLCertVerificationError):
        connect(relay, "starttls", ssl.create_default_context())
    wait_for(lambda: relay.http.get("/api/stats").json()["tlsFailures"] == before + 1, what="the count")


@pytest.mark.parametrize("certificate, complaint", [
    ("good", None), ("expired", "expired"), ("wrongHost", "mismatch"), ("selfSigned", "self-signed"),
    ("unknownCA", "unable to get|self-signed certificate in"),
])
@pytest.mark.parametrize("kind", ["starttls", "smtps"])
def test_certificates(relay, certificate, complaint, kind):
    relay.faults({"certificate": certificate})
    if complaint is None:
        with connect(relay, kind) as client:
            assert client.ehlo()[0] == 250
        return
    with pytest.raises(ssl.SSLCertVerificationError, match=f"(?i){complaint}"):
        connect(relay, kind)


def test_what_follows_starttls_in_the_clear_is_not_taken(open_relay):
    host, port = open_relay.smtp.rsplit(":", 1)
    with Wire(open_relay.smtp) as wire:
        wire.send("STARTTLS\r\nMAIL FROM:<evil@example.org>\r\nRCPT TO:<b@example.org>\r\n")
        assert wire.reply().startswith("220")
        secure = trusted(open_relay).wrap_socket(wire.socket, server_hostname="localhost")
        secure.sendall(b"NOOP\r\n")
        assert secure.recv(1000).startswith(b"250 2.0.0 Nothing")
        secure.sendall(b"EHLO me\r\nRCPT TO:<b@example.org>\r\n")
        wait_for(lambda: b"503" in secure.recv(1000), what="503")


def test_what_comes_during_a_slow_starttls_is_not_taken_either(open_relay):
    open_relay.faults({"rules": [{"phase": "starttls", "action": "delay", "seconds": 0.5}]})
    with Wire(open_relay.smtp) as wire:
        wire.send("STARTTLS\r\n")
        time.sleep(0.1)
        wire.send("MAIL FROM:<evil@example.org>\r\n")
        assert wire.reply().startswith("220")
        secure = trusted(open_relay).wrap_socket(wire.socket, server_hostname="localhost")
        secure.sendall(b"NOOP\r\n")
        assert secure.recv(1000).startswith(b"250 2.0.0 Nothing")


@pytest.mark.parametrize("end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r"])
def test_smuggled_ends_do_not_end_a_mail_and_the_mail_is_refused(open_relay, end):
    before = open_relay.http.get("/api/stats").json()["bareLineEnds"]
    with Wire(open_relay.smtp) as wire:
        answer = wire.mail(b"Subject: x\r\n\r\nhi" + end + b"MAIL FROM:<evil@example.org>\r\n", end=b"\r\n.\r\n")
        assert answer.startswith("550 5.5.2")
        assert wire.say("NOOP").startswith("250")
    assert open_relay.messages() == []
    assert open_relay.http.get("/api/stats").json()["bareLineEnds"] > before


def test_limits_of_lines_and_sizes(open_relay):
    with Wire(open_relay.smtp) as wire:
        assert wire.say("NOOP " + "x" * 20_000).startswith("500 5.5.6")
        assert wire.say("MAIL FROM:<a@example.org> SIZE=99999999999").startswith("552 5.3.4")
        assert wire.mail(b"x" * 999 + b"\r\n").startswith("554 5.6.0")
        assert wire.mail((b"x" * 98 + b"\r\n") * 300_000).startswith("552 5.3.4")
        assert wire.mail().startswith("250")
    assert len(open_relay.messages()) == 1


def test_a_mail_of_ten_megabytes_in_one_piece_and_in_small_ones(open_relay):
    body = b"Subject: big\r\n\r\n" + (b".." + b"x" * 96 + b"\r\n") * 100_000
    with Wire(open_relay.smtp) as wire:
        assert wire.mail(body).startswith("250")
    with Wire(open_relay.smtp) as wire:
        for line in ("MAIL FROM:<a@example.org>", "RCPT TO:<c@example.org>", "DATA"):
            wire.say(line)
        for start in range(0, len(body), 7_919):
            wire.send(body[start:start + 7_919])
        wire.send(b".\r\n")
        assert wire.reply().startswith("250")
    raw = [open_relay.raw(message["number"]) for message in open_relay.messages()]
    assert raw == [body.replace(b"\r\n..", b"\r\n.")] * 2


def test_hundreds_of_connections_at_once(open_relay):
    wires = [Wire(open_relay.smtp) for _ in range(200)]
    for wire in wires:
        assert wire.mail().startswith("250")
    for wire in wires:
        wire.socket.close()
    numbers = [message["number"] for message in open_relay.messages()]
    assert len(numbers) == 200 and numbers == sorted(set(numbers))
    wait_for(lambda: open_relay.http.get("/api/stats").json()["open"] == 0, what="all connections closed")


def test_a_client_that_breaks_off_leaves_nothing(open_relay):
    wire = Wire(open_relay.smtp)
    for line in ("MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA"):
        wire.say(line)
    wire.send("half a mail\r\n")
    wire.break_off()
    wait_for(lambda: open_relay.http.get("/api/stats").json()["open"] == 0, what="the end")
    assert open_relay.messages() == []


def test_a_stop_with_open_connections_is_quick():
    catcher = Catcher("--smtps-port", "0")
    wire = Wire(catcher.smtp)
    silent = socket.create_connection(("127.0.0.1", int(catcher.smtps.rsplit(":", 1)[1])))
    with socket.create_connection(("127.0.0.1", int(catcher.web.rsplit(":", 1)[1]))) as waiting:
        waiting.sendall(b"GET /api/messages?wait=60 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.2)
        _, seconds = timed(catcher.stop)
        answer = waiting.recv(65536)
    assert catcher.process.returncode == 0
    assert seconds < 5
    assert answer.startswith(b"HTTP/1.1 200 ") and answer.endswith(b'{"items":[]}')
    assert wire.end() in ("fin", "reset")
    silent.close()


def test_wrong_usage_and_ports_in_use(open_relay):
    import subprocess
    from harness import BIN

    def run(*arguments):
        done = subprocess.run([BIN / "mailcatcher", *arguments], capture_output=True, text=True, timeout=30)
        return done.returncode, done.stdout, done.stderr

    for arguments in (["--smtp-port", "x"], ["--nonsense"], ["--user", "ann"], ["--keep", "0"]):
        code, out, error = run(*arguments)
        assert (code, out) == (2, "") and error, arguments
    code, out, error = run("--smtp-port", open_relay.smtp.rsplit(":", 1)[1], "--web-port", "0")
    assert code == 1 and out == "" and len(error.splitlines()) == 1, error
    assert "cannot listen" in error
    code, out, error = run("--smtp-port", "0", "--web-port", open_relay.web.rsplit(":", 1)[1])
    assert code == 1 and "cannot listen" in error
