"""Every scripted fault, as a client on the network sees it."""
import os
import smtplib
import socket
import ssl

import pytest
from harness import wait_for

from .wire import Wire, timed

# What a client says up to and with the command of each phase; the last of it meets the fault.
LINES = {
    "ehlo": ["EHLO me"],
    "starttls": ["STARTTLS"],
    "mail": ["MAIL FROM:<a@example.org>"],
    "rcpt": ["MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>"],
    "data": ["MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA"],
    "body": ["MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA", "hi\r\n."],
    "between": ["MAIL FROM:<a@example.org>", "RCPT TO:<b@example.org>", "DATA", "hi\r\n.", "MAIL FROM:<a@example.org>"],
}


def reach(wire, phase):
    for line in LINES[phase][:-1]:
        assert wire.say(line)[0] in "23"
    wire.send(LINES[phase][-1] + "\r\n")


def script(relay, phase, action, **more):
    relay.faults({"rules": [{"phase": phase, "action": action} | more]})


@pytest.mark.parametrize("phase", LINES)
def test_reply_then_as_usual(open_relay, phase):
    with Wire(open_relay.smtp) as wire:
        script(open_relay, phase, "reply", code=451, text="4.7.1 later", times=1)
        reach(wire, phase)
        assert wire.reply() == "451 4.7.1 later"
        assert wire.say("NOOP").startswith("250")
        assert wire.say("RSET").startswith("250")
        assert wire.mail().startswith("250")


@pytest.mark.parametrize("phase", LINES)
@pytest.mark.parametrize("action, more, ends", [
    ("replyAndClose", {"code": 421, "text": "4.3.2 bye"}, "fin"), ("drop", {}, "fin"), ("reset", {}, "reset"),
])
def test_ends(open_relay, phase, action, more, ends):
    with Wire(open_relay.smtp) as wire:
        script(open_relay, phase, action, **more)
        reach(wire, phase)
        if action == "replyAndClose":
            assert wire.reply() == "421 4.3.2 bye"
        assert wire.end() == ends
    assert len(open_relay.messages()) == (1 if phase == "between" else 0)


@pytest.mark.parametrize("phase", LINES)
def test_silence(open_relay, phase):
    with Wire(open_relay.smtp) as wire:
        script(open_relay, phase, "silence")
        reach(wire, phase)
        assert wire.is_silent()
        wire.send("NOOP\r\n")
        assert wire.is_silent(0.1)


@pytest.mark.parametrize("phase", LINES)
def test_garbage(open_relay, phase):
    with Wire(open_relay.smtp) as wire:
        script(open_relay, phase, "garbage", times=1)
        reach(wire, phase)
        answer = wire.reply()
        assert not answer[:3].isdigit() and "no reply" in answer
        assert wire.say("NOOP").startswith("250")


@pytest.mark.parametrize("phase", LINES)
def test_delay_then_as_usual(open_relay, phase):
    with Wire(open_relay.smtp) as wire:
        script(open_relay, phase, "delay", seconds=0.4)
        reach(wire, phase)
        answer, seconds = timed(wire.reply)
        assert answer[0] in "23"
        assert 0.3 < seconds < 5


@pytest.mark.parametrize("action, more, sees", [
    ("reply", {"code": 554, "text": "5.3.2 no"}, "554 5.3.2 no"), ("drop", {}, "fin"), ("reset", {}, "reset"),
    ("replyAndClose", {"code": 421, "text": "busy"}, "421 busy"), ("silence", {}, None),
])
def test_at_connect(open_relay, action, more, sees):
    script(open_relay, "connect", action, **more)
    if sees in ("fin", "reset"):
        assert end_at_connect(open_relay.smtp) == sees
        return
    with Wire(open_relay.smtp, greet=False) as wire:
        assert wire.is_silent() if sees is None else wire.reply() == sees


def end_at_connect(address):
    try:
        with Wire(address, greet=False) as wire:
            return wire.end()
    except ConnectionResetError:
        # So early that connecting itself hears of it.
        return "reset"


@pytest.mark.parametrize("action, ends", [("drop", "fin"), ("reset", "reset")])
def test_a_drop_before_the_handshake_of_implicit_tls(relay, action, ends):
    script(relay, "connect", action)
    assert end_at_connect(relay.smtps) == ends


@pytest.mark.parametrize("action", ["drop", "reset"])
def test_a_drop_within_tls_says_no_goodbye(open_relay, action):
    script(open_relay, "mail", action)
    with Wire(open_relay.smtp) as wire:
        assert wire.say("STARTTLS").startswith("220")
        context = ssl.create_default_context(cafile=open_relay.ca)
        secure = context.wrap_socket(wire.socket, server_hostname="localhost")
        secure.sendall(b"EHLO me\r\n")
        assert secure.recv(1000).startswith(b"250")
        # Below TLS, where a good-bye (close_notify) would be some octets.
        with socket.socket(fileno=os.dup(secure.fileno())) as raw:
            raw.settimeout(20)
            secure.sendall(b"MAIL FROM:<a@example.org>\r\n")
            if action == "drop":
                assert raw.recv(1000) == b""
            else:
                with pytest.raises(ConnectionResetError):
                    raw.recv(1000)


