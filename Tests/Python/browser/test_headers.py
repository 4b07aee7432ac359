"""The header fields of every answer that is a page, errors included; STANDARDS of the field for pages of tokens."""
import base64
import hashlib
import re

import httpx
import pytest

from harness import Service
from states import STATES

FIXED = {
    "content-type": "text/html; charset=utf-8",
    "content-language": "en",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "referrer-policy": "strict-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def check_page(answer, has_cookie=False):
    """The fields of a page, and that its policy allows the style that it has and nothing else."""
    for name, value in FIXED.items():
        assert answer.headers.get_list(name) == [value], name
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "server" not in answer.headers
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == has_cookie
    for cookie in cookies:
        name, *attributes = cookie.split("; ")
        assert re.fullmatch(r"__Host-countersign-form=[0-9a-f]{32}", name)
        assert set(attributes) == {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"}
    text = answer.content.decode()
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")) == {
        "default-src": "'none'", "style-src": f"'sha256-{digest}'", "img-src": "'self'", "form-action": "'self'",
        "base-uri": "'none'", "frame-ancestors": "'none'"}
    assert not re.search(r"<script|<link|<meta http-equiv|style=|\son\w+=|url\(|@import", text)
    assert len(answer.content) <= 30_000
    assert text.count("<h1>") == 1 and re.search(r'<html lang="en" dir="ltr">', text)


@pytest.mark.parametrize("name", STATES)
def test_of_every_state(world, name):
    answer = world.states[name].fetch()
    assert answer.status_code == STATES[name][0]
    # Those that show a form without a token, to a visitor without its cookie.
    check_page(answer, has_cookie=name in ("claim form", "claim form of no visit", "report form"))


@pytest.mark.parametrize(("code", "method", "path", "more"), [
    (404, "GET", "/c/", {}),
    (404, "GET", "/c", {}),
    (404, "GET", "/c/a/b", {}),
    (404, "GET", "/c/%zz", {}),
    (404, "GET", "/c/%00%00", {}),
    (404, "POST", "/c/nothing", {"data": {"action": "accept"}}),
    (404, "GET", "/problems/none", {}),
    (404, "GET", "/../../etc/passwd", {}),
    (405, "POST", "/", {"data": {"a": "b"}}),
    (405, "PUT", "/c/OPEN", {"data": {"action": "accept"}}),
    (405, "DELETE", "/c/OPEN", {}),
    (403, "POST", "/c/OPEN", {"data": {"action": "accept"}, "headers": {"Origin": "https://elsewhere.example"}}),
    (403, "POST", "/c/OPEN", {"data": {"action": "accept"}, "headers": {"Sec-Fetch-Site": "cross-site"}}),
    (400, "POST", "/c/OPEN", {"data": {}, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}),
    (400, "POST", "/c/OPEN", {
        "content": "action=%zz", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}),
    (413, "POST", "/c/OPEN", {"data": {"action": "decline", "reason": "x" * 2_000_000}}),
    (415, "POST", "/c/OPEN", {"json": {"action": "accept"}}),
], ids=lambda value: str(value) if isinstance(value, (int, str)) else "")
def test_of_refusals(world, code, method, path, more):
    token = world.states["open"].url.rsplit("/", 1)[1]
    answer = httpx.request(method, world.url + path.replace("OPEN", token), timeout=30, **more)
    assert answer.status_code == code, answer.text
    check_page(answer)
    assert token not in answer.text


def test_of_every_problem(world):
    """Each `type` of the API's errors leads to a page."""
    slugs = [
        "not-an-owner", "unknown-package", "already-owner", "last-owner", "invalid", "rate-limited", "unauthorized",
        "invitation-expired", "idempotency-mismatch", "foreign-origin", "internal", "unavailable"]
    for slug in slugs:
        answer = httpx.get(f"{world.url}/problems/{slug}")
        assert answer.status_code == 200, slug
        check_page(answer)


def test_a_head_has_the_fields_of_the_page(world):
    link = world.states["open"].url
    head, get = httpx.head(link), httpx.get(link)
    assert head.status_code == 200 and head.content == b""
    for name in [*FIXED, "content-security-policy", "content-length"]:
        assert head.headers[name] == get.headers[name]


def test_a_limit_says_when(world):
    answer = world.states["limited"].fetch()
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert "header" not in answer.text.split("<main>")[1].split("</main>")[0], "readers do not see header fields"


def test_hsts_is_said_where_the_public_address_is_https():
    service = Service(COUNTERSIGN_BASE_URL="https://confirm.example.com")
    try:
        service.start()
        answer = httpx.get(f"{service.url}/c/nothing")
        assert re.fullmatch(r"max-age=\d{8,}.*", answer.headers["Strict-Transport-Security"])
        check_page(answer)
    finally:
        service.clear()


def test_the_pages_are_the_same_for_every_host_that_is_asked_for(world):
    """What a page says does not come from what a client calls the service."""
    plain = httpx.get(world.states["open"].url)
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}):
        answer = httpx.get(world.states["open"].url, headers=headers)
        assert answer.content == plain.content and "evil" not in answer.text
