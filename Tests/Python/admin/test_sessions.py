"""What a session holds and when it ends; forms of others; other galleries; a port of its own."""
import re
import time

import httpx
import pytest

from admin.desk import KNOWN, SESSION, SIGN_IN, Browser, Desk, is_in, nonce
from harness import HTTP, Catcher, Service, free_port


def test_cookies_are_for_this_host_alone(desks):
    desk = desks()
    browser = desk.enrol()
    assert {field.split("=")[0] for field in browser.set_cookies} == {SESSION, SIGN_IN, KNOWN}
    for field in browser.set_cookies:
        attributes = [part.strip() for part in field.split(";")[1:]]
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(attributes), field
        assert not any(part.lower().startswith("domain") for part in attributes)
        value = field.split(";")[0].split("=", 1)[1]
        assert value == "" or len(value) == 44
    # The session's cookie goes when the browser does.
    assert all("Max-Age" not in field or "Max-Age=0" in field for field in browser.set_cookies if SESSION in field)


def test_every_page_keeps_to_itself(desks):
    desk = desks()
    link = desk.link()
    browser = desk.browser
    answers = [browser.get("/admin/sign-in"), browser.get(link), Browser(desk.service).get(link), desk.press(link)]
    answers += [browser.get("/admin/enrol"), browser.get("/admin"), browser.get("/admin/g/main/none")]
    answers += [browser.post("/admin/account", {"nonce": "x"}), browser.get("/admin/in/x")]
    for answer in answers:
        headers = answer.headers
        assert headers["cache-control"] == "no-store", answer.url
        assert headers["referrer-policy"] in ("strict-origin", "no-referrer")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        if answer.text:
            assert headers["x-frame-options"] == "DENY" and "noindex" in headers["x-robots-tag"]
            assert headers["cross-origin-opener-policy"] == "same-origin"
            assert "script-src" not in headers["content-security-policy"]
            assert not re.findall(r'(?:src|href)="https?://(?!127\.0\.0\.1)', answer.text)
        location = headers.get("location", "/admin")
        assert location.startswith("/admin") and "/in/" not in location


@pytest.fixture
def signed_in(desks):
    desk = desks()
    return desk, desk.enrol()


FORMS = [
    ("/admin/sign-out", {}), ("/admin/account", {"action": "end-all"}), ("/admin/account", {"action": "codes"}),
    ("/admin/again", {"code": "123456"}), ("/admin/g/main/queue", {"action": "x"})]


@pytest.mark.parametrize("path,fields", FORMS)
def test_forms_of_others_do_nothing(signed_in, desks, path, fields):
    """CWE-352: another site's form has no nonce; one that was stolen elsewhere is of another session."""
    desk, browser = signed_in
    other = desks().enrol()
    own = nonce(browser.get("/admin/account"))
    foreign = nonce(other.get("/admin/account"))
    tries = [
        (fields, {}), (fields | {"nonce": ""}, {}), (fields | {"nonce": foreign}, {}),
        (fields | {"nonce": own[:-1]}, {}), (fields | {"nonce": browser.cookies[SESSION]}, {}),
        (fields | {"nonce": own}, {"Origin": "https://evil.example"}),
        (fields | {"nonce": own}, {"Sec-Fetch-Site": "cross-site"}),
    ]
    for data, headers in tries:
        answer = browser.post(path, data, headers=headers)
        # A form without a field comes without a type, too.
        assert answer.status_code == (403 if data else 415), (data, headers, answer.status_code)
        assert is_in(browser)
    answer = browser.send(
        "POST", path, None, headers={"Content-Type": "application/json"})
    assert answer.status_code == 415 and is_in(browser)
    for method in ("PUT", "DELETE", "PATCH"):
        assert browser.send(method, path).status_code == 405
    assert "10 codes are left" in browser.get("/admin/account").text


def test_signing_in_for_somebody_else_does_not_work(desks):
    """Login CSRF: the form is tied to the browser that it was shown in."""
    desk = desks()
    victim, attacker = Browser(desk.service), Browser(desk.service)
    theirs = nonce(attacker.get("/admin/sign-in"))
    victim.get("/admin/sign-in")
    assert victim.post("/admin/sign-in", {"nonce": theirs, "address": desk.address}).status_code == 403
    bare = Browser(desk.service)
    answer = bare.post("/admin/sign-in", {"nonce": theirs, "address": desk.address})
    assert answer.status_code == 403 and "cookie" in answer.text
    link = desk.link(attacker)
    assert victim.get(link).status_code == 403 and SESSION not in victim.cookies


def test_signing_out_ends_it_on_the_server(signed_in):
    desk, browser = signed_in
    copy = browser.copy()
    assert browser.get("/admin/sign-out").status_code == 405 and is_in(browser)
    answer = browser.post("/admin/sign-out", {"nonce": nonce(browser.get("/admin/account"))})
    assert answer.status_code == 200 and "signed out" in answer.text
    assert SESSION not in browser.cookies and not is_in(copy)
    assert copy.get("/admin/account").headers["location"].startswith("/admin/sign-in")
    answer = copy.post("/admin/account", {"nonce": "x", "action": "end-all"})
    assert answer.status_code == 403 and "You are signed out" in answer.text


