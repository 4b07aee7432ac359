"""What a machine does to a service: a locked database, a full disk, a keyring that somebody breaks."""
import concurrent.futures
import json
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time

import httpx
import pytest

from harness import BIN, ROOT, Catcher, Service, link_in, wait_for


def test_a_lock_of_another_process(service, catcher):
    """Reads and pages go on; a write is refused as unavailable, keeps nothing, and works once the lock is gone."""
    link = None
    assert service.invite("first").status_code == 201
    link = link_in(catcher.next("first@example.org"))
    other = sqlite3.connect(service.folder / "db.sqlite", isolation_level=None, timeout=10)
    other.execute("BEGIN IMMEDIATE")
    try:
        refused = service.invite("second", headers={"Idempotency-Key": "locked"})
        assert refused.status_code == 503, refused.text
        assert refused.json()["type"].endswith("/unavailable") and int(refused.headers["Retry-After"]) > 0
        assert httpx.get(link).status_code == 200
        assert service.api("GET", "/v1/invitations").status_code == 200
    finally:
        other.execute("ROLLBACK")
    again = service.invite("second", headers={"Idempotency-Key": "locked"})
    assert again.status_code == 201 and "Idempotency-Replayed" not in again.headers
    catcher.next("second@example.org")


@pytest.fixture
def small_disk():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="small-"))
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True).returncode == 0
    if not mounted:
        folder.rmdir()
        pytest.skip("this machine does not let us mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


def test_a_full_disk(small_disk):
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}", COUNTERSIGN_DATABASE_URL=f"sqlite:{small_disk}/db.sqlite").start()
    try:
        service.owners(names=("ann",))
        answered, refused = [], 0
        while refused < 5:
            answer = service.invite(f"guest{len(answered)}", note="x" * 400)
            if answer.status_code == 201:
                answered.append(answer.json()["id"])
            else:
                assert answer.status_code == 503 and "Retry-After" in answer.headers, answer.text
                refused += 1
            assert len(answered) < 2000, "the disk never fills"
        assert httpx.get(f"{service.url}/healthz").status_code == 200
        assert "disk is full" in service.log
        assert wait_for(lambda: httpx.get(f"{service.url}/readyz").status_code == 503, 40), "nothing can be taken on"
        subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
        assert wait_for(lambda: service.invite("after").status_code == 201, 30)
        assert all(service.invitation(id)["state"] == "pending" for id in answered)
        wait_for(lambda: len(catcher.messages()) >= len(answered) + 1, 60, 0.5, "every mail")
        recipients = [mail["to"][0] for mail in catcher.messages()]
        assert len(set(recipients)) == len(recipients) == len(answered) + 1, "what could not be noted is not sent again"
        service.stop()
        with sqlite3.connect(small_disk / "db.sqlite") as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        database.close()
    finally:
        service.clear()
        catcher.stop()


