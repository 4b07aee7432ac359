"""Every state of every page: what axe finds, what it is made of, what it loads, and whether it fits."""
import urllib.parse

import pytest

from harness import wait_for

from chrome import Chrome, contrast, requests, status
from states import STATES

every_state = pytest.mark.parametrize("name", STATES)


@pytest.fixture(scope="session")
def large():
    """The browser of somebody who has set the size of text to 200 %."""
    chrome = Chrome(preferences={"webkit.webprefs.default_font_size": 32})
    yield chrome
    chrome.stop()


def test_the_instruments_find_what_is_wrong(chrome, elsewhere):
    chrome.size(320, 640)
    chrome.get(elsewhere.put("/bad", """<!doctype html><title>Bad</title><h1>Bad</h1><img src="/nothing.png">
        <div style="width: 500px">Wide</div>
        <p style="color: #bbb; width: 100px; overflow: hidden; white-space: nowrap">Pale words that are cut off</p>"""))
    assert {line.split(":")[0] for line in chrome.axe()} == {"color-contrast", "html-has-lang", "image-alt"}
    assert {line.split(":")[0].split()[0] for line in chrome.spilled()} == {"page", "DIV", "P"}
    assert any("nothing.png" in url for _, url in requests(chrome.take_events()))
    chrome.run("setTimeout(() => { throw new Error('loud') })")
    wait_for(lambda: any("loud" in line for line in chrome.take_console()), what="the console")


@every_state
def test_axe_finds_nothing(world, chrome, name):
    world.states[name].visit(chrome)
    assert chrome.find("h1").text
    for scheme in ("light", "dark"):
        chrome.media(prefers_color_scheme=scheme)
        assert chrome.run("return matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches", scheme)
        assert chrome.axe() == [], scheme


@every_state
def test_what_it_is_made_of(world, chrome, name):
    code, heading = STATES[name]
    world.states[name].visit(chrome)
    events = chrome.take_events()
    assert status(events) == code
    hosts = {urllib.parse.urlsplit(url).netloc for _, url in requests(events)}
    assert hosts == {urllib.parse.urlsplit(world.url).netloc}
    assert chrome.take_console() == []
    assert [len(chrome.all(part)) for part in ("h1", "main", "title", "script, link, img, iframe")] == [1, 1, 1, 0]
    assert heading in chrome.find("h1").text
    assert chrome.run("return document.documentElement.lang") == "en"
    assert chrome.run("return document.documentElement.dir") == "ltr"
    assert len(chrome.driver.title) > 5
    assert chrome.run("return getComputedStyle(document.querySelector('main')).backgroundColor") == "rgb(255, 255, 255)"
    for button in chrome.all("button, .button"):
        assert button.size["height"] >= 44 and button.size["width"] >= 44, button.text
    loud = chrome.all("[role=status], [role=alert]")
    if name in (
            "reason too long", "wrong action", "limited", "no such page", "claim form wrong", "claim form of no visit",
            "owner asked, reason too long", "report form wrong"):
        assert [element.get_attribute("role") for element in loud] == ["alert"]
    elif "just now" in name or name in ("accepted by address", "right to left accepted"):
        assert [element.get_attribute("role") for element in loud] == ["status"]
        assert loud[0].find_elements("css selector", "h1"), "what was done is what is announced"
    else:
        assert not loud


@every_state
def test_it_fits_320_pixels(world, chrome, name):
    chrome.size(320, 640)
    world.states[name].visit(chrome)
    assert chrome.run("return innerWidth") == 320
    assert chrome.spilled() == []
    chrome.space_text()
    assert chrome.spilled() == []


@every_state
def test_it_fits_320_pixels_with_twice_the_size_of_text(world, large, name):
    large.size(320, 640)
    world.states[name].visit(large)
    assert float(large.run("return getComputedStyle(document.body).fontSize").removesuffix("px")) >= 32
    assert large.spilled() == []
    large.space_text()
    assert large.spilled() == []


@pytest.mark.parametrize("name", ["open with a note", "notice", "accepted just now", "reason too long", "limited"])
def test_forced_colours_and_reduced_motion(world, chrome, name):
    chrome.media(forced_colors="active", prefers_reduced_motion="reduce")
    world.states[name].visit(chrome)
    assert chrome.run("return matchMedia('(forced-colors: active) and (prefers-reduced-motion: reduce)').matches")
    assert chrome.run("return document.getAnimations().length") == 0
    page = chrome.run("return getComputedStyle(document.body).backgroundColor")
    for button in chrome.all("button, .button"):
        assert button.value_of_css_property("border-top-style") == "solid"
        assert button.value_of_css_property("border-top-color") != page, "a button's edge is all that shows it"
    for drawing in chrome.all("svg"):
        assert drawing.value_of_css_property("stroke") != page
    assert chrome.axe() == []


@pytest.mark.parametrize("colour", ["#ffd400", "#0a0a23", "#7f7f7f", "#ff0000", "#ffffff", "#000000"])
def test_a_gallery_of_any_colour_can_be_read(world, chrome, colour):
    with world.policy(colour=colour):
        world.states["open with a note"].visit(chrome)
        for scheme in ("light", "dark"):
            chrome.media(prefers_color_scheme=scheme)
            assert chrome.axe() == [], scheme
            edges = chrome.run("""
                const style = getComputedStyle(document.querySelector('button[value=accept]'));
                const main = getComputedStyle(document.querySelector('main'));
                return [style.borderTopColor, style.backgroundColor, main.backgroundColor]""")
            assert max(contrast(edges[0], edges[2]), contrast(edges[1], edges[2])) >= 3, edges


@pytest.mark.parametrize("name", ["right to left", "right to left accepted", "mixed scripts"])
def test_names_do_not_turn_what_stands_beside_them(world, chrome, name):
    world.states[name].visit(chrome)
    bare = chrome.run("""
        const rtl = /[\\u0590-\\u06ff]/, found = [];
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) if (rtl.test(walk.currentNode.data)
            && !walk.currentNode.parentElement.closest('bdi, [dir=auto]')) found.push(walk.currentNode.data);
        return found""")
    assert bare == []
    directions = chrome.run("""
        return [...document.querySelectorAll('bdi')].map(e => [e.textContent, getComputedStyle(e).direction])""")
    assert any(direction == "rtl" for _, direction in directions)
    assert all(direction == "ltr" for text, direction in directions if text.isascii())


def test_a_note_is_text_in_its_own_direction(world, chrome):
    world.states["right to left"].visit(chrome)
    assert chrome.find("blockquote").value_of_css_property("direction") == "rtl"
    world.states["open with a note"].visit(chrome)
    quote = chrome.find("blockquote")
    assert quote.value_of_css_property("direction") == "ltr"
    assert "<b>No markup.</b>" in quote.text and "\n\nSecond paragraph" in quote.text
