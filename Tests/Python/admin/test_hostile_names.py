"""Names, notes and reasons as nasty as people can make them, on the pages of admins: text, and nothing but text."""
import urllib.parse

import pytest

from admin.pages import Chrome, World
from hostile.naughty import EVERYTHING, has_surrogates, is_plain_text

STRANGE = "script[src], iframe, object, embed, img, svg, link, base, meta[http-equiv], form[action^='//'], [onerror]"


@pytest.fixture(scope="module")
def world():
    world = World()
    try:
        world.root.enrol()
        world.shown = fill(world)
        yield world
    finally:
        world.stop()


@pytest.fixture(scope="module")
def chrome(world):
    chrome = world.enter(Chrome())
    yield chrome
    chrome.stop()


def fill(world):
    """Every string that the API takes, in each field that takes it; as what, by place."""
    shown = {"package": [], "username": [], "note": [], "reason": [], "report": []}
    world.service.owners("Plain.Pack", ("ann",))
    strings = [string for string in EVERYTHING if not has_surrogates(string)]
    for number, string in enumerate(strings):
        path = f"/v1/packages/{urllib.parse.quote(string, safe='')}/owners"
        if string and "/" not in string and string not in (".", ".."):
            answer = world.service.api("PUT", path, {"owners": [{"username": "ann", "email": "ann@example.org"}]})
            if answer.status_code == 200:
                answer = world.service.api("POST", path.replace("/owners", "/invitations"), {
                    "invitee": {"username": f"u{number}", "email": f"u{number}@example.org"}, "invitedBy": "ann"})
                if answer.status_code == 201:
                    shown["package"].append((answer.json()["id"], string))
        body = {"invitee": {"username": string, "email": f"v{number}@example.org"}, "invitedBy": "ann"}
        if is_plain_text(string) and string.strip():
            body["note"] = string
        answer = world.service.api("POST", "/v1/packages/Plain.Pack/invitations", body)
        if answer.status_code == 201:
            shown["username"].append((answer.json()["id"], string))
            if "note" in body:
                shown["note"].append((answer.json()["id"], string))
        answer = world.service.api(
            "PUT", f"/v1/suppressions/s{number}@example.org", {"reason": string}, key=world.admin)
        if answer.status_code == 201:
            shown["reason"].append((answer.json().get("email"), string))
    assert all(len(shown[place]) > 50 for place in ("package", "username", "note", "reason")), {
        place: len(found) for place, found in shown.items()}
    return shown


def calm(chrome):
    """Nothing of what came in has become part of the page."""
    assert chrome.take_console() == []
    assert chrome.all(STRANGE) == [] and len(chrome.all("script")) == 1 and len(chrome.all("style")) == 1
    assert chrome.run("return document.querySelectorAll('h1').length") == 1
    assert chrome.run("""
        return [...document.querySelectorAll('a[href], form[action]')].every(
            e => new URL(e.href || e.action).origin === location.origin)""")
    assert chrome.run("return document.scrollingElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("list", ["approvals", "messages", "suppressions"])
def test_lists(world, chrome, list):
    chrome.forget()
    chrome.size(320)
    chrome.get(f"{world.service.url}/admin/g/main/{list}")
    pages = 0
    while True:
        calm(chrome)
        pages += 1
        older = chrome.all("a[rel=next]")
        if not older:
            break
        chrome.get(older[0].get_attribute("href"))
    assert pages > 3


def test_what_was_written_is_what_is_read(world, chrome):
    """Each name stands on its page as it was first written, but for what would not be seen."""
    chrome.forget()
    for place in ("package", "username", "note"):
        for id, string in world.shown[place][::7]:
            text = world.root.browser.get(f"/admin/g/main/approvals/{id}").text
            assert "<script>alert" not in text and "<img" not in text and "onerror=alert(1)>" not in text
            chrome.get(f"{world.service.url}/admin/g/main/approvals/{id}")
            calm(chrome)
            shown = chrome.run("return document.querySelector('main').textContent")
            plain = "".join(c for c in string if c.isascii() and c.isprintable())
            assert plain.strip() in "".join(c for c in shown if c.isascii() and c.isprintable()), (place, string)


@pytest.mark.parametrize("path", [
    "approvals?package=", "approvals?account=", "messages?to=", "messages?about=", "messages?state=", "messages?kind=",
    "suppressions?address=", "blocks?address=", "publications?package=", "publications?state=", "approvals?before=",
    "approvals?done=", "webhooks?done=", "keys?done=", "courier?done=",
])
def test_queries(world, path):
    """Whatever stands in the address, the page answers, and says nothing in its name."""
    for string in EVERYTHING:
        if has_surrogates(string):
            continue
        answer = world.root.browser.get(f"/admin/g/main/{path}{urllib.parse.quote(string, safe='')}")
        if len(answer.request.url.raw_path) > 8192:
            continue
        assert answer.status_code == 200, (string, answer.status_code)
        assert answer.text.count("<script") == 1 and "<img" not in answer.text and "<svg" not in answer.text
        assert 'role="status"' not in answer.text
    assert world.root.browser.get(f"/admin/g/main/{path}%zz").status_code == 200


def test_typed(world):
    """What is typed into a form is shown again as text."""
    browser = world.root.browser
    nonce = browser.get("/admin/g/main/suppressions").text.split('name="nonce" value="')[1].split('"')[0]
    for string in EVERYTHING:
        if has_surrogates(string):
            continue
        answer = browser.post("/admin/g/main/suppressions", {"nonce": nonce, "address": string, "reason": string})
        if len(string) > 4000:
            continue
        assert answer.status_code in (303, 422), (string, answer.status_code)
        assert answer.text.count("<script") <= 1 and "<img" not in answer.text
