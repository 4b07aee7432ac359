"""What the real mail servers of the tests have in common: ports, certificates, waiting, an end."""

import os
import pathlib
import socket
import subprocess
import tempfile
import time

import trustme

USER = "gallery"
PASSWORD = "p@ss w0rd/#:,"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Relay:
    """A mail server on loopback with private configuration, spool and certificate, in a folder that goes with it.

    The folder is a temporary one and not below the clone: a server that gives up root must still be able to enter
    it, and a clone in a home folder is closed to others.
    """

    name = "relay"

    def __init__(self, starttls: bool = True, auth: bool = True):
        self.offers_starttls, self.offers_auth = starttls, auth
        self._folder = tempfile.TemporaryDirectory(prefix=f"countersign-{self.name}-", ignore_cleanup_errors=True)
        self.folder = pathlib.Path(self._folder.name)
        self.folder.chmod(0o755)
        self.starttls_port = free_port()
        self.tls_port = free_port()
        authority = trustme.CA()
        certificate = authority.issue_cert("127.0.0.1", "localhost")
        self.ca_file = self.folder / "ca.pem"
        self.certificate = self.folder / "certificate.pem"
        self.private_key = self.folder / "key.pem"
        authority.cert_pem.write_to_path(str(self.ca_file))
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(str(self.certificate), append=True)
        certificate.private_key_pem.write_to_path(str(self.private_key))
        self.inbox = self.folder / "inbox"

    def wait_until_open(self, process: subprocess.Popen | None = None, seconds: float = 20):
        end = time.monotonic() + seconds
        for port in (self.starttls_port, self.tls_port):
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    ended = process is not None and process.poll() is not None
                    if ended or time.monotonic() > end:
                        raise RuntimeError(f"{self.name} did not start:\n{self.log()}") from None
                    time.sleep(0.05)

    def messages(self) -> list[bytes]:
        """The mails that were delivered, as they lie in the maildir."""
        new = self.inbox / "new"
        return [path.read_bytes() for path in sorted(new.iterdir())] if new.is_dir() else []

    def wait_for_messages(self, count: int, seconds: float = 20) -> list[bytes]:
        end = time.monotonic() + seconds
        while len(self.messages()) < count and time.monotonic() < end:
            time.sleep(0.05)
        return self.messages()

    def log(self) -> str:
        return ""

    def stop(self):
        raise NotImplementedError

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        self._folder.cleanup()

    def start(self):
        raise NotImplementedError


def is_root() -> bool:
    return os.geteuid() == 0
