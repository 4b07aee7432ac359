"""How long each page of the admin site takes at a million messages: the first load, and the median of ten.

    COUNTERSIGN_TEST_BIN=.build/release python -m admin.measure [MESSAGES]
"""

import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from admin.desk import Desk  # noqa: E402
from admin.seed import Seed, text  # noqa: E402
from harness import Catcher, Service  # noqa: E402

BUDGET = 100.0


def pages(seed):
    invitation, message = text(seed.invitation(99)), text(seed.message(seed.messages - 1))
    return [
        "queue", "cases", "reports", "overview",
        "audit", "audit?type=invitation.", "audit?type=message.failed", "audit?actor=Person7", "audit?actor=system",
        "audit?package=Package.77", f"audit?subject={invitation}", "audit?origin=link", "audit?origin=key&actor=nobody",
        "audit?origin=service&type=invitation.created", "audit?from=2020-01-01&until=2020-02-01",
        "audit?type=invitation.declined&package=package.5&before=500000",
        "search?q=pack", "search?q=person7@people.example", f"search?q={message}", "search?q=nothing",
        "approvals", "approvals?package=Package.0", "approvals?account=Person7",
        "messages", "messages?state=failed", "messages?kind=invitation&state=deferred", "messages?kind=admin-sign-in",
        "messages?to=person7@people.example", f"messages?about={invitation}", f"messages/{message}",
        "suppressions", "blocks", "publications", "publications?state=held", "webhooks", "keys", "courier",
    ]


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}", COUNTERSIGN_LOG_LEVEL="info")
    slow = 0
    try:
        desk = Desk(service, catcher, "measurer", "--gallery", "main", "--override", "--operator")
        service.start()
        browser = desk.enrol()
        service.stop()
        service.run("courier", "pause")
        begin = time.monotonic()
        seed = Seed(service.folder / "db.sqlite", count)
        seed.fill()
        print(f"filled in {time.monotonic() - begin:.0f} s, {(service.folder / 'db.sqlite').stat().st_size >> 20} MiB")
        for page in pages(seed):
            # A process that has read nothing yet; what the system keeps of the file is as it is.
            service.start()
            # Signing in is looked up by the first page; not what is measured.
            browser.get("/admin/account")
            times = []
            for _ in range(11):
                begin = time.monotonic()
                answer = browser.get(f"/admin/g/main/{page}")
                times.append((time.monotonic() - begin) * 1000)
            mark = "" if answer.status_code == 200 else f" {answer.status_code}"
            if times[0] > BUDGET and not mark:
                mark, slow = " SLOW", slow + 1
            print(f"{times[0]:8.1f} ms first {statistics.median(times[1:]):8.1f} ms then  {page}{mark}", flush=True)
            service.stop()
    finally:
        service.clear()
        catcher.stop()
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
