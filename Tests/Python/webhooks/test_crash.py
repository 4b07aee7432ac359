"""A process that is killed while it delivers loses no event; what comes twice was under way when it died."""
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

from harness import wait_for

from .endpoint import Endpoint

KILLS = int(os.environ.get("COUNTERSIGN_TEST_WEBHOOK_KILLS", "10"))


def succeeded(service):
    """Ids of the events whose delivery the database of a dead process holds as done; looked at in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        for file in service.folder.glob("db.sqlite*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
        with contextlib.closing(sqlite3.connect(f"{folder}/db.sqlite")) as database:
            return {
                str(uuid.UUID(bytes=id)) for (id,) in
                database.execute("SELECT event_id FROM webhook_deliveries WHERE state = 'succeeded'")}


class Load(threading.Thread):
    """Makes owners known until told to stop."""

    def __init__(self, service):
        super().__init__(daemon=True)
        self.service, self.stop, self.count = service, threading.Event(), 0

    def run(self):
        with httpx.Client(timeout=5) as client:
            while not self.stop.is_set():
                owners = [{"username": f"u{self.count}-{n}", "email": f"u{n}@example.org"} for n in range(5)]
                with contextlib.suppress(httpx.HTTPError):
                    client.put(
                        f"{self.service.url}/v1/packages/Package.{self.count}/owners", json={"owners": owners},
                        headers={"Authorization": f"Bearer {self.service.key}"})
                    self.count += 1
                time.sleep(0.02)


@pytest.mark.timeout(600)
def test_kill_while_delivering(hooked):
    source = random.Random(20261121)
    with Endpoint(lambda *_: time.sleep(source.uniform(0, 0.05)) or 204) as endpoint:
        service = hooked(endpoint, COUNTERSIGN_COURIER_LEASE="1s")
        hook = service.hook(endpoint.url)
        load = Load(service)
        load.start()
        # Event by event, how many requests had come when it was first found done.
        settled = {}
        for _ in range(KILLS):
            time.sleep(source.uniform(0.3, 1.0))
            service.kill()
            time.sleep(0.2)
            done, count = succeeded(service), len(endpoint.ids)
            settled |= {id: count for id in done if id not in settled}
            service.start()
        load.stop.set()
        load.join()
        events = {event["id"] for event in service.events() if event["type"] == "owner.added"}
        assert len(events) > 5 * KILLS
        wait_for(lambda: events <= set(endpoint.ids), 120, every=0.5, what="every event")
        wait_for(lambda: not service.deliveries(hook, state="pending"), 60, every=0.5, what="every outcome")
        assert service.deliveries(hook, state="failed") == []
        ids = endpoint.ids
        assert set(ids) == events
        for number, id in enumerate(ids):
            assert number < settled.get(id, len(ids)), "what is recorded as done is not sent again"
        twice = sum(count - 1 for count in collections.Counter(ids).values())
        # At most what may be under way to one endpoint, for each kill.
        assert twice <= 4 * KILLS
        print(f"{KILLS} kills: {len(events)} events, {twice} came twice")
