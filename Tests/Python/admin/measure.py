"""How long each page of the admin site takes at a million messages: its first load, and the median of ten.

    COUNTERSIGN_TEST_BIN=.build/release python -m admin.measure [--keep FOLDER] [--table] [MESSAGES]

Which pages there are, the site itself tells: see crawl.py. Each is asked for as the first request of a process of its own.
What its forms ask with two fields at once, and further pages of the same shape, are asked for once in one process that
has answered others; what is slow there is measured as the others are. With `--keep`, the database is put into a folder,
or taken from there where it is in one; with `--table`, the figures come as they stand in Docs/performance.md.
"""
import argparse
import collections
import json
import pathlib
import shutil
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from admin.crawl import Crawl, shape  # noqa: E402
from admin.desk import Browser, Desk  # noqa: E402
from admin.seed import Seed, text  # noqa: E402
from harness import Catcher, Service  # noqa: E402

BUDGET = 100.0
# In a process that has answered others already; what takes longer is looked at by itself.
DOUBTFUL = BUDGET / 2


def typed(seed):
    """What goes into the fields of the site's forms; of what is found, both very much and very little."""
    invitation, message, case = text(seed.invitation(99)), text(seed.message(seed.messages - 1)), text(seed.case(3))
    address = "person7@people.example"
    return {
        "q": ["pack", "Person7", address, "claimant7@people.example", invitation, message, case, f"<{message}@gallery.example.com>",
              "nothing", "0190aaaa-0000-7000-8000-000000000000"],
        "package": ["Package.0", "Package.77", "nothing"], "account": ["Person7", "Person1", "nobody"],
        "claimant": ["person7", "claimant7@people.example", "nobody"],
        "to": [address, "nobody@people.example", "half"], "address": ["gone7@people.example", "half"],
        "about": [invitation, case], "subject": [invitation, message, "nothing"],
        "actor": ["Person7", "system", "measurer", "nobody"],
        "from": ["2020-01-01", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 40 * 86400))],
        "until": ["2020-01-01", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 40 * 86400))],
    }


