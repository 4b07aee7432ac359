"""wrk, and what it says."""

import re

from . import stage


class Load:
    """What one run of wrk came to."""

    def __init__(self, told):
        self.rate = float(_find(r"Requests/sec:\s+([\d.]+)", told))
        self.requests = int(_find(r"(\d+) requests in", told))
        self.p50 = _milliseconds(_find(r"\n +50% +(\S+)", told))
        self.p99 = _milliseconds(_find(r"\n +99% +(\S+)", told))
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
        self.refused = int(refused.group(1)) if refused else 0
        broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
        self.broken = sum(int(number) for number in broken.groups()) if broken else 0


def load(url, connections, seconds, script=None, arguments=(), refusals=False):
    """Runs wrk; every answer has to be 2xx, or none where refusals are what is measured."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--latency"]
    if script:
        command += ["-s", script]
    told = stage.run([*command, url, *(["--", *arguments] if arguments else [])], seconds=seconds + 60)
    result = Load(told)
    expected = result.requests if refusals else 0
    if abs(result.refused - expected) > connections:
        raise stage.Trouble(f"{result.refused} of {result.requests} answers were not 2xx, {expected} were expected")
    if result.broken > connections:
        raise stage.Trouble(f"{result.broken} connections of wrk broke or timed out")
    return result


def _find(pattern, told):
    found = re.search(pattern, told)
    if not found:
        raise stage.Trouble(f"wrk said nothing of {pattern}: {told[-300:]}")
    return found.group(1)


def _milliseconds(text):
    found = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    if not found:
        raise stage.Trouble("not one request was answered in the time")
    number, unit = found.groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]
