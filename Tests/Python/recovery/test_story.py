"""A package that has lost its owner, from the claim to its end, in a real browser, over six weeks of a machine's clock."""
import datetime
import pathlib
import re
import sys
import time

import httpx
import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "browser")]

from admin.desk import Desk, totp  # noqa: E402  (the paths are needed first)
from api.mailboxes import kind, quiet  # noqa: E402
from chrome import Chrome  # noqa: E402
from harness import Catcher, Service, link_in, press, status_link_in, wait_for  # noqa: E402

DAY = 86_400
SHOTS = HERE.parents[2] / ".build/test-shots/recovery"


class Story:
    def __init__(self):
        self.catcher = Catcher()
        self.service = Service(f"smtp://{self.catcher.smtp}", settings=["recovery.digest=none"]).start()
        self.base = f"{self.service.url}/admin/g/main"
        self.days = 0
        self.grace = Desk(self.service, self.catcher, "Grace", "--gallery", "main")
        self.bo = Desk(self.service, self.catcher, "Bo", "--gallery", "main")
        self.grace.enrol(), self.bo.enrol()
        self.service.owners("Lost.Pack", ("ann", "ben"))

    def later(self, days):
        self.days += days
        self.service.later(self.days)

    def kinds(self, address):
        return [kind(self.catcher, mail) for mail in self.catcher.messages(address)]

    def clear(self):
        self.service.clear()
        self.catcher.stop()


@pytest.fixture
def story():
    story = Story()
    try:
        yield story
    finally:
        story.clear()


@pytest.fixture
def chrome():
    chrome = Chrome()
    try:
        yield chrome
    finally:
        chrome.stop()


def words(chrome):
    return " ".join(chrome.find("main").text.split())


def look(chrome, name):
    """What every page owes its reader, and a picture of it."""
    assert chrome.axe() == [], name
    SHOTS.mkdir(parents=True, exist_ok=True)
    chrome.driver.save_screenshot(str(SHOTS / f"{name}.png"))


def send(chrome, form, **fields):
    """Fills in the one form of a page whose address ends so, and presses its button."""
    chrome.run("""
        document.querySelectorAll('main details').forEach(e => e.open = true);
        const form = [...document.querySelectorAll('main form[method=post]')]
            .find(e => new URL(e.getAttribute('action') || '', location.href).pathname.endsWith(arguments[0]));
        if (!form) throw new Error('no form leads to ' + arguments[0]);
        for (const [name, value] of Object.entries(arguments[1])) {
            const field = form.elements[name];
            if (!field) throw new Error(arguments[0] + ' has no field ' + name);
            if (field.type === 'checkbox') field.checked = !!value; else field.value = value;
        }
        form.querySelector('button:not([type=button])').id = 'press-this';
        form.noValidate = true;""", form, fields)
    with chrome.arrival():
        chrome.find("#press-this").click()
    return words(chrome)


def claim(story, chrome, address="dana@example.com"):
    """By the public form and the link: the claimant's page is returned."""
    chrome.get(f"{story.service.url}/recovery/main")
    look(chrome, "form")
    send(chrome, "/recovery/main", package="Lost.Pack", name="Dana Example", username="dana", email=address,
         why="I wrote most of it, and nobody answers.", evidence="https://code.example.com/lost")
    look(chrome, "sent")
    assert "Lost.Pack" not in story.grace.browser.get("/admin/g/main/queue").text, "nobody sees it before it is confirmed"
    mail = story.catcher.next(address)
    chrome.get(link_in(mail))
    look(chrome, "confirm")
    send(chrome, link_in(mail).rsplit("/", 1)[1])
    return status_link_in(story.catcher.next(address, mail["number"]))


