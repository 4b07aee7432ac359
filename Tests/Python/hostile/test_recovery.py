"""Every hostile string in every field of recovery: the public forms, the links, the admin site and the API."""
import collections
import concurrent.futures
import csv
import html
import http.client
import io
import itertools
import json
import re
import threading
import time
import urllib.parse

import html5lib
import pytest

from admin.desk import Desk, nonce
from harness import Catcher, Service, wait_for
from naughty import CORPUS, EVERYTHING, TRICKS, has_surrogates, is_plain_text
from received import MAIL_ATTRIBUTES, MAIL_ELEMENTS, Mail

ROOM = "/admin/g/main"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Where an address leads; of links in mails, the text alone is looked at.
LEADING = ("href", "src", "action", "formaction", "srcset", "data", "poster", "xlink:href", "background", "ping")


class Answer:
    def __init__(self, response, method, path):
        self.status_code, self.headers, self.content = response.status, response.headers, response.read()
        self.text, self.asked = self.content.decode(), f"{method} {path}"

    def json(self):
        return json.loads(self.content)


class Visitor:
    """One that keeps a cookie, asks from several threads at once, and sends what no browser would."""

    def __init__(self, service, cookie=None):
        self.service, self.cookie, self.local = service, cookie, threading.local()

    def send(self, method, path, body=None, headers=None):
        if not hasattr(self.local, "connection"):
            self.local.connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=120)
        cookie = {"Cookie": self.cookie} if self.cookie else {}
        # One that nobody used for a while is closed.
        if time.monotonic() - getattr(self.local, "used", 0) > 20:
            self.local.connection.close()
        self.local.used = time.monotonic()
        self.local.connection.request(method, path, body, cookie | (headers or {}))
        answer = Answer(self.local.connection.getresponse(), method, path)
        assert answer.status_code < 500, (answer.asked, body, answer.text[:300])
        return answer

    def get(self, path):
        return self.send("GET", path)

    def fill(self, path, fields):
        pairs = [(raw(name), raw(value)) for name, value in fields.items()]
        return self.send("POST", path, urllib.parse.urlencode(pairs), FORM)

    def post(self, path, **fields):
        return self.fill(path, fields)


def raw(text):
    """As bytes: half a surrogate pair is then what no text may hold."""
    return text.encode(errors="surrogatepass")


def encoded(text):
    return urllib.parse.quote(raw(text), safe="") if text.strip(".") else "%2E" * len(text)


def place(link):
    return urllib.parse.urlsplit(link).path


def bundles(texts, most):
    """Several in one field, as many as it takes; each stands at the beginning of a line."""
    bundle = ""
    for text in texts:
        if bundle and len(bundle) + 1 + len(text) > most:
            yield bundle
            bundle = ""
        bundle = f"{bundle}\n{text}" if bundle else text
    yield bundle


# As the service writes a tag: each value between double quotes, with no tag in it. What is not so is no tag of ours.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [A-Za-z:-]+(?:="[^"<]*")?)*)>')
ATTRIBUTE = re.compile(r' ([A-Za-z:-]+)(?:="([^"<]*)")?')


def parts(page):
    """The elements of a page with the names of their attributes, where they lead to, and what could be carried out."""
    found, leads = set(), set()
    bodies = set(re.findall(r"<(?:script|style)[^>]*>(.*?)</(?:script|style)>", page, re.S))
    for body in bodies:
        page = page.replace(body, "")
    for end, tag, attributes in TAG.findall(page):
        found.add((tag, ""))
        for name, value in ATTRIBUTE.findall(attributes):
            found.add((tag, name))
            if name in LEADING:
                leads.add(html.unescape(value))
    rest = TAG.sub("", re.sub("^<!doctype html>", "", page, flags=re.I))
    if "<" in rest:
        found.add((rest[rest.index("<"):][:40], "is no tag"))
    return found, leads, bodies


