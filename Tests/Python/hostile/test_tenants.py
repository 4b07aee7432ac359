"""What a key opens, and what it does not: scopes, other galleries, revocation, and ways to send it."""
import contextlib
import json
import select
import socket
import time

import httpx
import pytest

from harness import wait_for

READ, WRITE = "read", "notify"


@pytest.fixture
def calls(service, catcher):
    """Every call of the API on things that exist: method, path, body, and the scope that it takes."""
    id = service.invite().json()["id"]
    catcher.next("bob@example.org")
    message = service.api("GET", f"/v1/messages?about={id}").json()["items"][0]["id"]
    by = {"by": "ann"}
    return [
        ("GET", "/v1/packages/Contoso.Utils/owners", None, READ),
        ("PUT", "/v1/packages/Contoso.Utils/owners", {"owners": []}, WRITE),
        ("DELETE", "/v1/packages/Contoso.Utils/owners/carol?by=ann", None, WRITE),
        ("POST", "/v1/packages/Contoso.Utils/invitations",
         {"invitee": {"username": "dan", "email": "dan@example.org"}, "invitedBy": "ann"}, WRITE),
        ("GET", "/v1/invitations", None, READ),
        ("GET", f"/v1/invitations/{id}", None, READ),
        *[("POST", f"/v1/invitations/{id}/{action}", by, WRITE) for action in ("resend", "accept", "decline", "cancel")],
        ("GET", f"/v1/messages?about={id}", None, READ),
        ("GET", f"/v1/messages/{message}", None, READ),
        *[("POST", f"/v1/messages/{message}/{action}", None, WRITE) for action in ("retry", "cancel")],
        ("GET", "/v1/events", None, READ),
    ]


def state(service):
    return service.api("GET", "/v1/invitations").json(), service.api("GET", "/v1/packages/Contoso.Utils/owners").json()


def test_scopes(service, calls):
    keys = {scope: service.add_key("main", scope) for scope in ("read", "notify", "override")}
    before = state(service)
    for method, path, body, scope in calls:
        for has, key in keys.items():
            if has == scope:
                continue
            answer = service.api(method, path, body, key=key)
            assert answer.status_code == 403 and answer.json()["type"].endswith("/insufficient-scope"), (has, path)
            assert "insufficient_scope" in answer.headers["WWW-Authenticate"]
    assert state(service) == before


def test_another_gallery_sees_and_changes_nothing(service, calls):
    service.run(
        "gallery", "add", "other", "--name", "Other", "--url", "https://other.example", "--from", "x@other.example")
    foreign = service.add_key("other", "notify", "read", "admin", "override")
    before = state(service)
    for method, path, body, _ in calls:
        if method == "PUT":
            continue  # A package of the same name in the other gallery is the other gallery's.
        answer = service.api(method, path, body, key=foreign)
        if answer.status_code == 200:
            assert answer.json()["items"] == [], path
        else:
            assert answer.status_code == 404, (method, path, answer.text)
        assert "bob" not in answer.text and "carol" not in answer.text.replace("/owners/carol", "")
    assert state(service) == before
    done = service.api("PUT", "/v1/packages/Contoso.Utils/owners", {"owners": [{"username": "eve"}]}, key=foreign)
    assert done.status_code == 200 and state(service) == before


def test_a_revoked_key_is_refused_at_once(service):
    key = service.add_key("main", "read")
    assert service.api("GET", "/v1/events", key=key).status_code == 200
    listed = json.loads(service.run("key", "list", "main", "--json").stdout)
    assert key not in json.dumps(listed)
    id = next(entry["id"] for entry in listed if entry["scopes"] == ["read"])
    service.run("key", "revoke", id)
    assert service.api("GET", "/v1/events", key=key).status_code == 401


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
        begin = time.monotonic()
        assert service.api("GET", "/v1/events?after=0&wait=2", key=other).json()["items"] == []
        assert time.monotonic() - begin >= 1.9, "the other gallery waits"
