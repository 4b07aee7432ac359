"""Signing in by an identity provider: one that is not ours, and one that lies."""
import base64
import hashlib
import hmac
import http.server
import json
import threading
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwk, jwt
from oidc_provider_mock import run_server_in_thread

from admin.desk import SESSION, Browser, Desk, is_in, nonce
from harness import Catcher, Service

OPENID = "__Host-countersign-openid"


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread(port=0) as server:
        yield f"http://localhost:{server.server_port}"


class House:
    """A service whose admins sign in by a provider."""

    def __init__(self, issuer, **more):
        self.catcher = Catcher()
        self.service = Service(f"smtp://{self.catcher.smtp}")
        self.service.environment |= {
            "COUNTERSIGN_ADMIN_OIDC_ISSUER": issuer, "COUNTERSIGN_ADMIN_OIDC_CLIENT_ID": "countersign",
        } | more
        self.service.start()
        self.desk = Desk(self.service, self.catcher)

    def clear(self):
        self.service.clear()
        self.catcher.stop()


@pytest.fixture(scope="module")
def house(provider):
    """With a client that is registered there, and its secret, and no way in by mail."""
    house = House(provider, COUNTERSIGN_ADMIN_MAIL="off", COUNTERSIGN_ADMIN_OIDC_CLIENT_SECRET="a secret: +%&/")
    yield house
    house.clear()


def agree(provider, url, sub, **claims):
    """What the person does at the provider; where it sends them back to."""
    httpx.put(f"{provider}/users/{sub}", json=claims).raise_for_status()
    answer = httpx.post(url, data={"sub": sub})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def begin(browser, more=""):
    answer = browser.get(f"/admin/oidc/start{more}")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def path(url):
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def test_whom_the_provider_vouches_for_is_in(house, provider):
    browser = Browser(house.service)
    page = browser.get("/admin/sign-in").text
    assert "/admin/oidc/start" in page and 'name="address"' not in page
    url = begin(browser, "?next=%2Fadmin%2Fg%2Fmain%2Fmessages")
    query = parse_qs(urlsplit(url).query)
    assert query["code_challenge_method"] == ["S256"] and query["scope"] == ["openid email"]
    back = agree(provider, url, "1", email=house.desk.address.upper(), email_verified=True)
    answer = browser.get(path(back))
    assert answer.status_code == 303 and answer.headers["location"] == "/admin/g/main/messages"
    assert is_in(browser) and OPENID not in browser.cookies
    # What the provider gave is used up, and so is the cookie.
    other = Browser(house.service)
    other.cookies = {OPENID: "x"}
    assert other.get(path(back)).status_code == 403
    browser.post("/admin/sign-out", {"nonce": nonce(browser.get("/admin/account"))})
    assert not is_in(browser)
    told = [event for event in house.service.events() if event["type"] == "admin.signed-in"]
    assert told[-1]["data"]["via"] == "identity provider" and "@" not in json.dumps(told)


@pytest.mark.parametrize("claims,words", [
    ({"email": "stranger@example.org", "email_verified": True}, "no admin has the address"),
    ({"email": "ADMIN", "email_verified": False}, "not verified"),
    ({"email": "ADMIN"}, "not verified"),
    ({"name": "root"}, "names no address"),
])
def test_others_are_not(house, provider, claims, words):
    claims = {name: house.desk.address if value == "ADMIN" else value for name, value in claims.items()}
    browser = Browser(house.service)
    answer = browser.get(path(agree(provider, begin(browser), "2", **claims)))
    assert answer.status_code == 403 and words in answer.text.replace("has not verified", "not verified")
    assert SESSION not in browser.cookies


