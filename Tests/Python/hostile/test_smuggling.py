"""Requests hidden in others: however the bytes come, the hidden one is content or nothing, and nobody loses step."""
import re
import socket
import time

import pytest

from harness import Service
from smuggled import cases

PROBE = b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n"
PROBED = b"Disallow: /\n"


@pytest.fixture(scope="module")
def site():
    service = Service().start()
    service.owners()
    yield service
    service.clear()


def hidden(site, package):
    body = b'{"owners": [{"username": "mallory", "email": "mallory@example.org"}]}'
    return (
        f"PUT /v1/packages/{package}/owners HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {site.key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


def send(site, data, piece):
    """Everything that comes back for these bytes and a probe behind them, and whether the connection ended."""
    answer, closed = b"", False
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(0.7)
        try:
            for start in range(0, len(data), piece):
                connection.sendall(data[start:start + piece])
                if piece < len(data):
                    time.sleep(0.0005)
            connection.sendall(PROBE)
        except OSError:
            pass
        try:
            while not answer.endswith(PROBED):
                chunk = connection.recv(65536)
                if not chunk:
                    closed = True
                    break
                answer += chunk
        except TimeoutError:
            pass
        except ConnectionResetError:
            closed = True
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)], answer.endswith(PROBED), closed


NAMES = list(cases(b"x"))


@pytest.mark.parametrize("piece", [1 << 30, 7], ids=["whole", "in pieces"])
@pytest.mark.parametrize("name", NAMES)
def test_hidden_requests(site, name, piece):
    package = f"Hidden.{NAMES.index(name)}.{min(piece, 8)}"
    data, kind = cases(hidden(site, package))[name]
    codes, probed, closed = send(site, data, max(piece, len(data) // 300))
    found = site.api("GET", f"/v1/packages/{package}/owners").status_code
    what = (name, codes, probed, closed, found)
    if kind == "carried out":
        assert len(codes) == 3 and probed and found == 200, what
        return
    assert found == 404, what
    if kind == "refused":
        assert codes == [400] and closed, what
    elif kind == "awaited":
        assert codes == [] and not closed, what
    elif kind == "ended":
        assert codes[-1] == 400 and len(codes) <= 2 and closed and not probed, what
    else:
        assert (len(codes) == 2 and probed) or (len(codes) == 1 and closed), what


def test_the_service_is_none_the_worse(site):
    assert site.process.poll() is None and site.api("GET", "/v1/packages/Contoso.Utils/owners").status_code == 200
    assert "Fatal error" not in site.log
