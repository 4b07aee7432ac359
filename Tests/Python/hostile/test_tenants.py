"""What a key opens, and what it does not: scopes, other galleries, revocation, and ways to send it."""
import concurrent.futures
import contextlib
import json
import select
import socket
import time

import httpx
import pytest
import yaml

from harness import HTTP, Service, wait_for

# What a scope opens: `admin` does what both others do, `override` nothing but what `asAdmin` asks.
OPENS = {"read": {"read"}, "notify": {"notify"}, "admin": {"read", "notify", "admin"}, "override": {"override"}}
PACKAGE = "/v1/packages/Contoso.Utils"


class House:
    """A gallery with one thing of every kind, each call of the API upon them, and another gallery beside it."""

    def __init__(self):
        self.service = Service()
        self.service.run("courier", "pause")
        self.admin = self.service.add_key("main", "admin", "override")
        self.service.run(
            "gallery", "add", "other", "--name", "Other", "--url", "https://other.example", "--from", "x@other.example")
        self.foreign = self.service.add_key("other", "notify", "read", "admin", "override")
        self.service.start().owners()
        make = self.make
        ann, eve = ({"username": name, "email": f"{name}@example.org"} for name in ("ann", "eve"))
        invitation = self.service.invite().json()["id"]
        publication = make("POST", f"{PACKAGE}/publications", {"version": "1.0", "publisher": ann, "stage": "received"})
        block = make("POST", "/v1/blocks", {"email": "zoe@example.org", "inviter": "ann"})
        webhook = make("POST", "/v1/webhooks", {"url": "https://hooks.invalid/x"})
        make("PUT", "/v1/suppressions/yan@example.org", {"reason": "asked"})
        make("PUT", "/v1/preferences/ann", {"muted": [{"kind": "publication-live"}]})
        report = make("POST", f"{PACKAGE}/reports", {"reason": "spam", "from": eve})
        claim = {"package": "Contoso.Utils", "claimant": eve, "why": "I wrote it.", "confirmed": True, "by": "root"}
        case = f"/v1/recovery-cases/{make('POST', '/v1/recovery-cases', claim)['id']}"
        message = make("GET", f"/v1/messages?about={invitation}")["items"][0]["id"]
        self.preferences = self.service.api("GET", "/v1/preferences/ann").headers["ETag"]
        self.webhook = self.service.api("GET", f"/v1/webhooks/{webhook['id']}", key=self.admin).headers["ETag"]
        contact = {"subject": "Hello", "message": "Is it still kept?", "from": eve}
        dan = {"invitee": {"username": "dan", "email": "dan@example.org"}, "invitedBy": "ann"}
        by, root = {"by": "ann"}, {"by": "root"}
        why = root | {"reason": "asked by letter"}
        one, hook = f"/v1/invitations/{invitation}", f"/v1/webhooks/{webhook['id']}"
        # By the name that the API's document has for it: method, path, body. What deletes comes last.
        self.calls = {
            "listOwners": ("GET", f"{PACKAGE}/owners", None),
            "createInvitation": ("POST", f"{PACKAGE}/invitations", dan),
            "createInvitations": ("POST", "/v1/invitations/bulk", {"invitations": [dan | {"package": "Contoso.Utils"}]}),
            "listInvitations": ("GET", "/v1/invitations", None),
            "getInvitation": ("GET", one, None),
            "resendInvitation": ("POST", f"{one}/resend", by),
            "acceptInvitation": ("POST", f"{one}/accept", by),
            "declineInvitation": ("POST", f"{one}/decline", by),
            "cancelInvitation": ("POST", f"{one}/cancel", by),
            "createPublication": (
                "POST", f"{PACKAGE}/publications", {"version": "2.0", "publisher": ann, "stage": "live"}),
            "listPublications": ("GET", f"{PACKAGE}/publications", None),
            "getPublication": ("GET", f"/v1/publications/{publication['id']}", None),
            "changePublication": ("PATCH", f"/v1/publications/{publication['id']}", {"stage": "validating"}),
            "getPreferences": ("GET", "/v1/preferences/ann", None),
            "putPreferences": ("PUT", "/v1/preferences/ann", {"muted": []}),
            "listBlocks": ("GET", "/v1/blocks", None),
            "createBlock": ("POST", "/v1/blocks", {"email": "xia@example.org", "inviter": "ann"}),
            "getBlock": ("GET", f"/v1/blocks/{block['id']}", None),
            "listSuppressions": ("GET", "/v1/suppressions", None),
            "getSuppression": ("GET", "/v1/suppressions/yan@example.org", None),
            "putSuppression": ("PUT", "/v1/suppressions/wim@example.org", {"reason": "asked"}),
            "exportAddress": ("GET", "/v1/addresses/bob@example.org", None),
            "contactOwners": ("POST", f"{PACKAGE}/contact", contact),
            "createReport": ("POST", f"{PACKAGE}/reports", {"reason": "malware", "from": eve}),
            "listReports": ("GET", "/v1/reports", None),
            "getReport": ("GET", f"/v1/reports/{report['id']}", None),
            "closeReport": ("POST", f"/v1/reports/{report['id']}/close", why),
            "createCaseOfReport": ("POST", f"/v1/reports/{report['id']}/case", root),
            "createRecoveryCase": ("POST", "/v1/recovery-cases", claim | {"package": "Contoso.Other"}),
            "listRecoveryCases": ("GET", "/v1/recovery-cases", None),
            "getRecoveryCase": ("GET", case, None),
            "assignRecoveryCase": ("POST", f"{case}/assign", root | {"assignee": "root"}),
            "noteOnRecoveryCase": ("POST", f"{case}/notes", root | {"text": "Her site is gone."}),
            "tickEvidence": ("POST", f"{case}/evidence", root | {"item": "identity"}),
            "logAttempt": ("POST", f"{case}/attempts", root | {"channel": "email"}),
            "lockPackageOfCase": ("POST", f"{case}/lock", why),
            "unlockPackageOfCase": ("POST", f"{case}/unlock", why),
            "nameClaimant": ("POST", f"{case}/claimant", root | {"claimant": ann}),
            "denyRecoveryCase": ("POST", f"{case}/deny", why),
            "reopenRecoveryCase": ("POST", f"{case}/reopen", why),
            "grantRecoveryCase": ("POST", f"{case}/grant", why),
            "listMessages": ("GET", f"/v1/messages?about={invitation}", None),
            "getMessage": ("GET", f"/v1/messages/{message}", None),
            "retryMessage": ("POST", f"/v1/messages/{message}/retry", None),
            "cancelMessage": ("POST", f"/v1/messages/{message}/cancel", None),
            "listEvents": ("GET", "/v1/events", None),
            "listWebhooks": ("GET", "/v1/webhooks", None),
            "createWebhook": ("POST", "/v1/webhooks", {"url": "https://hooks.invalid/y"}),
            "getWebhook": ("GET", hook, None),
            "changeWebhook": ("PATCH", hook, {"url": "https://hooks.invalid/z"}),
            "rotateWebhook": ("POST", f"{hook}/rotate", None),
            "listDeliveries": ("GET", f"{hook}/deliveries", None),
            "redeliver": ("POST", f"{hook}/redeliver", {"after": 0}),
            "removeOwner": ("DELETE", f"{PACKAGE}/owners/carol?by=ann", None),
            "replaceOwners": ("PUT", f"{PACKAGE}/owners", {"owners": [{"username": "eve"}]}),
            "deleteBlock": ("DELETE", f"/v1/blocks/{block['id']}", None),
            "deleteSuppression": ("DELETE", "/v1/suppressions/yan@example.org", None),
            "purgeAddress": ("DELETE", "/v1/addresses/bob@example.org", None),
            "deleteWebhook": ("DELETE", hook, None),
        }
        # The document of the running service says which call takes which scope: a new call cannot be forgotten here.
        document = yaml.safe_load(HTTP.get(self.service.url + "/openapi.yaml").text)
        self.scopes = {
            call["operationId"]: {scope for need in call["security"] for scope in need["apiKey"]}
            for path, item in document["paths"].items() for call in item.values() if path.startswith("/v1/")}
        # What names a thing of this gallery by an id; the others name packages, accounts and addresses, of which each
        # gallery has its own.
        self.by_id = {
            call["operationId"] for path, item in document["paths"].items() for call in item.values() if "{id}" in path}

    def make(self, method, path, body=None):
        answer = self.service.api(method, path, body, key=self.admin)
        assert answer.status_code < 300, (path, answer.text)
        return answer.json()

    def ask(self, call, key):
        method, path, body = self.calls[call]
        tag = {"putPreferences": self.preferences, "changeWebhook": self.webhook}.get(call)
        return self.service.api(method, path, body, key=key, headers={"If-Match": tag} if tag else {})

    def state(self):
        """All that the gallery has; nothing happens in it without an event."""
        paths = [
            "/v1/invitations", "/v1/messages", "/v1/blocks", "/v1/suppressions", "/v1/reports", "/v1/webhooks",
            "/v1/recovery-cases", f"{PACKAGE}/publications", f"{PACKAGE}/owners", "/v1/preferences/ann", "/v1/events"]
        return [self.service.api("GET", path, key=self.admin).json() for path in paths]


