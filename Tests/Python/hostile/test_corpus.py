"""Every hostile string in every field, as one service and one mail server meet them."""
import concurrent.futures
import http.client
import json
import re
import threading
import urllib.parse

import pytest

from harness import Catcher, Service, wait_for
from naughty import EVERYTHING, has_surrogates, is_plain_text, may_be_name
from received import Mail, page_flaws

USERNAME, PACKAGE = "-_.+@~", "-_.+@~/:"


def pointers(answer):
    return {error["pointer"] for error in answer.json().get("errors", [])}


def encoded(text):
    """A path segment; a client takes dots alone for a step in the path, unless they are encoded as well."""
    return urllib.parse.quote(text, safe="") if text.strip(".") else "%2E" * len(text)


def address(kind, number):
    return f"{kind}{number}@example.org"


class Answer:
    """One answer of a client that sends paths and headers as they are, and is quick about it."""

    def __init__(self, response):
        self.status_code, self.headers, self.content = response.status, response.headers, response.read()
        self.text = self.content.decode()

    def json(self):
        return json.loads(self.content)


class Hostile:
    """The service, and what came of each string."""

    def __init__(self):
        self.catcher = Catcher()
        self.service = Service(
            f"smtp://{self.catcher.smtp}", settings=["invitation.pending=1000", "invitation.owners=1000"]).start()
        self.local = threading.local()
        self.invited = {}

    def close(self):
        self.service.clear()
        self.catcher.stop()

    def send(self, method, path, content=None, headers=None):
        if not hasattr(self.local, "connection"):
            self.local.connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=120)
        headers = {"Authorization": f"Bearer {self.service.key}"} | (headers or {})
        self.local.connection.request(method, path, content, headers)
        return Answer(self.local.connection.getresponse())

    def call(self, method, path, body=None, headers=None, content=None):
        headers = dict(headers or {})
        if body is not None:
            # Escapes, so that half a surrogate pair can be sent too.
            content = json.dumps(body)
            headers["Content-Type"] = "application/json"
        answer = self.send(method, path, content, headers)
        assert answer.status_code < 500, (method, path, body, answer.text)
        if answer.status_code >= 400:
            assert answer.headers["Content-Type"].startswith("application/problem+json"), answer.text
            assert answer.json()["status"] == answer.status_code
        return answer

    def each(self, work, things=None):
        with concurrent.futures.ThreadPoolExecutor(6) as crowd:
            return list(crowd.map(work, EVERYTHING if things is None else things))

    def mails(self):
        return self.catcher.messages()


@pytest.fixture(scope="module")
def hostile():
    hostile = Hostile()
    yield hostile
    hostile.close()


@pytest.fixture(scope="module")
def taken(hostile):
    """For each string the fields that took it; what they refused, they refused by name."""
    plain = [f"plain{number}" for number in range(2 * len(EVERYTHING))]
    for start in range(0, len(plain), 500):
        owners = [{"username": name, "email": f"{name}@example.org"} for name in plain[start:start + 500]]
        assert hostile.call("PUT", f"/v1/packages/base{start}/owners", {"owners": owners}).status_code == 200

    def find(pair):
        number, text = pair
        body = {"invitee": {"username": text, "email": text, "locale": text}, "invitedBy": text, "note": text}
        answer = hostile.call("POST", "/v1/packages/base0/invitations", body)
        refused = pointers(answer)
        if has_surrogates(text):
            assert answer.status_code == 400, answer.text
            return set()
        assert answer.status_code == 422, (text, answer.text)
        assert refused <= {"/invitee/username", "/invitee/email", "/invitee/locale", "/invitedBy", "/note"}
        assert ("/invitee/username" in refused) == ("/invitedBy" in refused), text
        fields = {"username", "email", "locale", "note"} - {pointer.rsplit("/", 1)[1] for pointer in refused}
        assert ("note" in fields) == is_plain_text(text), text
        assert "username" not in fields or may_be_name(text, USERNAME), text

        path = encoded(text)
        owners = {"owners": [{"username": f"plain{number}"}]}
        if text:
            answer = hostile.call("PUT", f"/v1/packages/{path}/owners", owners)
            assert answer.status_code in (200, 422), (text, answer.text)
            if answer.status_code == 200:
                fields.add("package")
                assert may_be_name(text, PACKAGE), text
                assert hostile.call("GET", f"/v1/packages/{path}/owners").json()["package"]
        return fields

    found = dict(zip(EVERYTHING, hostile.each(find, enumerate(EVERYTHING))))
    for field in ("username", "email", "note", "package"):
        assert sum(field in fields for fields in found.values()) >= 3, f"hardly any {field} was taken"
    return found


