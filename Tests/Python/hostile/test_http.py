"""The HTTP side under attack: framing, spellings of tokens, forged origins and hosts, slow and idle clients."""
import re
import socket
import threading
import time

import httpx
import pytest

from harness import Catcher, Service, link_in, wait_for

PROBE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def site():
    catcher = Catcher()
    service = Service(
        f"smtp://{catcher.smtp}", COUNTERSIGN_HTTP_IDLE_TIMEOUT="3s", COUNTERSIGN_HTTP_MAX_CONNECTIONS="64").start()
    service.owners()
    service.invite().raise_for_status()
    service.link = link_in(catcher.next("bob@example.org"))
    service.catcher = catcher
    yield service
    service.clear()
    catcher.stop()


def exchange(service, data, seconds=2.5):
    """The status codes of what a server answers to these bytes, and whether it closed the connection."""
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.settimeout(seconds)
        connection.sendall(data)
        answer, closed = b"", False
        try:
            while not closed and not answer.endswith(b'{"status":"ok"}'):
                chunk = connection.recv(65536)
                closed = not chunk
                answer += chunk
        except TimeoutError:
            pass
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)], closed


POST = b"POST /v1/packages/Contoso.Utils/invitations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
FRAMING = {
    "both lengths": POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked not last": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a vertical tab": POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n012345",
    "a list of lengths": POST + b"Content-Length: 5, 5\r\n\r\n01234",
    "a signed length": POST + b"Content-Length: +5\r\n\r\n01234",
    "a negative length": POST + b"Content-Length: -1\r\n\r\n",
    "a hexadecimal length": POST + b"Content-Length: 0x5\r\n\r\n01234",
    "a length beyond all numbers": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "a huge chunk": POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc\r\n0\r\n\r\n",
    "a negative chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n",
    "chunks with bare LF": POST + b"Transfer-Encoding: chunked\r\n\r\n3\nabc\n0\n\n",
    "a folded field": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c: d\r\n\r\n",
    "bare LF": b"GET /healthz HTTP/1.1\nHost: x\n\n",
    "bare CR": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\rContent-Length: 5\r\n\r\n",
    "NUL in a field": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
    "two hosts": b"GET /c/x HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
    "no host": b"GET /c/x HTTP/1.1\r\nConnection: close\r\n\r\n",
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a long field": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20000 + b"\r\n\r\n",
    "many fields": b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X%d: a\r\n" % n for n in range(200)) + b"\r\n",
    "a long target": b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "NUL in the target": b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a space in the target": b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
    "an idempotency key with a line end": POST + b"Idempotency-Key: a\rb\r\nContent-Length: 2\r\n\r\n{}",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
}


@pytest.mark.parametrize("what", FRAMING)
def test_ambiguous_framing_ends_the_connection(site, what):
    """One 400, no second answer: nobody in front of the service can be made to see other requests than it does."""
    codes, closed = exchange(site, FRAMING[what] + PROBE)
    assert codes == [400] and closed, what


def test_a_load_balancers_check_needs_no_host(site):
    codes, _ = exchange(site, b"GET /healthz HTTP/1.0\r\n\r\n")
    assert codes == [200]


@pytest.mark.parametrize("round", range(3))
def test_a_stop_survives_those_who_come_meanwhile(round):
    """Connections that are accepted while the server goes down must not take the process with them."""
    service = Service().start()
    stop = threading.Event()

    def come():
        while not stop.is_set():
            try:
                with socket.create_connection(("127.0.0.1", service.port), timeout=1) as connection:
                    connection.sendall(PROBE)
            except OSError:
                pass

    crowd = [threading.Thread(target=come) for _ in range(6)]
    try:
        for one in crowd:
            one.start()
        time.sleep(0.5)
        service.process.terminate()
        assert service.process.wait(60) == 0, service.log[-2000:]
        assert "Fatal error" not in service.log
    finally:
        stop.set()
        for one in crowd:
            one.join()
        service.clear()


def test_requests_in_a_row_are_answered_in_a_row(site):
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.sendall(PROBE * 20)
        connection.settimeout(10)
        answer = b""
        while answer.count(b'{"status":"ok"}') < 20:
            answer += connection.recv(65536)
    assert answer.count(b"HTTP/1.1 200 ") == 20


