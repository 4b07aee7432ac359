"""Whether the time of an answer tells what is known of an address: of the public forms and of signing in as an admin.

    COUNTERSIGN_TEST_BIN=.build/release python -m admin.times [SAMPLES]

One client asks one thing after the other, the cases in an order that is drawn anew each round, so that whatever else the
machine does falls on all of them alike. Of each case the median is printed, its ratio to that of the first, and from a
rank test (Mann and Whitney) how often a sample of this case takes longer than one of the first: 50 % where nobody can
tell them apart, 100 % where everybody can with one try.
"""
import http.client
import math
import pathlib
import random
import re
import sqlite3
import statistics
import sys
import time
import urllib.parse
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from harness import Catcher, Service  # noqa: E402  (the path is needed first)


class Form:
    """A form that was opened once, and is sent again and again, each time from another network."""

    def __init__(self, service, path):
        self.service, self.path = service, path
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
        answer = self.ask("GET", path)
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        self.nonce = re.search(r'name="nonce" value="([^"]+)"', answer.body)[1]
        self.clients = 0

    def ask(self, method, path, body=None, headers=None):
        self.connection.request(method, path, body, headers or {})
        answer = self.connection.getresponse()
        answer.body = answer.read().decode()
        return answer

    def send(self, fields, path=None):
        self.clients += 1
        client = f"2001:db8:{self.clients >> 16:x}:{self.clients & 0xFFFF:x}::1"
        body = urllib.parse.urlencode({"nonce": self.nonce} | fields)
        return self.ask("POST", path or self.path, body, {
            "Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": client})

    def time(self, fields, path=None):
        begin = time.perf_counter()
        answer = self.send(fields, path)
        took = time.perf_counter() - begin
        assert answer.status == 200, answer.body
        return took


