"""The audit log, the overview and the search: read by anybody, on anything, and true."""
import csv
import io
import json
import random
import re
import sqlite3
import time

import pytest

from admin.pages import Chrome, World

HOUR, DAY = 3_600_000, 86_400_000
FORMULA = '=HYPERLINK("https://evil.example","x")'
PAGES = {
    "log": "audit", "log of a type": "audit?type=invitation.created", "log of a group": "audit?type=message.",
    "log of somebody": "audit?actor=ANN", "log of a package": "audit?package=contoso.utils",
    "log of keys": "audit?origin=key", "log of one day": "audit?from=2020-01-01&until=2020-01-02",
    "log with a flaw": "audit?from=yesterday", "overview": "overview", "search for nothing": "search",
    "search in vain": "search?q=zzzz", "search for a package": "search?q=cont",
    "search for an address": "search?q=bob@example.org", "search for words that bite": "search?q=<script>alert(1)</script>",
}


@pytest.fixture(scope="module")
def world():
    world = World()
    try:
        world.build()
        world.pages |= PAGES
        world.service.run("key", "revoke", key_of(world))
        world.call("PUT", "/v1/suppressions/sheet@example.org", {"reason": FORMULA})
        fill(world)
        yield world
    finally:
        world.stop()


def key_of(world):
    """A key of the gallery that nobody needs."""
    world.service.add_key("main", "read")
    return json.loads(world.service.run("key", "list", "main", "--json").stdout)[-1]["id"]


def fill(world):
    """Numbers of a year, as the service would have counted them."""
    now, chance = int(time.time() * 1000), random.Random(7)
    with sqlite3.connect(world.service.folder / "db.sqlite", timeout=20) as database:
        gallery, = database.execute("SELECT id FROM galleries WHERE slug = 'main'").fetchone()

        def put(span, start, name, amount):
            if amount:
                database.execute(
                    """
                    INSERT INTO event_counts (gallery_id, span, start, name, amount) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                    """, (gallery, span, start, name, amount))

        for back in range(1, 24):
            start = now // HOUR * HOUR - back * HOUR
            put(HOUR, start, "message.sent", chance.randint(100, 400))
            put(HOUR, start, "message.deferred", chance.choice([0, 0, 3, 8]))
            put(HOUR, start, "message.failed", chance.choice([0, 0, 0, 1]))
        for back in range(1, 340):
            start = now // DAY * DAY - back * DAY
            put(DAY, start, "message.sent", chance.randint(2000, 6000))
            put(DAY, start, "message.deferred", chance.randint(0, 90))
            put(DAY, start, "message.failed", chance.choice([0, 2, 5]))
            for name, most in (("accepted", 30), ("declined", 6), ("expired", 9), ("undeliverable", 3), ("cancelled", 5)):
                put(DAY, start, f"invitation.{name}", chance.randint(0, most))
            for step, most in enumerate((12, 9, 8, 5, 3, 2, 1)):
                put(DAY, start, f"answered.{step}", chance.randint(0, most))


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
    chrome.run("document.querySelectorAll('.unseen, .table thead, .skip, #search').forEach(e => e.remove())")
    return chrome.spilled()