def parsed(page):
    """The same as a browser reads it: slow, and so for some pages alone."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    return {(element.tag.rsplit("}", 1)[-1], name) for element in tree.iter() if isinstance(element.tag, str)
            for name in ("", *(name for name in element.attrib if isinstance(name, str)))}


class Pages:
    """What the pages of a sort are made of while nobody means ill, and what others have that is not of that."""

    def __init__(self):
        self.known, self.bodies, self.checked, self.seen = set(), set(), 0, collections.Counter()
        self.lock = threading.Lock()

    def learn(self, *answers):
        for answer in answers:
            found, _, bodies = parts(answer.text)
            self.known |= found | parsed(answer.text)
            self.bodies |= bodies

    def check(self, answer):
        """What is wrong with it."""
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return []
        found, leads, bodies = parts(answer.text)
        wrong = [f"new: {part}" for part in found - self.known]
        wrong += [f"a script or style: {body!r}" for body in bodies - self.bodies]
        wrong += [f"leads to {lead}" for lead in leads if not re.match(
            r"$|[#?]|/(?!/)|https://gallery\.example\.com$|data:,$", lead)]
        with self.lock:
            self.checked += 1
            self.seen[answer.status_code] += 1
            slowly = self.checked % 25 == 0
        if slowly:
            wrong += [f"new to a browser: {part}" for part in parsed(answer.text) - self.known]
        return [(answer.asked[:100], one) for one in wrong]


class Court:
    """A service, an admin, and what came of each string."""

    def __init__(self):
        self.catcher = Catcher()
        self.service = Service(f"smtp://{self.catcher.smtp}", settings=["recovery.digest=none"])
        self.key = self.service.add_key("main", "notify", "read", "admin", "override")
        self.grace = Desk(self.service, self.catcher, "Grace", "--gallery", "main", "--override", "--operator")
        self.service.start()
        browser = self.grace.enrol()
        self.admin = Visitor(self.service, "; ".join(f"{name}={value}" for name, value in browser.cookies.items()))
        self.nonce = nonce(browser.get(f"{ROOM}/courier"))
        self.stranger = Visitor(self.service)
        opened = self.stranger.get("/recovery/main")
        self.stranger.cookie = opened.headers["Set-Cookie"].split(";")[0]
        self.visit = re.search(r'name="nonce" value="([^"]+)"', opened.text)[1]
        self.public, self.site = Pages(), Pages()
        # What leads to the next page of a list.
        self.site.known.add(("a", "rel"))
        self.cases, self.last, self.mailed = {}, 0, collections.defaultdict(list)

    def close(self):
        self.service.clear()
        self.catcher.stop()

    def each(self, work, things):
        with concurrent.futures.ThreadPoolExecutor(6) as crowd:
            return list(itertools.chain.from_iterable(found or () for found in crowd.map(work, things)))

    def api(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        return self.stranger.send(method, path, None if body is None else json.dumps(body), headers)

    def claim(self, **fields):
        return self.stranger.post("/recovery/main", nonce=self.visit, **fields)

    def report(self, path, **fields):
        return self.stranger.post(path, nonce=self.visit, **fields)

    def act(self, path, **fields):
        if path.startswith("cases/"):
            # A form of a case says how the case stood when it was opened.
            opened = self.admin.get(f"{ROOM}/{path.rsplit('/', 1)[0]}").text
            fields = {"seen": html.unescape(re.search(r'name="seen" value="([^"]+)"', opened)[1])} | fields
        return self.admin.post(f"{ROOM}/{path}", nonce=self.nonce, **fields)

    def mails(self, wanted, count=1):
        """The mails of the addresses, once each has so many."""
        def come():
            new = self.catcher.messages(after=self.last)
            for mail in new:
                self.mailed[mail["to"][0]].append(mail)
                self.last = max(self.last, mail["number"])
            return all(len(self.mailed[address]) >= count for address in wanted)
        wait_for(come, 120, 0.2, what=f"{count} mails to each")
        return self.mailed

    def quiet(self):
        def is_quiet():
            return all(
                not self.api("GET", f"/v1/messages?state={state}&limit=1").json()["items"]
                for state in ("queued", "sending", "deferred"))
        wait_for(is_quiet, 120, 0.2, what="an empty outbox")


def line_in(mail, part):
    found = [line for line in mail["text"].splitlines() if re.fullmatch(rf"https?://\S+/{part}/[A-Za-z0-9_-]+", line)]
    assert len(found) == 1, mail["text"]
    return place(found[0])


def is_one_line(text):
    return is_plain_text(text) and text.isprintable() and 0 < len(text.strip()) <= 128


def learn(court):
    """The pages as they are for somebody who means no ill, right and wrong."""
    plain = {
        "package": "Plain.Pack", "name": "Dana", "email": "plain@claims.example.org", "why": "Mine.",
        "evidence": "https://a.example/x"}
    court.api("PUT", "/v1/packages/Plain.Pack/owners", {"owners": [{"username": "ann", "email": "ann@example.org"}]})
    wrong = {name: "" for name in (*plain, "username")} | {"username": "a b", "evidence": "x"}
    report = {"topic": "malware", "message": "It is bad.", "email": "plain@reports.example.org"}
    court.public.learn(
        court.stranger.get("/recovery/main"), court.stranger.get("/recovery?gallery=x"), court.claim(**wrong),
        court.claim(**plain),
        court.stranger.post("/recovery/main", **plain), court.stranger.get("/report/main/Plain.Pack"),
        court.report("/report/main/Plain.Pack", **report | {"topic": "", "message": "", "email": ""}),
        court.report("/report/main/Plain.Pack", **report), court.stranger.get("/report/main/a%00b"),
        court.stranger.get("/c/x"), court.stranger.get("/recovery/status/x"), court.stranger.get("/v2"))
    found = court.mails(["plain@claims.example.org", "plain@reports.example.org"])
    link = line_in(found["plain@claims.example.org"][0], "c")
    told = line_in(found["plain@reports.example.org"][0], "c")
    court.public.learn(
        court.stranger.get(link), court.stranger.post(link, action="confirm"), court.stranger.get(link),
        court.stranger.get(told), court.stranger.post(told, action="x"), court.stranger.post(told, action="confirm"))
    court.status = line_in(court.mails(["plain@claims.example.org"], 2)["plain@claims.example.org"][1], "recovery/status")
    id = court.api("GET", "/v1/recovery-cases").json()["items"][0]["id"]
    case = court.plain = f"cases/{id}"
    known = court.site.learn
    known(court.admin.send("POST", f"{ROOM}/{case}/note", "text=%zz", FORM))
    for path in (case, "queue", "reports"):
        known(court.admin.get(f"{ROOM}/{path}"))
    known(court.act(f"{case}/assign", assignee="Nobody-Here"))
    known(court.act(f"{case}/attempt", channel="x", at="x", evidence="x"))
    known(court.act(f"{case}/name", email="x"), court.act(f"{case}/note", text=""), court.act(f"{case}/tick", item="x"))
    for form in ("grant", "deny", "lock"):
        known(court.act(f"{case}/{form}", reason=""))
    court.act(f"{case}/note", text="Asked.\nAgain."), court.act(f"{case}/tick", item="identity", ticked="yes")
    court.act(f"{case}/assign", assignee="Grace")
    court.act(f"{case}/attempt", channel="social", outcome="no-answer", whom="her", note="x", evidence="https://a.example/")
    known(court.admin.get(f"{ROOM}/{case}/contact"), court.act(f"{case}/contact", note="x" * 900))
    court.act(f"{case}/contact", note="Asked.")
    contact = line_in(court.mails(["ann@example.org"])["ann@example.org"][0], "c")
    court.public.learn(
        court.stranger.get(court.status), court.stranger.get(contact),
        court.stranger.post(contact, action="agree", reason="x" * 900),
        court.stranger.post(contact, action="agree", reason="Yes."), court.stranger.get(contact),
        court.stranger.post(contact, action="object", reason="x" * 900),
        court.stranger.post(contact, action="object", reason="No."), court.stranger.get(contact),
        court.stranger.get(court.status))
    shown = f"{ROOM}/{case}"
    known(court.admin.get(shown), court.act(f"{case}/reopen", reason=""), court.act(f"{case}/deny", reason="No."))
    known(court.admin.get(shown), court.act(f"{case}/grant", reason="No."), court.act(f"{case}/reopen", reason="Yes."))
    court.act(f"{case}/lock", reason="odd")
    known(court.admin.get(shown), court.act(f"{case}/unlock", reason=""))
    court.act(f"{case}/deny", reason="No.")
    known(court.admin.get(shown))
    court.public.learn(court.stranger.get(court.status), court.stranger.post(court.status, action="x"))
    for path in LISTS:
        known(*(court.admin.get(f"{ROOM}/{path.format(value)}") for value in ("", "x", "ann@example.org", "Plain.Pack")))
    report = court.api("GET", "/v1/reports").json()["items"][0]["id"]
    known(court.admin.get(f"{ROOM}/reports/{report}"), court.act(f"reports/{report}/close", reason=""))
    court.open_report = report


# Of mails about recovery: links that open something, and the admin's way to the case, which opens nothing.
LEAD = r"(?:c|recovery/status)/[A-Za-z0-9_-]{40,60}|admin/g/main/cases/[0-9a-f-]{36}"
# The fields of an attempt.
ATTEMPT = ("channel", "at", "whom", "evidence", "outcome", "note")
# Mails that hold what somebody wrote.
TELLING = {"recovery-contact", "recovery-objection", "recovery-denied", "recovery-granted"}
# Mails about recovery list the evidence.
ELEMENTS = MAIL_ELEMENTS | {"ul", "li"}
LISTS = [
    "search?q={0}", "cases?claimant={0}&package={0}&state={0}&whose={0}", "cases?claimant={0}&after={0}",
    "queue?whose={0}&when={0}&from={0}&after={0}", "reports?package={0}&state={0}&before={0}",
    "audit?type={0}&actor={0}&subject={0}&package={0}&origin={0}&before={0}", "audit?from={0}&until={0}",
    "approvals?package={0}&account={0}", "messages?to={0}&state={0}&kind={0}&about={0}", "suppressions?address={0}",
    "blocks?address={0}", "publications?package={0}&state={0}", "overview?done={0}&{0}={0}", "cases?done={0}",
]


@pytest.fixture(scope="module")
def court():
    court = Court()
    try:
        learn(court)
        yield court
    finally:
        court.close()


def test_all_fields_of_the_public_forms(court):
    """Whatever is typed into all of them: taken or refused, and shown as what it is."""
    def ask(text):
        value = encoded(text)
        answers = [
            court.claim(package=text, name=text, username=text, email=text, why=text, evidence=text),
            court.report(f"/report/main/{value}", topic=text, message=text, email=text),
        ]
        if text in TRICKS:
            answers += [
                court.stranger.fill("/recovery/main", {text: text} | {"nonce": court.visit}),
                court.stranger.post("/recovery/main", nonce=text, package=text, why=text),
                court.report("/report/main/Plain.Pack", topic=text, message=text, email=text),
            ]
        assert all(answer.status_code in (400, 403, 404, 413, 422) for answer in answers), [a.asked for a in answers]
        if text in TRICKS:
            answers += [court.stranger.get(path) for path in (
                f"/recovery?gallery={value}", f"/recovery/{value}", f"/recovery/main?package={value}",
                f"/recovery/status/{value}", f"/report/{value}/x", f"/report/main/{value}")]
        return [flaw for answer in answers for flaw in court.public.check(answer)]

    wrong = court.each(ask, EVERYTHING)
    assert wrong == [], (len(wrong), wrong[:5])
    assert court.public.seen[422] > len(EVERYTHING) and court.public.seen[403] > len(TRICKS) * 0.8


@pytest.fixture(scope="module")
def chains(court):
    """A claim for each string, and what everybody answers to it, with the string wherever it is taken."""
    fine = [text for text in CORPUS if is_plain_text(text) and text.strip() and not has_surrogates(text)]
    texts = [text for text in TRICKS if is_plain_text(text) and text.strip() and not has_surrogates(text)]
    texts += bundles(fine, 480)
    names = [text for text in EVERYTHING if is_one_line(text)]
    # No program links what ends in .test.
    tricks = [text.replace("evil.test", "evil.com") for text in TRICKS if not has_surrogates(text)]
    links = [f"https://a.example/{encoded(text)[:1900]}" for text in tricks]
    numbers = range(len(texts))
    wrong = []

    def claimant(number):
        return f"c{number}@claims.example.org"

    def reporter(number):
        return f"r{number}@reports.example.org"

    def begin(number):
        text = texts[number]
        package = f"Pack.{number}"
        owner = {"username": f"owner{number}", "email": f"o{number}@owners.example.org"}
        assert court.api("PUT", f"/v1/packages/{package}/owners", {"owners": [owner]}).status_code == 200
        sent = court.claim(
            package=package, name=names[number % len(names)], email=claimant(number), why=text,
            evidence=links[number % len(links)])
        if sent.status_code == 422:
            # What only looks like nothing, or what evidence may not hold, is refused; the rest is taken without it.
            sent = court.claim(package=package, name="Dana", email=claimant(number), why=text, evidence="")
        told = court.report(f"/report/main/{package}", topic="other", message=text, email=reporter(number))
        if sent.status_code != 200 or told.status_code != 200:
            raise AssertionError((text, sent.status_code, told.status_code, sent.text[:2000]))
        return court.public.check(sent) + court.public.check(told)

    wrong += court.each(begin, numbers)
    found = court.mails([claimant(n) for n in numbers] + [reporter(n) for n in numbers])

    def confirm(number):
        flaws = []
        for address in (claimant(number), reporter(number)):
            link = line_in(found[address][0], "c")
            for answer in (court.stranger.get(link), court.stranger.post(link, action="confirm")):
                assert answer.status_code == 200, answer.text
                flaws += court.public.check(answer)
        return flaws

    wrong += court.each(confirm, numbers)
    found = court.mails([claimant(n) for n in numbers], 2)
    status = {n: line_in(found[claimant(n)][1], "recovery/status") for n in numbers}
    cases, after = {}, ""
    while after is not None:
        page = court.api("GET", f"/v1/recovery-cases?limit=200{after and '&after=' + after}").json()
        cases |= {one["claimant"]["email"]: one["id"] for one in page["items"] if one.get("claimant")}
        after = page["next"]

    def contact(number):
        text, case = texts[number], f"cases/{cases[claimant(number)]}"
        flaws = []
        for answer in (
                court.act(f"{case}/assign", assignee="Grace"), court.act(f"{case}/note", text=text),
                court.act(f"{case}/attempt", channel="phone", outcome="no-answer", whom=text, note=text,
                          evidence=links[number % len(links)]),
                court.act(f"{case}/contact", note=text)):
            if answer.status_code not in (303, 422):
                raise AssertionError((text, answer.asked, answer.status_code))
            assert answer.status_code == 303 or "/attempt" in answer.asked, (text, answer.asked)
            flaws += court.site.check(answer)
        return flaws

    wrong += court.each(contact, numbers)
    found = court.mails([f"o{n}@owners.example.org" for n in numbers])

    def answer(number):
        text, case = texts[number], f"cases/{cases[claimant(number)]}"
        link = line_in(found[f"o{number}@owners.example.org"][0], "c")
        flaws = []
        for one in (
                court.stranger.get(link), court.stranger.post(link, action="agree", reason="x" * 501 + text),
                court.stranger.post(link, action=text, reason=text),
                court.stranger.post(link, action="agree" if number % 2 else "object", reason=text),
                court.stranger.get(link), court.stranger.get(status[number]),
                court.stranger.post(status[number], action=text, reason=text)):
            assert one.status_code in (200, 400, 410, 422), (one.asked, one.status_code)
            flaws += court.public.check(one)
        done = [court.act(f"{case}/deny", reason=text)]
        if number % 3 == 0:
            done += [court.act(f"{case}/reopen", reason=text), court.act(f"{case}/lock", reason=text)]
            done += [court.act(f"{case}/unlock", reason=text)]
            done += [court.act(f"{case}/grant", owners="keep", override="yes", reason=text)]
        assert {one.status_code for one in done} == {303}, [(one.asked, one.status_code, text) for one in done]
        shown = court.admin.get(f"{ROOM}/{case}")
        assert shown.status_code == 200
        flaws += court.site.check(shown)
        for one in (court.stranger.get(status[number]), court.stranger.post(status[number], action="withdraw", reason=text)):
            assert one.status_code == 200, one.asked
            flaws += court.public.check(one)
        return flaws

    wrong += court.each(answer, numbers)
    reports = court.api("GET", "/v1/reports?limit=200").json()["items"]

    def look(report):
        shown = court.admin.get(f"{ROOM}/reports/{report['id']}")
        assert shown.status_code == 200
        closed = court.act(f"reports/{report['id']}/close", reason=report.get("message") or "x")
        return court.site.check(shown) + court.site.check(closed)

    wrong += court.each(look, reports)
    court.quiet()
    court.cases = cases
    return wrong


def test_a_claim_for_each(chains):
    assert chains == [], (len(chains), chains[:5])


def test_forms_of_a_case(court, chains):
    """What is refused is shown again, as text."""
    ids = itertools.cycle(list(court.cases.values())[:12])
    forms = {
        "note": lambda t: {"text": t}, "attempt": lambda t: dict.fromkeys(ATTEMPT, t),
        "name": lambda t: {"name": t, "username": t, "email": t}, "tick": lambda t: {"item": t, "ticked": t},
        "assign": lambda t: {"assignee": t}, "deny": lambda t: {"reason": t}, "lock": lambda t: {"reason": t},
        "contact": lambda t: {"note": t},
    }

    def ask(pair):
        (name, fields), text, id = pair
        answer = court.act(f"cases/{id}/{name}", **fields(text))
        assert answer.status_code in (303, 400, 403, 404, 409, 413, 422), (answer.asked, text, answer.status_code)
        if answer.status_code == 303:
            assert re.fullmatch(rf"{ROOM}/cases/[0-9a-f-]{{36}}\?done=[a-z-]+", answer.headers["Location"])
        return court.site.check(answer)

    rotated = zip(itertools.cycle(forms.items()), CORPUS)
    pairs = [*itertools.product(forms.items(), TRICKS), *rotated]
    wrong = court.each(ask, [(form, text, next(ids)) for form, text in pairs])
    assert wrong == [], (len(wrong), wrong[:5])


def test_lists_and_searches(court, chains):
    def ask(pair):
        path, text = pair
        value = encoded(text)
        if len(value) > 800:
            value = value[:800].rsplit("%", 1)[0]
        answer = court.admin.get(f"{ROOM}/{path.format(value)}")
        assert answer.status_code in (200, 400, 422), (answer.asked, answer.status_code)
        return court.site.check(answer)

    pairs = [*itertools.product(LISTS[:7], TRICKS[::2]), *zip(itertools.cycle(LISTS), EVERYTHING)]
    wrong = court.each(ask, pairs)
    assert wrong == [], (len(wrong), wrong[:5])


def test_calls(court, chains):
    """The API's: what is refused is named, and what is taken comes out as it went in."""
    acts = {
        "assign": ("assignee",), "notes": ("text",), "evidence": ("item",), "attempts": ATTEMPT, "grant": ("reason",),
        "deny": ("reason",), "reopen": ("reason",), "lock": ("reason",), "unlock": ("reason",),
    }
    ids = itertools.cycle(list(court.cases.values())[:20])

    def ask(pair):
        number, text, id = pair
        claimant = {"name": text, "username": text, "email": text, "locale": text}
        answers = [court.api("POST", "/v1/recovery-cases", {
            "package": text, "claimant": claimant, "why": text, "links": [text], "by": text})]
        name, fields = list(acts.items())[number % len(acts)]
        answers.append(court.api("POST", f"/v1/recovery-cases/{id}/{name}", {"by": text} | dict.fromkeys(fields, text)))
        answers.append(court.api("POST", f"/v1/recovery-cases/{id}/{name}", {"by": "Grace"} | dict.fromkeys(fields, text)))
        answers.append(court.api("POST", f"/v1/recovery-cases/{id}/claimant", {"by": text, "claimant": claimant}))
        answers.append(court.api("POST", f"/v1/recovery-cases/{id}/claimant", {"by": "Grace", "claimant": claimant}))
        if not has_surrogates(text):
            value = encoded(text)[:800].rsplit("%", 1)[0]
            asked = "&".join(f"{name}={value}" for name in ("state", "package", "assignee", "claimant"))
            answers.append(court.api("GET", f"/v1/recovery-cases?{asked}"))
            answers.append(court.api("GET", f"/v1/recovery-cases?package={value}"))
        for answer in answers:
            kind = "application/problem+json" if answer.status_code >= 400 else "application/json"
            assert answer.headers["Content-Type"].startswith(kind), answer.asked
            body = answer.json()
            assert answer.status_code < 400 or body["status"] == answer.status_code

    court.each(ask, [(number, text, next(ids)) for number, text in enumerate(EVERYTHING)])

    def take(pair):
        number, text = pair
        name = text if is_one_line(text) and not has_surrogates(text) else "Dana"
        answer = court.api("POST", "/v1/recovery-cases", {
            "package": f"Api.{number}", "claimant": {"name": name, "email": f"a{number}@claims.example.org"},
            "why": text, "confirmed": True, "by": "Grace"})
        if has_surrogates(text) or not is_plain_text(text) or not text.strip():
            return [] if answer.status_code in (400, 201, 422) else [(text, answer.status_code)]
        if answer.status_code == 422 and not text.strip("\u3164\u115f\u2028\u2029\u0085 \t\r\n"):
            return []
        return [] if answer.status_code == 201 else [(text, answer.text)]

    wrong = court.each(take, enumerate(EVERYTHING[::-2]))
    assert wrong == [], wrong[:5]


