"""Buttons pressed by pointer, by keyboard and without JavaScript; and what must not press them."""
import time
import urllib.parse

import pytest
from selenium.webdriver.common.keys import Keys

from harness import wait_for

from chrome import FOREIGN, Chrome, contrast, requests, status

FOCUS = """
    const e = document.activeElement;
    if (e === document.body || e === null) return null;
    const r = e.getBoundingClientRect(), s = getComputedStyle(e), behind = e.closest('main, footer, header');
    const x = r.left + r.width / 2, y = r.top + r.height / 2, top = document.elementFromPoint(x, y);
    return {name: (e.value && e.tagName === 'BUTTON' ? e.value : e.name || e.textContent).trim(),
        seen: r.top >= 0 && r.bottom <= innerHeight && (top === e || e.contains(top)),
        style: s.outlineStyle, width: parseFloat(s.outlineWidth), colour: s.outlineColor,
        ground: getComputedStyle(behind).backgroundColor}"""


@pytest.fixture(scope="session")
def scriptless(elsewhere):
    """A browser whose owner has switched JavaScript off."""
    chrome = Chrome(preferences={"profile.managed_default_content_settings.javascript": 2})
    chrome.get(elsewhere.put("/script", "<title>off</title><script>document.title = 'on'</script>"))
    assert chrome.driver.title == "off"
    yield chrome
    chrome.stop()


def tab_stops(chrome):
    found = []
    while len(found) < 30:
        chrome.keys(Keys.TAB)
        focus = chrome.run(FOCUS)
        if focus is None:
            return found
        found.append(focus)
    raise AssertionError(f"no way out of {found}")


def owners_of(world, package):
    owners = world.service.api("GET", f"/v1/packages/{package}/owners").json()
    return [owner["username"] for owner in owners["owners"]]


def test_a_click_comes_from_our_origin_and_is_taken(world, chrome):
    invitation = world.invite("Click.Pack")
    chrome.get(invitation.link)
    chrome.forget()
    with chrome.arrival():
        chrome.find("button[value=accept]").click()
    assert chrome.find("h1").text == "You own Click.Pack now"
    assert owners_of(world, "Click.Pack") == ["ann", "carol", "bob"]
    events = chrome.take_events()
    assert status(events) == 200 and ("POST", invitation.link) in requests(events)
    sent = [
        {name.lower(): value for name, value in event["params"]["headers"].items()} for event in events
        if event["method"] == "Network.requestWillBeSentExtraInfo"]
    (post,) = [fields for fields in sent if "origin" in fields]
    assert post["origin"] == world.url and post["sec-fetch-site"] == "same-origin"
    assert post.get("referer", world.url + "/") == world.url + "/", "the referrer holds no path, and so no token"