def test_one_session_and_all(signed_in):
    desk, first = signed_in
    second = desk.halfway(Browser(desk.service))
    second.post("/admin/second", {"nonce": nonce(second.get("/admin/second")), "code": desk.codes[0]})
    third = desk.halfway(Browser(desk.service))
    third.post("/admin/second", {"nonce": nonce(third.get("/admin/second")), "code": desk.codes[1]})
    assert is_in(first) and is_in(second) and is_in(third)
    page = third.get("/admin/account").text
    ids = re.findall(r'name="session" value="([^"]+)"', page)
    assert len(ids) == 3 and page.count("this one") == 1
    # Newest first: the second is in the middle.
    answer = third.post("/admin/account", {"nonce": nonce(third.get("/admin/account")), "action": "end", "session": ids[1]})
    assert answer.headers["location"] == "/admin/account?done=ended"
    assert 'role="status"' in third.get("/admin/account?done=ended").text
    assert is_in(first) and not is_in(second) and is_in(third)
    answer = third.post("/admin/account", {"nonce": nonce(third.get("/admin/account")), "action": "end-all"})
    assert answer.status_code == 200 and not is_in(first) and not is_in(third)


def test_signing_in_anew_ends_what_the_browser_held(signed_in):
    desk, browser = signed_in
    before = browser.copy()
    desk.halfway(browser)
    assert not is_in(before)


def test_nobody_ends_the_session_of_another(signed_in, desks):
    desk, browser = signed_in
    other = desks().enrol()
    [id] = re.findall(r'name="session" value="([^"]+)"', browser.get("/admin/account").text)
    answer = other.post("/admin/account", {"nonce": nonce(other.get("/admin/account")), "action": "end", "session": id})
    assert answer.status_code == 404 and is_in(browser)


def test_backup_codes_are_renewed_only_when_fresh(signed_in):
    desk, browser = signed_in
    answer = browser.post("/admin/account", {"nonce": nonce(browser.get("/admin/account")), "action": "codes"})
    renewed = re.findall(r"<li><code>([A-Z2-7-]+)</code>", answer.text)
    assert len(renewed) == 10 and not set(renewed) & set(desk.codes)
    browser = desk.halfway(Browser(desk.service))
    given = nonce(browser.get("/admin/second"))
    assert browser.post("/admin/second", {"nonce": given, "code": desk.codes[0]}).status_code == 422
    assert browser.post("/admin/second", {"nonce": given, "code": renewed[0]}).status_code == 303


def test_a_removed_admin_is_out_at_once(signed_in):
    desk, browser = signed_in
    desk.service.run("admin", "remove", desk.address)
    assert not is_in(browser)
    gone = desk.service.run("admin", "remove", desk.address, check=False)
    assert gone.returncode == 1 and "admin list" in gone.stderr


def test_admins_of_one_gallery_see_nothing_of_another(desks):
    here, there, both = desks(), desks(gallery="other"), desks("--gallery", "other")
    pages = {}
    for desk in (here, there, both):
        browser = desk.enrol()
        pages[desk] = {
            slug: browser.get(f"/admin/g/{slug}/messages") for slug in ("main", "other", "nowhere")}
    missing = pages[here]["nowhere"]
    assert missing.status_code == 404
    assert (pages[here]["other"].status_code, pages[here]["other"].text) == (404, missing.text)
    assert (pages[there]["main"].status_code, pages[there]["main"].text) == (404, missing.text)
    choice = both.browser.get("/admin")
    assert "/admin/g/main/queue" in choice.text and "/admin/g/other/queue" in choice.text


def test_events_tell_who_and_hold_no_address(signed_in):
    desk, browser = signed_in
    browser.post("/admin/sign-out", {"nonce": nonce(browser.get("/admin/account"))})
    own = [event for event in desk.service.events() if event["data"].get("username") == desk.name]
    assert [(event["type"], event["actor"]) for event in own] == [
        ("admin.added", "system"), ("admin.enrolled", desk.name), ("admin.signed-in", desk.name),
        ("admin.signed-out", desk.name)]
    assert all("@" not in str(event) for event in own)


def test_the_command_line(house):
    listed = house.run("admin", "list", "--json").stdout
    assert listed.startswith("[")
    for arguments, status, words in (
            (["add", "x@example.org", "--name", "x"], 2, "main, other"),
            (["add", "no address", "--name", "x", "--gallery", "main"], 2, "address"),
            (["add", "x@example.org", "--name", "x y", "--gallery", "main"], 2, "--name"),
            (["add", "x@example.org", "--name", "x", "--gallery", "none"], 1, "there are: main, other"),
            (["remove", "x@example.org"], 1, "admin list"), (["reset", "x@example.org"], 1, "admin list"),
            ([], 2, "add")):
        done = house.run("admin", *arguments, check=False)
        assert done.returncode == status and words in done.stderr, (arguments, done.stderr)


@pytest.fixture
def other(request):
    """A service of its own, with other settings."""
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}", **request.param)
    yield service, catcher
    service.clear()
    catcher.stop()