def test_a_sign_in_ends_where_it_began(house, provider):
    """Login CSRF: what was begun in one browser signs nobody in elsewhere."""
    attacker, victim = Browser(house.service), Browser(house.service)
    back = agree(provider, begin(attacker), "3", email=house.desk.address, email_verified=True)
    assert victim.get(path(back)).status_code == 403 and SESSION not in victim.cookies
    begin(victim)
    assert victim.get(path(back)).status_code == 403 and SESSION not in victim.cookies
    state = parse_qs(urlsplit(back).query)["state"][0]
    for query in ("", "?code=x", f"?state={state}", f"?state={state}&error=access_denied", f"?code=x&state={state}",
                  f"?code=x&state={state}.//evil.example", "?code=x&state="):
        begin(attacker)
        answer = attacker.get(f"/admin/oidc/callback{query}")
        assert answer.status_code == 403 and SESSION not in attacker.cookies, query


def test_nowhere_else_can_be_gone_to(house, provider):
    for next in ("//evil.example", "https://evil.example", "/admin/in/x"):
        browser = Browser(house.service)
        back = agree(provider, begin(browser, f"?next={next}"), "1", email=house.desk.address, email_verified=True)
        assert browser.get(path(back)).headers["location"] == "/admin"
        browser = Browser(house.service)
        back = agree(provider, begin(browser), "1", email=house.desk.address, email_verified=True)
        state = parse_qs(urlsplit(back).query)["state"][0]
        answer = browser.get(path(back).replace(state, f"{state}.{next}"))
        assert answer.headers["location"] == "/admin"


def test_there_is_no_way_in_by_mail_where_it_is_off(house):
    browser = Browser(house.service)
    given = browser.get("/admin/sign-in")
    assert 'name="nonce"' not in given.text
    assert browser.post("/admin/sign-in", {"nonce": "x", "address": house.desk.address}).status_code == 404
    for place in ("/admin/second", "/admin/enrol", "/admin/in/x"):
        assert browser.get(place).status_code == 404 and browser.post(place, {}).status_code == 404


def test_a_configuration_without_a_way_in_is_none(house):
    service = house.service
    for environment, words in (
            ({"COUNTERSIGN_ADMIN_OIDC_ISSUER": ""}, "admin.mail"),
            ({"COUNTERSIGN_ADMIN_OIDC_CLIENT_ID": ""}, "admin.oidc.clientID"),
            ({"COUNTERSIGN_ADMIN_OIDC_ISSUER": "http://id.example.org"}, "admin.oidc.issuer")):
        done = service.run("serve", check=False, env=environment)
        assert done.returncode == 78 and words in done.stderr, done.stderr
        assert "a secret" not in done.stderr
    assert "a secret" not in service.log


class Liar:
    """A provider that says what it is told to say."""

    def __init__(self):
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.claims, self.header, self.signer = {}, {"alg": "RS256", "kid": "one"}, self.key
        self.requests = []
        self.metadata = {}
        liar = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self, value):
                body = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                if self.path == "/.well-known/openid-configuration":
                    self.answer({
                        "issuer": liar.url, "authorization_endpoint": f"{liar.url}/authorize",
                        "token_endpoint": f"{liar.url}/token", "jwks_uri": f"{liar.url}/keys"} | liar.metadata)
                else:
                    self.answer({"keys": [liar.key.as_dict(private=False)]})

            def do_POST(self):
                fields = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
                liar.requests.append((dict(self.headers), fields))
                self.answer({"access_token": "x", "token_type": "Bearer", "id_token": liar.token()})

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self):
        if not isinstance(self.signer, bytes):
            return jwt.encode(self.header, self.claims, self.signer)

        # joserfc refuses to do what an attacker does.
        def part(data):
            return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

        text = ".".join(part(json.dumps(value).encode()) for value in (self.header, self.claims))
        return f"{text}.{part(hmac.digest(self.signer, text.encode(), 'sha256') if self.signer else b'')}"


@pytest.fixture(scope="module")
def liar():
    liar = Liar()
    yield liar
    liar.server.shutdown()


@pytest.fixture(scope="module")
def lied_to(liar):
    house = House(liar.url)
    yield house
    house.clear()


