"""What the courier does when relays fail it, when it is told to wait, and when a process dies."""
import contextlib
import signal
import sqlite3
import subprocess
import time

import pytest

from harness import BIN, ROOT, Catcher, Service, free_port, read_lines, stop, wait_for

from .stand import PATIENCE, Letter, Stand, moment


@pytest.fixture
def stand():
    """A service that sends in clear over one connection at a time."""
    stand = Stand(secure=False, COUNTERSIGN_SMTP_CONNECTIONS=1, COUNTERSIGN_COURIER_LEASE="3s")
    yield stand
    stand.stop()


@pytest.mark.parametrize("phase, action, more", [
    ("between", "replyAndClose", {"code": 421, "text": "4.3.2 idle too long"}), ("between", "drop", {}),
    ("between", "reset", {}), ("after", "replyAndClose", {"code": 421, "text": "4.3.2 idle too long"}),
], ids=lambda value: value if isinstance(value, str) else "")
def test_a_kept_connection_that_the_relay_closes_costs_the_next_message_nothing(stand, phase, action, more):
    first = stand.begin({"rules": [{"phase": phase, "action": action, "times": 1} | more]})
    first.in_state("sent")
    second = Letter(stand.service, "second")
    message = second.in_state("sent")
    assert len(message["attempts"]) == 1, message
    assert len(stand.received(first)) == len(stand.received(second)) == 1
    assert "message.deferred" not in second.events()
    assert sum(any(line.startswith("DATA") for line in lines) for lines in stand.said()) == 2, "two connections"


def test_a_kept_connection_is_used_again(stand):
    letters = [stand.begin({})] + [Letter(stand.service, f"next{number}") for number in range(3)]
    for letter in letters:
        letter.in_state("sent")
    assert len(stand.said()) == 1
    assert stand.said()[0].count("DATA") == 4


def test_after_a_dot_without_answer_and_then_a_refusal_there_are_two_copies_at_most(stand):
    letter = stand.begin({"rules": [
        {"phase": "body", "action": "dropAfterStoring", "times": 1},
        {"phase": "rcpt", "action": "reply", "code": 451, "text": "4.7.1 later", "skip": 1, "times": 1}]})
    message = letter.in_state("sent")
    assert [attempt["outcome"] for attempt in message["attempts"]] == ["unknown", "refused", "accepted"]
    assert len(stand.received(letter)) == 2


@pytest.mark.parametrize("down", ["nobody listens", "no service", "wrong credentials"])
def test_the_second_relay_takes_over_and_the_first_comes_back(down):
    second = Catcher()
    first_port = free_port()
    first = None
    url = f"smtp://127.0.0.1:{first_port}"
    if down == "no service":
        first = Catcher(smtp_port=first_port)
        first.faults({"rules": [{"phase": "connect", "action": "reply", "code": 554, "text": "5.3.2 no service"}]})
    elif down == "wrong credentials":
        first = Catcher("--user", "gallery", "--password", "right", smtp_port=first_port)
        url = f"smtp://gallery:wrong@127.0.0.1:{first_port}?tls=none"
    service = Service(f"{url},smtp://{second.smtp}", COUNTERSIGN_COURIER_RETRY="3s")
    try:
        service.start().owners(names=("ann",))
        for name in ("bob", "dan"):
            letter = Letter(service, name)
            message = letter.in_state("sent")
            assert len(message["attempts"]) == 1 and "message.deferred" not in letter.events()
            assert message["attempts"][0]["relay"].endswith(second.smtp.rsplit(":", 1)[1])
            assert len(second.messages(letter.address)) == 1
        if down == "wrong credentials":
            return
        if first:
            first.faults({})
        else:
            first = Catcher(smtp_port=first_port)
        # It is tried again when its circuit has been open for as long as the first retry.
        numbers = iter(range(1000))
        wait_for(
            lambda: Letter(service, f"later{next(numbers)}").in_state("sent")["attempts"][0]["relay"].endswith(
                str(first_port)), seconds=PATIENCE, every=0.5, what="the first relay to be used again")
        assert len(first.messages()) == 1
        assert len(first.messages()) + len(second.messages()) == 2 + next(numbers)
    finally:
        service.clear()
        second.stop()
        if first:
            first.stop()


