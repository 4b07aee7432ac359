"""`/docs`: the same for people."""
import base64

import httpx
import pytest

from chrome import requests, status
from harness import ROOT


@pytest.fixture
def page(gallery, chrome):
    chrome.plain()
    chrome.get("about:blank")
    chrome.forget()
    chrome.get(gallery.url + "/docs")
    return chrome


@pytest.mark.parametrize("scheme,width", [("light", 1100), ("dark", 320)])
def test_axe_finds_nothing(page, scheme, width):
    page.media(prefers_color_scheme=scheme)
    page.size(width, 900)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert page.axe() == []


def test_it_loads_nothing_and_says_nothing(gallery, page):
    events = page.take_events()
    assert status(events) == 200
    assert {url for _, url in requests(events)} <= {gallery.url + "/docs", gallery.url + "/favicon.ico"}
    assert page.take_console() == []
    answer = httpx.get(gallery.url + "/docs")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text


@pytest.mark.parametrize("spaced", [False, True])
def test_it_fits_320_pixels(page, spaced):
    page.size(320, 640)
    page.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    if spaced:
        page.space_text()
    assert page.run("return [innerWidth, document.scrollingElement.scrollWidth]") == [320, 320]
    # Code scrolls in its box; nothing else is wider than the page, and the box can be reached by the keyboard.
    assert [line for line in page.spilled() if not line.startswith(("PRE", "CODE"))] == []
    wide = page.run("""
        return [...document.querySelectorAll('main *')].filter(e => !e.closest('pre')
            && e.getBoundingClientRect().right > innerWidth + .5).map(e => e.outerHTML.slice(0, 80))""")
    assert wide == []
    assert page.run("return [...document.querySelectorAll('pre')].every(e => e.tabIndex === 0 && e.ariaLabel)")


def test_the_contents_lead_to_every_call(page):
    broken = page.run("""
        return [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
            .filter(id => !document.getElementById(id))""")
    assert broken == []
    page.find("nav a[href='#createInvitation']").click()
    top = page.run("return document.getElementById('createInvitation').getBoundingClientRect().top")
    assert -1 <= top < 60


def test_problems_are_explained(gallery, page):
    paths = page.run("""
        return [...new Set([...document.querySelectorAll('a[href*="problems/"]')].map(a => a.href))]""")
    assert len(paths) > 30
    for path in paths:
        assert path.startswith(gallery.url + "/problems/") and httpx.get(path).status_code == 200, path


@pytest.mark.parametrize("look,width,scheme", [("light", 1100, "light"), ("dark", 1100, "dark"), ("narrow", 320, "dark")])
def test_pictures(page, look, width, scheme):
    """Kept beside the logs of the suites, for the eye; each is what it was asked to be."""
    page.media(prefers_color_scheme=scheme)
    page.size(width, 1600)
    page.run("location.hash = '#createInvitation'")
    picture = base64.b64decode(page.cdp("Page.captureScreenshot", format="png")["data"])
    folder = ROOT / ".build/test-logs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"docs-{look}.png").write_bytes(picture)
    red = page.run("return getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    assert (int(red) < 128) == (scheme == "dark")
