"""Nothing that was accepted is lost by kill -9, whenever it comes, and nothing is decided twice."""
import collections
import os
import random
import threading
import time

import httpx
import pytest

from harness import Catcher, Service, link_in, press, wait_for

KILLS = int(os.environ.get("COUNTERSIGN_TEST_KILLS", "6"))


class Load(threading.Thread):
    """Invites, and accepts what it got mail for, until told to stop; remembers every 201 and every press."""

    def __init__(self, service, number, stop):
        super().__init__(daemon=True)
        self.service, self.number, self.stop = service, number, stop
        self.accepted = {}
        self.count = 0

    def run(self):
        with httpx.Client(timeout=5) as client:
            while not self.stop.is_set():
                self.count += 1
                name = f"w{self.number}-{self.count}"
                body = {"invitee": {"username": name, "email": f"{name}@example.org"}, "invitedBy": "ann"}
                try:
                    answer = client.post(
                        f"{self.service.url}/v1/packages/Contoso.Utils/invitations", json=body,
                        headers={"Authorization": f"Bearer {self.service.key}"})
                except httpx.HTTPError:
                    time.sleep(0.02)
                    continue
                if answer.status_code == 201:
                    self.accepted[answer.json()["id"]] = name
                # A steady load, not the most that it can bear: the mails have to be delivered and looked at too.
                time.sleep(0.05)


@pytest.mark.timeout(1200)
def test_kill_many_times_under_load():
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}", COUNTERSIGN_COURIER_LEASE="2s").start()
    random_source = random.Random(20261121)
    try:
        service.owners(names=("ann",))
        stop = threading.Event()
        loads = [Load(service, number, stop) for number in range(2)]
        for load in loads:
            load.start()
        pressed = {}
        caught = []
        for _ in range(KILLS):
            time.sleep(random_source.uniform(0.05, 0.5))
            # Presses race with the kill as well.
            caught += catcher.messages(after=caught[-1]["number"] if caught else 0)
            for mail in caught[-2:] if len(pressed) < 12 else []:
                if mail["to"] != ["ann@example.org"] and "/c/" in mail["text"]:
                    try:
                        if press(link_in(mail)).status_code == 200:
                            pressed[mail["to"][0]] = True
                    except httpx.HTTPError:
                        pass
            service.kill()
            service.start()
        stop.set()
        for load in loads:
            load.join()

        created = {id: name for load in loads for id, name in load.accepted.items()}
        assert len(created) > KILLS, "there was a load"
        for id, name in created.items():
            assert service.invitation(id)["invitee"]["username"] == name

        def undelivered():
            found = {}
            for state in ("queued", "sending", "deferred"):
                found[state] = len(service.api("GET", f"/v1/messages?state={state}&limit=200").json()["items"])
            return found

        wait_for(lambda: not any(undelivered().values()), seconds=120, every=0.5, what="all mail to leave")
        assert service.api("GET", "/v1/messages?state=failed").json()["items"] == []
        copies = collections.Counter()
        for mail in caught + catcher.messages(after=caught[-1]["number"]):
            copies[(mail["to"][0], header(mail, "message-id"))] += 1
        invited = collections.Counter(to for (to, _) in copies if to != "ann@example.org")
        for name in created.values():
            assert invited[f"{name}@example.org"] >= 1, f"{name} got no mail"

        # A second copy only of what was in flight: it has the same Message-ID, and a takeover is on record.
        for (to, message_id), count in copies.items():
            if count == 1:
                continue
            message = service.api("GET", f"/v1/messages/{message_id.strip('<>').split('@')[0]}").json()
            assert count <= 1 + KILLS and message["state"] == "sent", (to, count, message)
        duplicates = sum(count - 1 for count in copies.values())
        print(f"{len(created)} invitations, {sum(copies.values())} mails, {duplicates} second copies, {KILLS} kills")

        events = service.events()
        accepted = collections.Counter(
            event["subject"] for event in events if event["type"] == "invitation.accepted")
        assert all(count == 1 for count in accepted.values())
        assert len(accepted) >= len(pressed) > 0
        added = collections.Counter(
            event["data"]["username"] for event in events if event["type"] == "owner.added")
        assert all(count == 1 for count in added.values())
    finally:
        service.clear()
        catcher.stop()


def header(mail, name):
    headers = mail["headers"]
    pairs = headers.items() if isinstance(headers, dict) else [
        (entry["name"], entry["value"]) if isinstance(entry, dict) else entry for entry in headers]
    return next(value for key, value in pairs if key.lower() == name)