@pytest.mark.parametrize("other", [{"COUNTERSIGN_ADMIN_IDLE": "3s", "COUNTERSIGN_ADMIN_SESSION": "1h"}], indirect=True)
def test_an_idle_session_ends_and_a_busy_one_does_not(other):
    service, catcher = other
    service.start()
    browser = Desk(service, catcher).enrol()
    end = time.monotonic() + 6
    while time.monotonic() < end:
        assert is_in(browser)
        time.sleep(0.5)
    time.sleep(3.3)
    assert not is_in(browser)


@pytest.mark.parametrize("other", [{"COUNTERSIGN_ADMIN_IDLE": "1h", "COUNTERSIGN_ADMIN_SESSION": "4s"}], indirect=True)
def test_every_session_ends_however_busy(other):
    service, catcher = other
    service.start()
    browser = Desk(service, catcher).enrol()
    start = time.monotonic()
    while is_in(browser):
        assert time.monotonic() - start < 5
        time.sleep(0.3)


@pytest.mark.parametrize("other", [
    {"COUNTERSIGN_ADMIN_IDLE": "30m", "COUNTERSIGN_ADMIN_SESSION": "20m"},
    {"COUNTERSIGN_ADMIN_IDLE": "20m", "COUNTERSIGN_ADMIN_SESSION": "12h"}], indirect=True)
def test_pages_say_when_the_session_ends(other):
    """Above what is filled in (WCAG 2.2.1), and louder once no page makes the session longer."""
    service, catcher = other
    service.start()
    browser = Desk(service, catcher, "root", "--gallery", "main").enrol()
    is_last = service.environment["COUNTERSIGN_ADMIN_IDLE"] == "30m"
    for path in ("/admin/account", "/admin/shortcuts", "/admin/g/main/queue", "/admin/g/main/keys"):
        page = browser.get(path).text
        said = re.search(r'<p class="until">Signed in until <time datetime="[^"]+">[^<]*\d\d:\d\d UTC</time>', page)
        assert said and said.start() < page.index("<main"), path
        assert ("Your session ends at" in page[page.index("<main"):]) == is_last, path
        assert ("longer with each page" in page) != is_last, path


def test_refusals_stay_within_the_site(signed_in):
    """Whoever is refused is told in words for admins, and has a way on."""
    desk, browser = signed_in
    gone = browser.post("/admin/g/main/keys", {"nonce": "0"})
    assert gone.status_code == 403 and "This form is no longer valid" in gone.text
    assert 'href="/admin/g/main/queue"' in gone.text and "Open the link from the mail" not in gone.text
    gone = browser.post("/admin/account", {"nonce": "0"})
    assert gone.status_code == 403 and 'href="/admin">To the admin site' in gone.text
    assert "link from the mail" not in gone.text
    nowhere = browser.get("/admin/nowhere")
    assert nowhere.status_code == 404 and 'href="/admin">To the admin site' in nowhere.text
    broken = browser.get("/admin/in/" + "A" * 40)
    assert broken.status_code == 404 and 'href="/admin/sign-in">Ask for a new link' in broken.text
    given = nonce(browser.get("/admin/g/main/courier"))
    refused = browser.post("/admin/g/main/courier/pause-all", {"nonce": given})
    assert refused.status_code == 403 and "You may not do this" in refused.text and "API key" not in refused.text.split("<main")[1]


@pytest.mark.parametrize("other", [{}], indirect=True)
def test_sessions_outlive_a_restart(other):
    service, catcher = other
    service.start()
    browser = Desk(service, catcher).enrol()
    service.stop()
    service.start()
    assert is_in(browser)


@pytest.mark.parametrize("other", [{}], indirect=True)
def test_a_port_of_its_own(other):
    service, catcher = other
    port = free_port()
    service.environment |= {
        "COUNTERSIGN_ADMIN_PORT": str(port), "COUNTERSIGN_ADMIN_BASE_URL": f"http://127.0.0.1:{port}"}
    service.start()
    for path in ("/admin", "/admin/sign-in", "/admin/in/x", "/admin/g/main/queue"):
        assert HTTP.get(service.url + path).status_code == 404
    public, service.url = service.url, f"http://127.0.0.1:{port}"
    for path in ("/", "/docs", "/v1/messages", "/c/x", "/u/x", "/metrics", "/readyz"):
        # Not by the client that holds calls to the description: there are none here.
        assert httpx.get(service.url + path).status_code == 404, path
    assert HTTP.get(f"{service.url}/healthz").status_code == 200
    desk = Desk(service, catcher)
    link = desk.link()
    assert link.startswith(f"http://127.0.0.1:{port}/admin/in/")
    desk.press(link)
    assert desk.browser.get("/admin/enrol").status_code == 200
    service.url = public


@pytest.mark.parametrize("other", [{}], indirect=True)
def test_a_taken_port_is_named(other):
    service, _ = other
    service.environment |= {"COUNTERSIGN_ADMIN_PORT": str(service.port)}
    done = service.run("serve", check=False)
    assert done.returncode == 1 and "in use" in done.stderr or "cannot be listened on" in done.stderr, done.stderr