@pytest.fixture
def house():
    house = House()
    yield house
    house.service.clear()


def test_every_call_is_in_the_matrix(house):
    assert set(house.calls) == set(house.scopes)


def test_scopes(house):
    keys = {scope: house.service.add_key("main", scope) for scope in OPENS}
    before, refused = house.state(), 0
    for call in house.calls:
        for has, key in keys.items():
            if OPENS[has] & house.scopes[call]:
                continue
            answer = house.ask(call, key)
            assert answer.status_code == 403 and answer.json()["type"].endswith("/insufficient-scope"), (has, call)
            assert "insufficient_scope" in answer.headers["WWW-Authenticate"]
            refused += 1
    assert house.state() == before and refused > 80
    # The reverse: who has the scope is let in, whatever becomes of it then.
    for call in house.calls:
        for has in ("read", "notify", "admin"):
            if OPENS[has] & house.scopes[call]:
                answer = house.ask(call, keys[has])
                assert answer.status_code != 401 and answer.status_code < 500, (has, call, answer.text)
                assert "insufficient-scope" not in answer.text, (has, call)
    assert house.state() != before


def test_acting_as_admin_takes_both_the_scope_and_the_word(house):
    """`override` opens what is done as an admin and nothing else; the other scopes open all but that."""
    keys = {scope: house.service.add_key("main", scope) for scope in OPENS}
    invitation = house.calls["getInvitation"][1]
    reason = {"asAdmin": True, "reason": "asked by letter"}
    dan = house.calls["createInvitation"][2] | {"note": "asked by letter"}
    calls = [
        ("POST", f"{PACKAGE}/invitations", dan, dan | {"asAdmin": True}),
        ("POST", f"{invitation}/resend", {"by": "ann"}, {"by": "root"} | reason),
        ("POST", f"{invitation}/cancel", {"by": "ann"}, {"by": "root"} | reason),
    ]
    before = house.state()
    for method, path, plain, admin in calls:
        assert house.service.api(method, path, plain, key=keys["override"]).status_code == 403, path
        for scope in ("notify", "admin", "read"):
            assert house.service.api(method, path, admin, key=keys[scope]).status_code == 403, (scope, path)
    carol = f"{PACKAGE}/owners/carol"
    assert house.service.api("DELETE", f"{carol}?by=ann", key=keys["override"]).status_code == 403
    as_admin = f"{carol}?by=root&asAdmin=true&reason=asked"
    for scope in ("notify", "admin", "read"):
        assert house.service.api("DELETE", as_admin, key=keys[scope]).status_code == 403, scope
    entry = dan | {"package": "Contoso.Utils", "asAdmin": True}
    for scope in ("notify", "admin"):
        bulk = house.service.api("POST", "/v1/invitations/bulk", {"invitations": [entry]}, key=keys[scope]).json()
        assert [one["status"] for one in bulk["results"]] in ([403], [422]), bulk
    assert house.state() == before
    for method, path, _, admin in calls:
        assert house.service.api(method, path, admin, key=keys["override"]).status_code < 300, path
    assert house.service.api("DELETE", as_admin, key=keys["override"]).status_code < 300


