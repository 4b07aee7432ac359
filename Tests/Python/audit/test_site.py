"""Each form of the admin site leaves an event that says who did it and from where; no form is forgotten."""
import itertools
import re
import urllib.parse
import uuid

import html5lib
import pytest

from admin.desk import Browser, Desk, hidden, nonce, totp
from audit.house import House, trace
from harness import ROOT, Catcher, wait_for

ROOM = "/admin/g/main"
SOURCES = ROOT / "Sources/Web/Admin"
NUMBERS = itertools.count(1)


def pattern(path):
    """A path without what names one thing."""
    path = re.sub(r"^/admin/g/main/", "", path.split("?")[0])
    return re.sub(r"/admin/in/.+", "/admin/in/{token}", re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "{id}", path))


class Watching(Browser):
    """Remembers every form that it was shown."""

    forms: dict[str, str] = {}

    def send(self, method, path, *more, **others):
        answer = super().send(method, path, *more, **others)
        if answer.headers.get("content-type", "").startswith("text/html"):
            for form in html5lib.parse(answer.text, namespaceHTMLElements=False).iter("form"):
                if form.get("method") != "post":
                    continue
                where = urllib.parse.urljoin(str(answer.url), form.get("action") or "")
                name = pattern(urllib.parse.urlsplit(where).path)
                acts = [button.get("value") for button in form.iter("button") if button.get("name") == "action"]
                for one in acts or [None]:
                    self.forms.setdefault(name if one is None else f"{name} {one}", str(answer.url))
        return answer


class Office(House):
    """A gallery whose mail is held back, and an admin of it and of another one, whose mail is not."""

    pause = ("courier", "pause", "--gallery", "main")

    def __init__(self):
        self.catcher = Catcher()
        super().__init__(f"smtp://{self.catcher.smtp}")
        self.service.run(
            "gallery", "add", "desk", "--name", "Desk", "--url", "https://desk.example.com", "--from",
            "no-reply@desk.example.com", "--set", "limits=none")
        self.root = self.admin("Root", "--override", "--operator")
        self.root.enrol()

    def admin(self, name, *more):
        desk = Desk(self.service, self.catcher, name, "--gallery", "main", "--gallery", "desk", *more)
        desk.browser = Watching(self.service)
        return desk

    def hire(self, enrolled=True):
        """An admin of their own, so that who signs out is nobody else."""
        desk = self.admin(f"Clerk{next(NUMBERS)}", "--override")
        if enrolled:
            desk.enrol()
        return desk

    def id(self, name):
        return self.rows("SELECT id FROM admins WHERE name = ?", name)[0][0]

    def delivery(self):
        hook = self.webhook()
        self.call("PUT", f"/v1/packages/Hooked.{next(NUMBERS)}/owners", {"owners": [{"username": "ann"}]})
        found = wait_for(
            lambda: self.call("GET", f"/v1/webhooks/{hook}/deliveries")["items"], what="a delivery")
        return hook, found[0]["id"]

    def held(self):
        body = {
            "version": f"1.{next(NUMBERS)}", "publisher": {"username": "ann"}, "hold": True, "stage": "validating"}
        return self.call("POST", "/v1/packages/Contoso.Utils/publications", body)["id"]

    def claimed(self, *acts):
        """A running case of a package that has an owner."""
        name = f"Lost.{next(NUMBERS)}"
        self.call("PUT", f"/v1/packages/{name}/owners", {"owners": [{"username": "ann"}]})
        body = {
            "package": name, "claimant": {"name": "Eve", "email": f"eve{next(NUMBERS)}@claims.example.org"},
            "why": "Mine.", "confirmed": True, "by": "alice"}
        path = f"/v1/recovery-cases/{self.call('POST', '/v1/recovery-cases', body)['id']}"
        for act in acts:
            self.call("POST", f"{path}/{act}", {"by": "alice", "reason": "as agreed"})
        return f"cases/{path[-36:]}"

    def close(self):
        self.service.clear()
        self.catcher.stop()


@pytest.fixture(scope="module")
def office():
    office = Office()
    try:
        yield office
    finally:
        office.close()


def form(path, page=None, desk=None, **fields):
    """What is sent, from which page, and by whom."""
    path = path if path.startswith("/") else f"{ROOM}/{path}"
    return desk, page or path.rsplit("/", 1)[0], path, fields


def suppression(office):
    address = f"s{next(NUMBERS)}@example.org"
    office.call("PUT", f"/v1/suppressions/{address}", {"reason": "asked"})
    text = office.root.browser.get(f"{ROOM}/suppressions?address={address}").text
    return re.search(rf'href="{ROOM}/(suppressions/[0-9a-f-]{{36}})"', text)[1]