def test_a_broken_keyring_does_not_break_a_running_service(service, catcher):
    file = service.folder / "keyring.json"
    good = file.read_bytes()
    service.invite("first").raise_for_status()
    link = link_in(catcher.next("first@example.org"))
    for broken in (b"{bad json", b"", b"[]", good[: len(good) // 2]):
        file.write_bytes(broken)
        done = service.run("keyring", "rotate", check=False)
        assert done.returncode == 78 and done.stderr.count("\n") == 1, done
        assert file.read_bytes() == broken, "no command overwrites what it could not read"
    wait_for(lambda: "keyring cannot be used" in service.log, 20)
    assert httpx.get(link).status_code == 200
    service.invite("second").raise_for_status()
    assert httpx.get(link_in(catcher.next("second@example.org"))).status_code == 200
    file.chmod(0o644)
    done = service.run("keyring", "list", check=False)
    assert done.returncode == 78 and "chmod 600" in done.stderr
    file.chmod(0o600)
    file.write_bytes(good)
    assert service.run("keyring", "rotate").returncode == 0
    wait_for(lambda: "keyring was read anew" in service.log, 20)
    assert httpx.get(link).status_code == 200


def test_commands_at_once_leave_a_keyring_that_holds_what_they_said(service):
    """Each rotation adds a key of its own, and a retired key stays retired."""
    def start(*arguments):
        return subprocess.Popen(
            [BIN / "countersign", "keyring", *arguments], env=service.environment, cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)

    def kids():
        return [key["kid"] for key in json.loads(service.run("keyring", "list", "--json").stdout)]

    for _ in range(8):
        oldest = kids()[0]
        running = [start("rotate") for _ in range(4)] + [start("retire", str(oldest))]
        said = [process.communicate()[0] for process in running]
        assert [process.returncode for process in running[:4]] == [0] * 4, said
        made = [int(line.split()[1]) for line in said[:4]]
        assert len(set(made)) == 4 and set(made) <= set(kids())
        # The only key there is cannot be retired; it depends on who came first.
        assert (running[4].returncode == 0) == (oldest not in kids()), said


def test_readiness_tells_of_a_keyring_that_cannot_be_used(service):
    file = service.folder / "keyring.json"
    good = file.read_bytes()

    def parts():
        return {part["name"]: part["status"] for part in httpx.get(f"{service.url}/readyz").json()["parts"]}

    assert parts()["keyring"] == "ready"
    file.unlink()
    wait_for(lambda: parts()["keyring"] == "not ready", 20)
    file.write_bytes(good)
    file.chmod(0o600)
    wait_for(lambda: parts()["keyring"] == "ready", 20)


def test_a_running_service_notices_that_its_keyring_was_opened_to_others(service):
    """And that what it asks for was done, which changes nothing that was written."""
    file = service.folder / "keyring.json"

    def keyring():
        parts = httpx.get(f"{service.url}/readyz").json()["parts"]
        return next(part["status"] for part in parts if part["name"] == "keyring")

    assert keyring() == "ready"
    file.chmod(0o644)
    wait_for(lambda: keyring() == "not ready", 20)
    time.sleep(2.5)
    assert service.log.count("chmod 600") == 1, "said once, though it is looked at every second"
    file.chmod(0o600)
    wait_for(lambda: keyring() == "ready", 20)
    # Likewise where a copy takes its place that is open from the start.
    copy = service.folder / "keyring.json.copy"
    copy.write_bytes(file.read_bytes())
    copy.chmod(0o640)
    copy.rename(file)
    wait_for(lambda: keyring() == "not ready", 20)
    file.chmod(0o600)
    wait_for(lambda: keyring() == "ready", 20)


def test_readiness_is_answered_while_the_database_does_not(service):
    """Many ask, and each has an answer within moments: the last one, until that is too old."""
    def ask(_):
        start = time.monotonic()
        status = httpx.get(f"{service.url}/readyz", timeout=30).status_code
        return status, time.monotonic() - start

    assert ask(0)[0] == 200
    other = sqlite3.connect(service.folder / "db.sqlite", isolation_level=None, timeout=10)
    other.execute("BEGIN IMMEDIATE")
    try:
        answers, end = [], time.monotonic() + 8
        with concurrent.futures.ThreadPoolExecutor(8) as crowd:
            while time.monotonic() < end:
                answers += crowd.map(ask, range(8))
                time.sleep(0.2)
        assert max(seconds for _, seconds in answers) < 3, answers
        assert answers[0][0] == 200 and answers[-1][0] == 503
    finally:
        other.execute("ROLLBACK")
    wait_for(lambda: ask(0)[0] == 200, 30)


def test_a_gallery_that_cannot_be_read_stops_nobody_else(service, catcher):
    service.run(
        "gallery", "add", "other", "--name", "Other", "--url", "https://other.example.com", "--from",
        "no-reply@other.example.com", "--set", "limits=none")
    other = service.add_key("other", "notify", "read")
    body = {"owners": [{"username": "ann", "email": "ann@example.org"}]}
    assert service.api("PUT", "/v1/packages/Contoso.Utils/owners", body, key=other).status_code == 200
    service.run("courier", "pause")
    service.invite("waits").raise_for_status()
    with sqlite3.connect(service.folder / "db.sqlite", timeout=10) as database:
        database.execute("""UPDATE galleries SET settings = '{"hue":"7","limits":"none"}' WHERE slug = 'main'""")
    database.close()
    service.run("courier", "resume")
    body = {"invitee": {"username": "bob", "email": "bob@example.org"}, "invitedBy": "ann"}
    assert service.api("POST", "/v1/packages/Contoso.Utils/invitations", body, key=other).status_code == 201
    catcher.next("bob@example.org")
    time.sleep(2.5)
    assert catcher.messages("waits@example.org") == []
    assert service.log.count("is passed over") == 1 and "hue" not in service.log
    listed = service.run("gallery", "list")
    assert "other" in listed.stdout and "cannot be used, and wait: main" in listed.stderr
    check = service.run("check", check=False)
    assert check.returncode == 1 and "FAILED courier: " in check.stdout
    shown = service.run("gallery", "show", "main", check=False)
    assert shown.returncode == 1 and "'hue'" in shown.stderr and "--unset" in shown.stderr
    assert service.run("gallery", "edit", "main", "--name", "Main", check=False).returncode == 2, "not without a cure"
    assert service.run("gallery", "edit", "main", "--unset", "hue").stdout == "changed main\n"
    catcher.next("waits@example.org")
    assert service.run("check").returncode == 0


def test_a_rotation_while_the_service_starts_is_not_missed(service, catcher):
    service.stop()
    other = sqlite3.connect(service.folder / "db.sqlite", isolation_level=None, timeout=10)
    other.execute("BEGIN EXCLUSIVE")
    starting = threading.Thread(target=service.start)
    starting.start()
    time.sleep(1)
    service.run("keyring", "rotate")
    service.run("keyring", "retire", "1")
    other.execute("ROLLBACK")
    other.close()
    starting.join()
    time.sleep(2.5)
    service.invite("first").raise_for_status()
    link = link_in(catcher.next("first@example.org"))
    inspected = service.run("link", "inspect", link.rsplit("/", 1)[1], "--json")
    assert json.loads(inspected.stdout)["kid"] == 2, inspected.stdout


def test_a_pause_holds_what_is_queued(service, catcher):
    service.run("courier", "pause")
    time.sleep(2.5)
    for number in range(10):
        service.invite(f"held{number}").raise_for_status()
    time.sleep(1)
    assert catcher.messages() == []
    service.run("courier", "resume")
    for number in range(10):
        catcher.next(f"held{number}@example.org")
    assert all(len(catcher.messages(f"held{number}@example.org")) == 1 for number in range(10))