def test_one_token_has_one_spelling(site):
    base, token = site.link.rsplit("/c/", 1)
    for target in (
        f"/c/{token}/", f"/c/{token}.", f"/c/%{ord(token[0]):02X}{token[1:]}", f"/c/{token}%00", f"/c/{token}%20",
        f"/c/{token};a", f"/c/{token}=", f"/c/{token.swapcase()}", f"//c/{token}", f"/./c/{token}", f"/C/{token}",
        f"/c//{token}", f"/%63/{token}", f"/c%2F{token}", f"/c/../c/{token}", f"/c/%2e%2e/c/{token}", f"/x/c/{token}",
        f"/v1/packages/{token}", f"/v1/invitations/{token}", f"/{token}", f"/v1/packages/a.{token}/owners",
    ):
        codes, _ = exchange(site, f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert codes[0] in (401, 404), target
    assert httpx.get(site.link).status_code == 200
    assert token not in site.log, "a link under another spelling opens no less from a log"


@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "Forwarded", "X-Forwarded-Proto", "X-Original-URL", "Referer"])
def test_links_start_with_what_is_configured(site, name):
    invitee = f"spoof-{name.lower()}"
    value = {"Forwarded": "host=evil.test;proto=https", "X-Forwarded-Proto": "https"}.get(name, "evil.test")
    answer = site.invite(invitee, headers={name: value})
    assert answer.status_code == 201 and "evil" not in answer.text + str(answer.headers)
    mail = site.catcher.next(f"{invitee}@example.org")
    assert link_in(mail).startswith(f"{site.url}/c/")
    assert b"evil" not in site.catcher.raw(mail["number"])


def test_origins(site):
    """Which page may press a button: 403 for another's, and 400 here because the action is none."""
    own = site.url
    foreign = [
        f"{own}/", f"{own}.evil.test", "http://evil.test", own.replace("127.0.0.1", "localhost"),
        own.replace("http", "https"), f"{own} http://evil.test", "",
    ]
    for origin in [None, "null", own, *foreign]:
        for site_value in (None, "same-origin", "same-site", "none", "cross-site", "Cross-Site"):
            headers = {"Origin": origin, "Sec-Fetch-Site": site_value}
            headers = {name: value for name, value in headers.items() if value is not None}
            answer = httpx.post(site.link, data={"action": "x"}, headers=headers)
            refused = origin in foreign or (site_value or "").lower() == "cross-site"
            assert answer.status_code == (403 if refused else 400), headers


def test_only_the_form_itself_acts(site):
    for type, body in (
        ("application/x-www-form-urlencoded", "action=x&action=accept"), ("text/plain", "action=accept"),
        ("multipart/form-data; boundary=a", '--a\r\nContent-Disposition: form-data; name="action"\r\n\r\naccept\r\n--a--'),
        ("application/json", '{"action":"accept"}'), ("application/x-www-form-urlencoded", "action=accept%00"),
        ("application/x-www-form-urlencoded", "action=%ff"), ("application/x-www-form-urlencoded", "ACTION=accept"),
        ("application/x-www-form-urlencoded", "a" * 20_000), ("application/x-www-form-urlencoded", "&=" * 5000),
    ):
        answer = httpx.post(site.link, content=body, headers={"Content-Type": type})
        assert answer.status_code in (400, 413, 415), (type, body[:40], answer.status_code)
    assert httpx.post(f"{site.link}?action=accept", data={"action": "x"}).status_code == 400
    assert httpx.get(f"{site.link}?action=accept").status_code == 200
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        answer = httpx.request(method, site.link, headers={"X-HTTP-Method-Override": "POST"})
        assert answer.status_code == 405, method
    assert not any(event["type"] == "invitation.accepted" for event in site.events())


def test_slow_and_idle_clients_are_let_go(site):
    """Three hundred connections that send a byte now and then, or nothing, where 64 are served."""
    head = POST + b"Authorization: Bearer " + site.key.encode() + b"\r\nContent-Length: 60000\r\n"
    slow = []
    for number in range(300):
        connection = socket.create_connection(("127.0.0.1", site.port))
        connection.sendall((b"", b"G", head + b"X: ", head[:20])[number % 4])
        slow.append(connection)

    def answered():
        for connection in slow:
            try:
                connection.send(b" ")
            except OSError:
                pass
        try:
            return httpx.get(f"{site.url}/healthz", timeout=1).status_code == 200
        except httpx.HTTPError:
            return False

    begin = time.monotonic()
    wait_for(answered, 60, 0.2, "an answer beside slow clients")
    assert time.monotonic() - begin < 45
    for connection in slow:
        connection.close()
    wait_for(lambda: site.invite("patient").status_code in (200, 201), 30)