def test_another_gallery_sees_and_changes_nothing(house):
    before = house.state()
    names = ("bob", "carol", "yan", "zoe", "hooks.invalid/x", "eve@example.org", "ann@example.org")
    reads_first = sorted(house.calls.items(), key=lambda entry: entry[1][0] != "GET")
    for call, (method, path, body) in reads_first:
        answer = house.ask(call, house.foreign)
        assert answer.status_code < 500, (call, answer.text)
        if call in house.by_id:
            assert answer.status_code == 404, (call, answer.text)
        elif method == "GET" and answer.status_code == 200 and "items" in answer.json():
            # What happened in the other gallery is that it and its keys were made.
            own = ("gallery.added", "key.added") if call == "listEvents" else ()
            assert [one for one in answer.json()["items"] if one.get("type") not in own] == [], call
        said = json.dumps(body) + path
        for name in names:
            assert name in said or name not in answer.text, (call, name)
    assert house.state() == before


def test_a_revoked_key_is_refused_at_once(service):
    key = service.add_key("main", "read")
    assert service.api("GET", "/v1/events", key=key).status_code == 200
    listed = json.loads(service.run("key", "list", "main", "--json").stdout)
    assert key not in json.dumps(listed)
    id = next(entry["id"] for entry in listed if entry["scopes"] == ["read"])
    service.run("key", "revoke", id)
    assert service.api("GET", "/v1/events", key=key).status_code == 401


