"""The HTML part of the mails as a mail program that is a browser shows it, and the pages of the mail catcher."""
import pathlib
import re
import urllib.parse

import pytest

from chrome import contrast, requests

KINDS = (
    "invitation", "invitation-reminder", "invitation-notice", "invitation-accepted", "invitation-declined",
    "invitation-cancelled", "invitation-expired", "invitation-undeliverable", "owner-added", "owner-removed")
INBOX = [
    "", "messages/{}", "messages/{}?tab=text", "messages/{}?tab=source", "messages/{}?tab=headers", "messages/99999",
]


@pytest.fixture(scope="session")
def previews(world, tmp_path_factory):
    """Every kind with sample data of every sort, hostile ones among them: {file's name without its end: HTML}."""
    folder = tmp_path_factory.mktemp("previews")
    for kind in KINDS:
        world.service.run("template", "preview", kind, "--out", str(folder))
    return {path.stem: path.read_text() for path in sorted(pathlib.Path(folder).glob("*.html"))}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_a_mail(chrome, elsewhere, previews, kind):
    names = [name for name in previews if name.split(".")[0] == kind]
    assert len(names) >= 2
    for name in names:
        chrome.size(320, 640)
        chrome.get(elsewhere.put("/mail", previews[name]))
        chrome.forget()
        assert chrome.find("h1").text, name
        for scheme in ("light", "dark"):
            chrome.media(prefers_color_scheme=scheme)
            assert chrome.axe() == [], f"{name}, {scheme}"
        assert chrome.spilled() == [], name
        assert requests(chrome.take_events()) == [], "a mail loads nothing"
        for button in chrome.all("td[bgcolor] > a"):
            assert button.size["height"] >= 44, name


def test_mails_that_were_sent(world, chrome, elsewhere):
    """Those of the pages' states: among them long names, names of other scripts and a note."""
    newest = {}
    for mail in world.catcher.messages():
        newest[mail["subject"]] = mail
    assert len(newest) > 20
    for subject in [one for one in newest if not one.isascii() or "xxx" in one or "Noted" in one]:
        for width in (320, 1000):
            chrome.size(width, 640)
            chrome.get(elsewhere.put("/mail", newest[subject]["html"]))
            assert chrome.spilled() == [], subject
        assert chrome.axe() == [], subject
        shown = re.sub("[\u2066-\u2069]", "", subject)
        assert chrome.driver.title[:40] == shown[:40], "what comes later may be shortened in the header field"


def test_a_mail_survives_the_loss_of_its_styles_and_head(world, chrome, elsewhere):
    """Some mail programs keep no more than what is in the body."""
    mail = world.catcher.next("bob@example.org")["html"]
    body = mail[mail.index("<body"):mail.index("</body>")].split(">", 1)[1]
    chrome.size(320, 640)
    chrome.get(elsewhere.put("/mail", f"<!doctype html><html lang='en'><title>Mail</title><div>{body}</div></html>"))
    assert chrome.spilled() == [] and chrome.axe() == []
    button = chrome.find("td[bgcolor] > a")
    cell = button.find_element("xpath", "..")
    assert contrast(button.value_of_css_property("color"), cell.value_of_css_property("background-color")) >= 4.5
    assert chrome.run("return document.querySelector('[lang][dir] h1') !== null")


@pytest.mark.parametrize("path", INBOX)
def test_the_inbox(world, chrome, path):
    number = next(mail["number"] for mail in world.catcher.messages() if "Noted" in mail["subject"])
    url = f"{world.catcher.web}/{path.format(number)}"
    chrome.get(url)
    assert {urllib.parse.urlsplit(sent).netloc for _, sent in requests(chrome.take_events())} == {
        urllib.parse.urlsplit(url).netloc}
    assert chrome.take_console() == []
    for scheme in ("light", "dark"):
        chrome.media(prefers_color_scheme=scheme)
        assert chrome.axe() == [], scheme
    chrome.size(320, 640)
    assert chrome.run("return document.scrollingElement.scrollWidth") <= 320
    assert chrome.run("return document.documentElement.lang") and len(chrome.all("h1")) == 1


def test_the_mail_in_the_inbox_can_do_nothing(world, chrome):
    number = world.catcher.messages()[0]["number"]
    chrome.get(f"{world.catcher.web}/messages/{number}?tab=html")
    sandbox = chrome.find("iframe").get_attribute("sandbox").split()
    assert "allow-scripts" not in sandbox and "allow-same-origin" not in sandbox and "allow-forms" not in sandbox
    chrome.driver.switch_to.frame(0)
    try:
        assert chrome.find("h1").text
        assert chrome.run("return window.origin") == "null"
    finally:
        chrome.driver.switch_to.default_content()
