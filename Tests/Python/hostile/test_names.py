"""The gallery's name, which stands in From, in every mail and on every page: each string of the corpus in it."""
import unicodedata

import httpx
import pytest

from harness import link_in
from naughty import EVERYTHING, TRICKS, has_surrogates
from received import Mail, page_flaws

# With room for what stands in front of a dash.
LONGEST = 79


def is_name(text):
    return 0 < len(text) <= 80 and not any(
        unicodedata.category(c) == "Cc" or c in "\u2028\u2029" for c in text)


def packed():
    """All strings that a name can hold, as many in one name as fit."""
    names, name = [], ""
    for text in EVERYTHING:
        text = "".join(c for c in text if is_name(c) and unicodedata.category(c) != "Cs")
        # A tower is cut off where it reaches the length, and so is what is too long for one name.
        for piece in (text[start:start + LONGEST] for start in range(0, len(text), LONGEST)):
            if name and len(name) + 1 + len(piece) > LONGEST:
                names.append(name)
                name = ""
            name += f" {piece}" if name else piece
    return [*names, name]


@pytest.mark.timeout(900)
def test_every_name_in_mails_and_pages(service, catcher):
    service.owners("One.Owner", ("ann",))
    wrong = []
    for number, name in enumerate(packed()):
        # A dash in front would make another option of it.
        service.run("gallery", "edit", "main", "--name", f"_{name}" if name.startswith("-") else name)
        invitee = f"n{number}"
        answer = service.invite(invitee, package="One.Owner")
        assert answer.status_code == 201 or number >= 9, answer.text
        recipient = f"{invitee}@example.org"
        found = catcher.next(recipient)
        mail = Mail(catcher.raw(found["number"]), recipient, service.url)
        wrong += [(name, flaw) for flaw in mail.flaws(bleaching=number % 8 == 0)]
        page = httpx.get(link_in(found), timeout=30)
        assert page.status_code == 200
        wrong += [(name, flaw) for flaw in page_flaws(page.text)]
        # The next one starts with none pending.
        id = answer.json()["id"]
        assert service.api("POST", f"/v1/invitations/{id}/decline", {"by": invitee}).status_code == 200
    assert wrong == [], (len(wrong), wrong[:10])
    assert all(len(mail["to"]) == 1 for mail in catcher.messages())


@pytest.mark.parametrize("verb", ["add", "edit"])
def test_what_is_no_name_is_refused(service, verb):
    refused = [text for text in TRICKS if not is_name(text) and "\0" not in text and not has_surrogates(text)
               and not text.startswith("-")]
    assert len(refused) > 20
    for number, name in enumerate(refused[::4]):
        more = ["--url", "https://x.example", "--from", "a@x.example"] if verb == "add" else []
        slug = "main" if verb == "edit" else f"g{number}"
        done = service.run("gallery", verb, slug, "--name", name, *more, check=False)
        assert done.returncode == 2, (name, done)
        assert done.stderr.count("\n") == 1 and done.stderr[:-1].isprintable(), done.stderr
    assert "Main Gallery" in service.run("gallery", "list").stdout
