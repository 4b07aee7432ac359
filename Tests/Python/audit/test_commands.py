"""Each command that changes anything leaves an event; no command is forgotten."""
import itertools
import json
import subprocess

import pytest

from audit.house import House
from harness import BIN

NUMBERS = itertools.count(1)


def leaves(command, path=()):
    """Every command that does something, as the program describes itself."""
    below = [one for one in command.get("subcommands") or () if one["commandName"] != "help"]
    if not below:
        yield " ".join(path)
    for one in below:
        yield from leaves(one, (*path, one["commandName"]))


def commands():
    told = subprocess.run(
        [BIN / "countersign", "--experimental-dump-help"], capture_output=True, text=True, check=True, timeout=60)
    return set(leaves(json.loads(told.stdout)["command"]))


@pytest.fixture(scope="module")
def house():
    house = House()
    yield house
    house.service.clear()


def key(house):
    house.service.add_key("main", "read")
    return json.loads(house.service.run("key", "list", "main", "--json").stdout)[-1]["id"]


def admin(house):
    number = next(NUMBERS)
    address = f"a{number}@admins.example.org"
    house.service.run("admin", "add", address, "--name", f"Admin{number}", "--gallery", "main")
    return address


def held_back(house, now):
    """From where it is not so already."""
    house.service.run("courier", now)
    return []


def person(house):
    name = f"p{next(NUMBERS)}"
    house.invite(name)
    return f"{name}@example.org"


# By the command, with what prepares it, its arguments, and the type of the event that it leaves.
CHANGES = {
    "gallery add": (
        lambda h: ["new", "--name", "New", "--url", "https://new.example.com", "--from", "no@new.example.com"],
        "gallery.added"),
    "gallery edit": (lambda h: ["main", "--set", "locale=de"], "gallery.changed"),
    "key add": (lambda h: ["main", "--scope", "read"], "key.added"),
    "key revoke": (lambda h: [key(h)], "key.revoked"),
    "message retry": (lambda h: [h.failed("m1")], "message.retried"),
    "message cancel": (lambda h: [h.letter("m2")], "message.cancelled"),
    "admin add": (lambda h: ["x@admins.example.org", "--name", "X", "--gallery", "main"], "admin.added"),
    # The second time, it is other galleries or scopes.
    "admin add again": (
        lambda h: ["x@admins.example.org", "--name", "X", "--gallery", "main", "--override"], "admin.changed"),
    "admin reset": (lambda h: [admin(h)], "admin.changed"),
    "admin remove": (lambda h: [admin(h)], "admin.removed"),
    "courier resume": (lambda h: held_back(h, "pause"), "courier.resumed"),
    "courier pause": (lambda h: held_back(h, "resume"), "courier.paused"),
    "courier pause of one": (lambda h: held_back(h, "resume") + ["--gallery", "main"], "courier.paused"),
    "courier resume of one": (lambda h: ["--gallery", "main"], "courier.resumed"),
    "purge": (lambda h: [person(h), "--yes"], "address.purged"),
}
# What tells, and changes nothing.
TELLING = {
    "check": lambda h: [],
    "gallery list": lambda h: [],
    "gallery show": lambda h: ["main"],
    "key list": lambda h: [],
    "keyring list": lambda h: [],
    "courier status": lambda h: [],
    "message list": lambda h: [],
    "message show": lambda h: [h.letter("m3")],
    "link inspect": lambda h: ["x"],
    "export": lambda h: ["p1@example.org"],
    "admin list": lambda h: [],
    "case list": lambda h: ["--gallery", "main"],
    "case show": lambda h: [h.case("m4")[-36:], "--gallery", "main"],
    # Brings the tables up to date: whatever an upgrade is to tell, it is no act of somebody in a gallery.
    "migrate": lambda h: [],
}
# Of a file beside the database, which may be elsewhere: there is no gallery whose log could tell of it.
KEYRING = {"keyring init", "keyring rotate", "keyring retire"}
# Of files alone: they open no database.
TEMPLATES = {"template preview", "template check"}
# The service itself.
RUNNING = {"serve", "demo"}


def test_every_command_is_here():
    known = {" ".join(name.split()[:2]) for name in CHANGES} | set(TELLING) | KEYRING | TEMPLATES | RUNNING
    assert commands() == known


@pytest.mark.parametrize("name", CHANGES)
def test_it_is_in_the_log(house, name):
    prepare, type = CHANGES[name]
    arguments = prepare(house)
    before = house.all()
    words = name.split()[:1 if name == "purge" else 2]
    # Somebody who asks to be forgotten is forgotten; the file is another matter while the service has it open.
    done = house.service.run(*words, *arguments, check=name != "purge")
    assert done.returncode == 0 or "has the database open" in done.stderr, done.stderr
    ids = {row["id"] for row in before}
    left = [row for row in house.all() if row["id"] not in ids and row["origin"] != "service"]
    assert type in [row["type"] for row in left], f"{name} leaves no {type}, but {left}"
    assert {(row["origin"], row["origin_id"], row["origin_address"], row["actor"]) for row in left} == {
        ("command", None, None, "system")}
    assert house.changed(before, erased=name == "purge") == []


@pytest.mark.parametrize("name", TELLING)
def test_telling_leaves_nothing(house, name):
    arguments = TELLING[name](house)
    before = house.all()
    done = house.service.run(*name.split(), *arguments, check=False)
    assert done.returncode in (0, 1), done.stderr
    now = house.all()
    assert now[:len(before)] == before and {row["origin"] for row in now[len(before):]} <= {"service"}
