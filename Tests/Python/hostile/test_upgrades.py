"""Connections that ask for another protocol, or say how they mean to send: nothing is kept of what nobody will read."""
import pathlib
import select
import socket
import subprocess
import time

import pytest

from harness import Catcher, Service, link_in

CHUNK, MOST = b"x" * 65536, 64 << 20
# What the kernel holds of both sides of a connection, at the most.
KERNEL = 20 << 20


@pytest.fixture(scope="module")
def site():
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}").start()
    service.owners()
    service.invite().raise_for_status()
    service.link = link_in(catcher.next("bob@example.org"))
    service.catcher = catcher
    yield service
    service.clear()
    catcher.stop()


def port_of(site, where):
    return site.port if where == "service" else int(site.catcher.web.rsplit(":", 1)[1])


def memory(process):
    """Of a process, resident, in bytes."""
    return int(pathlib.Path(f"/proc/{process.pid}/statm").read_text().split()[1]) * 4096


def push(connection, seconds=4.0):
    """Sends for a while; how much was taken, and whether the connection was closed meanwhile."""
    connection.setblocking(False)
    taken, answer, end = 0, b"", time.monotonic() + seconds
    while taken < MOST and time.monotonic() < end:
        readable, writable, _ = select.select([connection], [connection], [], 0.2)
        try:
            if readable:
                chunk = connection.recv(65536)
                if not chunk:
                    return taken, True, answer
                answer += chunk
            if writable:
                taken += connection.send(CHUNK)
        except (ConnectionResetError, BrokenPipeError):
            return taken, True, answer
    return taken, False, answer


def requests(site, where):
    path = "/healthz" if where == "service" else "/api/messages"
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode()
    return {
        "connect": b"CONNECT evil.test:25 HTTP/1.1\r\nHost: evil.test:25\r\n\r\n",
        "websocket": head + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "h2c": head + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n\r\n",
        "with a body": head + b"Connection: upgrade\r\nUpgrade: x\r\nContent-Length: 5\r\n\r\nhello",
        "in chunks": head + b"Connection: upgrade\r\nUpgrade: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
        "named alone": head + b"Upgrade: x\r\n\r\n",
    }


@pytest.mark.parametrize("where", ["service", "inbox"])
@pytest.mark.parametrize("what", ["connect", "websocket", "h2c", "with a body", "in chunks", "named alone"])
def test_nothing_is_taken_after_an_upgrade(site, where, what):
    process = site.process if where == "service" else site.catcher.process
    before = memory(process)
    with socket.create_connection(("127.0.0.1", port_of(site, where))) as connection:
        connection.sendall(requests(site, where)[what])
        taken, closed, answer = push(connection)
    assert closed and taken <= KERNEL, (taken, closed, answer[:200])
    assert memory(process) - before < KERNEL


@pytest.mark.parametrize("where", ["service", "inbox"])
def test_nothing_is_taken_while_another_request_waits(site, where):
    """The one that asks for an upgrade comes behind one whose answer is put off."""
    process = site.process if where == "service" else site.catcher.process
    last = site.events()[-1]["seq"]
    number = max(message["number"] for message in site.catcher.messages())
    path = f"/v1/events?after={last}&wait=5" if where == "service" else f"/api/messages?after={number}&wait=5"
    first = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {site.key}\r\n\r\n".encode()
    before = memory(process)
    with socket.create_connection(("127.0.0.1", port_of(site, where))) as connection:
        connection.sendall(first + requests(site, where)["websocket"])
        taken, _, _ = push(connection, 3)
        assert taken <= KERNEL and memory(process) - before < KERNEL, taken


