"""An export of the audit log is written as it is read: how it begins, and when it ends."""
import re
import socket

import pytest

from admin.desk import Desk, is_in
from harness import Catcher, Service

PROBE = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.fixture
def house():
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}").start()
    desk = Desk(service, catcher, "grace", "--gallery", "main")
    desk.enrol()
    yield service, desk
    service.clear()
    catcher.stop()


def cookies(browser):
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def read(connection):
    connection.settimeout(20)
    answer = b""
    while chunk := connection.recv(65536):
        answer += chunk
    return answer


@pytest.mark.parametrize("version", ["1.1", "1.0"])
def test_nothing_follows_a_head(house, version):
    service, desk = house
    for path in ("audit/export", "audit/export?format=ndjson", "audit"):
        # After HTTP/1.0 there is no other request.
        last = "Connection: close\r\n" if version == "1.0" else ""
        head = (
            f"HEAD /admin/g/main/{path} HTTP/{version}\r\nHost: x\r\n{last}"
            f"Cookie: {cookies(desk.browser)}\r\n\r\n")
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall(head.encode() + (PROBE if version == "1.1" else b""))
            answer = read(connection)
        first, _, rest = answer.partition(b"\r\n\r\n")
        assert first.startswith(b"HTTP/1.1 200") or first.startswith(b"HTTP/1.0 200"), answer
        assert not rest or re.match(rb"HTTP/1\.[01] 200 ", rest), rest[:80]
        if "export" in path:
            assert not rest, "nobody knows how long it would be"
            assert version == "1.0" or b"connection: close" in first.lower()


@pytest.mark.parametrize("how", ["removed", "signed out"])
def test_it_breaks_off_where_its_admin_may_not_read_on(house, how):
    service, desk = house
    for number in range(30):
        service.api("PUT", f"/v1/packages/E{number}/owners", {"owners": [
            {"username": f"user-with-a-long-name-{number}-{other}"} for other in range(500)]}).raise_for_status()
    path = "/admin/g/main/audit/export?format=ndjson"
    whole = len(desk.browser.get(path).text)
    assert whole > 2_000_000
    with socket.socket() as connection:
        # Little is taken at a time, so that the server waits in the midst of it.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", service.port))
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookies(desk.browser)}\r\n"
            "Connection: close\r\n\r\n".encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        if how == "removed":
            service.run("admin", "remove", desk.address)
        else:
            account = desk.browser.get("/admin/account")
            nonce = re.search(r'name="nonce" value="([^"]+)"', account.text)[1]
            desk.browser.post("/admin/sign-out", {"nonce": nonce})
        assert not is_in(desk.browser)
        rest = read(connection)
    assert not rest.endswith(b"0\r\n\r\n"), "it looks whole"
    assert len(rest) < whole
