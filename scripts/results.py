#!/usr/bin/env python3
"""Reads one runner's JUnit file and prints `PASSED FAILED`, and what failed on standard error.

A test that was skipped counts as failed, unless its reason says that this machine cannot run it: such a reason
begins with "not on this machine: ". It is then counted as neither, and named.
"""

import sys
import xml.etree.ElementTree as tree

ALLOWED = "not on this machine: "


def main(path: str) -> None:
    passed = failed = 0
    for case in tree.parse(path).getroot().iter("testcase"):
        name = f"{case.get('classname', '')}.{case.get('name', '')}"
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            print(f"  failed: {name}", file=sys.stderr)
        elif skip is not None:
            reason = skip.get("message") or skip.text or ""
            if reason.startswith(ALLOWED):
                print(f"  left out: {name}: {reason}", file=sys.stderr)
            else:
                failed += 1
                print(f"  failed, because skipped: {name}: {reason}", file=sys.stderr)
        else:
            passed += 1
    print(passed, failed)


if __name__ == "__main__":
    main(sys.argv[1])