@pytest.mark.parametrize("name", PAGES)
def test_page(world, chrome, name):
    chrome.get(world.url(name))
    assert chrome.axe() == []
    assert len(chrome.all("h1")) == 1
    ids = chrome.run("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)), "an id is there twice"
    chrome.run("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert chrome.axe() == []
    chrome.media(prefers_color_scheme="dark")
    assert chrome.axe() == []
    chrome.media()
    chrome.size(320)
    assert chrome.axe() == []
    chrome.space_text()
    assert room(chrome) == []
    assert chrome.take_console() == []


def test_plots_say_what_their_tables_say(world, chrome):
    chrome.get(world.url("overview"))
    plots = chrome.all("svg[role=img]")
    assert len(plots) == 5
    for plot in plots:
        names = [chrome.find("#" + id) for id in plot.get_attribute("aria-labelledby").split()]
        assert [name.tag_name for name in names] == ["title", "desc"]
        words = names[1].get_attribute("textContent")
        table = plot.find_element("xpath", "ancestor::section//table")
        cells = chrome.run(
            "return [...arguments[0].querySelectorAll('tbody tr')].map(r => [...r.querySelectorAll('td')]"
            ".map(c => Number(c.textContent)))", table)
        sums = [sum(column) for column in zip(*cells)]
        number = r"(?<![–\d])\d+(?= sent| put| refused| came|[,.]$|, [A-Z])|(?<=: )\d+"
        told = [int(found) for found in re.findall(number, words)]
        assert told == sums or told == [row[0] for row in cells], (words, sums)
        # Something is drawn, within the plot.
        bars = chrome.run(
            "const b = arguments[0].getBoundingClientRect(); return [...arguments[0].querySelectorAll('rect.edge')]"
            ".map(r => r.getBoundingClientRect()).every(r => r.left >= b.left - 1 && r.right <= b.right + 1"
            " && r.top >= b.top - 1 && r.bottom <= b.bottom + 1)", plot)
        assert bars
    assert chrome.run("return document.querySelectorAll('svg [style], svg script, svg a').length") == 0


def rows(world, query="", name="ndjson"):
    answer = world.root.browser.get(f"{world.service.url}/admin/g/main/audit/export?format={name}{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="audit-main.{name}"'
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


def test_export_is_the_log(world):
    feed = {event["seq"]: event for event in world.service.events()}
    lines = [json.loads(line) for line in rows(world).splitlines()]
    seqs = [line["event"]["seq"] for line in lines]
    assert seqs == sorted(seqs, reverse=True) and seqs[-1] == 1
    assert {line["event"]["seq"]: line["event"] for line in lines if line["event"]["seq"] in feed} == feed
    added = [line for line in lines if line["event"]["type"] == "key.added"]
    assert {line["origin"]["kind"] for line in added} == {"command"}
    acts = [line for line in lines if line["event"]["type"] == "webhook.created"]
    assert acts and all(line["origin"]["kind"] == "key" and line["origin"]["address"] == "127.0.0.1" for line in acts)
    entered = [line for line in lines if line["event"]["type"] == "admin.signed-in"]
    assert entered and all(line["origin"]["kind"] == "admin" for line in entered)
    accepted = [line for line in lines if line["event"]["type"] == "invitation.accepted"]
    assert {line["origin"]["kind"] for line in accepted} == {"link"}
    sent = [line for line in lines if line["event"]["type"] == "message.sent"]
    assert {line["origin"]["kind"] for line in sent} == {"service"}
    some = [json.loads(line) for line in rows(world, "&type=webhook.").splitlines()]
    assert [line["event"]["seq"] for line in some] == [
        seq for seq, line in zip(seqs, lines) if line["event"]["type"].startswith("webhook.")]


def test_no_cell_is_a_formula(world):
    text = rows(world, name="csv")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [int(line["seq"]) for line in table] == sorted((int(line["seq"]) for line in table), reverse=True)
    assert len(table) == len(rows(world).splitlines())
    assert not any(cell.startswith(tuple("=+-@\t\r\n ")) for line in table for cell in line.values())
    line = next(line for line in table if line["type"] == "address.suppressed" and "HYPERLINK" in line["data"])
    assert json.loads(line["data"])["reason"] == FORMULA
    assert text.endswith("\r\n") and text.count("\r\n") == len(table) + 1


def test_filters_and_pages_of_the_log(world, chrome):
    def shown():
        return [int(small.text.removeprefix("no. ")) for small in chrome.all("tbody th small")]

    chrome.get(world.url("log"))
    seen = shown()
    while chrome.all("a[rel=next]"):
        chrome.find("a[rel=next]").click()
        seen += shown()
    everything = [json.loads(line)["event"]["seq"] for line in rows(world).splitlines()]
    # What is looked at is not told of; mail goes on by itself.
    assert seen == [seq for seq in everything if seq <= seen[0]] and len(seen) > 50
    chrome.get(world.url("log of somebody"))
    actors = {cell.text for cell in chrome.all("tbody td[data-label=Who] bdi:first-child")}
    assert actors == {"ann"}
    chrome.get(world.url("log with a flaw"))
    assert "2026-11-21" in chrome.find(".error").text
    assert chrome.find("[aria-invalid=true]").get_attribute("name") == "from"


def test_search_leads_there(world, chrome):
    message = world.pages["message failed"].split("/")[1]
    chrome.get(world.url("search for nothing"))
    for words, path in (
            (message, f"messages/{message}"), (f"<{message}@gallery.example.com>", f"messages/{message}"),
            (world.pages["approval"].split("/")[1], world.pages["approval"])):
        box = chrome.find("#search")
        box.clear()
        box.send_keys(words)
        box.submit()
        links = [link.get_attribute("href") for link in chrome.all("main li a")]
        assert links == [f"{world.service.url}/admin/g/main/{path}"]
        assert chrome.find("#search").get_attribute("value") == words
    for words in ("contoso", "ann", "left@example.org", "bob@example.org"):
        chrome.get(f"{world.service.url}/admin/g/main/search?q={words}")
        assert chrome.all("main li a"), words
        # Of another gallery, nothing.
        chrome.get(f"{world.service.url}/admin/g/vacant/search?q={words}")
        assert not chrome.all("main li a"), words


def test_a_key_that_is_refused_is_in_the_log(world):
    secret = world.service.add_key("main", "read")
    id = json.loads(world.service.run("key", "list", "main", "--json").stdout)[-1]["id"]
    world.service.run("key", "revoke", id)
    for _ in range(7):
        assert world.service.api("GET", "/v1/events", key=secret).status_code == 401
    deadline = time.monotonic() + 30
    while not (found := rows(world, f"&subject={id}&type=key.refused").splitlines()):
        assert time.monotonic() < deadline
        time.sleep(0.3)
    line = json.loads(found[0])
    assert len(found) == 1 and line["event"]["data"]["reason"] == "revoked"
    assert line["origin"] == {"kind": "key", "id": id, "address": "127.0.0.1"}


def test_no_other_admin_gets_in(world):
    for path in ("audit", "audit/export", "overview", "search?q=ann"):
        assert world.clerk.browser.get(f"{world.service.url}/admin/g/main/{path}").status_code == 200
        assert world.clerk.browser.get(f"{world.service.url}/admin/g/vacant/{path}").status_code == 404
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert world.root.browser.send(method, f"{world.service.url}/admin/g/main/{path}").status_code >= 400
