"""The servers that other suites send to are what they are meant to be: TLS before AUTH, AUTH before mail."""

import smtplib
import ssl

import pytest

from .exim import Exim
from .loopback import PASSWORD, USER
from .postfix import Postfix


@pytest.fixture(scope="module", params=[Exim, Postfix], ids=lambda kind: kind.name)
def relay(request):
    with request.param() as running:
        yield running


def connect(relay, implicit: bool) -> smtplib.SMTP:
    trusted = ssl.create_default_context(cafile=relay.ca_file)
    if implicit:
        return smtplib.SMTP_SSL("127.0.0.1", relay.tls_port, context=trusted, timeout=20)
    client = smtplib.SMTP("127.0.0.1", relay.starttls_port, timeout=20)
    client.starttls(context=trusted)
    return client


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])
def test_takes_mail_over_tls_with_auth(relay, implicit):
    before = len(relay.messages())
    with connect(relay, implicit) as client:
        client.login(USER, PASSWORD)
        client.sendmail("from@example.org", ["to@relay.example"], b"Subject: hello\r\n\r\nA line.\r\n")
    received = relay.wait_for_messages(before + 1)
    assert len(received) == before + 1, relay.log()
    assert any(b"Subject: hello" in mail and b"A line." in mail for mail in received)


def test_offers_no_auth_before_tls(relay):
    with smtplib.SMTP("127.0.0.1", relay.starttls_port, timeout=20) as client:
        client.ehlo()
        assert client.has_extn("starttls") and not client.has_extn("auth")


def test_refuses_a_wrong_password(relay):
    with connect(relay, True) as client, pytest.raises(smtplib.SMTPAuthenticationError):
        client.login(USER, PASSWORD + "x")


def test_refuses_mail_without_auth(relay):
    with connect(relay, True) as client, pytest.raises((smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused)):
        client.sendmail("from@example.org", ["to@relay.example"], b"Subject: no\r\n\r\n")


def test_refuses_an_unknown_mailbox(relay):
    with connect(relay, False) as client:
        client.login(USER, PASSWORD)
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail("from@example.org", ["nobody-here@relay.example"], b"Subject: no\r\n\r\n")
    code, text = refused.value.recipients["nobody-here@relay.example"]
    assert code == 550 and text.startswith(b"5.1.1")
