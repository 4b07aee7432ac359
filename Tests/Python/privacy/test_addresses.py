"""What a gallery's own backend asks about one address: shown and forgotten in that gallery alone."""
import urllib.parse

import pytest

from harness import Catcher, Service

from .person import ADDRESS, Story, found, stands_in

PATH = f"/v1/addresses/{urllib.parse.quote(ADDRESS.lower())}"


@pytest.fixture(scope="module")
def told():
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}")
    try:
        service.run(
            "gallery", "add", "other", "--name", "Other", "--url", "https://other.example.com", "--from",
            "no-reply@other.example.com", "--set", "limits=none")
        service.story = Story(service.start(), catcher).tell()
        service.other = service.add_key("other", "admin", "notify", "read")
        answer = service.api(
            "PUT", "/v1/packages/theirs/owners", {"owners": [{"username": "zoe", "email": ADDRESS}]}, key=service.other)
        assert answer.status_code == 200
        yield service
    finally:
        service.clear()
        catcher.stop()


def test_it_takes_a_key_for_admins(told):
    for method in ("GET", "DELETE"):
        answer = told.api(method, PATH)
        assert answer.status_code == 403 and answer.json()["type"].endswith("/insufficient-scope")
        answer = told.api(method, "/v1/addresses/nobody", key=told.story.admin)
        assert answer.status_code == 422 and "no @" in answer.text
    assert told.api("POST", PATH, {}, key=told.story.admin).status_code == 405


def test_a_gallery_sees_its_own(told):
    ours = told.api("GET", PATH, key=told.story.admin).json()
    assert {account["gallery"] for account in ours["accounts"]} == {"main"} and ours["messages"] and ours["events"]
    theirs = told.api("GET", PATH, key=told.other).json()
    assert [(account["gallery"], account["username"]) for account in theirs["accounts"]] == [("other", "zoe")]
    assert not theirs["messages"] and not theirs["suppressions"] and not theirs["quotations"]


def test_a_gallery_cannot_forget_its_own_address(told):
    answer = told.api("DELETE", "/v1/addresses/no-reply%40gallery.example.com", key=told.story.admin)
    assert answer.status_code == 422 and "'from'" in answer.text
    assert told.api("DELETE", "/v1/addresses/no-reply%40gallery.example.com", key=told.other).status_code == 200


def test_a_gallery_forgets_its_own(told):
    answer = told.api("DELETE", PATH, key=told.story.admin)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert report["accounts"] == 3 and report["cancelledInvitations"] == 2 and report["held"] == 2
    left = told.api("GET", PATH, key=told.story.admin)
    assert left.json()["accounts"] == [] and left.json()["messages"] == []
    for kind in ("invitations", "messages", "reports", "blocks", "suppressions", "webhooks", "events"):
        assert not list(stands_in(told.api("GET", f"/v1/{kind}?limit=200", key=told.story.admin).content)), kind
    assert told.api("GET", PATH, key=told.other).json()["accounts"][0]["email"] == ADDRESS
    again = told.api("DELETE", PATH, key=told.story.admin)
    assert again.status_code == 200 and again.json()["accounts"] == again.json()["others"] == 0
    told.stop()
    assert found(told.folder), "the other gallery has it still"
    told.run("purge", ADDRESS, "--yes")
    assert found(told.folder) == []