def test_a_refused_login_and_one_that_is_cut_off(relay):
    script(relay, "auth", "reply", code=454, text="4.7.0 later", times=1)
    with smtplib.SMTP("localhost", int(relay.smtp.rsplit(":", 1)[1]), timeout=20) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError) as refusal:
            # The first mechanism that is tried meets the fault, the second must not follow it.
            client.ehlo()
            client.user, client.password = "ann", "secret"
            client.auth("plain", client.auth_plain)
        assert refusal.value.smtp_code == 454
        assert client.login("ann", "secret")[0] == 235
    script(relay, "auth", "drop")
    with smtplib.SMTP("localhost", int(relay.smtp.rsplit(":", 1)[1]), timeout=20) as client:
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.login("ann", "secret")


def test_stored_and_dropped(open_relay):
    script(open_relay, "body", "dropAfterStoring")
    with Wire(open_relay.smtp) as wire:
        assert wire.mail() == ""
    assert len(open_relay.messages("b@example.org")) == 1


def test_a_slow_reply_to_the_final_dot_comes_after_the_mail_is_kept(open_relay):
    script(open_relay, "body", "delay", seconds=1.5)
    with Wire(open_relay.smtp) as wire:
        reach(wire, "body")
        wait_for(lambda: open_relay.messages(), seconds=1, what="the mail, before its reply")
        assert wire.is_silent(0.1), "the mail is there and the reply is not"
        assert wire.reply().startswith("250")


def test_recipients_skip_and_times(open_relay):
    open_relay.faults({"rules": [
        {"phase": "rcpt", "action": "reply", "code": 451, "text": "4.7.1 later",
         "recipient": "*@x.example", "skip": 1, "times": 2},
        {"phase": "rcpt", "action": "reply", "code": 550, "text": "5.1.1 no", "recipient": "Nobody@example.org"},
    ]})
    with Wire(open_relay.smtp) as wire:
        wire.say("MAIL FROM:<a@example.org>")
        codes = [wire.say(f"RCPT TO:<{to}>")[:3] for to in (
            "1@x.example", "2@X.example", "3@y.example", "3@x.example", "4@x.example", "nobody@EXAMPLE.org")]
        assert codes == ["250", "451", "250", "451", "250", "550"]
        wire.say("DATA")
        assert wire.say("hi\r\n.").startswith("250")
    assert open_relay.messages()[0]["to"] == ["1@x.example", "3@y.example", "4@x.example"]


def test_unasked_between_mails(open_relay):
    script(open_relay, "after", "replyAndClose", code=421, text="4.3.2 restarting")
    with Wire(open_relay.smtp) as wire:
        assert wire.mail().startswith("250")
        assert wire.reply() == "421 4.3.2 restarting"
        assert wire.end() == "fin"


def test_offers(relay):
    def offers():
        with Wire(relay.smtp, greet=False) as wire:
            wire.reply()
            return wire.say("EHLO me")

    everything = offers()
    for word in ("STARTTLS", "AUTH PLAIN LOGIN", "SMTPUTF8"):
        assert word in everything
    relay.faults({"offerSTARTTLS": False, "offerAUTH": False, "offerSMTPUTF8": False})
    nothing = offers()
    for word in ("STARTTLS", "AUTH", "SMTPUTF8"):
        assert word not in nothing
    relay.faults({"lowercaseSTARTTLS": True})
    lower = offers()
    assert "starttls" in lower and "STARTTLS" not in lower


@pytest.mark.parametrize("plan, place", [
    ({"rules": [{"phase": "rctp", "action": "drop"}]}, "/rules/0/phase"), ({"rulez": []}, "/rulez"),
    ({"rules": [{"phase": "mail", "action": "reply"}]}, "code"), ([], ""), ({"certificate": "nice"}, "/certificate"),
])
def test_a_plan_that_cannot_be_read_changes_nothing(open_relay, plan, place):
    script(open_relay, "mail", "drop")
    before = open_relay.http.get("/api/faults").json()
    answer = open_relay.http.put("/api/faults", json=plan)
    assert answer.status_code == 422
    assert place in answer.json()["error"]
    assert open_relay.http.get("/api/faults").json() == before


def test_a_plan_given_at_the_start(tmp_path):
    from harness import Catcher
    (tmp_path / "plan.json").write_text('{"rules": [{"phase": "mail", "action": "reply", "code": 450, "text": "x"}]}')
    catcher = Catcher("--faults", str(tmp_path / "plan.json"))
    try:
        with Wire(catcher.smtp) as wire:
            assert wire.say("MAIL FROM:<a@example.org>") == "450 x"
    finally:
        catcher.stop()
