"""The queue, the cases and the reports of the admin site: worked through by hand, and read on anything."""
import html
import json
import re
import time

import httpx
import pytest

from admin.desk import Desk
from admin.pages import Chrome
from harness import Catcher, Service, link_in, press, status_link_in, wait_for

WHY = "I wrote most of it.\n\nNobody has heard of its owner since 2023. <b>No markup.</b> \u202eדנה"
CLAIM = {"name": "Dana <i>Example</i>", "username": "dana", "why": WHY, "evidence": "https://code.example.com/lost\n"}
HEBREW = {"username": "דנה-לוי", "email": "dana-levi@example.org"}


def send(url, fields):
    """A public form, opened and sent as a browser would."""
    opened = httpx.get(url, timeout=30)
    nonce = re.search(r'name="nonce" value="([0-9a-f]+)"', opened.text)[1]
    cookie = opened.headers["set-cookie"].split(";")[0]
    return httpx.post(url, data={"nonce": nonce} | fields, headers={"Cookie": cookie}, timeout=30)


class World:
    """A gallery with cases in each state, and two admins: one of them may override."""

    def __init__(self):
        self.catcher = Catcher()
        self.service = Service(
            f"smtp://{self.catcher.smtp}", COUNTERSIGN_COURIER_RETRY="1h",
            settings=["recovery.attempts=2", "recovery.wait=1s", "recovery.pause=1s", "recovery.ownerless=1s"])
        self.service.run(
            "gallery", "add", "vacant", "--name", "Vacant Gallery", "--url", "https://vacant.example.com", "--from",
            "no-reply@vacant.example.com")
        self.service.start()
        self.grace = Desk(self.service, self.catcher, "Grace", "--gallery", "main", "--gallery", "vacant", "--override")
        self.clerk = Desk(self.service, self.catcher, "Clerk", "--gallery", "main")
        self.grace.enrol(), self.clerk.enrol()
        self.base = "/admin/g/main"

    def stop(self):
        self.service.clear()
        self.catcher.stop()

    def claim(self, package, email="dana@example.com", **more):
        """A claim whose address is confirmed: the path of its case, and the link to its status page."""
        after = max([mail["number"] for mail in self.catcher.messages()], default=0)
        sent = send(f"{self.service.url}/recovery/main", CLAIM | {"package": package, "email": email} | more)
        assert sent.status_code == 200, sent.text
        mail = self.catcher.next(email, after)
        assert press(link_in(mail), "confirm").status_code == 200
        status = status_link_in(self.catcher.next(email, mail["number"]))
        page = self.grace.browser.get(f"{self.base}/cases?package={package}")
        return re.search(rf'href="({self.base}/cases/[0-9a-f-]{{36}})"', page.text)[1], status

    def act(self, path, form, desk=None, expect=303, **fields):
        """Fills in one form of a case, and follows to what came of it."""
        browser = (desk or self.grace).browser
        answer = browser.post(f"{path}/{form}", self.hidden(path, desk) | fields)
        assert answer.status_code == expect, answer.text
        if expect != 303:
            return answer.text
        shown = browser.get(answer.headers["location"])
        assert shown.status_code == 200 and 'role="status"' in shown.text, shown.text
        return shown.text

    def hidden(self, path, desk=None):
        """What the forms of a page carry unseen: that they are ours, and which state of the case they show."""
        page = (desk or self.grace).browser.get(path).text
        fields = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("nonce", "seen")}
        return {name: html.unescape(found[1]) for name, found in fields.items() if found}

    def contact(self, path, to):
        after = max(mail["number"] for mail in self.catcher.messages())
        self.act(path, "contact")
        return link_in(self.catcher.next(to, after))


@pytest.fixture(scope="module")
def world():
    world = World()
    try:
        yield world
    finally:
        world.stop()


@pytest.fixture(scope="module")
def chrome(world):
    chrome = Chrome()
    chrome.cdp("Network.enable")
    for name, value in world.grace.browser.cookies.items():
        done = chrome.cdp(
            "Network.setCookie", name=name, value=value, url=world.service.url, path="/", secure=True, httpOnly=True,
            sameSite="Lax")
        assert done.get("success"), name
    yield chrome
    chrome.stop()


