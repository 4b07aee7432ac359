"""Where a run stands: folders, free ports, and processes that end with it."""

import contextlib
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "bench"
VENV = ROOT / ".build" / "bench-venv" / "bin"
DATA = ROOT / ".build" / "bench"


class Trouble(Exception):
    """Something that a measurement cannot do without is not as it should be."""


def fresh(name):
    """An empty folder of this name under the data folder."""
    folder = DATA / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def free_port():
    """A port that nobody has, below those that the kernel gives away by itself to whoever asks meanwhile."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


def end(process, patience=30):
    """Ends one process that this run started, and whatever it left in its group."""
    for name in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(name)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def running(command, log, **options):
    """A process in a group of its own, for as long as the block lasts."""
    with open(log, "ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True, **options)
    try:
        yield process
    finally:
        end(process)


def run(command, seconds=300, **options):
    """Runs a command to its end and returns what it wrote to standard output."""
    done = subprocess.run(
        [str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds,
        **options)
    if done.returncode:
        raise Trouble(f"{Path(str(command[0])).name} ended with {done.returncode}: {done.stderr.strip()[-600:]}")
    return done.stdout


def wait_for(what, check, seconds=30, step=0.002):
    """Waits until a check holds; returns how long that took."""
    start = time.monotonic()
    while True:
        if check():
            return time.monotonic() - start
        if time.monotonic() - start > seconds:
            raise Trouble(f"{what} did not come about within {seconds} s")
        time.sleep(step)


def listens(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return reply.status == 200
    except (OSError, http.client.HTTPException):
        return False


def resident(process, children=False):
    """Resident memory in MB, of a process and where asked of those that it started."""
    pids = [process.pid]
    if children:
        pids += [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1])
    return total / 1024


def cpu_seconds(pid):
    """Processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
