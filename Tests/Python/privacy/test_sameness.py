"""A public form answers the same, whatever is known of what is typed into it; `admin/times.py` measures for how long."""
import re
import sqlite3

import httpx
import pytest

from harness import Catcher, Service, wait_for

@pytest.fixture(scope="module")
def house():
    """With all limits of galleries, and none of clients: here everybody is one."""
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}", limits="default", COUNTERSIGN_LIMITS_PUBLIC="off")
    service.run("courier", "pause")
    service.secret = service.add_key("main", "notify", "read", "admin")
    for name in ("aroot", "bounced", "flooded"):
        service.run("admin", "add", address(name), "--name", name, "--gallery", "main")
    service.start().owners("Known.Pack", ("ann",))
    service.owners("Owned.Pack", ("ann",))
    body = {"owners": [{"username": "owner", "email": address("owner")}]}
    assert service.api("PUT", "/v1/packages/Owned.Pack/owners", body).status_code == 200
    for name in ("silent", "bounced"):
        call(service, "PUT", f"/v1/suppressions/{address(name)}", {"reason": "asked"})
    call(service, "POST", "/v1/blocks", {"email": address("refuser")})
    yield service
    service.clear()
    catcher.stop()


def call(service, method, path, body):
    answer = service.api(method, path, body, key=service.secret)
    assert answer.status_code < 300, answer.text


def address(name):
    """All of one length, so that nothing but the name itself tells them apart."""
    return f"{name:x<7}@people.example.org"


class Form:
    def __init__(self, service, path):
        self.url = service.url + path
        opened = httpx.get(self.url)
        self.cookie = opened.headers["set-cookie"].split(";")[0]
        self.nonce = re.search(r'name="nonce" value="([^"]+)"', opened.text)[1]

    def send(self, fields, path=None):
        url = self.url if path is None else self.url.rsplit("/", 1)[0] + "/" + path
        return httpx.post(url, data={"nonce": self.nonce} | fields, headers={"Cookie": self.cookie}, timeout=30)


def seen(answer, typed):
    """All that a client sees, but for the clock, for what it typed itself and for what is another one each time."""
    headers = [(name, b"" if name.lower() == b"date" else value) for name, value in answer.headers.raw]
    return answer.status_code, headers, answer.content.replace(typed.encode(), b"TYPED")


def rows(service, table):
    with sqlite3.connect(service.folder / "db.sqlite", timeout=20) as database:
        return database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


def test_recovery(house):
    form = Form(house, "/recovery/main")

    def claim(package, name):
        fields = {
            "package": package, "name": "Eve", "username": "", "email": address(name), "why": "Mine.", "evidence": ""}
        return seen(form.send(fields), address(name))

    cases = rows(house, "recovery_cases")
    plain = claim("Unknown.Pack", "someone")
    assert plain[0] == 200 and rows(house, "recovery_cases") == cases + 1
    answers = {
        "the package is known": claim("Known.Pack", "anybody"), "an owner asks": claim("Owned.Pack", "owner"),
        "the address is suppressed": claim("Known.Pack", "silent"),
        "the address refuses mail": claim("Known.Pack", "refuser"),
        "it was asked before": claim("Unknown.Pack", "someone"), "an admin asks": claim("Known.Pack", "aroot"),
    }
    for number in range(9):
        answers[f"asked too often, {number}"] = claim(f"More.{number}", "manifol")
    assert rows(house, "recovery_cases") < cases + 1 + len(answers), "the limit of an address was reached"
    for number in range(14):
        answers[f"the package is asked for by many, {number}"] = claim("Crowded.Pack", f"c{number:02}")
    crowd = rows(house, "recovery_cases WHERE package = 'Crowded.Pack'")
    assert crowd == 14, "what nobody has confirmed takes no room of a package"
    assert {name: answer for name, answer in answers.items() if answer != plain} == {}


def test_report(house):
    form = Form(house, "/report/main/Unknown.Pack")

    def told(package, name, words="It is malware."):
        typed = {"topic": "malware", "message": words, "email": address(name)}
        return seen(form.send(typed, package), address(name))

    plain = told("Unknown.Pack", "someone")
    assert plain[0] == 200
    answers = {
        "the package is known": told("Known.Pack", "anybody"), "an owner tells": told("Owned.Pack", "owner"),
        "the address is suppressed": told("Known.Pack", "silent"),
        "the address refuses mail": told("Known.Pack", "refuser"),
        "it was told before": told("Unknown.Pack", "someone"),
    }
    taken = rows(house, "report_intake")
    for number in range(9):
        answers[f"told too much, {number}"] = told(f"More.{number}", "plenty")
    for number in range(14):
        answers[f"the package was reported too often, {number}"] = told("Crowded.Pack", f"r{number:02}")
    assert rows(house, "report_intake") < taken + 9 + 10 + 1, "limits were reached"
    assert {name: answer for name, answer in answers.items() if answer != plain} == {}


def test_sign_in(house):
    form = Form(house, "/admin/sign-in")

    def ask(name):
        typed = name if "@" not in name and " " in name else address(name)
        return seen(form.send({"address": typed}), typed)

    plain = ask("someone")
    assert plain[0] == 200
    answers = {
        "an admin's": ask("aroot"), "an admin's that is suppressed": ask("bounced"), "an owner's": ask("owner"),
        "no address": ask("no address"), "a suppressed one": ask("silent"), "one that refuses mail": ask("refuser"),
    }
    for number in range(8):
        answers[f"an admin's, too often, {number}"] = ask("flooded")
        answers[f"nobody's, too often, {number}"] = ask("manifol")
    assert 3 <= rows(house, "admin_sign_ins") < 8, "the limit of an address was reached"
    assert {name: answer for name, answer in answers.items() if answer != plain} == {}


def test_the_mails_are_the_difference(house):
    """Last: what was queued goes to those alone who can be mailed; the answers were not the same for nothing."""
    house.run("courier", "resume")
    # Mails of claims and to admins are there for the scope `admin` alone.
    house.key = house.secret
    wait_for(
        lambda: not any(house.all(f"/v1/messages?state={state}") for state in ("queued", "sending", "deferred")), 60,
        what="an empty outbox")
    states = {}
    for message in house.all("/v1/messages"):
        states.setdefault(message["recipient"], set()).add(message["state"])
    assert states[address("someone")] == {"sent"} and states[address("aroot")] == {"sent"}
    assert states[address("silent")] == {"suppressed"} and "sent" not in states.get(address("refuser"), set())
