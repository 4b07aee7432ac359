"""The pages over what a gallery's service does: read by anybody, on anything, by keyboard alone."""
import base64
import hashlib
import re

import pytest

from admin.pages import Chrome, World
from selenium.webdriver.common.keys import Keys

NAMES = [
    "approvals", "approvals of one", "no approvals", "approval", "approval that failed", "approval accepted",
    "messages", "messages that failed", "messages to one", "messages to nobody", "messages to half", "messages about",
    "message sent", "message failed", "message deferred", "publications", "publications held",
    "publications rejected", "publication held", "publication failed", "suppressions", "suppressions of nobody",
    "suppressions of one", "suppression", "blocks", "blocks of half", "block", "webhooks", "webhook",
    "webhook disabled", "webhook failures", "keys", "courier",
]
LISTS = ["approvals", "messages", "publications", "suppressions", "blocks", "webhooks", "keys", "courier"]


@pytest.fixture(scope="module")
def world():
    world = World()
    try:
        yield world.build()
    finally:
        world.stop()


@pytest.fixture(scope="module")
def browser(world):
    chrome = world.enter(Chrome())
    yield chrome
    chrome.stop()


@pytest.fixture
def chrome(browser):
    browser.plain()
    browser.get("about:blank")
    browser.forget()
    return browser


def room(chrome):
    """What spills, but for what is there to be heard alone."""
    chrome.run("document.querySelectorAll('.unseen, .table thead, .skip').forEach(e => e.remove())")
    # What stands in a field can be longer than the field; it scrolls there.
    return [line for line in chrome.spilled() if not line.startswith("INPUT ")]


def test_every_page_is_here(world):
    assert set(world.pages) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_page(world, chrome, name):
    chrome.get(world.url(name))
    assert chrome.axe() == []
    assert len(chrome.all("h1")) == 1 and chrome.find("h1").text
    assert chrome.run("return document.title").endswith("Main Gallery · Admin")
    ids = chrome.run("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)), "an id is there twice"
    chrome.media(prefers_color_scheme="dark")
    assert chrome.axe() == []
    chrome.media()
    chrome.size(320)
    assert chrome.axe() == []
    chrome.space_text()
    assert room(chrome) == []
    assert chrome.take_console() == []


@pytest.mark.parametrize("name", LISTS)
def test_room(world, chrome, name):
    """Nothing is cut off on screens of any width, nor with large text."""
    for width in (360, 600, 769, 961, 1280, 1920):
        chrome.size(width)
        chrome.get(world.url(name))
        assert room(chrome) == [], width
    chrome.size(640)
    chrome.get(world.url(name))
    chrome.run("document.documentElement.style.fontSize = '200%'")
    assert room(chrome) == []


@pytest.mark.parametrize("name", LISTS)
def test_empty(world, chrome, name):
    """A gallery in which nothing has happened says so in words."""
    chrome.get(world.url(name, "vacant"))
    assert chrome.axe() == []
    if name != "courier":
        assert len(chrome.find(".empty").text.split()) > 2


def test_headers(world):
    for name in ("approvals", "message sent", "keys"):
        answer = world.root.browser.get(world.url(name))
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        for word, element in (("style-src", "style"), ("script-src", "script")):
            found = re.findall(f"<{element}>(.*?)</{element}>", answer.text, re.S)
            assert len(found) == 1
            digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
            assert f"{word} 'sha256-{digest}'" in policy
        assert "'unsafe" not in policy and policy.startswith("default-src 'none'")
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r"\sstyle=|\son\w+=", answer.text), "markup that the policy forbids"


def test_reads_change_nothing(world):
    before = world.service.events()
    for name in NAMES:
        path = world.url(name)
        assert world.root.browser.get(path).status_code == 200
        assert world.root.browser.send("HEAD", path).status_code == 200
    # Mail and webhooks go on by themselves.
    new = {event["type"] for event in world.service.events()[len(before):]}
    assert not {one for one in new if not one.startswith(("message.", "invitation.undeliverable", "webhook."))}


def test_previews_open_nothing(world):
    """A page of an admin holds no token, working or not."""
    for name in ("message sent", "message failed", "message deferred"):
        text = world.root.browser.get(world.url(name)).text
        assert "the-link-is-in-the-mail-alone" in text
        assert not re.search(r"/[cu]/[A-Za-z0-9_-]{40,}", text)


def test_another_gallery(world):
    """What is not of the gallery is not there, whoever asks."""
    for name in ("approval", "message sent", "publication held", "suppression", "block", "webhook"):
        assert world.root.browser.get(world.url(name, "vacant")).status_code == 404
        assert world.clerk.browser.get(world.url(name)).status_code == 200
        answer = world.clerk.browser.get(world.url(name, "vacant"))
        nowhere = world.clerk.browser.get(world.url(name, "no-such-gallery"))
        assert answer.status_code == nowhere.status_code == 404 and answer.text == nowhere.text