def test_a_pause_of_all_and_of_one_gallery_takes_hold_and_lets_go(stand):
    service = stand.service
    service.run(
        "gallery", "add", "other", "--name", "Other", "--url", "https://other.example.com",
        "--from", "no-reply@other.example.com", "--set", "limits=none")
    other = service.add_key("other", "notify", "read")
    body = {"owners": [{"username": "ann", "email": "ann@example.org"}]}
    assert service.api("PUT", "/v1/packages/Contoso.Utils/owners", body, key=other).status_code == 200

    service.run("courier", "pause")
    held = [Letter(service, "held"), Letter(service, "held-too", key=other)]
    time.sleep(3)
    assert [letter.message["state"] for letter in held] == ["queued", "queued"]
    assert stand.catcher.messages() == []
    service.run("courier", "resume")
    for letter in held:
        letter.in_state("sent", seconds=10)

    service.run("courier", "pause", "--gallery", "main")
    held, free = Letter(service, "one"), Letter(service, "two", key=other)
    free.in_state("sent", seconds=10)
    time.sleep(2)
    assert held.message["state"] == "queued" and held.message["attempts"] == []
    service.run("courier", "resume", "--gallery", "main")
    held.in_state("sent", seconds=10)
    assert len(stand.catcher.messages()) == 4


def test_a_mail_whose_link_died_while_the_relay_was_down_is_not_sent():
    stand = Stand(secure=False, COUNTERSIGN_COURIER_RETRY="12s")
    try:
        first = stand.begin({"rules": [{"phase": "connect", "action": "reply", "code": 421, "text": "4.3.2 down"}]})
        first.in_state("deferred")
        stand.service.run("gallery", "edit", "main", "--set", "invitation.life=5s")
        letter = Letter(stand.service, "late")
        message = letter.in_state("cancelled")
        assert message["nextAttemptAt"] is None and message["attempts"] == []
        stand.heal()
        first.in_state("sent")
        time.sleep(1)
        assert stand.received(letter) == [] and letter.message["state"] == "cancelled"
        assert stand.service.invitation(letter.id)["state"] == "expired"
        assert "message.cancelled" in letter.events() and "message.sent" not in letter.events()[:3]
    finally:
        stand.stop()


def test_an_invitation_that_is_cancelled_while_the_relay_is_down_is_not_sent(stand):
    letter = stand.begin({"rules": [{"phase": "connect", "action": "reply", "code": 421, "text": "4.3.2 down"}]})
    letter.in_state("deferred")

    def cancel():
        answer = stand.service.api("POST", f"/v1/invitations/{letter.id}/cancel", {"by": "ann"})
        return answer.status_code == 200

    assert cancel()
    letter.in_state("cancelled")
    stand.heal()
    time.sleep(3)
    assert stand.catcher.messages() == [], "neither the letter nor word of its cancellation, for it never left"


@pytest.mark.parametrize("end, kinds", [("accepted", ["invitation", "invitation-cancelled"]), ("refused", ["invitation"])])
def test_an_invitation_that_is_cancelled_while_its_mail_is_on_the_way(stand, end, kinds):
    """Who got the mail hears that it no longer holds, and who did not hears nothing."""
    rules = [{"phase": "data", "action": "delay", "seconds": 3, "times": 1}]
    if end == "refused":
        rules.append({"phase": "body", "action": "reply", "code": 550, "text": "5.1.1 nobody", "times": 1})
    letter = stand.begin({"rules": rules})
    wait_for(lambda: any("DATA" in lines for lines in stand.said()), what="the conversation")
    answer = stand.service.api("POST", f"/v1/invitations/{letter.id}/cancel", {"by": "ann"})
    assert answer.status_code == 200 and answer.json()["state"] == "cancelled"
    letter.in_state("sent" if end == "accepted" else "failed")
    wait_for(
        lambda: all(message["state"] not in ("queued", "sending", "deferred") for message in letter.messages()),
        what="the mail that tells")
    caught = stand.catcher.messages(letter.address)
    assert len(caught) == (2 if end == "accepted" else 0), caught
    told = [message for message in letter.messages() if message["kind"] == "invitation-cancelled"]
    assert [message["state"] for message in told] == ["sent" if end == "accepted" else "cancelled"]
    if end == "accepted":
        assert "/c/" in caught[0]["text"] and "/c/" not in caught[1]["text"], "the mail, and then the word about it"