@pytest.mark.parametrize("what", ["connect", "websocket", "h2c", "with a body", "in chunks", "named alone"])
def test_the_answer_comes_and_is_the_last(site, what):
    for where in ("service", "inbox"):
        with socket.create_connection(("127.0.0.1", port_of(site, where)), timeout=5) as connection:
            connection.sendall(requests(site, where)[what])
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        head = answer.split(b"\r\n\r\n")[0].lower()
        assert answer.startswith(b"HTTP/1.1 ") and b"\r\nconnection: close" in head, answer
        assert answer.count(b"HTTP/1.1 ") == 1
        assert answer[9:12] == b"200" or what == "connect", answer


def test_a_client_that_offers_http2_gets_its_answers(site):
    def curl(*arguments):
        done = subprocess.run(
            ["curl", "-sS", "--http2", "--max-time", "10", "-o", "/dev/null", "-w", "%{http_code} ", *arguments],
            capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    assert curl(f"{site.url}/healthz", "-o", "/dev/null", f"{site.url}/readyz") == ["200", "200"]
    assert curl(site.link) == ["200"]
    body = '{"owners": [{"username": "ann", "email": "ann@example.org"}]}'
    assert curl(
        "-X", "PUT", "-H", f"Authorization: Bearer {site.key}", "-H", "Content-Type: application/json", "-d", body,
        f"{site.url}/v1/packages/Of.Curl/owners") == ["200"]
    assert curl(f"{site.catcher.web}/api/messages") == ["200"]


PUT = b"PUT /v1/packages/Of.Expect/owners HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
BODY = b'{"owners": [{"username": "ann", "email": "ann@example.org"}]}'


def converse(site, head, body=None, seconds=5.0):
    """What comes before the body is sent, and after it."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=seconds) as connection:
        connection.sendall(head)
        first = connection.recv(65536)
        if body is None:
            while chunk := connection.recv(65536):
                first += chunk
            return first
        connection.sendall(body)
        return first, connection.recv(65536)


def expecting(site, length=len(BODY), key=None):
    return PUT + (
        f"Authorization: Bearer {key or site.key}\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n").encode()


def test_a_client_that_waits_to_be_asked_is_asked(site):
    first, second = converse(site, expecting(site), BODY)
    assert first == b"HTTP/1.1 100 Continue\r\n\r\n" and second.startswith(b"HTTP/1.1 200 "), (first, second)


@pytest.mark.parametrize("what", ["a key", "a size", "a method"])
def test_a_client_that_waits_in_vain_is_told_at_once(site, what):
    """What it would send is not waited for, so that the connection ends with the answer."""
    head, status = {
        "a key": (expecting(site, key="cs_wrong"), b"401"), "a size": (expecting(site, 10_000_000), b"413"),
        "a method": (expecting(site).replace(b"PUT", b"PATCH"), b"405"),
    }[what]
    begin = time.monotonic()
    answer = converse(site, head)
    assert answer.startswith(b"HTTP/1.1 " + status) and b"connection: close" in answer.lower(), answer
    assert time.monotonic() - begin < 4


def test_a_form_may_be_announced_too(site):
    path = site.link[len(site.url):]
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Expect: 100-Continue\r\nContent-Length: 8\r\n\r\n").encode()
    first, second = converse(site, head, b"action=x")
    assert first == b"HTTP/1.1 100 Continue\r\n\r\n" and second.startswith(b"HTTP/1.1 400 "), (first, second)


def test_http_1_0_is_asked_nothing_and_sends_no_chunks(site):
    """A proxy that speaks 1.0 knows neither, and would pass on what it does not see (RFC 9112, 6.1)."""
    head = expecting(site).replace(b"HTTP/1.1", b"HTTP/1.0")
    with socket.create_connection(("127.0.0.1", site.port), timeout=5) as connection:
        connection.sendall(head + BODY)
        assert connection.recv(65536).split(b" ")[1] == b"200"
    chunked = PUT.replace(b"HTTP/1.1", b"HTTP/1.0") + (
        f"Authorization: Bearer {site.key}\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
    chunked += b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    answer = converse(site, chunked + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ") and answer.count(b"HTTP/1.1 ") == 1, answer
