"""The way in, in a real browser and by its keyboard alone; each page of it looked at on the way."""
import pathlib
import re
import sys
import urllib.parse

import pytest
import zxingcpp
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "browser"))

from selenium.webdriver.common.keys import Keys  # noqa: E402  (the path is needed first)

from admin.desk import totp  # noqa: E402
from chrome import Chrome, requests  # noqa: E402

SHOTS = pathlib.Path(__file__).resolve().parents[3] / ".build/test-shots/admin"


@pytest.fixture(scope="module")
def browser():
    chrome = Chrome()
    yield chrome
    chrome.stop()


@pytest.fixture
def chrome(browser):
    browser.plain()
    browser.cdp("Network.clearBrowserCookies")
    browser.get("about:blank")
    browser.forget()
    return browser


def room(chrome):
    """What spills, but for what is there to be heard alone."""
    chrome.run("document.querySelectorAll('.unseen, .skip').forEach(e => e.hidden = true)")
    spilled = chrome.spilled()
    chrome.run("document.querySelectorAll('.unseen, .skip').forEach(e => e.hidden = false)")
    return spilled


def look(chrome, name, heading):
    """What every page owes its reader; and a picture of it."""
    assert heading in chrome.find("h1").text
    SHOTS.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        chrome.media(prefers_color_scheme=scheme)
        assert chrome.axe() == [], (name, scheme)
        chrome.driver.save_screenshot(str(SHOTS / f"{name}-{scheme}.png"))
    chrome.media()
    chrome.size(320, 640)
    assert room(chrome) == [], name
    chrome.driver.save_screenshot(str(SHOTS / f"{name}-320.png"))
    chrome.space_text()
    assert room(chrome) == [], name
    chrome.run("document.adoptedStyleSheets = []")
    chrome.plain()
    for element in chrome.all("a, button, input:not([type=hidden])"):
        assert not element.is_displayed() or element.size["height"] >= 24 or element.tag_name == "a", element.get_attribute("outerHTML")
    for field in chrome.all("input:not([type=hidden])"):
        assert chrome.find(f"label[for={field.get_attribute('id')}]").text
        # Paste and password managers work (WCAG 3.3.8).
        assert field.get_attribute("onpaste") is None and field.get_attribute("autocomplete")
    assert chrome.take_console() == []


def type_into(chrome, id, text):
    """By the keyboard: TAB to the field, type, and send with ENTER."""
    for _ in range(20):
        if chrome.run("return document.activeElement.id") == id:
            break
        chrome.keys(Keys.TAB)
    assert chrome.run("return document.activeElement.id") == id
    with chrome.arrival():
        chrome.keys(text, Keys.ENTER)


def press(chrome, text):
    for _ in range(40):
        chrome.keys(Keys.TAB)
        if text in (chrome.run("return document.activeElement.innerText") or ""):
            break
    outline = chrome.run("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus is seen"
    with chrome.arrival():
        chrome.keys(Keys.ENTER)


def test_the_way_in_by_keyboard(chrome, desks):
    desk = desks("--gallery", "other")
    chrome.get(f"{desk.service.url}/admin")
    look(chrome, "sign-in", "Sign in to the admin site")
    type_into(chrome, "address", desk.address)
    look(chrome, "sent", "Check your mail")
    message = desk.catcher.next(desk.address)
    chrome.get(re.search(r"https?://\S+/admin/in/\S+", message["text"])[0])
    look(chrome, "press", f"Sign in as {desk.name}")
    press(chrome, "Continue")
    look(chrome, "setup", "Set up your second factor")
    type_into(chrome, "setup", "AAAAA")
    look(chrome, "setup-wrong", "Set up your second factor")
    error = chrome.find("[role=alert]")
    assert "not the code" in error.text
    field = chrome.find("#setup")
    assert error.get_attribute("id") in field.get_attribute("aria-describedby") and field.get_attribute("aria-invalid")
    type_into(chrome, "setup", desk.setup)
    look(chrome, "app", "Add the account to your app")
    key = chrome.find("code").text.replace(" ", "")
    uri = urllib.parse.urlsplit(chrome.find("a[href^=otpauth]").get_attribute("href"))
    assert urllib.parse.parse_qs(uri.query)["secret"] == [key]
    assert chrome.find(".qr svg").get_attribute("aria-label")
    type_into(chrome, "code", totp(key))
    look(chrome, "codes", "Your second factor is set up")
    assert len(chrome.all(".codes li")) == 10
    press(chrome, "I have kept them")
    look(chrome, "choice", "Your galleries")
    assert chrome.find(".until time").text.endswith(" UTC") and not chrome.all(".note"), "the session goes on"
    chrome.find(".account summary").send_keys(Keys.ENTER)
    press(chrome, "Account and sessions")
    look(chrome, "account", "Your account")
    chrome.get(f"{desk.service.url}/admin/again?next=/admin/account")
    look(chrome, "again", "Show that it is you")
    type_into(chrome, "code", "000000")
    look(chrome, "again-wrong", "Show that it is you")
    chrome.get(f"{desk.service.url}/admin/account")
    press(chrome, "Sign out everywhere")
    look(chrome, "signed-out", "You are signed out")
    chrome.get(f"{desk.service.url}/admin/account")
    assert chrome.find("h1").text == "Sign in to the admin site"
    hosts = {urllib.parse.urlsplit(url).netloc for _, url in requests(chrome.take_events())}
    assert hosts == {urllib.parse.urlsplit(desk.service.url).netloc}


def test_the_picture_is_the_link(desks, tmp_path, chrome):
    """The QR code is read by a reader that is not ours, from what the browser shows."""
    desk = desks()
    browser = desk.halfway()
    page = browser.get("/admin/enrol")
    given = re.search(r'name="nonce" value="([^"]+)"', page.text)[1]
    browser.post("/admin/enrol", {"nonce": given, "setup": desk.setup})
    page = browser.get("/admin/enrol")
    uri = re.search(r'href="(otpauth:[^"]+)"', page.text)[1].replace("&amp;", "&")
    cells = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", page.text)}
    side = int(re.search(r'viewBox="0 0 (\d+) \d+" shape-rendering', page.text)[1])
    picture = tmp_path / "code.pgm"
    scale = 8
    rows = [bytes(0 if (x // scale, y // scale) in cells else 255 for x in range(side * scale))
            for y in range(side * scale)]
    picture.write_bytes(b"P5 %d %d 255\n" % (side * scale, side * scale) + b"".join(rows))
    assert uri == read(picture)


def read(picture):
    [code] = zxingcpp.read_barcodes(Image.open(picture))
    return code.text


def test_a_link_opened_elsewhere_says_what_to_do(chrome, desks):
    desk = desks()
    chrome.get(desk.link())
    look(chrome, "other-browser", "Open the link in the other browser")
    chrome.get(f"{desk.service.url}/admin/in/x")
    look(chrome, "no-link", "This link does not work")


def test_no_page_waits_for_a_script(desks):
    """No script runs on these pages at all, and none is asked for."""
    desk = desks()
    browser = desk.enrol()
    for path in ("/admin/sign-in", "/admin/again"):
        page = browser.get(path)
        assert "<script" not in page.text and "script-src" not in page.headers["content-security-policy"]