def enter(story, chrome, desk):
    """Signs in, as a person does: by the link in the mail, and a code of the telephone."""
    chrome.cdp("Network.clearBrowserCookies")
    after = max([mail["number"] for mail in story.catcher.messages(desk.address)], default=0)
    chrome.get(f"{story.service.url}/admin")
    send(chrome, "/admin/sign-in", address=desk.address)
    mail = story.catcher.next(desk.address, after)
    chrome.get(re.search(r"https?://\S+/admin/in/\S+", mail["text"])[0])
    with chrome.arrival():
        chrome.find("main form button").click()
    # No step of the telephone is taken twice; the service's clock may be days ahead.
    step = max(int(time.time() // 30) + story.days * DAY // 30, desk.last + 1)
    if step > int(time.time() // 30) + story.days * DAY // 30 + 1:
        time.sleep((step - 1) * 30 - story.days * DAY - time.time() + 0.1)
    desk.last = step
    send(chrome, "/admin/second", code=totp(desk.secret, step * 30))
    assert chrome.driver.current_url.startswith(story.base), chrome.driver.current_url


def case_of(story, chrome):
    chrome.get(f"{story.base}/queue")
    look(chrome, "queue")
    links = [e for e in chrome.all("main a") if "/cases/" in (e.get_attribute("href") or "")]
    assert links, words(chrome)
    link = links[0]
    with chrome.arrival():
        link.click()
    look(chrome, "case")
    return chrome.driver.current_url


def act(chrome, case, form, **fields):
    if chrome.driver.current_url != case:
        chrome.get(case)
    return send(chrome, f"/{form}", **fields)


def contact(story, chrome, case):
    chrome.get(f"{case}/contact")
    look(chrome, "contact")
    assert "Lost.Pack" in words(chrome) and "@example.org" not in words(chrome)
    send(chrome, "/contact")
    return {name: link_in(wait_for(lambda: [
        mail for mail in story.catcher.messages(f"{name}@example.org") if kind(story.catcher, mail) == "recovery-contact"],
        what=f"the mail to {name}")[-1]) for name in ("ann", "ben")}


def read(chrome, link):
    chrome.get(link)
    return words(chrome)


def test_from_the_claim_to_the_owner(story, chrome):
    status = claim(story, chrome)
    assert "Lost.Pack" in read(chrome, status)
    look(chrome, "status-open")
    # The first admin begins.
    enter(story, chrome, story.grace)
    case = case_of(story, chrome)
    assert "Grace" in act(chrome, case, "assign", assignee="Grace")
    act(chrome, case, "attempt", channel="social", whom="@ann", outcome="no-answer", note="By a message.")
    act(chrome, case, "attempt", channel="project-url", whom="The project’s forum", outcome="no-answer")
    contact(story, chrome, case)
    wait_for(lambda: "Delivered" in read(chrome, case), what="the delivery on the page")
    look(chrome, "case-tried")
    # The first admin is gone; the second goes on with all of it.
    story.service.run("admin", "remove", story.grace.address)
    chrome.get(case)
    assert "/admin/sign-in" in chrome.driver.current_url, "a session ends with its admin"
    enter(story, chrome, story.bo)
    # What the first one had is nobody's, and so due.
    assert "Nobody has it" in read(chrome, f"{story.base}/queue")
    page = read(chrome, case_of(story, chrome))
    assert "Grace" in page and "@ann" in page and "The project’s forum" in page and "Delivered" in page
    assert "Bo" in act(chrome, case, "assign", assignee="Bo")
    # Too early: six weeks from the first attempt are not over.
    due = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=42)
    date = f"{due.day} {due:%B %Y}"
    assert date in read(chrome, case)
    # The page offers no button for it; whoever sends the form all the same is refused with the date.
    assert not any(form.get_attribute("action").endswith("/grant") for form in chrome.all("main form"))
    with chrome.arrival():
        chrome.run("""
            const form = document.createElement('form');
            form.method = 'post';
            form.action = arguments[0] + '/grant';
            const fields = {nonce: document.querySelector('main [name=nonce]').value, owners: 'remove',
                reason: 'Nobody answered.'};
            for (const [name, value] of Object.entries(fields)) {
                const field = document.createElement('input');
                field.name = name; field.value = value;
                form.append(field);
            }
            document.body.append(form);
            form.submit();""", case)
    assert date in words(chrome) and chrome.find("[role=alert]").text
    look(chrome, "too-early")
    assert date in read(chrome, status)
    look(chrome, "status-waiting")
    assert story.service.api("GET", "/v1/packages/Lost.Pack/owners").json()["owners"][0]["username"] == "ann"
    # The clock goes on by itself.
    story.later(43)
    chrome.get(case)
    assert "/admin/sign-in" in chrome.driver.current_url, "a session ends with its time"
    enter(story, chrome, story.bo)
    after = max(mail["number"] for mail in story.catcher.messages())
    assert "Granted" in act(chrome, case, "grant", owners="remove", reason="Nobody answered.")
    assert "Lost.Pack" in read(chrome, status)
    look(chrome, "status-granted")
    invited = wait_for(lambda: [
        mail for mail in story.catcher.messages("dana@example.com", after)
        if kind(story.catcher, mail) == "recovery-invitation"], what="the invitation")[0]
    chrome.get(link_in(invited))
    look(chrome, "invitation")
    with chrome.arrival():
        chrome.find("main button[value=accept]").click()
    owners = story.service.api("GET", "/v1/packages/Lost.Pack/owners").json()["owners"]
    assert [owner["username"] for owner in owners] == ["dana"]
    assert "yours" in read(chrome, status)
    look(chrome, "status-done")
    wait_for(lambda: "owner-removed" in story.kinds("ben@example.org"), what="the last mails")
    quiet(story.service)
    # Who becomes an owner hears of the others' leaving, as every owner does: once.
    # What one act sends goes out in no order.
    heard = story.kinds("dana@example.com")
    assert heard[:4] == ["recovery-confirm-address", "recovery-opened", "recovery-status", "recovery-status"]
    assert sorted(heard[4:6]) == ["recovery-granted", "recovery-invitation"]
    assert sorted(heard[6:]) == ["owner-added", "owner-removed"]
    assert sorted(story.kinds("ann@example.org") + story.kinds("ben@example.org")) == sorted(
        ["recovery-contact", "recovery-granted", "owner-added", "owner-removed"] * 2)
    assert story.kinds(story.grace.address) == ["admin-sign-in"] * 2
    assert sorted(story.kinds(story.bo.address)) == ["admin-sign-in"] * 3 + ["recovery-status"]
    types = [event["type"] for event in story.service.events() if event["type"].startswith("recovery.")]
    assert [types.count(f"recovery.{step}") for step in ("submitted", "confirmed", "granted", "completed")] == [1] * 4
    assert types.count("recovery.attempted") >= 3 and types.count("recovery.assigned") == 3


def test_an_owner_objects(story, chrome):
    status = claim(story, chrome)
    enter(story, chrome, story.bo)
    case = case_of(story, chrome)
    act(chrome, case, "assign", assignee="Bo")
    links = contact(story, chrome, case)
    page = read(chrome, links["ben"])
    look(chrome, "object-or-agree")
    assert "Dana Example" in page and "dana@example.com" not in page and "dana@" not in chrome.driver.page_source
    # It opens nothing else, and does nothing else.
    token = links["ben"].rsplit("/", 1)[1]
    assert httpx.get(f"{story.service.url}/recovery/status/{token}").status_code == 404
    assert httpx.get(f"{story.service.url}/u/{token}").status_code == 404
    for action in ("accept", "confirm", "withdraw", "grant", "cancel", "block"):
        assert press(links["ben"], action).status_code == 400, action
    assert press(links["ben"], "object", reason="I am here.").status_code == 200
    again = press(links["ben"], "object", reason="Still here.")
    assert again.status_code == 200 and press(links["ben"], "agree").status_code == 200
    look(chrome, "objected")
    page = read(chrome, case)
    assert "I am here." in page and "Still here." not in page
    told = [event for event in story.service.events() if event["type"] == "recovery.objected"]
    assert len(told) == 1
    # Frozen: time changes nothing.
    assert "I am here." not in read(chrome, status)
    look(chrome, "status-objected")
    wait_for(lambda: "recovery-objection" in story.kinds("dana@example.com"), what="the claimant's mail")
    wait_for(lambda: "recovery-objection" in story.kinds(story.bo.address), what="the admin's mail")
    story.later(60)
    enter(story, chrome, story.bo)
    chrome.get(case)
    forms = [form.get_attribute("action") for form in chrome.all("main form")]
    assert not any(form.endswith("/grant") for form in forms), forms
    key = story.service.add_key("main", "admin", "override")
    refused = story.service.api(
        "POST", f"/v1/recovery-cases/{case[-36:]}/grant", {"by": "Bo", "reason": "Now."}, key=key)
    assert refused.status_code == 409 and refused.json()["type"].endswith("/recovery-objected"), refused.text
    owners = story.service.api("GET", "/v1/packages/Lost.Pack/owners").json()["owners"]
    assert [owner["username"] for owner in owners] == ["ann", "ben"]