def test_reading_is_unmoved(hostile):
    """Query parameters, path segments and the idempotency key."""
    def ask(text):
        if has_surrogates(text):
            return
        value = encoded(text)
        answer = hostile.call("GET", f"/v1/invitations?package={value}&invitee={value}&invitedBy={value}")
        # An address of more than 8 KiB is not read.
        assert answer.status_code == (200 if 3 * len(value) < 8000 else 400), (text, answer.text)
        path = (
            f"/v1/invitations?state={value}&after={value}&limit={value}", f"/v1/messages?about={value}",
            f"/v1/events?after={value}&wait={value}", f"/v1/invitations?{value}={value}",
            f"/v1/packages/{value}/owners", f"/v1/invitations/{value}", f"/v1/{value}",
        )[EVERYTHING.index(text) % 7]
        hostile.call("GET", path)
        plain(hostile, f"/{value}")
        hostile.call("DELETE", f"/v1/packages/base0/owners/{value}?by={value}")

    hostile.each(ask)


def plain(hostile, path):
    answer = hostile.send("GET", path)
    assert answer.status_code in (200, 204, 400, 404), (path, answer.status_code)
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        assert list(page_flaws(answer.text)) == [], path


def test_idempotency_keys(hostile, taken):
    def ask(text):
        raw = text.encode(errors="surrogatepass")
        if not raw or re.search(rb"[\r\n\x00]", raw) or raw.strip(b" \t") != raw:
            return  # No header can hold it; test_http.py sends those as bytes.
        answer = hostile.send("POST", "/v1/packages/base0/invitations", b"{}", {
            "Idempotency-Key": raw, "Content-Type": "application/json"})
        assert 400 <= answer.status_code < 500, (text, answer.text)

    hostile.each(ask)


def test_who_decides(hostile, taken):
    body = {"invitee": {"username": "judge", "email": "judge@example.org"}, "invitedBy": "plain1"}
    id = hostile.call("POST", "/v1/packages/base0/invitations", body).json()["id"]

    def ask(text):
        action = ("cancel", "resend", "accept", "decline")[EVERYTHING.index(text) % 4]
        answer = hostile.call("POST", f"/v1/invitations/{id}/{action}", {"by": text, "reason": text})
        assert answer.status_code in (400, 403, 422), (text, answer.text)
        assert pointers(answer) <= {"/by", "/reason"}

    hostile.each(ask)
    assert hostile.call("GET", f"/v1/invitations/{id}").json()["state"] == "pending"


@pytest.fixture(scope="module")
def mails(hostile, taken):
    """An invitation with each string wherever it was taken, and what was mailed about it."""
    wanted = list(taken.items())

    def invite(pair):
        number, (text, fields) = pair
        # A mail for the package, the inviter and the note, and one for the invitee.
        package, inviter = f"base{number // 500 * 500}", f"plain{number}"
        if "package" in fields:
            package = encoded(text)
        elif "username" in fields:
            package, inviter = f"of{number}", text
            owner = {"username": text, "email": address("o", number)}
            assert hostile.call("PUT", f"/v1/packages/{package}/owners", {"owners": [owner]}).status_code == 200
        for kind, invitee in (("i", {"email": address("i", number)}), ("e", {"username": text, "email": address("e", number)})):
            if kind == "e" and "username" not in fields:
                continue
            body = {"invitee": invitee, "invitedBy": inviter, "note": text if "note" in fields else None}
            if package.startswith("base"):
                # Where only the note is hostile, the package has one owner, so that one mail follows.
                package = f"own{number}"
                hostile.call("PUT", f"/v1/packages/{package}/owners", {"owners": [{"username": inviter}]})
            answer = hostile.call("POST", f"/v1/packages/{package}/invitations", body)
            if answer.status_code == 201:
                hostile.invited[answer.json()["id"]] = (text, address(kind, number))
            else:
                # Two strings of the corpus can be one name.
                assert answer.status_code in (200, 403, 409), (text, answer.text)

    hostile.each(invite, enumerate(wanted))
    assert len(hostile.invited) > len(EVERYTHING) * 0.8

    def decline(pair):
        id, (text, _) = pair
        if is_plain_text(text) and not has_surrogates(text):
            view = hostile.call("GET", f"/v1/invitations/{id}").json()
            name = (view["invitee"] or {}).get("username")
            if name:
                answer = hostile.call("POST", f"/v1/invitations/{id}/decline", {"by": name, "reason": text})
                assert answer.status_code == 200, (text, answer.text)

    hostile.each(decline, list(hostile.invited.items())[::2])
    return settled(hostile)


