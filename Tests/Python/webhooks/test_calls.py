"""What the API lets a gallery do with its webhooks, and what it refuses."""
import base64
import pathlib
import re

import pytest

from harness import HTTP, wait_for

from .endpoint import Endpoint


def test_changes_name_the_state_that_they_change(hooked):
    service = hooked()
    hook = service.hook("https://hooks.example.org/a", description="for the index")
    path = f"/v1/webhooks/{hook['id']}"
    shown = service.call("GET", path)
    secret = hook.pop("secret")
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    assert shown.json() == hook
    tag = shown.headers["etag"]
    assert service.call("GET", path, headers={"If-None-Match": tag}).status_code == 304
    assert service.call("PATCH", path, {"types": []}).status_code == 428
    assert service.call("PATCH", path, {"types": []}, headers={"If-Match": '"other"'}).status_code == 412
    changed = service.call("PATCH", path, {"types": [], "description": ""}, headers={"If-Match": tag})
    assert changed.status_code == 200 and changed.json()["types"] == [] and "description" not in changed.json()
    assert changed.headers["etag"] == service.call("GET", path).headers["etag"] != tag
    assert service.call("PATCH", path, {"state": "disabled"}, headers={"If-Match": tag}).status_code == 412
    assert service.call("GET", "/v1/webhooks").json()["items"] == [changed.json()]
    assert service.call("DELETE", path).status_code == 204
    for method, end, body in [
        ("GET", "", None), ("DELETE", "", None), ("PATCH", "", {}), ("GET", "/deliveries", None),
        ("POST", "/rotate", None), ("POST", "/redeliver", {"after": 0}),
    ]:
        answer = service.call(method, path + end, body, headers={"If-Match": "*"})
        assert answer.status_code == 404 and answer.json()["type"].endswith("/unknown-webhook"), (method, end)
    types = [event["type"] for event in service.events() if not event["type"].startswith(("key.", "gallery."))]
    assert types == ["webhook.created", "webhook.changed", "webhook.deleted"]


def test_only_an_admin_key_of_the_gallery_sees_them(hooked):
    service = hooked()
    hook = service.hook("https://hooks.example.org/a")
    service.run(
        "gallery", "add", "other", "--name", "Other", "--url", "https://other.example.com", "--from", "a@example.com")
    stranger = service.add_key("other", "admin")
    path = f"/v1/webhooks/{hook['id']}"
    assert service.api("GET", path, key=stranger).status_code == 404
    assert service.api("DELETE", path, key=stranger).status_code == 404
    assert service.api("GET", "/v1/webhooks", key=stranger).json()["items"] == []
    for method, call in [("GET", "/v1/webhooks"), ("GET", path), ("POST", f"{path}/rotate")]:
        answer = service.api(method, call)
        assert answer.status_code == 403 and 'scope="admin"' in answer.headers["www-authenticate"]
    assert HTTP.get(service.url + path).status_code == 401


@pytest.mark.parametrize("body, pointers", [
    ({}, ["/url"]),
    ({"url": "https://hooks.example.org/", "types": ["invitation.made", "*", 1, "owner.added"]},
     ["/types/0", "/types/1", "/types/2"]),
    ({"url": "https://hooks.example.org/", "types": "owner.added"}, ["/types"]),
    ({"url": "https://hooks.example.org/", "secret": "whsec_x"}, ["/secret"]),
    ({"url": "https://hooks.example.org/", "description": "x" * 201}, ["/description"]),
    ({"url": "https://hooks.example.org/", "state": "disabled"}, ["/state"]),
    ({"url": 1}, ["/url"]),
])
def test_what_is_wrong_is_named(hooked, body, pointers):
    service = hooked()
    answer = service.call("POST", "/v1/webhooks", body)
    assert answer.status_code == 422, answer.text
    assert sorted(error["pointer"] for error in answer.json()["errors"]) == pointers


def test_a_repeated_request_makes_one_webhook_and_repeats_its_secret(hooked):
    service = hooked()
    body = {"url": "https://hooks.example.org/a"}
    first, again = (
        service.call("POST", "/v1/webhooks", body, headers={"Idempotency-Key": "one"}) for _ in range(2))
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true" and first.headers["location"] == again.headers["location"]
    assert len(service.call("GET", "/v1/webhooks").json()["items"]) == 1
    other = service.call("POST", "/v1/webhooks", body | {"types": []}, headers={"Idempotency-Key": "one"})
    assert other.status_code == 422
    path = f"/v1/webhooks/{first.json()['id']}/rotate"
    secrets = {service.call("POST", path, headers={"Idempotency-Key": "two"}).json()["secret"] for _ in range(2)}
    assert len(secrets) == 1 and first.json()["secret"] not in secrets


def test_no_secret_is_in_the_database_or_the_log(hooked):
    with Endpoint() as endpoint:
        service = hooked(endpoint, COUNTERSIGN_LOG_LEVEL="trace")
        hook = service.hook(endpoint.url)
        first = service.call(
            "POST", "/v1/webhooks", {"url": endpoint.url}, headers={"Idempotency-Key": "one"}).json()
        rotated = service.call("POST", f"/v1/webhooks/{hook['id']}/rotate").json()
        service.happen(3)
        wait_for(lambda: len(endpoint.heard) >= 3, what="deliveries")
        service.stop()
        stored = b"".join(pathlib.Path(file).read_bytes() for file in service.folder.glob("db.sqlite*"))
        logged = service.log.encode()
        for secret in (hook["secret"], first["secret"], rotated["secret"]):
            key = secret.removeprefix("whsec_")
            for text in (secret.encode(), key.encode(), base64.b64decode(key)):
                assert text not in stored and text not in logged
        assert b"whsec_" not in stored


def test_pages_and_filters(hooked):
    with Endpoint() as endpoint:
        service = hooked(endpoint)
        hooks = [service.hook(endpoint.url)["id"] for _ in range(5)]
        first = service.call("GET", "/v1/webhooks?limit=2").json()
        second = service.call("GET", f"/v1/webhooks?limit=200&after={first['next']}").json()
        assert [item["id"] for item in first["items"] + second["items"]] == hooks and second["next"] is None
        service.happen(7)
        wait_for(lambda: len(service.deliveries({"id": hooks[0]}, state="succeeded")) == 7, what="deliveries")
        found, after = [], None
        while True:
            query = {"limit": 3} | ({"after": after} if after else {})
            page = service.call("GET", f"/v1/webhooks/{hooks[0]}/deliveries", params=query).json()
            found += [item["event"]["seq"] for item in page["items"]]
            after = page["next"]
            if not after:
                break
        assert len(found) == len(set(found)) == 7
        assert service.deliveries({"id": hooks[0]}, state="failed") == []
        assert service.call("GET", f"/v1/webhooks/{hooks[0]}/deliveries?state=sending").status_code == 422