def key(office):
    """The newest, made for this alone."""
    office.service.add_key("main", "read")
    id, = office.rows("SELECT id FROM api_keys ORDER BY id DESC LIMIT 1")[0]
    return uuid.UUID(bytes=id)


def other_session(office):
    """Somebody who is signed in twice, with the session that they do not look from."""
    desk = office.hire()
    elsewhere = desk.sign_in(Watching(office.service))
    ids = re.findall(r'name="session" value="([^"]+)"', elsewhere.get("/admin/account").text)
    this, = office.rows(
        "SELECT id FROM admin_sessions WHERE admin_id = ? ORDER BY created_at LIMIT 1", office.id(desk.name))[0]
    desk.browser = elsewhere
    assert str(uuid.UUID(bytes=this)) in ids
    return form("/admin/account", "/admin/account", desk, action="end", session=str(uuid.UUID(bytes=this)))


def pressed(office):
    desk = office.hire()
    desk.browser = Watching(office.service)
    path = urllib.parse.urlsplit(desk.link(desk.browser)).path
    return form(path, path, desk)


def asked_for_code(office, code=None):
    desk = office.hire()
    desk.browser = desk.halfway(Watching(office.service))
    return form("/admin/second", "/admin/second", desk, code=code or desk.code())


def asked_for_setup(office, setup=None):
    desk = office.hire(enrolled=False)
    desk.halfway()
    return form("/admin/enrol", "/admin/enrol", desk, setup=setup or desk.setup)


def asked_for_first(office, code=None):
    desk = office.hire(enrolled=False)
    browser = desk.halfway()
    page = browser.get("/admin/enrol")
    assert browser.post("/admin/enrol", {"nonce": nonce(page), "setup": desk.setup}).status_code == 303
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.get("/admin/enrol").text)[1].replace(" ", "")
    return form("/admin/enrol", "/admin/enrol", desk, code=code or totp(secret))


def account(office, action):
    desk = office.hire()
    return form("/admin/account", "/admin/account", desk, action=action)


def again(office):
    desk = office.hire()
    return form("/admin/again", "/admin/again", desk, code=desk.code(), next="/admin/account")


def paused(office, path):
    """From where it is not so already."""
    now = "resume" if path.startswith("pause") else "pause"
    office.service.run("courier", now, *(() if path.endswith("-all") else ("--gallery", "main")))
    return form(f"courier/{path}", f"{ROOM}/courier")