def test_mails(court, chains):
    """One to each whom it is for, and nobody's words in their headers, as their links or as their markup."""
    court.quiet()
    wrong, kinds = [], collections.Counter()
    for index, caught in enumerate(court.catcher.messages()):
        address, = caught["to"]
        if "admins.example.org" in address and "/admin/in/" in caught["text"]:
            continue
        mail = Mail(court.catcher.raw(caught["number"]), address, court.service.url, LEAD, ELEMENTS)
        kind = str(mail.message["Feedback-ID"]).split(":")[0]
        kinds[kind] += 1
        assert re.fullmatch(
            r"(plain|[acr]\d+)@(claims|reports)\.example\.org|(ann|Grace)@(admins\.)?example\.org|o\d+@owners\.example\.org",
            address), address
        flaws = [*mail.of_bytes(), *mail.of_header()]
        # As linkifiers and a browser read it: that takes long, and most kinds hold nobody's words.
        if kind in TELLING or index % 10 == 0:
            flaws += mail.of_text()
        if index % 10 == 0:
            flaws += mail.of_html(index % 50 == 0)
        found, leads, bodies = parts(mail.html)
        flaws += [f"new: {part}" for part in found if part[0] not in ELEMENTS or part[1] not in {"", *MAIL_ATTRIBUTES}]
        flaws += [f"leads to {lead}" for lead in leads if lead not in mail.links] + [*bodies]
        wrong += [(caught["number"], str(mail.message["Subject"]), flaw) for flaw in flaws]
    assert wrong == [], (len(wrong), wrong[:10])
    assert {
        "recovery-confirm-address", "recovery-opened", "recovery-contact", "recovery-objection", "recovery-status",
        "recovery-granted", "recovery-denied", "recovery-invitation"} <= set(kinds), kinds