def settled(hostile):
    """Every mail once nothing is left to send, with the record of it."""
    def records():
        found, path = [], "/v1/messages?limit=200"
        while True:
            page = hostile.call("GET", path).json()
            found += page["items"]
            if not page["next"]:
                return found
            path = f"/v1/messages?limit=200&after={page['next']}"

    def done():
        items = records()
        open_ones = [item for item in items if item["state"] in ("queued", "sending", "deferred")]
        return items if not open_ones else None

    return {item["messageID"].strip("<>") if item.get("messageID") else item["id"]: item
            for item in wait_for(done, 120, 0.5, "every mail to be sent")}


def test_mails(hostile, mails):
    caught = hostile.mails()
    sent = {key: record for key, record in mails.items() if record["state"] == "sent"}
    assert [record["state"] for record in mails.values() if record["state"] not in ("sent", "cancelled")] == []
    assert len(caught) == len(sent), "one mail for each message, no more and no fewer"
    seen, wrong = set(), []
    for index, caught_one in enumerate(caught):
        raw = hostile.catcher.raw(caught_one["number"])
        assert len(caught_one["to"]) == 1
        mail = Mail(raw, caught_one["to"][0], hostile.service.url)
        key = str(mail.message["Message-ID"]).strip("<>")
        assert key not in seen and sent[key]["recipient"] == caught_one["to"][0], "the recipient of that message"
        seen.add(key)
        wrong += [(caught_one["number"], str(mail.message["Subject"]), flaw) for flaw in mail.flaws(index % 10 == 0)]
    assert wrong == [], (len(wrong), wrong[:10])


def test_conversations(hostile, mails):
    """Of each mail one MAIL, one RCPT and one DATA, and never the smuggled ones."""
    commands = [
        line["text"] for connection in hostile.catcher.http.get("/api/log").json()["connections"]
        for line in connection["lines"] if line["side"] == "client"]
    verbs = [command.split(" ", 1)[0].split(":", 1)[0].upper() for command in commands]
    assert set(verbs) <= {"EHLO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT"}, set(verbs)
    assert verbs.count("MAIL") == verbs.count("RCPT") == verbs.count("DATA") > 0
    assert not any("evil" in command for command in commands)
    for command in commands:
        assert command.isascii() and command.isprintable(), command


def test_pages(hostile, mails):
    invited = {recipient for _, recipient in hostile.invited.values()}
    links = []
    for mail in hostile.mails():
        found = [line for line in mail["text"].splitlines() if line.startswith(f"{hostile.service.url}/c/")]
        if found and mail["to"][0] in invited:
            links.append(found[0])
    assert len(links) > 300

    def look(pair):
        number, link = pair
        text = EVERYTHING[number % len(EVERYTHING)]
        path = urllib.parse.urlsplit(link).path
        answer = hostile.send("GET", path)
        assert answer.status_code in (200, 410), link
        wrong = [(answer.text[:300], flaw) for flaw in page_flaws(answer.text)]
        if answer.status_code == 200 and number % 3 == 0:
            value = text.encode(errors="surrogatepass")
            form = {"action": b"decline", "reason": value} if number % 2 else {"action": value, value: value}
            answer = hostile.send("POST", path, urllib.parse.urlencode(form), {
                "Content-Type": "application/x-www-form-urlencoded"})
            assert answer.status_code in (200, 400, 422), (text, answer.status_code)
            if answer.headers["Content-Type"].startswith("text/html"):
                wrong += [(text, flaw) for flaw in page_flaws(answer.text)]
        return wrong

    wrong = sum(hostile.each(look, enumerate(links)), [])
    assert wrong == [], (len(wrong), wrong[:5])


def test_log(hostile, mails):
    """Last: the log of all of it."""
    tokens = {token for mail in hostile.mails() for token in re.findall(r"/c/([A-Za-z0-9_-]{40,})", mail["text"])}
    hostile.service.stop()
    raw = hostile.service.log_path.read_bytes()
    assert raw.endswith(b"\n")
    lines = raw[:-1].split(b"\n")
    assert len(lines) > 1000
    for line in lines:
        assert not re.search(rb"[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]", line), line
        record = json.loads(line.decode("utf-8"))
        assert {"time", "level", "message"} <= set(record), line
        assert record["level"] not in ("error", "critical"), line
    text = raw.decode()
    assert hostile.service.key not in text and "cs_" + hostile.service.key[3:12] not in text
    assert not any(token in text for token in tokens)
    assert not re.search(r"[a-z]\d+@example\.org|smuggled@|ann@example", text)
