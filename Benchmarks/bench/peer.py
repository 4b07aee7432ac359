"""The peer: django-invitations and django-post-office behind gunicorn, on SQLite with synchronous=FULL."""

import contextlib
import http.client
import json
import os
import time
import urllib.request

from . import stage
from .ours import DELAYED_FLUSH


class Peer:
    """One database of the Django peer in a folder of its own."""

    def __init__(self, name, relay_port):
        self.folder = stage.fresh(name)
        self.port = stage.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.home = stage.SHARED / "peer-django"
        self.environment = {
            **os.environ,
            "PEER_DIR": str(self.folder),
            "SINK_PORT": str(relay_port),
            "DJANGO_SETTINGS_MODULE": "settings",
            "PYTHONPATH": str(self.home),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def prepare(self):
        stage.run([stage.VENV / "python", "-m", "django", "migrate", "-v", "0"], env=self.environment, cwd=self.folder)

    @contextlib.contextmanager
    def serving(self, delayed_flush=False):
        command = [
            *(DELAYED_FLUSH if delayed_flush else []), stage.VENV / "gunicorn", "-w", "2", "-b",
            f"127.0.0.1:{self.port}", "wsgi:application",
        ]
        with stage.running(command, self.folder / "gunicorn.log", env=self.environment, cwd=self.folder) as process:
            self.start_time = stage.wait_for("the peer", lambda: self.invite("warm@example.org"), step=0.01)
            self.invite("warm2@example.org")
            yield process

    def invite(self, email):
        """One invitation's key, or None where the peer does not answer yet."""
        body = json.dumps({"email": email, "package": "Contoso.Pkg1", "inviter": "alice"}).encode()
        request = urllib.request.Request(self.url + "/v1/invitations", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:
                return json.load(reply)["key"]
        except (OSError, http.client.HTTPException):
            return None

    def send_queued(self):
        """Sends all that is queued; returns the seconds that it took."""
        start = time.monotonic()
        stage.run(
            [stage.VENV / "python", "-m", "django", "send_queued_mail", "--processes", "2"], seconds=600,
            env=self.environment, cwd=self.folder)
        return time.monotonic() - start