def test_what_is_kept_can_be_read(court, chains):
    """The feed and the log, in each form in which they are taken along."""
    feed, after = [], 0
    while True:
        page = court.api("GET", f"/v1/events?after={after}&limit=200").json()["items"]
        if not page:
            break
        feed += page
        after = page[-1]["seq"]
    assert [event["seq"] for event in feed] == list(range(1, len(feed) + 1))
    lines = court.admin.get(f"{ROOM}/audit/export?format=ndjson").content.splitlines()
    events = [json.loads(line)["event"] for line in lines]
    assert {event["seq"]: event for event in events if event["seq"] <= len(feed)} == {event["seq"]: event for event in feed}
    text = court.admin.get(f"{ROOM}/audit/export?format=csv").content.decode()
    table = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(table) == len(events) and {int(line["seq"]) for line in table} == {event["seq"] for event in events}
    assert all(None not in line and None not in line.values() for line in table)
    assert not [cell for line in table for cell in line.values() if cell.startswith(tuple("=+-@\t\r\n "))]
    assert all(json.loads(line["data"]) == event["data"] for line, event in zip(table, events))
    raw = json.dumps(feed, ensure_ascii=False)
    assert not re.search(r"claims\.example\.org|owners\.example\.org", raw), "no address is in the feed"


def test_log(court, chains):
    """Last: the log of all of it."""
    court.service.stop()
    content = court.service.log_path.read_bytes()
    for line in content.splitlines():
        record = json.loads(line.decode("utf-8"))
        assert record["level"] not in ("error", "critical"), line
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]", content)
    assert not re.search(rb"[a-z]\d+@(claims|owners|reports)|smuggled@", content)