def test_pages_of_a_list(world, chrome):
    """Older and newer lead to everything, once."""
    for number in range(130):
        world.call("PUT", f"/v1/suppressions/paged{number}@example.org", {"reason": "x"})
    world.pages["suppressions"] = "suppressions"
    chrome.get(world.url("suppressions"))
    pages = []

    def read():
        return [cell.text for cell in chrome.all("tbody th")]

    pages.append(read())
    assert not chrome.all("a[rel=prev]")
    while older := chrome.all("a[rel=next]"):
        with chrome.arrival():
            older[0].click()
        pages.append(read())
    everything = [item for page in pages for item in page]
    assert len(everything) == len(set(everything)) >= 132 and all(len(page) == 50 for page in pages[:-1])
    assert everything[0] == "paged129@example.org"
    back = []
    while newer := chrome.all("a[rel=prev]"):
        with chrome.arrival():
            newer[0].click()
        back.append(read())
    assert sorted(item for page in back for item in page) == sorted(item for page in pages[:-1] for item in page)


def test_keyboard(world, chrome):
    """The skip link comes first and leads to the page; each thing that can be pressed is reached, and shown as reached."""
    chrome.get(world.url("approval"))
    chrome.keys(Keys.TAB)
    assert chrome.run("return document.activeElement.className") == "skip"
    assert chrome.run("const r = document.activeElement.getBoundingClientRect(); return r.width > 24 && r.top >= 0")
    chrome.keys(Keys.ENTER)
    assert chrome.run("return document.activeElement.id") == "main"
    wanted = chrome.run("""
        return [...document.querySelectorAll('main a, main button, main input:not([type=hidden]), main select, main summary')]
            .length""")
    for _ in range(wanted):
        chrome.keys(Keys.TAB)
        shown = chrome.run("""
            const e = document.activeElement, s = getComputedStyle(e);
            return [e.closest('main') !== null, s.outlineStyle, parseFloat(s.outlineWidth)]""")
        assert shown[0] and shown[1] != "none" and shown[2] >= 2, shown


@pytest.mark.parametrize("name", LISTS + ["approval", "message sent", "webhook"])
def test_targets(world, chrome, name):
    """What is pressed is at least 24 by 24 pixels large, or stands in a line of text (WCAG 2.5.8)."""
    for width in (320, 1280):
        chrome.size(width)
        chrome.get(world.url(name))
        small = chrome.run("""
            return [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')].filter(e => {
                const r = e.getBoundingClientRect();
                return r.width && !e.matches('.skip') && (r.width < 24 || r.height < 24) && !e.closest('p, dd, li p');
            }).map(e => e.outerHTML.slice(0, 120))""")
        assert small == [], width


def test_menu(world, chrome):
    """On a phone the areas open and close by keyboard, and are told to be open."""
    chrome.size(320)
    chrome.get(world.url("approvals"))
    assert not chrome.find("#areas").is_displayed()
    menu = chrome.find(".menu")
    menu.send_keys(Keys.ENTER)
    assert chrome.find("#areas").is_displayed() and chrome.axe() == []
    chrome.keys(Keys.ESCAPE)
    assert not chrome.find("#areas").is_displayed()
    menu.send_keys(Keys.ENTER)
    with chrome.arrival():
        chrome.find("#areas a[href$='/messages']").click()
    assert chrome.find("h1").text == "Messages"


def test_shortcuts(world, chrome):
    """Letters go somewhere; never while somebody types, and not at all once they are switched off."""
    chrome.get(world.url("approvals"))
    with chrome.arrival():
        chrome.keys("g", "m")
    assert chrome.find("h1").text == "Messages"
    chrome.keys("/")
    assert chrome.run("return document.activeElement.id") == "search"
    chrome.keys("gp?")
    assert chrome.find("#search").get_attribute("value") == "gp?" and chrome.find("h1").text == "Messages"
    chrome.get(world.url("approvals"))
    with chrome.arrival():
        chrome.keys("?")
    assert chrome.find("h1").text == "Keyboard shortcuts" and chrome.axe() == []
    with chrome.arrival():
        chrome.find("main form button").click()
    assert chrome.find("[role=status]").text == "Keyboard shortcuts are off."
    chrome.get(world.url("approvals"))
    assert not chrome.all("script")
    chrome.keys("g", "m", "/")
    assert chrome.find("h1").text == "Pending approvals"
    assert chrome.run("return document.activeElement.tagName") == "BODY"
    chrome.get(world.service.url + "/admin/shortcuts")
    with chrome.arrival():
        chrome.find("main form button").click()
    chrome.get(world.url("approvals"))
    assert len(chrome.all("script")) == 1


def test_without_script(world):
    """Nothing is lost without the script: each area has its link, each form its button."""
    text = world.root.browser.get(world.url("approval")).text
    areas = re.findall(r'href="/admin/g/main/([a-z]+)"', text)
    assert {"queue", "cases", "approvals", "messages", "courier", "audit"} <= set(areas)
    assert text.count("<form") == text.count("<button") - text.count("popovertarget=")
