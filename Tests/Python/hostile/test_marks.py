"""Marks and other characters that show little or nothing, at every joint of what mail programs turn into links."""
import sys
import unicodedata

import pytest

from received import Mail, linked

# Default-ignorable code points that are assigned and that a note can hold (DerivedCoreProperties).
IGNORABLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u2060\u2064\u3164\ufeff\uffa0" \
    "\ufe00\ufe0e\ufe0f\U000e0100\U000e01ef\U000e0041\U0001d173"
MARKS = "".join(
    chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Mn", "Me", "Mc"))
# A few of each block are enough where a mail is made of them; the unit tests look at all.
SOME = IGNORABLE + MARKS[::7] + "\u0301\u05b4\u064e\u093e\u20e3\u3099"
JOINTS = ("evil.com{}", "evil.com{}/x", "x@{}evil.org", "x{}@evil.org", "x@evil.org{}", "http{}://evil.com", "a.co{}.uk{}")


def packed(texts, limit=480):
    """As many texts in one note as fit."""
    note = ""
    for text in texts:
        if len(note) + len(text) + 1 > limit:
            yield note
            note = ""
        note += text + "\n"
    yield note


def test_the_oracle_sees_links_beside_marks():
    assert all(linked(text) for text in ("evil.com\u05b4", "evil.com\ufe0f/x", "x@evil.org\u064e"))


@pytest.mark.timeout(900)
def test_no_mark_makes_a_link(service, catcher):
    service.owners("One.Owner", ("ann",))
    texts = [joint.replace("{}", mark) for mark in dict.fromkeys(SOME) for joint in JOINTS]
    service.run("gallery", "edit", "main", "--set", "invitation.pending=1000", "--set", "invitation.owners=1000")
    notes = dict(enumerate(packed(texts)))
    assert len(notes) > 50
    for number, note in notes.items():
        answer = service.invite(f"m{number}", package="One.Owner", note=note)
        assert answer.status_code == 201, (number, answer.text)
    wrong = []
    for number, note in notes.items():
        recipient = f"m{number}@example.org"
        mail = Mail(catcher.raw(catcher.next(recipient)["number"]), recipient, service.url)
        wrong += [(number, flaw) for flaw in mail.flaws(bleaching=number % 4 == 0)]
    assert wrong == [], (len(wrong), wrong[:10])