def test_a_suspended_process_sends_nothing_that_it_no_longer_holds(stand):
    """It may have been stopped for longer than its leases; only the conversation that it was in ends twice."""
    stand.begin({"rules": [{"phase": "body", "action": "delay", "seconds": 1}]}).in_state("sent")
    letters = [Letter(stand.service, f"crowd{number}") for number in range(12)]
    # Not in the middle of a write, where it would keep everybody else from the database.
    with contextlib.closing(sqlite3.connect(stand.service.folder / "db.sqlite", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        stand.service.process.send_signal(signal.SIGSTOP)
        database.execute("ROLLBACK")
    try:
        with Node(stand.service) as other:
            time.sleep(4)
            stand.service.process.send_signal(signal.SIGCONT)
            for letter in letters:
                letter.in_state("sent", seconds=40)
            other.must_run()
    finally:
        stand.service.process.send_signal(signal.SIGCONT)
    copies = [len(stand.received(letter)) for letter in letters]
    assert all(count >= 1 for count in copies) and sum(copies) <= len(letters) + 1, copies


def test_a_relay_slower_than_the_lease_gets_a_mail_once(stand):
    letter = stand.begin({"rules": [{"phase": "body", "action": "delay", "seconds": 20, "times": 1}]})
    letter.in_state("sending")
    # Another process that looks for what was abandoned: only the renewed lease keeps it away.
    with Node(stand.service) as other:
        message = letter.in_state("sent")
        other.must_run()
    assert len(message["attempts"]) == 1 and len(stand.received(letter)) == 1
    assert moment(message["attempts"][0]["at"]) - moment(message["createdAt"]) >= 20
    assert letter.events() == ["invitation.created", "message.sent"]


@pytest.mark.parametrize("phase, copies", [("data", 1), ("body", 2)])
def test_another_process_takes_over_from_one_that_was_killed(stand, phase, copies):
    letter = stand.begin({"rules": [{"phase": phase, "action": "delay", "seconds": 30, "times": 1}]})
    letter.in_state("sending")
    wait_for(lambda: any("DATA" in lines for lines in stand.said()), what="the conversation")
    if phase == "body":
        wait_for(lambda: stand.received(letter), what="the mail, before its reply")
    killed = time.time()
    stand.service.kill()
    with Node(stand.service):
        message = letter.in_state("sent", seconds=25)
        assert len(stand.received(letter)) == copies
    # Renewed every second, so it lasted for two more at least.
    assert moment(message["attempts"][-1]["at"]) - killed >= 1.5, "not before the lease ended"
    # What the dead process came to is not known, so only the second attempt is on record.
    assert len(message["attempts"]) == 1 and message["attempts"][0]["outcome"] == "accepted"


def test_a_slow_rate_delivers_all_the_same():
    """Most wait for their turn for longer than a lease."""
    stand = Stand(secure=False, COUNTERSIGN_SMTP_RATE="2/s", COUNTERSIGN_COURIER_LEASE="1s")
    try:
        letters = [stand.begin({})] + [Letter(stand.service, f"turn{number}") for number in range(24)]
        for letter in letters:
            letter.in_state("sent", seconds=40)
        assert [len(stand.received(letter)) for letter in letters] == [1] * len(letters)
    finally:
        stand.stop()


def test_a_sender_that_is_to_log_in_holds_up_nobody_else():
    """The relay takes mail of one gallery and not of the other."""
    stand = Stand(secure=False, COUNTERSIGN_COURIER_RETRY="20s")
    try:
        service = stand.service
        service.run(
            "gallery", "add", "other", "--name", "Other", "--url", "https://other.example.com",
            "--from", "no-reply@other.example.com", "--set", "limits=none")
        other = service.add_key("other", "notify", "read")
        stand.begin({"rules": [
            {"phase": "rcpt", "action": "reply", "code": 530, "text": "5.7.0 log in", "recipient": "other-*"}]}
        ).in_state("sent")
        body = {"owners": [{"username": "ann", "email": "ann@example.org"}]}
        assert service.api("PUT", "/v1/packages/Contoso.Utils/owners", body, key=other).status_code == 200
        refused = Letter(service, "other-one", key=other).in_state("deferred")
        assert refused["attempts"][-1]["code"] == 530
        Letter(service, "free").in_state("sent", seconds=10)
        assert "refuses our credentials" not in service.log
        assert "invitation.undeliverable" not in [event["type"] for event in service.events()]
    finally:
        stand.stop()


class Node:
    """One more process on the same database, at an address of its own."""

    def __init__(self, service):
        self.service = service

    def __enter__(self):
        self.port, self.url = free_port(), self.service.url
        environment = self.service.environment | {"COUNTERSIGN_HTTP_PORT": str(self.port)}
        with open(self.service.folder / "other-log", "ab") as log:
            self.process = subprocess.Popen(
                [BIN / "countersign", "serve"], env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
        read_lines(self.process, r"^countersign serves ")
        self.service.url = f"http://127.0.0.1:{self.port}"
        return self

    def must_run(self):
        assert self.process.poll() is None

    def __exit__(self, *_):
        self.service.url = self.url
        stop(self.process)
