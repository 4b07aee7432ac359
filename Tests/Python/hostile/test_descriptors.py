"""How many files and connections a process may have open, and what the service does within that."""
import pathlib
import re
import resource
import socket

import httpx
import pytest

from harness import Catcher, Service, link_in, wait_for


@pytest.fixture
def limited():
    """A service whose process was started with these limits of open files, soft and hard."""
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}", COUNTERSIGN_HTTP_IDLE_TIMEOUT="60s")

    def start(soft, hard):
        return service.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard)))

    service.catcher = catcher
    service.start_with = start
    yield service
    service.clear()
    catcher.stop()


def limits(process):
    text = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
    return tuple(int(number) for number in re.search(r"Max open files\s+(\d+)\s+(\d+)", text).groups())


def test_the_soft_limit_is_raised(limited):
    limited.start_with(128, 4000)
    assert limits(limited.process) == (4000, 4000)
    # The configured 4096 connections are more than that leaves room for.
    assert re.search(r'"connections":\s*"?3[0-9]{3}\b', limited.log), limited.log[:2000]


def test_the_database_and_the_relays_are_left_their_files(limited):
    """More clients than there are files: those who are in are served, mail leaves, and the rest come in later."""
    limited.start_with(256, 256)
    limited.owners()
    crowd = []
    with httpx.Client(base_url=limited.url, timeout=10) as inside:
        assert inside.get("/healthz").status_code == 200
        try:
            for _ in range(400):
                crowd.append(socket.create_connection(("127.0.0.1", limited.port), timeout=5))
            crowd[-1].settimeout(1)
            headers = {"Authorization": f"Bearer {limited.key}"}
            body = {"invitee": {"username": "bob", "email": "bob@example.org"}, "invitedBy": "ann"}
            for _ in range(20):
                answer = inside.post("/v1/packages/Contoso.Utils/invitations", json=body, headers=headers)
                assert answer.status_code in (200, 201), answer.text
                assert inside.get("/readyz").status_code == 200
            mail = limited.catcher.next("bob@example.org")
            assert len(list(pathlib.Path(f"/proc/{limited.process.pid}/fd").iterdir())) < 256
        finally:
            for connection in crowd:
                connection.close()

    def opens():
        try:
            return httpx.get(link_in(mail), timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    wait_for(opens, 30, what="room again")
    assert "Too many open files" not in limited.log and "EMFILE" not in limited.log


def test_too_few_files_stop_the_start(limited):
    done = limited.run(
        "serve", check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60)))
    assert done.returncode == 78 and done.stderr.count("\n") == 1, done
    assert "60" in done.stderr and "ulimit -n" in done.stderr
