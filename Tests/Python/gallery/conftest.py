import os
import pathlib
import sqlite3
import subprocess
import sys

import pytest

from harness import HTTP, ROOT, Service, free_port, read_lines, stop

EXAMPLE = ROOT / "Examples/python"
sys.path.insert(0, str(EXAMPLE))


class Gallery:
    """The example's gallery as a process of its own, and a person's browser at it."""

    def __init__(self, service, folder, port):
        self.folder, self.port, self.process = pathlib.Path(folder), port, None
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("COUNTERSIGN_")} | {
            "COUNTERSIGN_URL": service.url, "COUNTERSIGN_KEY": service.add_key("main", "notify", "read", "admin"),
            "PYTHONDONTWRITEBYTECODE": "1"}

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, EXAMPLE / "gallery.py", str(self.port)], cwd=self.folder, env=self.environment,
                stdout=subprocess.PIPE, stderr=log)
        read_lines(self.process, r"^the gallery listens on ")
        return self

    def stop(self):
        stop(self.process)

    def ask(self, method, path, me=None, content=None, **fields):
        """What somebody does at the gallery's site."""
        body = {"content": content} if content is not None else {"json": fields} if fields else {}
        return HTTP.request(method, self.url + path, headers={"X-Account": me} if me else {}, **body)

    def do(self, *arguments, **fields):
        answer = self.ask(*arguments, **fields)
        assert answer.status_code in (200, 204), (arguments, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def table(self, query):
        """Rows of its own database."""
        database = sqlite3.connect(f"file:{self.folder}/gallery.sqlite?mode=ro", uri=True)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    @property
    def log(self):
        return (self.folder / "log").read_text()


@pytest.fixture
def stand(catcher):
    """A service that may call the gallery's port on this machine, whose mail goes to the catcher, with no package."""
    port = free_port()
    settings = {"COUNTERSIGN_WEBHOOKS_ALLOW": "127.0.0.0/8", "COUNTERSIGN_WEBHOOKS_PORTS": port}
    service = Service(f"smtp://{catcher.smtp}", **settings).start()
    yield service, port
    service.clear()


@pytest.fixture
def service(stand):
    return stand[0]


@pytest.fixture
def gallery(stand, tmp_path):
    gallery = Gallery(stand[0], tmp_path, stand[1]).start()
    for name in ("ann", "bob", "carol", "dave"):
        gallery.do("POST", "/accounts", username=name, email=f"{name}@example.org")
    yield gallery
    gallery.stop()
