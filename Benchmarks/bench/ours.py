"""A server of ours with a gallery that has no limits and 500 packages, all owned by alice."""

import contextlib
import http.client
import json
import os
import sqlite3
import subprocess

from . import stage

PACKAGES = 500
PATTERN = "/v1/packages/Bench.Pkg%d/invitations"


class Ours:
    """One database in a folder of its own, with the commands and the server that work on it."""

    def __init__(self, binary, name, relay_port):
        self.binary = binary
        self.folder = stage.fresh(name)
        self.port = stage.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.key = ""
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGN_")},
            "COUNTERSIGN_HTTP_PORT": str(self.port),
            "COUNTERSIGN_BASE_URL": self.url,
            "COUNTERSIGN_DATABASE_URL": f"sqlite:{self.folder}/bench.sqlite",
            "COUNTERSIGN_KEYRING_FILE": f"{self.folder}/keyring.json",
            "COUNTERSIGN_SMTP_URL": f"smtp://127.0.0.1:{relay_port}",
            "COUNTERSIGN_SMTP_CONNECTIONS": "16",
            "COUNTERSIGN_LIMITS_PUBLIC": "off",
            "COUNTERSIGN_LOG_LEVEL": "warning",
        }

    def command(self, *words):
        return stage.run([self.binary, *words], env=self.environment, cwd=stage.ROOT)

    def prepare(self):
        self.command("keyring", "init")
        self.command("migrate")
        self.command(
            "gallery", "add", "bench", "--name", "Bench Gallery", "--url", "https://gallery.example.com", "--from",
            "gallery@example.com", "--set", "limits=none")
        told = self.command("key", "add", "bench", "--scope", "notify", "--scope", "read", "--json")
        self.key = json.loads(told.strip().splitlines()[-1])["secret"]

    @contextlib.contextmanager
    def serving(self, delayed_flush=False):
        """The server, ready; `delayed_flush` makes each flush to the disk take 2 ms longer."""
        command = [*(DELAYED_FLUSH if delayed_flush else []), self.binary, "serve"]
        with stage.running(command, self.folder / "serve.log", env=self.environment, cwd=stage.ROOT) as process:
            self.start_time = stage.wait_for("/readyz", lambda: stage.answers(self.url + "/readyz"))
            yield process

    def call(self, method, path, body=None, connection=None):
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        reply = connection.getresponse()
        text = reply.read()
        if reply.status not in (200, 201):
            raise stage.Trouble(f"{method} {path} answered {reply.status}: {text[:300]!r}")
        return json.loads(text)

    def add_packages(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        owners = {"owners": [{"username": "alice", "email": "alice@example.org"}]}
        for number in range(PACKAGES):
            self.call("PUT", f"/v1/packages/Bench.Pkg{number}/owners", owners, connection)
        connection.close()

    def pause(self):
        self.command("courier", "pause")

    def resume(self):
        self.command("courier", "resume")

    def waiting(self):
        """Whether there is mail that has not been settled."""
        return any(
            self.call("GET", f"/v1/messages?state={state}&limit=1")["items"]
            for state in ("queued", "sending", "deferred", "unknown"))

    def count(self, state):
        """How many messages are in a state, by the database itself: only for when nothing is being measured."""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder}/bench.sqlite?mode=ro", uri=True)) as database:
            return database.execute("SELECT count(*) FROM messages WHERE state = ?", (state,)).fetchone()[0]


DELAYED_FLUSH = [
    "strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
    "-e", "inject=fsync,fdatasync:delay_exit=2000",
]


def strace_works():
    """Whether processes can be traced here: containers often forbid it."""
    try:
        return subprocess.run([*DELAYED_FLUSH, "true"], capture_output=True, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
