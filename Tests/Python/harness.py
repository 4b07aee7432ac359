"""The service and a mail server as real processes, for tests that look at them from outside."""
import json
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import httpx
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("COUNTERSIGN_TEST_BIN", ROOT / ".build/debug"))


class Document:
    """What Docs/openapi.yaml says of answers: the suite WebTests holds it to what is served."""

    def __init__(self):
        self.calls = None

    def read(self):
        text = (ROOT / "Docs/openapi.yaml").read_text()
        document = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        calls = []
        for path, item in document["paths"].items():
            # A package's id may hold slashes.
            pattern = re.sub(r"\\{(\w+)\\}", lambda name: ".+" if name[1] == "package" else "[^/]+", re.escape(path))
            for method, operation in item.items():
                answers = {}
                for status, response in operation["responses"].items():
                    response = response.get("$ref") or response
                    if isinstance(response, str):
                        response = document["components"]["responses"][response.rsplit("/", 1)[1]]
                    answers[int(status)] = set(
                        response.get("content", {}).get("application/problem+json", {}).get("examples", ()))
                calls.append((method.upper(), re.compile(pattern), operation["operationId"], answers))
        return calls

    def check(self, answer):
        """Fails where a call gives an answer, or a type of problem, that it does not list."""
        request = answer.request
        path = request.url.raw_path.decode().split("?")[0]
        if not path.startswith("/v1/"):
            return
        self.calls = self.calls or self.read()
        method = {"HEAD": "GET"}.get(request.method, request.method)
        for name, pattern, id, answers in self.calls:
            if name == method and pattern.fullmatch(path):
                assert answer.status_code in answers, f"{id} does not tell of {answer.status_code}"
                if answer.status_code >= 400 and request.method != "HEAD":
                    slug = json.loads(answer.read())["type"].rsplit("/", 1)[1]
                    assert slug in answers[answer.status_code], f"{id} does not tell of {answer.status_code} {slug}"
                return


# One for all: to make a client is dear, and no test looks at the connections of this one.
HTTP = httpx.Client(
    timeout=30, limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
    event_hooks={"response": [Document().check]})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds=30.0, every=0.05, what="it"):
    """The first true value of a condition."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(every)


def read_lines(process, until, seconds=60.0):
    """Lines of a process's standard output up to one that matches."""
    lines, buffer, end = [], b"", time.monotonic() + seconds
    descriptor = process.stdout.fileno()
    while time.monotonic() < end:
        ready, _, _ = select.select([descriptor], [], [], 0.2)
        if ready:
            chunk = os.read(descriptor, 65536)
            if not chunk:
                break
            buffer += chunk
            while b"\n" in buffer:
                line, buffer = buffer.split(b"\n", 1)
                lines.append(line.decode())
                if re.search(until, lines[-1]):
                    return lines
        elif process.poll() is not None:
            break
    raise AssertionError(f"{process.args[0]} never said {until!r}; it said {lines}")


class Catcher:
    """`mailcatcher`, and what it caught."""

    def __init__(self, *arguments, smtp_port=0):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="catcher-"))
        self.ca = self.folder / "ca.pem"
        self.log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(
            [BIN / "mailcatcher", "--smtp-port", str(smtp_port), "--web-port", "0", "--ca-file", self.ca, *arguments],
            stdout=subprocess.PIPE, stderr=self.log)
        lines = read_lines(self.process, r"^ready$")
        addresses = dict(line.split(" ", 1) for line in lines if " " in line)
        self.smtp = addresses["smtp"]
        self.smtps = addresses.get("smtps")
        self.web = addresses["web"].rstrip("/")
        self.http = httpx.Client(base_url=self.web, timeout=120)

    def messages(self, to=None, after=0):
        found, next_after = [], after
        while True:
            query = {"after": next_after} | ({"to": to} if to else {})
            answer = self.http.get("/api/messages", params=query).raise_for_status().json()
            found += answer["items"]
            if not answer["items"]:
                return found
            next_after = max(item["number"] for item in answer["items"])

    def next(self, to, after=0, seconds=30.0):
        return wait_for(lambda: self.messages(to, after), seconds, what=f"a mail to {to}")[0]

    def raw(self, number) -> bytes:
        return self.http.get(f"/api/messages/{number}/raw").raise_for_status().content

    def faults(self, plan):
        self.http.put("/api/faults", json=plan).raise_for_status()

    def stop(self):
        self.http.close()
        stop(self.process)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def stop(process, seconds=60):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout:
        process.stdout.close()


def clock_ahead():
    """A library that sets the wall clock of a process forward."""
    source, library = ROOT / "Tests/Support/clock-ahead.c", BIN.resolve() / "clock-ahead.so"
    if not library.exists() or library.stat().st_mtime < source.stat().st_mtime:
        built = library.with_suffix(f".{os.getpid()}")
        subprocess.run(["clang", "-shared", "-fPIC", "-O1", "-o", built, source], check=True)
        built.replace(library)
    return library