def test_a_key_that_is_revoked_while_it_waits_hears_nothing(service):
    key = service.add_key("main", "read")
    id = next(entry["id"] for entry in json.loads(service.run("key", "list", "main", "--json").stdout)
              if entry["scopes"] == ["read"])
    last = service.events()[-1]["seq"]
    with concurrent.futures.ThreadPoolExecutor(1) as waiter:
        answer = waiter.submit(service.api, "GET", f"/v1/events?after={last}&wait=30", key=key)
        time.sleep(1)
        service.run("key", "revoke", id)
        service.owners("Other.Package", ("ann",))
        assert answer.result().status_code == 401 and "owner.added" not in answer.result().text


def test_a_key_is_taken_from_one_place(service):
    key = service.key
    def ask(value=None, path="/v1/events"):
        return httpx.get(service.url + path, headers={"Authorization": value} if value else {})
    assert ask(f"Bearer {key}").status_code == ask(f"bearer {key}").status_code == 200
    for value in (None, f"Basic {key}", key, "Bearer", f"Bearer {key[:-1]}", f"Bearer {key}A", f"Bearer {key.upper()}",
                  f"Bearer {key},Bearer x", "Bearer cs_", "Bearer cs_" + "A" * 5000):
        answer = ask(value)
        assert answer.status_code == 401 and "Bearer" in answer.headers["WWW-Authenticate"], value
        assert key not in answer.text
    for path in (f"/v1/events?access_token={key}", f"/v1/events?api_key={key}", f"/v1/events?after={key}"):
        assert ask(path=path).status_code == 400
        assert ask(f"Bearer {key}", path).status_code == 400
    two = httpx.Headers([("Authorization", f"Bearer {key}"), ("Authorization", "Bearer cs_x")])
    assert httpx.get(f"{service.url}/v1/events", headers=two).status_code == 401
    wait_for(lambda: "unauthorized" in service.log or '"401"' in service.log)
    assert key not in service.log


def test_one_key_cannot_take_every_seat_of_those_who_wait(service):
    """Who waits for events keeps a seat; a key has a few of them, so that another gallery finds one."""
    service.run(
        "gallery", "add", "other", "--name", "Other", "--url", "https://other.example", "--from", "x@other.example")
    other = service.add_key("other", "read")
    last = service.events()[-1]["seq"]
    ask = (
        f"GET /v1/events?after={last}&wait=30 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.key}\r\n\r\n").encode()
    with contextlib.ExitStack() as crowd:
        greedy = [crowd.enter_context(socket.create_connection(("127.0.0.1", service.port))) for _ in range(300)]
        for connection in greedy:
            connection.sendall(ask)
        # Those without a seat are answered at once.
        wait_for(lambda: len(select.select(greedy, [], [], 0)[0]) == 300 - 16, 20, what="the rest to be answered")
        # Behind what its keys left.
        place = service.api("GET", "/v1/events?after=0", key=other).json()["next"]
        begin = time.monotonic()
        assert service.api("GET", f"/v1/events?after={place}&wait=2", key=other).json()["items"] == []
        assert time.monotonic() - begin >= 1.9, "the other gallery waits"