WHY = {"reason": "asked by phone"}
# By the form, with what prepares it and the type of the event that it leaves; None for what leaves none, and why.
FORMS = {
    "approvals/{id}/resend": (
        lambda o: form(f"approvals/{o.invite('a1')['id']}/resend", **WHY), "invitation.resent"),
    "approvals/{id}/cancel": (
        lambda o: form(f"approvals/{o.invite('a2')['id']}/cancel", **WHY), "invitation.cancelled"),
    "messages/{id}/retry": (lambda o: form(f"messages/{o.failed('a3')}/retry"), "message.retried"),
    "messages/{id}/cancel": (lambda o: form(f"messages/{o.letter('a4')}/cancel"), "message.cancelled"),
    "suppressions": (
        lambda o: form("suppressions", f"{ROOM}/suppressions", address="a5@example.org", **WHY), "address.suppressed"),
    "suppressions/{id}/remove": (lambda o: form(f"{suppression(o)}/remove", **WHY), "suppression.removed"),
    "blocks/{id}/remove": (lambda o: form(f"blocks/{o.block('a6')}/remove", **WHY), "block.removed"),
    "publications/{id}/withdraw": (
        lambda o: form(f"publications/{o.held()}/withdraw", **WHY), "publication.withdrawn"),
    "webhooks/{id}/disable": (lambda o: form(f"webhooks/{o.webhook()}/disable"), "webhook.changed"),
    "webhooks/{id}/enable": (lambda o: form(f"webhooks/{disabled(o)}/enable"), "webhook.changed"),
    "webhooks/{id}/rotate": (lambda o: form(f"webhooks/{o.webhook()}/rotate"), "webhook.changed"),
    "webhooks/{id}/redeliver": (lambda o: redelivery(*o.delivery()), "webhook.redelivered"),
    "keys": (lambda o: form("keys", f"{ROOM}/keys", scope="read"), "key.added"),
    "keys/{id}/revoke": (lambda o: form(f"keys/{key(o)}/revoke"), "key.revoked"),
    "cases/open": (
        lambda o: form(
            "cases/open", f"{ROOM}/cases/open", package=f"Asked.{next(NUMBERS)}", name="Eve",
            email=f"eve{next(NUMBERS)}@claims.example.org", why="Hers.", confirmed="yes"), "recovery.submitted"),
    "cases/{id}/assign": (lambda o: form(f"{o.claimed()}/assign", assignee="Root"), "recovery.assigned"),
    "cases/{id}/note": (lambda o: form(f"{o.claimed()}/note", text="Asked."), "recovery.noted"),
    "cases/{id}/tick": (lambda o: form(f"{o.claimed()}/tick", item="identity", ticked="yes"), "recovery.evidence"),
    "cases/{id}/attempt": (
        lambda o: form(f"{o.claimed()}/attempt", channel="phone", outcome="no-answer", whom="her"),
        "recovery.attempted"),
    "cases/{id}/contact": (lambda o: form(f"{o.claimed()}/contact"), "recovery.attempted"),
    "cases/{id}/grant": (
        lambda o: form(f"{o.claimed()}/grant", owners="keep", override="yes", **WHY), "recovery.granted"),
    "cases/{id}/deny": (lambda o: form(f"{o.claimed()}/deny", **WHY), "recovery.denied"),
    "cases/{id}/reopen": (lambda o: form(f"{o.claimed('deny')}/reopen", **WHY), "recovery.reopened"),
    "cases/{id}/lock": (lambda o: form(f"{o.claimed()}/lock", **WHY), "recovery.locked"),
    "cases/{id}/unlock": (lambda o: form(f"{o.claimed('lock')}/unlock", **WHY), "recovery.unlocked"),
    "cases/{id}/name": (
        lambda o: form(f"{o.claimed()}/name", name="Zoe", email="zoe@claims.example.org"), "recovery.named"),
    "reports/{id}/case": (lambda o: form(f"reports/{o.report('a7')}/case"), "recovery.opened"),
    "reports/{id}/close": (lambda o: form(f"reports/{o.report('a8')}/close", **WHY), "report.closed"),
    "/admin/account end": (other_session, "admin.signed-out"),
    "/admin/account end-all": (lambda o: account(o, "end-all"), "admin.signed-out"),
    "/admin/account codes": (lambda o: account(o, "codes"), "admin.changed"),
    "/admin/sign-out": (lambda o: form("/admin/sign-out", "/admin/account", o.hire()), "admin.signed-out"),
    "/admin/second": (asked_for_code, "admin.signed-in"),
    "/admin/second wrong": (lambda o: asked_for_code(o, "000000"), "admin.refused"),
    "/admin/enrol": (asked_for_first, "admin.enrolled"),
    "/admin/enrol wrong": (lambda o: asked_for_setup(o, "wrong"), "admin.refused"),
    "/admin/enrol wrong first": (lambda o: asked_for_first(o, "12345"), "admin.refused"),
    "/admin/again": (again, "admin.signed-in"),
    # Nobody is let in by it yet: what is told is the second factor.
    "/admin/enrol begun": (asked_for_setup, None),
    "/admin/in/{token}": (pressed, None),
    # Whoever fills it in is nobody yet; the mail that goes to an admin is told of when it goes.
    "/admin/sign-in": (
        lambda o: form("/admin/sign-in", "/admin/sign-in", visitor(o), address=o.root.address), None),
    # A cookie of the browser's own.
    "/admin/shortcuts": (lambda o: form("/admin/shortcuts", "/admin/shortcuts", shortcuts="off"), None),
    "courier/pause": (lambda o: paused(o, "pause"), "courier.paused"),
    "courier/resume": (lambda o: paused(o, "resume"), "courier.resumed"),
    "courier/pause-all": (lambda o: paused(o, "pause-all"), "courier.paused"),
    "courier/resume-all": (lambda o: paused(o, "resume-all"), "courier.resumed"),
}


def disabled(office):
    id = office.webhook()
    path = f"/v1/webhooks/{id}"
    office.call("PATCH", path, {"state": "disabled"}, **office.tag(path))
    return id


def redelivery(hook, delivery):
    return form(f"webhooks/{hook}/redeliver", delivery=delivery)


def visitor(office):
    """A browser of nobody."""
    desk = office.hire(enrolled=False)
    desk.name = None
    return desk


