"""What a request may cost that is read before anybody knows whose it is: time in proportion to its length, and little."""
import http.client
import json
import socket
import time
import urllib.parse

import pytest

from harness import Catcher, Service, link_in

# Marks of falling and rising classes, so that composing has to sort them.
MARKS = "\u0301\u0316" * 100_000


@pytest.fixture(scope="module")
def site():
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}").start()
    service.owners()
    service.invite().raise_for_status()
    service.link = link_in(catcher.next("bob@example.org"))
    yield service
    service.clear()
    catcher.stop()


def ask(site, method, path, content=None, type="application/json", key=True):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    headers = {"Content-Type": type} | ({"Authorization": f"Bearer {site.key}"} if key else {})
    begin = time.monotonic()
    connection.request(method, path, content, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, time.monotonic() - begin


def marks(bytes):
    return "x" + MARKS[:bytes // 2 - 2]


def names(number):
    """An object of that many names, which are long and begin alike."""
    return json.dumps({f"{marks(60_000 // number)}{index}": 1 for index in range(number)}, ensure_ascii=False).encode()


BODIES = {
    "one long name": names(1), "forty names": names(40),
    "a long kind": json.dumps(
        {"owners": [{"username": "a", "kind": marks(60_000)}]}, ensure_ascii=False).encode(),
    "a long everything": json.dumps({"owners": [{
        field: marks(15_000) for field in ("username", "email", "locale", "kind")}]}, ensure_ascii=False).encode(),
}


@pytest.mark.parametrize("what", BODIES)
def test_bodies(site, what):
    status, text, seconds = ask(site, "PUT", "/v1/packages/Contoso.Utils/owners", BODIES[what])
    assert status in (400, 422) and len(text) < 20_000
    assert seconds < 0.5, (what, seconds)


@pytest.mark.parametrize("key", [True, False])
@pytest.mark.parametrize("query", [
    "&".join(f"a{number}=" for number in range(1200)), f"state={urllib.parse.quote(marks(2600))}",
    f"{urllib.parse.quote(marks(2600))}=1", "&".join("x" for _ in range(4000)),
    "&".join(f"%CC%81%CC%96%CC%81{number}" for number in range(350)),
], ids=["many", "a long value", "a long name", "the same", "many with marks"])
def test_queries(site, query, key):
    status, text, seconds = ask(site, "GET", f"/v1/invitations?{query}", key=key)
    # More parameters than any call takes are not even read.
    assert status == (401 if not key else 400 if query.count("&") >= 32 else 422), text
    assert len(text) < 20_000 and seconds < 0.5, (status, seconds)


@pytest.mark.parametrize("name", [
    "Authorization", "Accept", "Content-Type", "Content-Encoding", "Content-Length", "Expect", "Idempotency-Key", "Origin",
    "Sec-Fetch-Site", "Host", "Connection", "Upgrade", "Transfer-Encoding",
])
@pytest.mark.parametrize("path", ["an API call", "a page"])
def test_fields(site, name, path):
    """A field of nothing but marks, as long as fields may be."""
    path = "/v1/packages/Contoso.Utils/invitations" if path == "an API call" else urllib.parse.urlsplit(site.link).path
    fields = {
        "Host": "x", "Authorization": f"Bearer {site.key}", "Content-Type": "application/json", "Content-Length": "2"}
    fields[name] = fields.get(name, "") + marks(14_000)
    head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{field}: {value}\r\n" for field, value in fields.items())
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        begin = time.monotonic()
        connection.sendall(head.encode() + b"\r\n{}")
        status = connection.recv(65536).split(b" ")[1]
        seconds = time.monotonic() - begin
    assert status[:1] == b"4" and seconds < 0.25, (status, seconds)


@pytest.mark.parametrize("form", [
    f"action={urllib.parse.quote(marks(5000))}", "&".join("a=b" for _ in range(4000)),
    "&".join(f"{urllib.parse.quote(marks(100))}{number}=" for number in range(40)),
], ids=["a long action", "many fields", "long names"])
def test_forms(site, form):
    path = urllib.parse.urlsplit(site.link).path
    status, _, seconds = ask(site, "POST", path, form, "application/x-www-form-urlencoded", key=False)
    assert status == 400 and seconds < 0.5, (status, seconds)