class Cluster:
    """A PostgreSQL server of a test's own, which is gone with this process."""

    shared = None

    def __init__(self, *settings):
        self.process = subprocess.Popen(
            ["bash", ROOT / "Tests/Support/postgres.sh", *settings], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = read_lines(self.process, "^postgres://")[-1]
        self.made = 0

    @classmethod
    def of_all(cls):
        """The one that all services of this process have their databases on."""
        cls.shared = cls.shared or cls()
        return cls.shared

    def address(self, name):
        return self.url.replace("/postgres?", f"/{name}?")

    def connect(self, name="postgres", **more):
        import psycopg  # Only who has a server needs it.
        return psycopg.connect(self.address(name), **more)

    def database(self):
        """The URL of a new and empty database."""
        self.made += 1
        name = f"service_{self.made}"
        with self.connect(autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.address(name)

    def stop(self):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


# Which engine the services of all tests stand on.
ENGINE = os.environ.get("COUNTERSIGN_TEST_ENGINE", "sqlite")


class Service:
    """`countersign` with a folder, a keyring, a database, a gallery and its keys."""

    def __init__(self, smtp_url="smtp://127.0.0.1:1", limits="none", settings=(), **environment):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="service-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("COUNTERSIGN_")}
        self.environment |= {
            "COUNTERSIGN_HTTP_PORT": str(self.port),
            "COUNTERSIGN_BASE_URL": self.url,
            "COUNTERSIGN_DATABASE_URL":
                Cluster.of_all().database() if ENGINE == "postgresql" else f"sqlite:{self.folder}/db.sqlite",
            "COUNTERSIGN_KEYRING_FILE": str(self.folder / "keyring.json"),
            "COUNTERSIGN_SMTP_URL": smtp_url,
            "COUNTERSIGN_LOG_LEVEL": "debug",
            "COUNTERSIGN_LIMITS_PUBLIC": "off" if limits == "none" else "on",
        } | {key: str(value) for key, value in environment.items()}
        self.log_path = self.folder / "log"
        self.process = None
        self.run("keyring", "init")
        policies = [f"limits={limits}", *settings]
        self.run(
            "gallery", "add", "main", "--name", "Main Gallery", "--url", "https://gallery.example.com",
            "--from", "no-reply@gallery.example.com", *[part for policy in policies for part in ("--set", policy)])
        self.key = self.add_key("main", "notify", "read")

    def run(self, *arguments, check=True, **more):
        done = subprocess.run(
            [BIN / "countersign", *arguments], env=self.environment | more.pop("env", {}), cwd=ROOT,
            capture_output=True, text=True, timeout=120, **more)
        assert not check or done.returncode == 0, f"{arguments}: {done.returncode} {done.stderr}"
        return done

    def add_key(self, gallery, *scopes, more=()):
        options = [part for scope in scopes for part in ("--scope", scope)]
        done = self.run("key", "add", gallery, *options, *more)
        return done.stdout.strip().splitlines()[-1]

    def start(self, **more):
        assert self.process is None or self.process.poll() is not None
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [BIN / "countersign", "serve"], env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log,
                **more)
        lines = read_lines(self.process, r"^countersign serves ")
        assert len(lines) == 1, lines
        return self

    def later(self, days):
        """Starts it anew on a machine whose clock is so many days on."""
        self.stop()
        self.environment |= {"LD_PRELOAD": str(clock_ahead()), "COUNTERSIGN_TEST_AHEAD": str(round(days * 86_400))}
        return self.start()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        if self.process:
            stop(self.process)

    def clear(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def api(self, method, path, body=None, key=None, headers=None, **more):
        headers = {"Authorization": f"Bearer {key or self.key}"} | (headers or {})
        return HTTP.request(method, self.url + path, json=body, headers=headers, **more)

    def all(self, path):
        """Every item of a listing."""
        found, after = [], None
        while True:
            page = self.api("GET", f"{path}{'&' if '?' in path else '?'}limit=200{f'&after={after}' if after else ''}").json()
            found += page["items"]
            after = page["next"]
            if not after:
                return found

    def owners(self, package="Contoso.Utils", names=("ann", "carol")):
        body = {"owners": [{"username": name, "email": f"{name}@example.org"} for name in names]}
        answer = self.api("PUT", f"/v1/packages/{package}/owners", body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def invite(self, invitee="bob", by="ann", package="Contoso.Utils", headers=None, **more):
        body = {"invitee": {"username": invitee, "email": f"{invitee}@example.org"}, "invitedBy": by} | more
        return self.api("POST", f"/v1/packages/{package}/invitations", body, headers=headers)

    def invitation(self, id):
        answer = self.api("GET", f"/v1/invitations/{id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def events(self):
        found, after = [], 0
        while True:
            answer = self.api("GET", f"/v1/events?after={after}&limit=200").json()
            found += answer["items"]
            if not answer["items"]:
                return found
            after = answer["items"][-1]["seq"]


class Node(Service):
    """Another process on the database of a service, with the same keyring, configuration and address in links."""

    def __init__(self, service):
        self.folder, self.key = service.folder, service.key
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = service.environment | {"COUNTERSIGN_HTTP_PORT": str(self.port)}
        self.log_path = self.folder / f"log-{self.port}"
        self.process = None

    def clear(self):
        self.stop()


def link_in(message) -> str:
    """The one line of a mail's text that is a confirmation link."""
    links = [line for line in message["text"].splitlines() if re.fullmatch(r"https?://\S+/c/\S+", line)]
    assert len(links) == 1, message["text"]
    return links[0]


def status_link_in(message) -> str:
    """The one line of a mail's text that leads to the page of a claim."""
    links = [line for line in message["text"].splitlines() if re.fullmatch(r"https?://\S+/recovery/status/\S+", line)]
    assert len(links) == 1, message["text"]
    return links[0]


def message_id(mail) -> str:
    """The id of the message that a caught mail was made of."""
    headers = mail["headers"]
    pairs = headers.items() if isinstance(headers, dict) else [
        (entry["name"], entry["value"]) if isinstance(entry, dict) else entry for entry in headers]
    return next(value for key, value in pairs if key.lower() == "message-id").strip("<>").split("@")[0]


def press(link, action="accept", **fields):
    return HTTP.post(link, data={"action": action} | fields, follow_redirects=True)


def dump(value) -> str:
    return json.dumps(value, indent=1, sort_keys=True)