def readable(world, chrome, path):
    """Whatever reads it, and on whatever."""
    chrome.plain()
    chrome.get(world.service.url + path)
    assert chrome.axe() == [], path
    assert len(chrome.all("h1")) == 1
    ids = chrome.run("return [...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)), "an id is there twice"
    chrome.run("document.querySelectorAll('main details').forEach(e => e.open = true)")
    for scheme in ("light", "dark"):
        chrome.media(prefers_color_scheme=scheme)
        assert chrome.axe() == [], (path, scheme)
    chrome.media()
    chrome.size(320)
    chrome.run("document.querySelectorAll('.unseen, .table thead, .skip').forEach(e => e.remove())")
    spilled = [line for line in chrome.spilled() if not line.startswith(("INPUT ", "SELECT "))]
    assert spilled == [], path
    chrome.plain()
    assert chrome.take_console() == []


def test_a_case_from_claim_to_owner(world, chrome):
    """Two attempts over two channels, one by mail; then it is granted, accepted, and the owner before is gone."""
    world.service.owners("Lost.Pack", ("ann", "ben"))
    path, status = world.claim("Lost.Pack")
    queue = world.grace.browser.get(f"{world.base}/queue").text
    assert "Nobody has it" in queue and "Lost.Pack" in queue
    page = world.act(path, "assign", assignee="Grace")
    assert "Grace" in page and "&lt;b&gt;No markup.&lt;/b&gt;" in page and "<b>No markup" not in page
    assert "Lost.Pack" in world.grace.browser.get(f"{world.base}/queue?whose=mine").text
    assert "Lost.Pack" not in world.grace.browser.get(f"{world.base}/queue?whose=nobody").text
    world.act(path, "note", text="Asked on the forum.\nNo answer <script>")
    world.act(path, "tick", item="identity", ticked="yes")
    preview = world.grace.browser.get(f"{path}/contact")
    assert preview.status_code == 200 and "the-link-is-in-the-mail-alone" in preview.text
    assert not re.search(r"/c/[A-Za-z0-9_-]{40,}", preview.text), "an admin's page opens nothing"
    assert "ann@example.org" not in preview.text
    readable(world, chrome, f"{path}/contact")
    world.contact(path, "ann@example.org")
    wait_for(lambda: "Delivered" in world.grace.browser.get(path).text, what="the attempt's settling")
    page = world.act(path, "attempt", channel="social", at="", whom="@ann", outcome="no-answer", note="By message.")
    assert "@ann" in page
    wait_for(lambda: "May be granted since" in world.grace.browser.get(path).text, what="the clock")
    readable(world, chrome, path)
    after = max(mail["number"] for mail in world.catcher.messages())
    page = world.act(path, "grant", owners="remove", reason="Nobody answered.")
    assert "Granted" in page
    invited = next(
        mail for mail in wait_for(
            lambda: [m for m in world.catcher.messages("dana@example.com", after) if "/c/" in m["text"]],
            what="the invitation"))
    assert press(link_in(invited)).status_code == 200
    answer = world.service.api("GET", "/v1/packages/Lost.Pack/owners").json()
    assert [owner["username"] for owner in answer["owners"]] == ["dana"]
    assert "settled" in world.grace.browser.get(path).text
    assert "The package is yours" in httpx.get(status).text
    readable(world, chrome, path)


def test_too_early(world):
    world.service.owners("Early.Pack", ("ann",))
    path, _ = world.claim("Early.Pack")
    assert "May not be granted yet" in world.grace.browser.get(path).text
    assert "override" in world.clerk.browser.get(path).text
    refused = world.act(path, "grant", desk=world.clerk, expect=409, owners="keep", reason="Now.", override="yes")
    assert "role=\"alert\"" in refused and "Now." not in world.service.log
    page = world.act(path, "grant", owners="keep", reason="The owner has died.", override="yes")
    assert "before its time" in page
    events = [one for one in world.service.events() if one["type"] == "recovery.granted"]
    assert events[-1]["data"]["overridden"] is True and events[-1]["actor"] == "Grace"


def test_an_owner_objects(world, chrome):
    world.service.owners("Kept.Pack", ("ann",))
    path, status = world.claim("Kept.Pack")
    world.act(path, "assign", assignee="Clerk")
    link = world.contact(path, "ann@example.org")
    assert press(link, "object", reason="I am here.").status_code == 200
    page = world.clerk.browser.get(path).text
    assert "An owner objects" in page and "I am here." in page
    assert "An owner has objected" in httpx.get(status).text and "I am here." not in httpx.get(status).text
    told = world.catcher.next("Clerk@admins.example.org", world.clerk.seen)
    assert f"{path}" in told["text"]
    readable(world, chrome, path)
    assert "Open" in world.act(path, "reopen", desk=world.clerk, reason="The mailbox was stolen.")
    assert "Denied" in world.act(path, "deny", desk=world.clerk, reason="It is the owner after all.")
    assert "It is the owner after all." in httpx.get(status).text


def test_nothing_typed_is_lost(world, chrome):
    world.service.owners("Typed.Pack", ("ann",))
    path, _ = world.claim("Typed.Pack")
    long = "Words. " * 100
    text = world.act(path, "deny", expect=422, reason=long)
    assert long.strip() in text and 'aria-invalid="true"' in text
    text = world.act(path, "attempt", expect=422, channel="phone", at="yesterday", whom="Ann", evidence="x", outcome="refused")
    assert 'value="yesterday"' in text and "2026-11-21 14:30" in text and 'id="attempt-evidence-error"' in text
    world.act(path, "attempt", expect=422, channel="phone", at="2031-01-01 00:00", whom="Ann", outcome="refused")
    assert world.grace.browser.get(f"{world.base}/cases/{path[-36:]}/deny").status_code == 404


def test_forms_of_elsewhere_are_refused(world):
    path, _ = world.claim("Forged.Pack", "forged@example.com")
    for fields in ({}, {"nonce": "0" * 64}):
        answer = world.grace.browser.post(f"{path}/deny", fields | {"reason": "x"})
        assert answer.status_code == 403
    page = world.grace.browser.get(path)
    nonce = re.search(r'name="nonce" value="([^"]+)"', page.text)[1]
    answer = world.grace.browser.post(
        f"{path}/deny", {"nonce": nonce, "reason": "x"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    other = path.replace("/g/main/", "/g/vacant/")
    assert world.grace.browser.get(other).status_code == 404
    assert world.grace.browser.post(f"{other}/deny", {"nonce": nonce, "reason": "x"}).status_code == 404
    assert ">Open<" in world.grace.browser.get(path).text


def test_reports(world, chrome):
    """A report of the public form becomes a case, which is granted once somebody is named; another is closed."""
    for number, package in enumerate(("Reported.Pack", "Closed.Pack")):
        address = f"zoe{number}@example.com"
        fields = {"topic": "other", "message": f"Its owner is gone <b>{number}</b>", "email": address}
        assert send(f"{world.service.url}/report/main/{package}", fields).status_code == 200
        listed = world.grace.browser.get(f"{world.base}/reports").text
        assert package not in listed, "it is read once its address is confirmed"
        assert press(link_in(world.catcher.next(address)), "confirm").status_code == 200
        assert package in world.grace.browser.get(f"{world.base}/queue").text
    readable(world, chrome, f"{world.base}/reports")
    listed = world.grace.browser.get(f"{world.base}/reports").text
    closed, reported = re.findall(rf'href="({world.base}/reports/[0-9a-f-]{{36}})"', listed)[:2]
    readable(world, chrome, reported)
    world.act(closed, "close", expect=422, reason="")
    assert "Dealt with" in world.act(closed, "close", reason="It is looked after.")
    assert "Closed.Pack" not in world.grace.browser.get(f"{world.base}/reports").text
    assert "Closed.Pack" in world.grace.browser.get(f"{world.base}/reports?state=all").text
    page = world.act(reported, "case")
    path = re.search(rf'action="({world.base}/cases/[0-9a-f-]{{36}})/note"', page)[1]
    assert "Nobody yet" in page
    world.act(path, "grant", expect=409, owners="keep", reason="x", override="yes")
    world.act(path, "name", name="Eve", username="", email="eve@example.com")
    assert "Eve" in world.grace.browser.get(path).text
    readable(world, chrome, path)


def test_lists(world, chrome):
    world.claim("Y." + "z" * 126, "long@example.com", name="N" * 128)
    world.claim("חבילה.שימושית", "hebrew@example.com", name="דנה לוי", username="דנה-לוי")
    for page in (
            "queue", "queue?when=ahead", "queue?whose=Clerk", "cases", "cases?state=granted", "cases?whose=nobody",
            "cases?claimant=hebrew@example.com", "cases?package=nothing", "reports?state=all", "reports?package=none"):
        readable(world, chrome, f"{world.base}/{page}")
    for page in ("queue", "cases", "reports"):
        readable(world, chrome, f"/admin/g/vacant/{page}")
    found = world.grace.browser.get(f"{world.base}/cases?claimant=hebrew@example.com").text
    assert "דנה לוי" in found and "zzzz" not in found
    assert world.clerk.browser.get("/admin/g/vacant/queue").status_code == 404


def test_reading_changes_nothing(world):
    path, _ = world.claim("Read.Pack", "read@example.com")
    time.sleep(0.5)
    before = len(world.service.events())
    for page in (path, f"{path}/contact", f"{world.base}/queue", f"{world.base}/cases", f"{world.base}/reports"):
        assert world.grace.browser.get(page).status_code in (200, 404)
        world.grace.browser.send("HEAD", page)
    new = [one["type"] for one in world.service.events()[before:]]
    assert all(type.startswith("message.") for type in new), new


def test_nobody_sees_what_is_not_confirmed(world):
    """A claim whose address is not confirmed is on no list, and has no page, whoever asks and however."""
    service, base = world.service, world.base
    sent = send(f"{service.url}/recovery/main", CLAIM | {"package": "Unseen.Pack", "email": "unseen@example.com"})
    assert sent.status_code == 200
    id = [one for one in service.events() if one["type"] == "recovery.submitted"][-1]["subject"]
    browser = world.grace.browser
    assert browser.get(f"{base}/cases/{id}").status_code == 404
    assert browser.get(f"{base}/cases/{id}/contact").status_code == 404
    hidden = world.hidden(f"{base}/queue") | {"text": "x"}
    assert browser.post(f"{base}/cases/{id}/note", hidden).status_code == 404
    for page in ("cases", "cases?state=submitted", "cases?package=Unseen.Pack", "queue", "queue?when=ahead"):
        shown = browser.get(f"{base}/{page}").text
        assert "Unseen.Pack" not in shown.replace('value="Unseen.Pack"', "").replace("package=Unseen.Pack", ""), page
    key = service.add_key("main", "admin")
    assert service.api("GET", "/v1/recovery-cases?state=submitted", key=key).status_code == 422
    listed = service.api("GET", "/v1/recovery-cases?package=Unseen.Pack", key=key).json()
    assert listed["items"] == []
    assert service.run("case", "list", "--gallery", "main", "--state", "submitted", check=False).returncode == 2
    assert json.loads(service.run("case", "list", "--gallery", "main", "--package", "Unseen.Pack", "--json").stdout) == []
    assert service.api("GET", f"/v1/recovery-cases/{id}", key=key).json()["type"].endswith("/unknown-case")
    assert service.run("case", "show", id, "--gallery", "main", check=False).returncode != 0


def test_a_stale_form_does_nothing(world, chrome):
    """Somebody opens the form of a grant; another names somebody else; the form does not grant it to them."""
    world.service.owners("Stale.Pack", ("ann",))
    path, _ = world.claim("Stale.Pack", "stale@example.com")
    opened = world.hidden(path)
    world.act(path, "name", desk=world.clerk, name="Eve", username="", email="eve@example.com")
    fields = {"owners": "keep", "override": "yes", "reason": "For Dana alone."}
    answer = world.grace.browser.post(f"{path}/grant", opened | fields)
    assert answer.status_code == 412, answer.text
    assert "has changed since" in answer.text and "For Dana alone." in answer.text and "Eve" in answer.text
    assert ">Open<" in answer.text and not [
        one for one in world.service.events() if one["type"] == "recovery.granted" and one["subject"] == path[-36:]]
    assert world.grace.browser.post(f"{path}/grant", {"nonce": opened["nonce"]} | fields).status_code == 412
    # Every form of the case, and the mail to its owners, is about what was seen.
    for form, more in (("note", {"text": "Of before."}), ("contact", {}), ("tick", {"item": "identity", "ticked": "yes"})):
        assert world.grace.browser.post(f"{path}/{form}", opened | more).status_code == 412, form
    # What was just shown can be decided.
    assert "Granted" in world.act(path, "grant", **fields)
    # Mail that fares somehow meanwhile is no other case.
    world.service.owners("Mailed.Pack", ("ann",))
    path, _ = world.claim("Mailed.Pack", "mailed@example.com")
    world.act(path, "contact")
    opened = world.hidden(path)
    wait_for(lambda: "Delivered" in world.grace.browser.get(path).text, what="the attempt's settling")
    assert world.grace.browser.post(f"{path}/note", opened | {"text": "Still right."}).status_code == 303


def test_what_becomes_of_owners_is_chosen(world):
    world.service.owners("Chosen.Pack", ("ann",))
    path, _ = world.claim("Chosen.Pack", "chosen@example.com")
    page = world.grace.browser.get(path).text
    choice = re.search(r'<select id="grant-owners".*?</select>', page, re.S)[0]
    assert " required" in choice and re.search(r'<option value="" selected>', choice)
    for owners in ({}, {"owners": ""}, {"owners": "some"}):
        text = world.act(path, "grant", expect=422, override="yes", reason="The owner has died.", **owners)
        assert "The owner has died." in text and 'id="grant-owners-error"' in text
    assert "the owners before stay" in world.act(path, "grant", override="yes", reason="So it is.", owners="keep")


def test_the_same_words_are_taken_everywhere(world):
    """What the API takes of an attempt and of a claimant, the site takes as well, and nothing more."""
    path, _ = world.claim("Fields.Pack", "fields@example.com")
    attempt = {"channel": "phone", "outcome": "no-answer", "at": ""}
    for field, value in (("whom", "w" * 201), ("evidence", "https://example.org/" + "x" * 490),
                         ("evidence", "https://me:secret@example.org"), ("note", "n" * 4001)):
        text = world.act(path, "attempt", expect=422, **attempt, **{field: value})
        assert f'id="attempt-{field}-error"' in text, field
    assert ("note " * 150).strip() in world.act(path, "attempt", **attempt, note="note " * 150)
    who = {"name": "Dana", "username": "", "email": "fields@example.com"}
    assert 'id="name-locale-error"' in world.act(path, "name", expect=422, **who, locale="no tag")
    world.act(path, "name", **who, locale="de")
    page = world.grace.browser.get(path).text
    value = re.search(r'<input[^>]*name="locale"[^>]*value="([^"]*)"', page)[1]
    assert value == "de"
    world.act(path, "name", **(who | {"name": "Dana D"}), locale=value)
    key = world.service.add_key("main", "admin")
    claimant = world.service.api("GET", f"/v1/recovery-cases/{path[-36:]}", key=key).json()["claimant"]
    assert claimant["locale"] == "de" and claimant["name"] == "Dana D"


def past(page):
    """What the timeline of a case says, the newest first."""
    lines = re.search(r'<ol class="timeline">(.*?)</ol>', page, re.S)[1]
    plain = re.sub(r"</?bdi[^>]*>", "", lines)
    return [
        " ".join(html.unescape(re.sub(r"<[^>]+>", " ", line)).split())
        for line in re.split(r'<li class="[^"]*">', plain)[1:]]


def test_the_timeline_is_what_happened(world):
    """Nothing that was done is gone because something else was done later."""
    world.service.owners("Past.Pack", ("ann",))
    path, _ = world.claim("Past.Pack", "past@example.com")
    world.act(path, "assign", assignee="Grace")
    world.act(path, "assign", assignee="Clerk")
    world.act(path, "note", text="A first note.")
    world.act(path, "tick", item="identity", ticked="yes")
    world.act(path, "tick", item="identity", ticked="no")
    world.act(path, "lock", reason="Odd things.")
    world.act(path, "unlock", reason="Nothing odd.")
    world.act(path, "attempt", channel="social", at="", whom="@ann", outcome="no-answer", note="")
    link = world.contact(path, "ann@example.org")
    world.act(path, "grant", owners="keep", override="yes", reason="All was tried.")
    assert press(link, "object", reason="I am here.").status_code == 200
    world.act(path, "reopen", desk=world.clerk, reason="The mailbox was stolen.")
    world.act(path, "deny", desk=world.clerk, reason="It was not.")
    told = past(world.grace.browser.get(path).text)
    wanted = [
        "Clerk denied the case It was not.", "Clerk reopened the case The mailbox was stolen.",
        "ann objects, by link I am here.", "Grace granted the case",
        "Attempt 2 by Grace: Mail", "Attempt 1 by Grace: A social network", "Grace unlocked the package Nothing odd.",
        "Grace locked the package Odd things.", "Grace found not proven after all: identity",
        "Grace found proven: identity", "Grace noted: A first note.", "Grace gave the case to Clerk",
        "Grace took the case", "The claimant’s address was confirmed", "The claim was made"]
    places = [next((place for place, line in enumerate(told) if line.startswith(one)), None) for one in wanted]
    assert None not in places and places == sorted(places), (told, places)
    assert any(line.startswith("Grace granted") and "the owners before stay All was tried." in line for line in told)


def test_decisions_can_be_read_before(world, chrome):
    """The mails that a decision would send are shown, and nothing is done."""
    world.service.owners("Read.First", ("ann", "ben"))
    path, _ = world.claim("Read.First", "first@example.com")
    before = len(world.service.events())
    text = world.act(path, "grant", expect=200, owners="remove", override="yes", reason="All was tried.", step="preview")
    assert "What would be mailed" in text and "Nothing is done yet" in text and "All was tried." in text
    assert "the-link-is-in-the-mail-alone" in text and "ann@example.org" not in text
    assert re.search(r'<option value="remove" selected>', text), "what was chosen stays chosen"
    text = world.act(path, "deny", expect=200, reason="No proof.", step="preview")
    assert "No proof." in text and "What would be mailed" in text
    assert world.act(path, "deny", expect=422, reason="", step="preview").count('role="alert"') == 1
    assert [one for one in world.service.events()[before:] if not one["type"].startswith("message.")] == []
    page = world.grace.browser.get(f"{path}/contact").text
    assert page.count("<pre ") == 1, "owners who are told the same are told it once"


def test_a_link_says_how_the_case_ended(world):
    """Whoever agreed and presses again, or too late, is shown what was decided."""
    world.service.owners("Ended.Pack", ("ann",))
    path, _ = world.claim("Ended.Pack", "ended@example.com")
    link = world.contact(path, "ann@example.org")
    assert press(link, "agree").status_code == 200
    world.act(path, "deny", reason="Not by Dana.")
    for action in ("agree", "object"):
        again = press(link, action)
        assert again.status_code == 200 and "denied the claim" in again.text and "Not by Dana." not in again.text
    assert httpx.get(link).status_code == 410 and "denied the claim" in httpx.get(link).text
    # Removed by what came of it, an owner still hears of it.
    world.service.owners("Handed.Over", ("ann",))
    path, _ = world.claim("Handed.Over", "dana@example.com")
    link = world.contact(path, "ann@example.org")
    assert press(link, "agree").status_code == 200
    after = max(mail["number"] for mail in world.catcher.messages())
    world.act(path, "grant", owners="remove", override="yes", reason="Agreed.")
    invited = next(
        mail for mail in wait_for(
            lambda: [m for m in world.catcher.messages("dana@example.com", after) if "/c/" in m["text"]],
            what="the invitation"))
    assert press(link_in(invited)).status_code == 200
    again = press(link, "agree")
    assert again.status_code == 200 and "was handed over" in again.text
    assert httpx.get(link).status_code == 410