def test_a_double_click_accepts_once(world, chrome):
    invitation = world.invite("Double.Pack")
    chrome.get(invitation.link)
    with chrome.arrival():
        chrome.run("const b = document.querySelector('button[value=accept]'); b.click(); b.click()")
    assert chrome.find("h1").text == "You own Double.Pack now"
    assert owners_of(world, "Double.Pack") == ["ann", "carol", "bob"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_by_tabs_is_the_way_of_reading_and_can_be_seen(world, chrome, scheme):
    chrome.media(prefers_color_scheme=scheme)
    ways = {
        "open with a note": ["Main Gallery", "accept", "reason", "decline", "Unwanted? Block or report"],
        "notice": ["Main Gallery", "cancel"],
        "accepted before": ["Go to Main Gallery"],
        "open to the signed in": [
            "Second Gallery", "Sign in at Second Gallery", "reason", "decline", "Unwanted? Block or report"],
        "wrong action": ["Open the page again"],
    }
    for width in (1000, 320):
        chrome.size(width, 640)
        for name, way in ways.items():
            world.states[name].visit(chrome)
            stops = tab_stops(chrome)
            assert [stop["name"] for stop in stops] == way
            for stop in stops:
                assert stop["seen"], stop
                assert stop["style"] == "solid" and stop["width"] >= 2 and contrast(stop["colour"], stop["ground"]) >= 3


@pytest.mark.parametrize("key", [Keys.ENTER, Keys.SPACE], ids=["enter", "space"])
def test_accepting_by_keyboard(world, chrome, key):
    package = f"Key{ord(key)}.Pack"
    invitation = world.invite(package)
    chrome.get(invitation.link)
    chrome.keys(Keys.TAB, Keys.TAB)
    assert chrome.run("return document.activeElement.value") == "accept"
    assert world.state_of(invitation) == "pending"
    with chrome.arrival():
        chrome.keys(key)
    assert chrome.find("[role=status] h1").text == f"You own {package} now"
    assert "accepted" in chrome.driver.title
    assert world.state_of(invitation) == "accepted"


def test_declining_by_keyboard_with_a_reason(world, chrome):
    invitation = world.invite("Typed.Pack")
    chrome.get(invitation.link)
    chrome.keys(Keys.TAB, Keys.TAB, Keys.TAB, "Not now,", Keys.ENTER, "thank you", Keys.TAB)
    assert world.state_of(invitation) == "pending", "ENTER in the reason is a new line and sends nothing"
    with chrome.arrival():
        chrome.keys(Keys.ENTER)
    assert chrome.find("[role=status] h1").text == "You declined the invitation"
    assert world.state_of(invitation) == "declined"
    wait_for(
        lambda: any("Typed.Pack" in mail["text"] and "Not now" in mail["text"]
                    for mail in world.catcher.messages("ann@example.org")), what="word to the inviter")


def test_a_refused_reason_is_kept_and_the_error_belongs_to_its_field(world, chrome):
    world.states["reason too long"].visit(chrome)
    field = chrome.find("textarea")
    assert field.get_attribute("value").startswith("word word")
    assert field.get_attribute("aria-invalid") == "true"
    error = chrome.find("#" + field.get_attribute("aria-describedby"))
    assert "500" in error.text and error.get_attribute("role") == "alert"


@pytest.mark.parametrize("action", ["accept", "decline", "cancel"])
def test_without_javascript(world, scriptless, action):
    package = f"Scriptless.{action}"
    invitation = world.invite(package)
    scriptless.get(invitation.notice if action == "cancel" else invitation.link)
    if action == "decline":
        scriptless.find("textarea").send_keys("No")
    with scriptless.arrival():
        scriptless.find(f"button[value={action}]").click()
    assert scriptless.find("[role=status] h1").text
    assert world.state_of(invitation) == {"accept": "accepted", "decline": "declined", "cancel": "cancelled"}[action]


def test_nothing_is_pressed_by_looking(world, chrome):
    """Five seconds with JavaScript on, as a scanner looks at a link in a browser of its own."""
    invitation = world.invite("Looked.Pack")
    chrome.get(invitation.link)
    first = chrome.driver.current_window_handle
    chrome.driver.switch_to.new_window("tab")
    chrome.get(invitation.notice)
    time.sleep(5)
    try:
        sent = requests(chrome.take_events())
        chrome.driver.close()
    finally:
        chrome.driver.switch_to.window(first)
    sent += requests(chrome.take_events())
    assert {("GET", invitation.link), ("GET", invitation.notice)} <= set(sent)
    assert {method for method, _ in sent} == {"GET"}
    assert world.state_of(invitation) == "pending"


@pytest.mark.parametrize("host", [FOREIGN, "127.0.0.1"], ids=["another site", "another port"])
def test_a_form_of_another_origin_is_refused(world, chrome, elsewhere, host):
    invitation = world.invite(f"Foreign.{host}")
    form = f"""<!doctype html><title>Win!</title><form method="post" action="{invitation.link}">
        <button name="action" value="accept">Yes</button></form>"""
    chrome.get(elsewhere.put("/form", form, host))
    chrome.forget()
    with chrome.arrival():
        chrome.find("button").click()
    events = chrome.take_events()
    assert ("POST", invitation.link) in requests(events) and status(events) == 403
    assert chrome.axe() == [] and chrome.find("[role=alert] h1").text
    chrome.media(prefers_color_scheme="dark")
    assert chrome.axe() == []
    assert world.state_of(invitation) == "pending"
    assert "Foreign." not in chrome.find("body").text, "who is refused is told nothing"


@pytest.mark.parametrize("host", [FOREIGN, "127.0.0.1"], ids=["another site", "another port"])
def test_framing_is_refused(world, chrome, elsewhere, host):
    frame = '<!doctype html><title>Frame</title><iframe src="{}" width="800" height="600"></iframe>'
    assert "Inside" in framed_text(chrome, elsewhere.put("/f", frame.format(elsewhere.put("/in", "<p>Inside"))))
    for name in ("open", "does not verify", "home", "accepted before"):
        text = framed_text(chrome, elsewhere.put("/frame", frame.format(world.states[name].url), host))
        assert "refused to connect" in text, "the browser's own words, in the place of the page"
        console = " ".join(chrome.take_console())
        assert "frame-ancestors" in console or "X-Frame-Options" in console


def framed_text(chrome, url):
    chrome.get(url)
    chrome.driver.switch_to.frame(0)
    try:
        return chrome.run("return document.body ? document.body.innerText : ''")
    finally:
        chrome.driver.switch_to.default_content()


def test_leaving_takes_no_token_along(world, chrome, elsewhere):
    """The link to the gallery goes to another site, whose server sees what the browser says of where it came from."""
    chrome.get(world.states["accepted before"].url)
    assert chrome.run("return document.referrer") == ""
    target = elsewhere.put("/came", "<title>Came</title>", FOREIGN)
    with chrome.arrival():
        chrome.run(
            "const a = document.createElement('a'); a.href = arguments[0]; document.body.append(a); a.click()", target)
    assert chrome.driver.title == "Came"
    assert urllib.parse.urlsplit(chrome.run("return document.referrer")).path in ("", "/")