def try_with(liar, house, browser=None, more="", **change):
    """A sign-in of which one thing is other than it should be."""
    browser = browser or Browser(house.service)
    query = parse_qs(urlsplit(begin(browser, more)).query)
    now = int(time.time())
    liar.claims = {
        "iss": liar.url, "aud": "countersign", "sub": "1", "exp": now + 300, "iat": now, "nonce": query["nonce"][0],
        "email": house.desk.address, "email_verified": True} | change
    liar.claims = {name: value for name, value in liar.claims.items() if value is not None}
    answer = browser.get(f"/admin/oidc/callback?code=a%2Bcode&state={query['state'][0]}")
    return browser, answer, query


def test_the_code_is_redeemed_by_whom_it_was_asked_for(liar, lied_to):
    """PKCE (RFC 7636): the verifier fits the challenge, and none is used twice."""
    seen = set()
    for _ in range(2):
        browser, answer, query = try_with(liar, lied_to)
        assert answer.status_code == 303 and is_in(browser), answer.text
        headers, fields = liar.requests[-1]
        verifier = fields["code_verifier"][0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        assert query["code_challenge"] == [digest] and 43 <= len(verifier) <= 128
        assert fields["code"] == ["a+code"] and fields["client_id"] == ["countersign"]
        assert fields["redirect_uri"] == query["redirect_uri"] == [f"{lied_to.service.url}/admin/oidc/callback"]
        seen |= {verifier, query["state"][0], query["nonce"][0]}
        assert not any(part in lied_to.service.log for part in seen)
    assert len(seen) == 6


@pytest.mark.parametrize("change", [
    {"iss": "https://evil.example"}, {"aud": "other"}, {"aud": ["countersign", "other"]}, {"azp": "other"},
    {"exp": 1}, {"exp": None}, {"iat": 32503680000}, {"nonce": "x"}, {"nonce": None}, {"email_verified": False},
    {"email_verified": None}, {"email": None}, {"email": "other@example.org"},
], ids=str)
def test_a_lie_is_not_believed(liar, lied_to, change):
    browser, answer, _ = try_with(liar, lied_to, **change)
    assert answer.status_code == 403 and SESSION not in browser.cookies


def test_a_foreign_signature_is_not_believed(liar, lied_to):
    own = liar.key
    try:
        for header, signer in (
                ({"alg": "RS256", "kid": "one"}, jwk.RSAKey.generate_key(2048)),
                # With the public key as a shared secret, and with nothing at all.
                ({"alg": "HS256", "kid": "one"}, own.as_pem(private=False)), ({"alg": "none"}, b"")):
            liar.header, liar.signer = header, signer
            browser, answer, _ = try_with(liar, lied_to)
            assert answer.status_code == 403 and SESSION not in browser.cookies
    finally:
        liar.header, liar.signer = {"alg": "RS256", "kid": "one"}, own


def test_what_needs_it_fresh_asks_the_provider_again(liar, lied_to):
    now = int(time.time())
    browser, answer, _ = try_with(liar, lied_to, auth_time=now - 3600)
    assert answer.status_code == 303
    before = browser.cookies[SESSION]
    page = browser.get("/admin/again?next=/admin/account").text
    assert "/admin/oidc/start?again=1" in page
    browser, answer, query = try_with(
        liar, lied_to, browser, "?again=1&next=%2Fadmin%2Faccount", auth_time=int(time.time()))
    assert query["prompt"] == ["login"] and query["max_age"] == ["0"]
    assert answer.headers["location"] == "/admin/account" and browser.cookies[SESSION] != before and is_in(browser)


def test_a_provider_that_is_another_is_not_asked(liar):
    for metadata in ({"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}):
        liar.metadata = metadata
        house = House(liar.url)
        try:
            answer = Browser(house.service).get("/admin/oidc/start")
            assert answer.status_code == 502 and "location" not in answer.headers
        finally:
            liar.metadata = {}
            house.clear()
