"""Every fault in every phase: the message's state, its next attempt, what is remembered, and how many mails came."""
import concurrent.futures
import queue
import re
import time

import pytest

from .stand import Stand, is_wait, moment, wait_after
from .table import CASES

# Mostly they wait; still, each costs a service and a relay.
STANDS = 4


@pytest.fixture(scope="module")
def played(request):
    """Plays the cases that are asked for, several at a time; gives what became of each."""
    asked = {item.callspec.params["name"] for item in request.session.items if hasattr(item, "callspec")
             and "name" in item.callspec.params}
    cases = sorted((case for case in CASES if case.name in asked), key=lambda case: not case.is_slow)
    # One of them finds out silence, so it is less patient; it is slow work, so it comes first.
    stands = {slow: queue.SimpleQueue() for slow in (False, True)}
    everything = []

    def work(case):
        free = stands[case.is_slow]
        stand = free.get()
        try:
            FATES[case.fate](stand, case)
        finally:
            free.put(stand)

    def build(is_slow):
        stand = Stand(**({"COUNTERSIGN_SMTP_TIMEOUT_REPLY": "4s"} if is_slow else {}))
        everything.append(stand)
        stands[is_slow].put(stand)

    try:
        with concurrent.futures.ThreadPoolExecutor(2 * STANDS) as crowd:
            list(crowd.map(build, [False] * STANDS + [True] * STANDS))
            yield {case.name: crowd.submit(work, case) for case in cases}
    finally:
        for stand in everything:
            stand.stop()


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_fault(played, name):
    played[name].result()


def check_attempt(attempt, case):
    seen = {key: attempt.get(key) for key in ("outcome", "code", "status")}
    assert seen == {"outcome": case.outcome, "code": case.code, "status": case.status}, attempt
    assert attempt["phase"] in case.phase.split("|"), attempt
    assert re.search(case.text, attempt["text"]), attempt
    assert attempt["relay"].startswith("smtp://localhost:") and "@" not in attempt["relay"]


def check_delivered(stand, letter, copies=1):
    message = letter.in_state("sent")
    assert message["nextAttemptAt"] is None
    last = message["attempts"][-1]
    assert (last["outcome"], last["phase"], last["code"]) == ("accepted", "body", 250)
    assert len(stand.received(letter)) == copies
    assert letter.events()[-1] == "message.sent" and "invitation.undeliverable" not in letter.events()
    assert stand.service.invitation(letter.id)["delivery"]["state"] == "sent"
    return message


def put_off(stand, case):
    """Put off twice while the fault lasts."""
    letter = stand.begin(case.plan)
    message = letter.when(
        lambda message: message["state"] == "deferred" and len(message["attempts"]) >= 2, what="the second deferral")
    attempts = message["attempts"]
    for attempt in attempts:
        check_attempt(attempt, case)
    assert len(stand.received(letter)) == 0
    # The third attempt may be under way.
    assert stand.service.invitation(letter.id)["delivery"]["state"] in ("deferred", "sending")
    assert set(letter.events()) == {"invitation.created", "message.deferred"}
    return letter, message


def relay_at_fault(stand, case):
    letter, message = put_off(stand, case)
    # The second attempt cost no try either, so the wait stays at the first of the schedule.
    assert is_wait(wait_after(message), 1), message
    # The circuit is open between two attempts: the relay is left alone.
    times = [moment(attempt["at"]) for attempt in message["attempts"]]
    assert all(later - earlier >= 0.99 for earlier, later in zip(times, times[1:])), times
    if not case.name.startswith("mail"):
        assert not stand.began_mail(), stand.said()
    stand.heal()
    check_delivered(stand, letter)


def message_at_fault(stand, case):
    letter, message = put_off(stand, case)
    assert is_wait(wait_after(message), len(message["attempts"])), message
    stand.heal()
    message = check_delivered(stand, letter)
    # One mail, though a later attempt may have met the fault too before it was mended.
    times = [moment(attempt["at"]) for attempt in message["attempts"]]
    assert times[1] - times[0] >= 1 and times[2] - times[1] >= 2


def refused_for_good(stand, case):
    letter = stand.begin(case.plan)
    message = letter.in_state("failed")
    assert message["nextAttemptAt"] is None and len(message["attempts"]) == 1
    check_attempt(message["attempts"][0], case)
    assert stand.service.invitation(letter.id)["delivery"]["state"] == "failed"
    assert letter.events()[:3] == ["invitation.created", "message.failed", "invitation.undeliverable"]
    told = stand.catcher.next("ann@example.org")
    assert letter.address.split("@")[0] in told["text"] and letter.address not in told["text"]
    kinds = {message["kind"]: message["recipient"] for message in letter.messages()}
    assert kinds == {"invitation": letter.address, "invitation-undeliverable": "ann@example.org"}
    time.sleep(max(0.0, 1.5 - (time.time() - moment(message["attempts"][0]["at"]))))
    assert letter.message == message, "it is not tried again"
    assert stand.received(letter) == []
    stand.catcher.http.delete("/api/messages").raise_for_status()


def nobody_can_tell(stand, case):
    """Tried once more, a try later, and when that cannot tell either, left as it is."""
    stored = case.plan["rules"][0]["action"] == "dropAfterStoring"
    letter = stand.begin({"rules": [case.plan["rules"][0] | {"times": 1}]})
    message = check_delivered(stand, letter, copies=2 if stored else 1)
    assert letter.events() == ["invitation.created", "message.unknown", "message.sent"], message
    first, second = message["attempts"]
    check_attempt(first, case)
    assert moment(second["at"]) - moment(first["at"]) >= 1

    letter = stand.begin(case.plan)
    message = letter.when(lambda message: len(message["attempts"]) == 2 and message["state"] == "unknown", what="both")
    assert message["nextAttemptAt"] is None
    for attempt in message["attempts"]:
        check_attempt(attempt, case)
    stand.heal()
    time.sleep(2.5)
    assert letter.message == message, "it is not tried a third time"
    assert stand.service.invitation(letter.id)["delivery"]["state"] == "unknown"
    assert letter.events() == ["invitation.created", "message.unknown", "message.unknown"]
    assert len(stand.received(letter)) == (2 if stored else 0)


FATES = {
    "relay": relay_at_fault, "message": message_at_fault, "final": refused_for_good, "unknown": nobody_can_tell}