class Ground:
    """A service whose gallery is full, and an admin who is signed in."""

    def __init__(self, count, keep=None):
        self.catcher = Catcher()
        self.service = Service(f"smtp://{self.catcher.smtp}", COUNTERSIGN_LOG_LEVEL="info")
        kept = keep and keep / "desk.json"
        # A choice of galleries is a page, too.
        if not (kept and kept.exists()):
            self.service.run(
                "gallery", "add", "vacant", "--name", "Vacant", "--url", "https://vacant.example.com", "--from",
                "no-reply@vacant.example.com")
        if kept and kept.exists():
            for beside in self.service.folder.glob("db.sqlite-*"):
                beside.unlink()
            for name in ("db.sqlite", "keyring.json"):
                shutil.copyfile(keep / name, self.service.folder / name)
            told = json.loads(kept.read_text())
            self.desk = Desk.__new__(Desk)
            self.desk.__dict__ |= told | {"service": self.service, "catcher": self.catcher, "seen": 0}
            self.seed = Seed(self.service.folder / "db.sqlite", told["messages"])
            self.seed.measure()
            self.service.run("courier", "resume")
            self.desk.browser = Browser(self.service)
            self.service.start()
            self.desk.sign_in()
        else:
            self.desk = Desk(
                self.service, self.catcher, "measurer", "--gallery", "main", "--gallery", "vacant", "--override",
                "--operator")
            self.service.start()
            self.desk.enrol()
            self.service.stop()
            begin = time.monotonic()
            self.seed = Seed(self.service.folder / "db.sqlite", count)
            self.seed.fill()
            size = (self.service.folder / "db.sqlite").stat().st_size >> 20
            print(f"filled in {time.monotonic() - begin:.0f} s, {size} MiB", file=sys.stderr)
            if keep:
                keep.mkdir(parents=True, exist_ok=True)
                for name in ("db.sqlite", "keyring.json"):
                    shutil.copyfile(self.service.folder / name, keep / name)
                names = ("name", "address", "secret", "codes", "last", "setup")
                kept.write_text(json.dumps({name: getattr(self.desk, name) for name in names} | {"messages": count}))
        self.service.stop()
        self.service.run("courier", "pause")

    def ask(self, path):
        """Milliseconds until a page is there, or an export has begun; and the answer."""
        browser = self.desk.browser
        cookies = {} if path.startswith("/admin/sign-in") else browser.cookies
        fields = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        begin = time.perf_counter()
        with browser.http.stream("GET", self.service.url + path, headers=fields) as answer:
            if "attachment" in answer.headers.get("content-disposition", ""):
                next(answer.iter_raw(), b"")
                body = ""
            else:
                body = answer.read().decode()
        return (time.perf_counter() - begin) * 1000, answer, body

    def load(self, path):
        """As `Crawl` wants it."""
        _, answer, body = self.ask(path)
        onward = answer.headers.get("location") if answer.status_code == 303 else None
        return answer.status_code, body, onward

    def first(self, path):
        """The first load of a page, in a process that was asked for nothing yet, and the median of ten more."""
        self.service.stop()
        self.service.start()
        first, answer, _ = self.ask(path)
        return first, statistics.median(self.ask(path)[0] for _ in range(10)), answer.status_code

    def clear(self):
        self.service.clear()
        self.catcher.stop()


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument("messages", nargs="?", type=int, default=1_000_000)
    reader.add_argument("--keep", type=pathlib.Path)
    reader.add_argument("--table", action="store_true")
    reader.add_argument("--only", default="", help="pages whose path has this in it")
    asked = reader.parse_args()
    ground = Ground(asked.messages, asked.keep)
    slow = []
    try:
        ground.service.start()
        crawl = Crawl(ground.load, "main", typed(ground.seed))
        for fault in crawl.faults:
            print(f"FAULT {fault}", flush=True)
        wanted = [path for path in crawl.pages.values() if asked.only in path]
        others = [path for path in crawl.others if asked.only in path]
        doubtful = []
        for path in others:
            took, answer, _ = ground.ask(path)
            if answer.status_code not in (200, 303):
                crawl.faults.append(f"{path} answers {answer.status_code}")
                print(f"FAULT {crawl.faults[-1]}", flush=True)
            if took > DOUBTFUL:
                doubtful.append(path)
        print(f"{len(wanted)} pages; {len(others)} more, {len(doubtful)} of them looked at once more", file=sys.stderr)
        rows = {}
        for path in wanted + doubtful:
            first, then, status = ground.first(path)
            tries = [first]
            # A busy machine is not the page's fault: what is slow is slow each time.
            while min(tries) > BUDGET and len(tries) < 4:
                again = ground.first(path)
                tries.append(again[0])
                then = min(then, again[1])
            mark = f" {status}" if status != 200 else ""
            if min(tries) > BUDGET:
                slow.append(path)
                mark += " SLOW"
            print(f"{first:8.1f} ms first {then:8.1f} ms then  {path}{mark} {' '.join(f'{x:.0f}' for x in tries[1:])}", flush=True)
            row = rows.setdefault(shape(path), [0.0, 0.0])
            row[:] = max(row[0], min(tries)), max(row[1], then)
        if asked.table:
            asked_for = collections.Counter(shape(path) for path in wanted + others)
            print("\n| page | asked for | first load | median |\n|---|---:|---:|---:|")
            for name, (first, then) in rows.items():
                place = name.removeprefix("/admin/g/main/")
                print(f"| `{place}` | {asked_for[name]} | {first:.0f} ms | {then:.0f} ms |")
        return 1 if slow or crawl.faults else 0
    finally:
        ground.clear()


if __name__ == "__main__":
    sys.exit(main())
