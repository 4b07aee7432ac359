"""Nothing that was accepted is lost by kill -9, whenever it comes, and nothing is decided twice."""
import collections
import contextlib
import os
import random
import shutil
import sqlite3
import tempfile
import threading
import time
import uuid

import httpx
import pytest

from harness import Catcher, Service, link_in, message_id, press, wait_for

KILLS = int(os.environ.get("COUNTERSIGN_TEST_KILLS", "50"))
# Each owner hears of each invitation: what is accepted is spread, so that the mails do not outgrow the load.
PACKAGES = [f"Contoso.Part{number}" for number in range(40)]


class Load(threading.Thread):
    """Invites until told to stop; remembers every 201."""

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
                package = PACKAGES[self.count % len(PACKAGES)]
                body = {"invitee": {"username": name, "email": f"{name}@example.org"}, "invitedBy": "ann"}
                try:
                    answer = client.post(
                        f"{self.service.url}/v1/packages/{package}/invitations", json=body,
                        headers={"Authorization": f"Bearer {self.service.key}"})
                except httpx.HTTPError:
                    time.sleep(0.02)
                    continue
                if answer.status_code == 201:
                    self.accepted[answer.json()["id"]] = name
                # A steady load, not the most that it can bear: the mails have to be delivered and looked at too.
                time.sleep(0.03)


def stored(service):
    """Ids of what the database of a dead process holds: invitations, and messages that are recorded as sent.

    Looks at a copy: SQLite tidies up after the last one that closes a database, and the next start is to find it as it
    was left.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file in service.folder.glob("db.sqlite*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
        with contextlib.closing(sqlite3.connect(f"{folder}/db.sqlite")) as database:
            def ids(statement):
                return {str(uuid.UUID(bytes=id)) for (id,) in database.execute(statement)}
            return ids("SELECT id FROM invitations"), ids("SELECT id FROM messages WHERE state = 'sent'")


Mail = collections.namedtuple("Mail", "number to message")


class Mailbox:
    """What the mail server has, in the order of arrival."""

    def __init__(self, catcher):
        self.catcher, self.mails = catcher, []

    @property
    def last(self):
        return self.mails[-1].number if self.mails else 0

    def look(self):
        new = self.catcher.messages(after=self.last)
        self.mails += [Mail(mail["number"], mail["to"], message_id(mail)) for mail in new]
        return new


@pytest.mark.timeout(1200)
def test_kill_many_times_under_load():
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}", COUNTERSIGN_COURIER_LEASE="2s").start()
    random_source = random.Random(20261121)
    mailbox = Mailbox(catcher)
    try:
        for package in PACKAGES:
            service.owners(package, ("ann",))
        stop = threading.Event()
        loads = [Load(service, number, stop) for number in range(4)]
        for load in loads:
            load.start()
        pressed = set()
        # Message by message the newest mail that had arrived when it was found recorded as sent.
        settled = {}
        for _ in range(KILLS):
            time.sleep(random_source.uniform(0.05, 0.5))
            # Presses race with the kill as well.
            for mail in mailbox.look()[-2:]:
                if mail["to"] != ["ann@example.org"] and "/c/" in mail["text"]:
                    with contextlib.suppress(httpx.HTTPError):
                        if press(link_in(mail)).status_code == 200:
                            pressed.add(mail["to"][0].split("@")[0])
            service.kill()
            answered = {id for load in loads for id in list(load.accepted)}
            invitations, sent = stored(service)
            assert answered <= invitations, "every 201 is in the database"
            mailbox.look()
            settled = {id: settled.get(id, mailbox.last) for id in sent}
            service.start()
        stop.set()
        for load in loads:
            load.join()

        created = {id: name for load in loads for id, name in load.accepted.items()}
        assert len(created) > KILLS, "there was a load"
        names = {item["id"]: item["invitee"]["username"] for item in service.all("/v1/invitations")}
        assert created.items() <= names.items(), "every 201 is there"

        def undelivered():
            return [
                state for state in ("queued", "sending", "deferred")
                if service.api("GET", f"/v1/messages?state={state}&limit=1").json()["items"]]

        wait_for(lambda: not undelivered(), seconds=120, every=0.5, what="all mail to leave")
        assert service.api("GET", "/v1/messages?state=failed").json()["items"] == []
        mailbox.look()
        invited = {mail.to[0] for mail in mailbox.mails}
        for name in created.values():
            assert f"{name}@example.org" in invited, f"{name} got no mail"

        # A second copy only of what was in flight: never of what a killed process had recorded as sent.
        copies = collections.Counter(mail.message for mail in mailbox.mails)
        for mail in mailbox.mails:
            assert mail.number <= settled.get(mail.message, mail.number), f"sent again: {mail}"
        for id in (id for id, count in copies.items() if count > 1):
            message = service.api("GET", f"/v1/messages/{id}").json()
            assert message["state"] == "sent", message
        duplicates = sum(count - 1 for count in copies.values())

        events = service.events()

        def times(type, name):
            counted = collections.Counter(name(event) for event in events if event["type"] == type)
            assert all(count == 1 for count in counted.values()), type
            return counted

        accepted = times("invitation.accepted", lambda event: event["subject"])
        added = times("owner.added", lambda event: (event["subject"], event["data"]["username"]))
        assert len(accepted) >= len(pressed) > 0
        assert pressed <= {username for _, username in added}, "who saw the page of an owner is one"
        print(
            f"{KILLS} kills: {len(created)} invitations, {len(mailbox.mails)} mails, {duplicates} second copies, "
            f"{len(accepted)} accepted")
    finally:
        service.clear()
        catcher.stop()
