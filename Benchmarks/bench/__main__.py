"""Measures ours beside the peer and the limits; see scripts/bench."""

import argparse
import datetime
import http.client
import json
import os
import signal
import subprocess
import sys

from . import machine, report, stage
from .measures import Bench

NAMES = ["token", "start", "page", "intake", "slow"]


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"of {' '.join(NAMES)} (all)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10, help="of load a round (10)")
    parser.add_argument("--binary", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--token", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    chosen = options.measures or NAMES
    if unknown := set(chosen) - set(NAMES):
        parser.error(f"no measure is named {' '.join(sorted(unknown))}; there are: {' '.join(NAMES)}")
    if not 1 <= options.rounds <= 20 or not 1 <= options.seconds <= 120:
        parser.error("--rounds takes 1 to 20, --seconds 1 to 120")

    # A stop from outside unwinds like an error, so that everything that was started is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    stage.DATA.mkdir(parents=True, exist_ok=True)
    figures = {}
    facts = {"date": datetime.datetime.now(datetime.UTC).date().isoformat(), **machine.facts()}
    bench = Bench(options.binary, figures, options.rounds, options.seconds, say)
    measures = {
        "token": lambda: bench.token(options.token),
        "start": bench.start_and_idle,
        "page": bench.pages,
        "intake": bench.intake_and_drain,
        "slow": bench.slow_disk,
    }
    status = 0
    for name in NAMES:
        if name in chosen:
            say(name)
            try:
                measures[name]()
            except (stage.Trouble, OSError, http.client.HTTPException, subprocess.TimeoutExpired) as trouble:
                say(f"error: {name}: {trouble}")
                status = 1
    facts["load after"] = round(os.getloadavg()[0], 1)
    (stage.DATA / "figures.json").write_text(json.dumps({"facts": facts, "figures": figures}, indent=1) + "\n")
    print(", ".join(f"{name}: {value}" for name, value in facts.items()))
    print(f"\n{report.table(figures)}")
    sys.exit(status)


def say(text):
    print(text, file=sys.stderr, flush=True)


main()