@pytest.mark.parametrize("name", FORMS)
def test_it_is_in_the_log(office, name):
    prepare, type = FORMS[name]
    desk, page, path, fields = prepare(office)
    desk = desk or office.root
    before = office.all()
    id, header = trace()
    opened = desk.browser.get(page)
    sent = desk.browser.post(path, hidden(opened) | fields, headers=header)
    refused = type == "admin.refused"
    assert sent.status_code in ((422,) if refused else (200, 303)), sent.text
    left = office.traced(id)
    assert office.changed(before) == []
    if type is None:
        return assert_nothing(left, name)
    found = [row for row in left if row["type"] == type]
    assert found, f"{name} leaves no {type}, but {left}"
    assert {row["actor"] for row in found} == {desk.name}
    # Nothing that came of it came from elsewhere.
    admin = office.id(desk.name)
    assert {(row["origin"], row["origin_id"], row["origin_address"]) for row in left} == {("admin", admin, "127.0.0.1")}
    galleries = {row["gallery_id"] for row in found}
    everywhere = name.startswith("/admin/") or name.endswith("-all")
    assert len(galleries) == (2 if everywhere else 1), "told in each gallery that it is about"


def assert_nothing(left, name):
    assert left == [], f"{name} leaves {left}: say so in the table"


def test_every_form_is_here(office):
    """By walking: every page that a link leads to, and by the sources: every word that a POST is taken for."""
    areas = re.findall(r"\bcase ([a-z, ]+)$", (SOURCES / "Frame/AdminArea.swift").read_text(), re.M)
    areas = {word for line in areas for word in line.split(", ")}
    assert {"queue", "audit", "keys"} <= areas
    browser, seen, visited = office.root.browser, {}, set()
    waiting = ["/admin", "/admin/account", "/admin/shortcuts", "/admin/again", *(f"{ROOM}/{one}" for one in sorted(areas))]
    while waiting:
        path = waiting.pop(0)
        if path in visited or seen.setdefault(pattern(path), 0) >= 25:
            continue
        visited.add(path)
        seen[pattern(path)] += 1
        answer = browser.get(path)
        assert answer.status_code in (200, 303), path
        if answer.status_code == 303:
            waiting.append(urllib.parse.urlsplit(answer.headers["location"]).path)
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for href in re.findall(r'href="(/admin[^"#]*)"', answer.text):
            if not href.startswith("/admin/oidc") and "/g/desk" not in href:
                waiting.append(href.replace("&amp;", "&"))
    known = {name.split(" wrong")[0].split(" begun")[0] for name in FORMS}
    assert set(Watching.forms) - known == set(), Watching.forms
    assert len(set(Watching.forms) & known) > 35, known - set(Watching.forms)
    # What no page of these shows now, the sources name all the same.
    words = set()
    for file in SOURCES.rglob("AdminSite+*.swift"):
        for line in re.findall(r"case \((.*)\):", file.read_text()):
            if line.endswith(("true", "let isPost")):
                words |= set(re.findall(r'"([a-z-]+)"\?', line))
    words |= swift_cases("Recovery/CasePage.swift", "Form")
    assert {"cancel", "rotate", "grant", "pause-all"} <= words
    assert words - {name.rsplit("/", 1)[1] for name in known if not name.startswith("/") and "/" in name} == set()
    actions = {name.split(" ")[1] for name in known if name.startswith("/admin/account ")}
    assert {"end", "end-all", "codes"} == actions
    account = (SOURCES / "SignIn/AccountPages.swift").read_text().split("enum Action")[1].split("}")[0]
    assert len(re.findall(r"\bcase \w+", account)) == len(actions)
    routes = (SOURCES / "AdminRoute.swift").read_text()
    posting = re.search(r"case ([^:]*): \[\.get, \.post\]\s+case ([^:]*): \[\.post\]", routes)
    paths = {word.strip() for part in posting.groups() for word in part.split(",")} - {".gallery"}
    assert paths == {".signIn", ".link", ".second", ".enrol", ".again", ".account", ".shortcuts", ".signOut"}


def swift_cases(path, name):
    text = (SOURCES / path).read_text().split(f"enum {name}:")[1]
    return set(re.search(r"case ([a-z, ]+)\n", text)[1].split(", "))


def test_no_form_reaches_an_event(office):
    """Neither the log's own pages nor anything below them takes anything but a question."""
    before = office.all()
    event = uuid.UUID(bytes=before[-1]["id"])
    token = nonce(office.root.browser.get(f"{ROOM}/courier"))
    for path in ("audit", "audit/export", f"audit/{event}", f"audit/{event}/delete"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = office.root.browser.send(method, f"{ROOM}/{path}", {"nonce": token, "action": "delete"})
            assert answer.status_code in (404, 405), (method, path)
    assert office.all() == before
