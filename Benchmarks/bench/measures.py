"""What is measured: each measure takes ours and what stands beside it in turn, round by round."""

import time
import urllib.request

from . import limits, stage
from .load import load
from .ours import PATTERN, Ours, strace_works
from .peer import Peer

INTAKE = stage.SHARED / "intake.lua"


class Bench:
    """One run: how long, how often, and where the figures go."""

    def __init__(self, binary, figures, rounds, seconds, say):
        self.binary = binary
        self.figures = figures
        self.rounds = rounds
        self.seconds = seconds
        self.say = say

    def note(self, name, value):
        """One figure of one round."""
        self.figures.setdefault(name, []).append(value)
        self.say(f"  {name}: {value:,.2f}")

    def intake_and_drain(self):
        """Durable invitations with their mail queued; then that mail out of the queue."""
        program = limits.build_curl_loop()
        mail = self.sample_mail()
        for _ in range(self.rounds):
            with limits.sink() as sink:
                ours = Ours(self.binary, "ours", sink)
                ours.prepare()
                ours.pause()
                with ours.serving() as process:
                    ours.add_packages()
                    before = stage.cpu_seconds(process.pid)
                    result = load(ours.url, 16, self.seconds, INTAKE, (PATTERN, ours.key))
                    self.note("intake.ours", result.rate)
                    used = stage.cpu_seconds(process.pid) - before
                    self.note("intake.ours.cpu_us", used / result.requests * 1e6)
                    self.note("intake.ours.p99", result.p99)
                    self.note("intake.ours.mb", stage.resident(process))
                    self.drain_ours(ours, process)
                peer = Peer("peer", sink)
                peer.prepare()
                with peer.serving():
                    result = load(peer.url, 16, self.seconds, INTAKE)
                    self.note("intake.peer", result.rate)
                    self.note("intake.peer.p99", result.p99)
                # What the sending process needs to start is taken off: a shop runs it as a service.
                taken = peer.send_queued() - peer.send_queued()
                self.note("drain.peer", (result.requests + 2) / taken)
                count = 20_000
                self.note("drain.source", limits.smtp_source(sink, count, mail.stat().st_size))
                self.note("drain.libcurl", limits.curl_loop(program, sink, count, mail))

    def drain_ours(self, ours, process):
        # What was under way when wrk stopped is still being answered.
        time.sleep(1)
        queued = ours.count("queued")
        before = stage.cpu_seconds(process.pid)
        start = time.monotonic()
        ours.resume()
        stage.wait_for("an empty queue", lambda: not ours.waiting(), seconds=300, step=0.05)
        taken = time.monotonic() - start
        sent = ours.count("sent")
        if sent != queued:
            raise stage.Trouble(f"{sent} of {queued} mails were sent")
        self.note("drain.ours", queued / taken)
        self.note("drain.ours.count", queued)
        self.note("drain.ours.cpu_us", (stage.cpu_seconds(process.pid) - before) / queued * 1e6)

    def slow_disk(self):
        """Intake where each flush takes 2 ms longer: one commit a request could give 500 a second."""
        if not strace_works():
            self.say("  processes cannot be traced here; left out")
            return
        for _ in range(self.rounds):
            for connections in (64, 16):
                with limits.sink() as sink:
                    ours = Ours(self.binary, "ours-slow", sink)
                    ours.prepare()
                    ours.pause()
                    with ours.serving(delayed_flush=True):
                        ours.add_packages()
                        result = load(ours.url, connections, self.seconds, INTAKE, (PATTERN, ours.key))
                        self.note(f"slow.ours.{connections}", result.rate)
                    if connections == 16:
                        continue
                    peer = Peer("peer-slow", sink)
                    peer.prepare()
                    with peer.serving(delayed_flush=True):
                        result = load(peer.url, connections, self.seconds, INTAKE)
                        self.note(f"slow.peer.{connections}", result.rate)

    def sample_mail(self):
        """The mail of one invitation as it leaves us, in a file: what the limits are measured with."""
        mailbox = limits.Mailbox()
        ours = Ours(self.binary, "sample", mailbox.port)
        ours.prepare()
        try:
            with ours.serving():
                self.invite(ours)
                mailbox.token()
        finally:
            mailbox.close()
        path = stage.DATA / "mail.eml"
        path.write_bytes(mailbox.mail)
        self.figures["mail.bytes"] = [len(mailbox.mail)]
        return path

    @staticmethod
    def invite(ours):
        ours.call(
            "PUT", "/v1/packages/Bench.Page/owners", {"owners": [{"username": "alice", "email": "alice@example.org"}]})
        return ours.call(
            "POST", "/v1/packages/Bench.Page/invitations",
            {"invitee": {"username": "bob", "email": "bob@example.org"}, "invitedBy": "alice"})

    def pages(self):
        """The page of a live invitation, and the answer to a token that does not verify."""
        mailbox = limits.Mailbox()
        ours = Ours(self.binary, "pages", mailbox.port)
        peer = Peer("pages-peer", mailbox.port)
        ours.prepare()
        peer.prepare()
        try:
            with ours.serving(), peer.serving():
                self.invite(ours)
                token = mailbox.token()
                forged = token[:-1] + ("B" if token[-1] == "A" else "A")
                key = peer.invite("page@example.org")
                page = urllib.request.urlopen(f"{ours.url}/c/{token}", timeout=5).read()
                self.figures["page.bytes"] = [len(page)]
                with limits.nginx(page) as static:
                    for _ in range(self.rounds):
                        seconds = max(3, self.seconds // 2)
                        self.note("page.ours", load(f"{ours.url}/c/{token}", 64, seconds).rate)
                        self.note("page.peer", load(f"{peer.url}/c/{key}", 64, seconds).rate)
                        self.note("page.nginx", load(static, 64, seconds).rate)
                        self.note("refusal.ours", load(f"{ours.url}/c/{forged}", 64, seconds, refusals=True).rate)
                        self.note("healthz.ours", load(f"{ours.url}/healthz", 64, seconds).rate)
        finally:
            mailbox.close()

    def start_and_idle(self):
        """Time from the start of the process to the first yes of /readyz, and memory after 10 s with nothing to do."""
        for _ in range(self.rounds):
            ours = Ours(self.binary, "start", stage.free_port())
            ours.prepare()
            with ours.serving() as process:
                self.note("start.ours", ours.start_time * 1000)
                time.sleep(10)
                self.note("idle.ours", stage.resident(process))
            peer = Peer("start-peer", stage.free_port())
            peer.prepare()
            with peer.serving() as process:
                self.note("start.peer", peer.start_time * 1000)
                time.sleep(10)
                self.note("idle.peer", stage.resident(process, children=True))

    def token(self, program):
        """Nanoseconds a token: ours, beside one HMAC and two libraries that shops use."""
        for _ in range(self.rounds):
            for line in stage.run([program]).splitlines():
                name, value = line.split()
                if name == "broken":
                    raise stage.Trouble("a token does not verify")
                self.note(f"token.{name}", float(value))
            script = stage.ROOT / "Benchmarks" / "Limits" / "tokens.py"
            for line in stage.run([stage.VENV / "python", script]).splitlines():
                name, value = line.split()
                self.note(f"token.{name}", float(value))
