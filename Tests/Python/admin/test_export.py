"""An export of the audit log is written as it is read: how it begins, and when it ends."""
import re
import socket

import pytest

from admin.desk import Desk
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
        head = (f"HEAD /admin/g/main/{path} HTTP/{version}\r\nHost: x\r\nCookie: {cookies(desk.browser)}\r\n\r\n")
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall(head.encode() + PROBE)
            answer = read(connection)
        first, _, rest = answer.partition(b"\r\n\r\n")
        assert first.startswith(b"HTTP/1.1 200") or first.startswith(b"HTTP/1.0 200"), answer
        assert not rest or re.match(rb"HTTP/1\.[01] 200 ", rest), rest[:80]
        if "export" in path:
            assert not rest and b"connection: close" in first.lower(), "nobody knows how long it would be"
