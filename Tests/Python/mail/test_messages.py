"""Every message as two independent parsers read it."""

import email.utils
import re

import mailparser

from composed import CONFIRMATIONS, LETTERS, SETTINGS

ALLOWED = {
    "date", "from", "to", "subject", "message-id", "in-reply-to", "references", "auto-submitted",
    "x-auto-response-suppress", "feedback-id", "content-language", "mime-version", "content-type", "reply-to",
    "list-unsubscribe", "list-unsubscribe-post",
}


def test_bytes(mails):
    for mail in mails:
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00|[\x80-\xff]", mail.raw), mail.path
        # The address to unsubscribe at is not folded.
        lines = [line for line in mail.raw.split(b"\r\n") if not line.startswith(b"List-Unsubscribe: <")]
        assert max(map(len, lines)) <= 78, mail.path
        assert max(map(len, mail.raw.split(b"\r\n"))) <= 300, mail.path
        assert len(mail.raw) <= 100 * 1024, mail.path
        assert not re.search(rb"\r\n\.", mail.raw), mail.path


def test_strict_parser_finds_no_defect(mails):
    for mail in mails:
        for part in mail.message.walk():
            assert part.defects == [], mail.path
            for name, value in part.items():
                assert value.defects == (), (mail.path, name, value.defects)


def test_header(mails):
    for mail in mails:
        names = [name.lower() for name in mail.message.keys()]
        assert len(names) == len(set(names)) and set(names) <= ALLOWED, mail.path
        assert len(mail.message["To"].addresses) == 1 and mail.message["To"].addresses[0].display_name == ""
        assert len(mail.message["From"].addresses) == 1
        assert mail.message["From"].addresses[0].addr_spec.endswith("@gallery.example"), mail.path
        assert email.utils.parsedate_to_datetime(mail.message["Date"]).utcoffset().total_seconds() == 0
        assert "-0000" not in mail.message["Date"]
        assert re.fullmatch(r"<[^<>@\s]+@gallery\.example>", str(mail.message["Message-ID"])), mail.path
        assert mail.message["Auto-Submitted"] == "auto-generated"
        assert mail.message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
        for name in ("Bcc", "Precedence", "List-Id"):
            assert name not in mail.message
        for word in re.findall(rb"=\?[^?\s]+\?[BQ]\?[^?\s]*\?=", mail.raw.split(b"\r\n\r\n")[0]):
            assert len(word) <= 75, mail.path


def test_only_what_is_optional_can_be_unsubscribed(mails):
    """RFC 2369 and RFC 8058: one address, the same as in the text, and one click; confirmations have neither."""
    kinds = set()
    for mail in mails:
        assert mail.purpose == ("confirmation" if mail.kind in CONFIRMATIONS else "notice"), mail.path
        address, click = mail.message["List-Unsubscribe"], mail.message["List-Unsubscribe-Post"]
        if not mail.is_optional:
            assert address is None and click is None, mail.path
            continue
        kinds.add(mail.kind)
        assert re.fullmatch(r"<[^<>,\s]+>", str(address)), mail.path
        assert str(address)[1:-1] in SETTINGS and str(address)[1:-1] in mail.text.splitlines(), mail.path
        assert click == "List-Unsubscribe=One-Click", mail.path
    assert len(kinds) == 5


def test_answers_go_to_one_person_or_nobody(mails):
    answered = 0
    for mail in mails:
        to = mail.message["Reply-To"]
        if to is None:
            continue
        assert mail.kind in LETTERS and ".sender." not in mail.path.name, mail.path
        assert [address.addr_spec.split("@")[1] for address in to.addresses] == ["elsewhere.example"], mail.path
        # Nowhere else than in the header.
        assert "elsewhere.example" not in mail.text + mail.html, mail.path
        answered += 1
    assert answered > 2


def test_alternatives(mails):
    for mail in mails:
        assert mail.message.get_content_type() == "multipart/alternative"
        types = [(part.get_content_type(), part.get_content_charset()) for part in mail.message.iter_parts()]
        assert types == [("text/plain", "utf-8"), ("text/html", "utf-8")], mail.path
        boundary = mail.message.get_boundary()
        body = mail.raw.split(b"\r\n\r\n", 1)[1]
        assert len(boundary) <= 70 and (b"\r\n" + body).count(b"\r\n--" + boundary.encode()) == 3, mail.path
        assert len(mail.html.encode()) <= 90 * 1024, mail.path


def test_second_parser_agrees(mails):
    for mail in mails:
        other = mailparser.parse_from_bytes(mail.raw)
        assert not other.has_defects, (mail.path, other.defects)
        assert other.to == [("", str(mail.message["To"].addresses[0]))], mail.path
        # It leaves the folds of a long line in.
        assert other.subject.split() == str(mail.message["Subject"]).split(), mail.path
        assert len(other.text_plain) == 1 and len(other.text_html) == 1, mail.path
        assert other.text_html[0].replace("\r\n", "\n").strip() == mail.html.replace("\r\n", "\n").strip(), mail.path


def test_subjects_hold_nothing_invisible(mails):
    for mail in mails:
        for shown in (str(mail.message["Subject"]), mail.text, mail.html):
            assert not re.search("[\u200b\u200e\u200f\u202a-\u202e\u2066\u2067\u061c\u2028\u2029\ufeff\x00]", shown), mail.path