class Known:
    """A gallery that knows packages, addresses that it must not mail, and addresses that refuse its mail."""

    def __init__(self, samples):
        self.catcher, self.samples = Catcher(), samples
        # Room for all samples, but for what the cases themselves use up.
        roomy = [f"limits.{name}=1000000/1h" for name in ("claims", "total", "domain", "key", "abuse")]
        self.service = Service(
            f"smtp://{self.catcher.smtp}", limits="default", settings=roomy, COUNTERSIGN_LOG_LEVEL="info",
            COUNTERSIGN_HTTP_TRUSTED_PROXIES="127.0.0.1")
        self.service.run("courier", "pause")
        self.key = self.service.add_key("main", "notify", "read", "admin")
        self.service.run(
            "admin", "add", "root@admins.example.org", "--name", "Root", "--gallery", "main")
        self.hire()
        self.service.start()

    def hire(self):
        """As many admins as samples, each a copy of the first: the command would take long."""
        with sqlite3.connect(self.service.folder / "db.sqlite") as database:
            database.row_factory = sqlite3.Row
            admin, = map(dict, database.execute("SELECT * FROM admins"))
            role, = map(dict, database.execute("SELECT * FROM admin_roles"))
            for number in range(self.samples):
                id = uuid.uuid4().bytes
                one = admin | {
                    "id": id, "name": f"Admin{number}", "name_key": f"admin{number}", "setup_hash": None,
                    "email": f"admin{number}@admins.example.org", "email_key": f"admin{number}@admins.example.org"}
                for table, row in (("admins", one), ("admin_roles", role | {"admin_id": id})):
                    database.execute(
                        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", [*row.values()])

    def call(self, method, path, body):
        answer = self.service.api(method, path, body, key=self.key)
        assert answer.status_code < 300, answer.text

    def packages(self, name):
        for number in range(self.samples):
            owners = [{"username": f"{name}{number}", "email": f"{name}{number}@owners.example.org"}]
            self.call("PUT", f"/v1/packages/{name}{number}/owners", {"owners": owners})

    def addresses(self, name):
        return [f"{name}{number:05}@people.example.org" for number in range(self.samples)]

    def learn(self):
        """What is known before anybody asks."""
        for name in ("known", "owner", "suppressed", "blocked", "reported"):
            self.packages(name)
        for address in self.addresses("suppressed"):
            self.call("PUT", f"/v1/suppressions/{address}", {"reason": "asked"})
        for address in self.addresses("blocked"):
            self.call("POST", "/v1/blocks", {"email": address})

    def stop(self):
        self.service.clear()
        self.catcher.stop()


def claim(package, address):
    why = "Nobody answers."
    return {"package": package, "name": "Eve", "username": "", "email": address, "why": why, "evidence": ""}


def recovery(known):
    """By the case, what is sent, in turn."""
    form, count = Form(known.service, "/recovery/main"), known.samples
    for _ in range(6):
        form.send(claim("flooded", "flooding@people.example.org"))
    for number in range(12):
        form.send(claim("crowded", f"crowd{number}@people.example.org"))
    for address in known.addresses("again"):
        form.send(claim(f"of-{address[:10]}", address))
    cases = {
        "the package is not known": [claim(f"unknown{n}", a) for n, a in enumerate(known.addresses("unknown"))],
        "the package is known": [claim(f"known{n}", a) for n, a in enumerate(known.addresses("known"))],
        "an owner asks": [claim(f"owner{n}", f"owner{n}@owners.example.org") for n in range(count)],
        "the address is suppressed": [claim(f"suppressed{n}", a) for n, a in enumerate(known.addresses("suppressed"))],
        "the address refuses mail": [claim(f"blocked{n}", a) for n, a in enumerate(known.addresses("blocked"))],
        "it was asked before": [claim(f"of-{a[:10]}", a) for a in known.addresses("again")],
        "the address asked too often": [claim(f"more{n}", "flooding@people.example.org") for n in range(count)],
        "the package was asked for too often": [claim("crowded", a) for a in known.addresses("crowding")],
    }
    return form, {name: [(fields, None) for fields in each] for name, each in cases.items()}


def report(known):
    form, count = Form(known.service, "/report/main/some"), known.samples

    def told(address, words="It is malware."):
        return {"topic": "malware", "message": words, "email": address}

    for number in range(12):
        form.send(told(f"crowd{number}@people.example.org"), "/report/main/crowded")
    for number in range(6):
        form.send(told("flooding-too@people.example.org"), f"/report/main/flooded{number}")
    for number, address in enumerate(known.addresses("twice")):
        form.send(told(address), f"/report/main/twice{number}")
    cases = {
        "the package is not known": [
            (told(a), f"/report/main/nowhere{n}") for n, a in enumerate(known.addresses("stranger"))],
        "the package is known": [
            (told(a), f"/report/main/reported{n}") for n, a in enumerate(known.addresses("neighbour"))],
        "the address is suppressed": [
            (told(a), f"/report/main/suppressed{n}") for n, a in enumerate(known.addresses("suppressed"))],
        "the address refuses mail": [
            (told(a), f"/report/main/blocked{n}") for n, a in enumerate(known.addresses("blocked"))],
        "it was told before": [(told(a), f"/report/main/twice{n}") for n, a in enumerate(known.addresses("twice"))],
        "the address told too much": [
            (told("flooding-too@people.example.org"), f"/report/main/more{n}") for n in range(count)],
        "the package was reported too often": [
            (told(a), "/report/main/crowded") for a in known.addresses("complaining")],
    }
    return form, cases


def sign_in(known):
    form, count = Form(known.service, "/admin/sign-in"), known.samples
    root = "root@admins.example.org"
    for _ in range(40):
        form.send({"address": root}), form.send({"address": "nobody@admins.example.org"})
    cases = {
        "nobody's": [f"other{n}@admins.example.org" for n in range(count)],
        "an admin's": [f"admin{n}@admins.example.org" for n in range(count)],
        "an admin's, asked too often": [root] * count,
        "nobody's, asked too often": ["nobody@admins.example.org"] * count,
        "no address": [f"nothing{n}" for n in range(count)],
    }
    return form, {name: [({"address": address}, None) for address in each] for name, each in cases.items()}


def longer(one, other):
    """How often a sample of the second takes longer than one of the first, and how far that is from chance."""
    ranks = sorted((value, which) for which, values in enumerate((one, other)) for value in values)
    total = sum(place for place, (_, which) in enumerate(ranks, 1) if which == 1)
    n, m = len(one), len(other)
    u = total - m * (m + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return u / (n * m), z


def measure(title, form, cases):
    times, chance = {name: [] for name in cases}, random.Random(7)
    rounds = {name: list(each) for name, each in cases.items()}
    while any(rounds.values()):
        names = [name for name, each in rounds.items() if each]
        chance.shuffle(names)
        for name in names:
            times[name].append(form.time(*rounds[name].pop(0)))
    first = next(iter(times.values()))
    print(f"{title}: {len(first)} samples of each")
    for name, values in times.items():
        median = statistics.median(values)
        share, z = longer(first, values)
        told = "first" if values is first else f"longer {share:4.0%} (z {z:+5.1f})"
        print(f"{median * 1000:8.2f} ms  x {median / statistics.median(first):4.2f}  {told:22}  {name}", flush=True)


def main():
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    known = Known(samples)
    try:
        known.learn()
        for title, prepare in (("recovery", recovery), ("report", report), ("sign-in", sign_in)):
            measure(title, *prepare(known))
    finally:
        known.stop()


if __name__ == "__main__":
    main()
