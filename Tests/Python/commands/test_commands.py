"""What an operator meets on the command line: what it says where something is missing, in use or held back."""
import json
import os
import re
import shutil
import socket
import subprocess
import time

import pytest

from harness import BIN, ROOT, Catcher, Service, wait_for


@pytest.fixture(scope="module")
def service():
    service = Service()
    yield service
    service.clear()


@pytest.fixture
def taken():
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def run(folder, *arguments, binary=BIN / "countersign", **environment):
    """A command in a folder of its own, with nothing configured but what is named."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("COUNTERSIGN_")}
    return subprocess.run(
        [binary, *arguments], env=clean | environment, cwd=folder, capture_output=True, text=True, timeout=120)


def refused(done, code, *words):
    """One line on standard error with all these words, and nothing on standard output."""
    assert done.returncode == code and done.stdout == "", done
    assert done.stderr.startswith("countersign: ") and done.stderr.count("\n") == 1, done.stderr
    assert all(word in done.stderr for word in words), done.stderr


def line(done, part):
    """What `check` says of a part."""
    found = [text for text in done.stdout.splitlines() if text[7:].startswith(part)]
    assert len(found) == 1, done.stdout
    return found[0]


def test_version_and_help(tmp_path):
    assert run(tmp_path, "--version").stdout == "0.1.0\n"
    refused(run(tmp_path, "help", "nope"), 2, "'nope'")
    refused(run(tmp_path, "help", "gallery", "nope"), 2, "'nope'")
    assert "add" in run(tmp_path, "help", "gallery").stdout
    alone = run(tmp_path, "gallery")
    assert alone.returncode == 2 and alone.stdout == "" and "SUBCOMMANDS" in alone.stderr


@pytest.mark.parametrize("arguments, words", [
    (["template", "preview"], ["invitation-undeliverable", "owner-removed"]),
    (["message", "list"], ["deferred", "cancelled"]),
    (["gallery", "add"], ["invitation.reminder", "acceptance"]),
    (["gallery", "edit"], ["invitation.reminder", "acceptance"]),
    (["demo"], ["8080"]),
])
def test_help_lists_what_there_is(tmp_path, arguments, words):
    text = run(tmp_path, *arguments, "--help").stdout
    assert all(word in text for word in words), text


@pytest.mark.parametrize("arguments", [
    ["gallery", "list"], ["key", "list"], ["message", "list"], ["courier", "resume"], ["courier", "status"],
    ["gallery", "edit", "acme", "--name", "x"],
])
def test_a_database_that_is_not_there_is_not_made(tmp_path, arguments):
    path = tmp_path / "db.sqlite"
    refused(
        run(tmp_path, *arguments, COUNTERSIGN_DATABASE_URL=f"sqlite:{path}"), 1,
        f"there is no database at {path}; 'countersign migrate' makes it")
    assert list(tmp_path.iterdir()) == []


def test_check_names_the_database_and_makes_none(tmp_path):
    path = tmp_path / "db.sqlite"
    found = line(run(tmp_path, "check", COUNTERSIGN_DATABASE_URL=f"sqlite:{path}"), "database")
    assert found.startswith("ok ") and str(path) in found and "will be made" in found
    found = line(run(tmp_path, "check", COUNTERSIGN_DATABASE_URL=f"sqlite:{tmp_path}/no/db.sqlite"), "database")
    assert found.startswith("FAILED ") and f"{tmp_path}/no" in found
    assert list(tmp_path.iterdir()) == []


def test_a_gallery_is_added_without_log_lines(tmp_path):
    add = ["gallery", "add", "acme", "--name", "Acme", "--url", "https://acme.example", "--from"]
    done = run(tmp_path, *add, "a@acme.example")
    assert done.returncode == 0 and done.stdout == "added acme\n"
    assert done.stderr == "countersign: made the database var/countersign.sqlite\n"
    assert run(tmp_path, "gallery", "list").stderr == ""
    refused(run(tmp_path, *add, "a@bücher.example"), 2, "an address in ASCII; write the domain as xn--")


def test_an_admin_loses_rights_and_galleries(tmp_path):
    for slug in ("acme", "gems"):
        run(tmp_path, "gallery", "add", slug, "--name", slug, "--url", "https://acme.example", "--from", "a@acme.example")

    def admin(*arguments):
        done = run(tmp_path, "admin", *arguments)
        assert done.returncode == 0, done
        return done.stdout

    def rights():
        listed = json.loads(admin("list", "--json"))
        return [({one["gallery"]: one["scopes"] for one in row["galleries"]}, row["isOperator"]) for row in listed]

    both = ("--gallery", "acme", "--gallery", "gems")
    admin("add", "ann@acme.example", "--name", "ann", *both, "--override", "--operator")
    assert rights() == [({"acme": ["admin", "override"], "gems": ["admin", "override"]}, True)]
    admin("add", "ann@acme.example", "--name", "ann", "--gallery", "gems")
    assert rights() == [({"acme": ["admin", "override"], "gems": ["admin", "override"]}, True)], "left out: as before"
    admin("add", "ann@acme.example", "--name", "ann", "--gallery", "gems", "--no-override", "--no-operator")
    assert rights() == [({"acme": ["admin", "override"], "gems": ["admin"]}, False)]
    assert admin("remove", "ann@acme.example", "--gallery", "acme") == "admin ann has acme no more\n"
    assert rights() == [({"gems": ["admin"]}, False)]
    refused(run(tmp_path, "admin", "remove", "ann@acme.example", "--gallery", "acme"), 1, "'ann'", "'acme'", "admin list")
    refused(run(tmp_path, "admin", "remove", "bob@acme.example", "--gallery", "acme"), 1, "admin list")
    refused(run(tmp_path, "admin", "remove", "ann@acme.example", "--gallery", "nope"), 1, "nope")
    assert "no other gallery" in admin("remove", "ann@acme.example", "--gallery", "gems")
    assert rights() == []


@pytest.mark.parametrize("url, words", [
    ("postgres://u:sekret@127.0.0.1:1/d", ("postgres://127.0.0.1:1/d", "refused")),
    ("postgres://u:sek%zzret@127.0.0.1:1/d", ("not one that libpq takes",)),
    ("postgresql://u:sekret@127.0.0.1:1/d?sslmode=nonsense", ("nonsense",)),
])
def test_a_server_that_is_not_there(tmp_path, url, words):
    run(tmp_path, "keyring", "init")
    for command in ("migrate", "serve"):
        done = run(tmp_path, command, COUNTERSIGN_DATABASE_URL=url)
        refused(done, 1, "the database", *words)
        assert "sek" not in done.stderr
    found = line(run(tmp_path, "check", COUNTERSIGN_DATABASE_URL=url), "database")
    assert found.startswith("FAILED") and all(word in found for word in words) and "sek" not in found


def test_a_secret_file_that_is_not_there(tmp_path):
    done = run(tmp_path, "check", COUNTERSIGN_SMTP_URL_FILE="/nope")
    refused(done, 78, 'the file "/nope" does not exist')


def test_demo_takes_no_other_port(tmp_path, taken):
    refused(run(tmp_path, "demo", "--port", str(taken)), 1, f"port {taken}", "in use", "--port")


@pytest.mark.parametrize("host, code, words", [
    ("127.0.0.1", 1, "http.host:http.port 127.0.0.1:{port} is in use; stop what listens there or set http.port"),
    ("192.0.2.7", 78, "http.host 192.0.2.7: this machine has no such address"),
    ("nope.invalid", 78, "http.host nope.invalid"),
])
def test_serve_says_where_it_cannot_listen(service, taken, host, code, words):
    environment = {
        "COUNTERSIGN_HTTP_HOST": host, "COUNTERSIGN_HTTP_PORT": str(taken), "COUNTERSIGN_LOG_LEVEL": "error"}
    refused(service.run("serve", check=False, env=environment), code, words.format(port=taken))


def test_serve_logs_what_it_starts_with():
    service = Service("smtp://user:sekret@127.0.0.1:1?tls=required,smtp://127.0.0.1:2").start()
    try:
        starts = [json.loads(text) for text in service.log.splitlines() if '"starting"' in text]
        assert len(starts) == 1 and starts[0]["level"] == "info", starts
        assert starts[0]["database"] == f"{service.folder}/db.sqlite" and starts[0]["baseURL"] == service.url
        assert starts[0]["relays"] == "127.0.0.1:1, 127.0.0.1:2" and starts[0]["config"]
        assert "sekret" not in service.log
    finally:
        service.clear()


def test_a_pause_is_seen(service):
    def mail():
        return service.run("gallery", "list").stdout

    service.run("courier", "pause")
    assert "paused (all)" in mail() and json.loads(service.run("courier", "status", "--json").stdout)["paused"]
    check = service.run("check", check=False)
    assert line(check, "courier").startswith("ok ") and "all mail is held back" in line(check, "courier")
    service.run("courier", "pause", "--gallery", "main")
    assert "all mail is held back" in service.run("courier", "resume", "--gallery", "main").stdout
    service.run("courier", "pause", "--gallery", "main")
    resumed = service.run("courier", "resume").stdout
    assert "still held back: main" in resumed
    assert "paused" in mail() and "(all)" not in mail()
    service.run("courier", "resume", "--gallery", "main")
    assert "running" in mail() and service.run("courier", "status").stdout.startswith("running\n")


def test_check_in_words(service):
    check = service.run("check", check=False)
    found = line(check, "smtp")
    assert "cannot connect to 127.0.0.1:1: " in found and found.endswith("is smtp.url right and the relay running?")
    assert line(check, "keyring").endswith(": 1 key") and check.stderr == "countersign: 1 of 7 checks failed\n"


def test_the_templates_are_looked_for(tmp_path):
    binary = tmp_path / "countersign"
    try:
        os.link(BIN / "countersign", binary)
    except OSError:
        shutil.copy(BIN / "countersign", binary)
    refused(
        run(tmp_path, "template", "check", binary=binary), 78, "no MailTemplates folder was found", str(tmp_path),
        "set templates.path or put the folder beside the binary")
    found = line(run(tmp_path, "check", binary=binary), "templates")
    assert found.startswith("FAILED templates: no MailTemplates")
    refused(run(tmp_path, "template", "check", COUNTERSIGN_TEMPLATES_PATH="/nope"), 78, "templates.path", "/nope")
    (tmp_path / "MailTemplates").symlink_to(ROOT / "MailTemplates")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert run(elsewhere, "template", "check", binary=binary).stdout.startswith("ok: ")


def test_broken_templates_as_json(tmp_path):
    folder = tmp_path / "own" / "en"
    folder.mkdir(parents=True)
    (folder / "invitation.mustache").write_text("{{nope")
    (folder / "nope.mustache").write_text("x")
    done = run(tmp_path, "template", "check", "--json", COUNTERSIGN_TEMPLATES_PATH="own")
    assert done.returncode == 1 and "things are wrong" in done.stderr
    problems = json.loads(done.stdout)
    assert len(problems) >= 2 and any("nope.mustache" in problem for problem in problems), problems


def test_previews(tmp_path):
    done = run(tmp_path, "template", "preview", "invitation", "--locale", "xx")
    assert done.returncode == 0 and "Subject: " in done.stdout
    assert done.stderr == "countersign: there is no invitation in 'xx'; en is shown\n"
    refused(run(tmp_path, "template", "preview", "invitation", "--out", "/proc/nope"), 1, "/proc/nope", "--out")


def test_a_gallery_is_shown_and_changed(service):
    refused(service.run("gallery", "edit", "main", check=False), 2, "nothing to change")
    done = service.run("gallery", "edit", "main", "--set", "locale=xx", "--set", "invitation.life=3d")
    assert done.stdout == "changed main\n" and "no templates are in 'xx'" in done.stderr
    shown = json.loads(service.run("gallery", "show", "main", "--json").stdout)
    assert shown["policies"]["locale"] == {"value": "xx", "origin": "set"}
    assert shown["policies"]["invitation.owners"] == {"value": "15", "origin": "default"}
    assert shown["policies"]["limits.inviter"] == {"value": "5,10/1h,48/1d", "origin": "default"}
    assert shown["policies"]["publication.hold"] == {"value": "1d", "origin": "default"}
    assert [key for key, policy in shown["policies"].items() if "value" not in policy] == ["abuse"]
    assert shown["slug"] == "main" and shown["mail"] == "running"
    text = service.run("gallery", "show", "main").stdout
    assert all(key in text for key in shown["policies"]) and "3d" in text
    assert service.run("gallery", "edit", "main", "--set", "locale=en-GB").stderr == ""


def test_a_key_ends_when_it_was_said(service):
    add = ["key", "add", "main", "--scope", "read", "--expires"]
    for wrong in ("0s", "soon", "2020-01-01"):
        refused(service.run(*add, wrong, check=False), 2, "--expires takes", wrong)
    done = service.run(*add, "90d")
    id = re.match(r"key (\S+) of main: read, until \S+Z\n", done.stdout)[1]
    keys = {key["id"]: key for key in json.loads(service.run("key", "list", "--json").stdout)}
    assert keys[id]["expiresAt"] and "lastUsedAt" not in keys[id]
    assert [key for key in keys.values() if key["id"] != id and "expiresAt" in key] == []
    listed = service.run("key", "list").stdout
    assert "EXPIRES" in listed and "LAST USED" in listed and keys[id]["expiresAt"] in listed


def test_a_key_that_was_used_says_when(service):
    lasting, short = (service.add_key("main", "read", more=more) for more in ([], ["--expires", "30s"]))
    service.start()
    try:
        for key in (lasting, short):
            assert service.api("GET", "/v1/events", key=key).status_code == 200
        answer = wait_for(
            lambda: (answer := service.api("GET", "/v1/events", key=short)).status_code == 401 and answer, 90)
        assert "expired at" in answer.json()["detail"] and 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    finally:
        service.stop()
    # Written at the latest when the server ends.
    used = [key for key in json.loads(service.run("key", "list", "--json").stdout) if key.get("lastUsedAt")]
    assert len(used) == 2


def test_retiring_the_key_that_signs_says_so(tmp_path):
    run(tmp_path, "keyring", "init")
    run(tmp_path, "keyring", "rotate")
    assert "key 1 signs from now on" in run(tmp_path, "keyring", "retire", "2").stdout
    run(tmp_path, "keyring", "rotate")
    assert "signs" not in run(tmp_path, "keyring", "retire", "1").stdout


def test_messages_are_listed_with_their_package(service):
    header = service.run("message", "list").stdout
    assert "PACKAGE" in header and "CONVERSATIONS" in header


def test_what_a_relay_said_is_shown_without_addresses():
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}")
    try:
        catcher.faults({"rules": [
            {"phase": "rcpt", "action": "reply", "code": 550, "text": "5.1.1 <bob@example.org>: unknown user"}]})
        service.start().owners(names=("ann",))
        service.invite("bob").raise_for_status()

        def failed():
            return json.loads(service.run("message", "list", "--state", "failed", "--json").stdout)

        listed = wait_for(failed)
        shown = [service.run("message", "show", listed[0]["id"], *json) for json in ([], ["--json"])]
        for words in [str(listed)] + [done.stdout for done in shown]:
            assert "unknown user" in words and "bob@" not in words, words
    finally:
        service.clear()
        catcher.stop()


def test_check_does_not_wait_long_for_a_relay_that_says_nothing(tmp_path, taken):
    run(tmp_path, "keyring", "init")
    start = time.monotonic()
    check = run(tmp_path, "check", COUNTERSIGN_SMTP_URL=f"smtp://127.0.0.1:{taken}")
    assert "timeout at greeting" in line(check, "smtp")
    assert time.monotonic() - start < 60


def test_a_setting_is_taken_back(service):
    service.run("gallery", "edit", "main", "--set", "colour=#112233")
    refused(service.run("gallery", "edit", "main", "--unset", "hue", check=False), 2, "'hue'", "colour")
    assert service.run("gallery", "edit", "main", "--unset", "colour").stdout == "changed main\n"
    shown = json.loads(service.run("gallery", "show", "main", "--json").stdout)
    assert shown["policies"]["colour"]["origin"] == "default"
    refused(service.run("gallery", "edit", "nobody", "--unset", "colour", check=False), 1, "'nobody'", "main")


def test_a_reader_that_went_away_is_no_crash(service):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [BIN / "countersign", "gallery", "list"], env=service.environment, cwd=ROOT, stdout=writing,
        stderr=subprocess.PIPE, timeout=120)
    os.close(writing)
    assert done.returncode == 0 and done.stderr == b""
