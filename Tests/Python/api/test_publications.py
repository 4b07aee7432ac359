"""Versions in all their stages: who is mailed, what can be muted, what is rolled up, what is held."""
import pytest

import harness
from harness import HTTP, Service, press, wait_for

from .mailboxes import kinds, of_kind, parsed, publish, quiet


def link_in(catcher, name, kind):
    return harness.link_in(of_kind(catcher, name, kind)[-1])


def test_a_package_is_born_by_its_first_version(service, catcher):
    answer = publish(service, "1.0", by="dora", package="Fresh.One", via="CI run 7")
    assert answer.status_code == 201, answer.text
    publication = answer.json()
    assert answer.headers["Location"].endswith(f"/v1/publications/{publication['id']}")
    assert (publication["state"], publication["stage"], publication["via"]) == ("live", "live", "CI run 7")
    owners = service.api("GET", "/v1/packages/fresh.one/owners").json()["owners"]
    assert [(owner["username"], owner["via"]) for owner in owners] == [("dora", "publication")]
    quiet(service)
    assert kinds(catcher, "dora") == ["publication-live"]
    types = [event["type"] for event in service.events() if event["data"].get("package") == "Fresh.One"]
    assert [type for type in types if not type.startswith("message.")] == ["owner.added", "publication.live"]


def test_every_stage_is_mailed_to_every_owner_once(service, catcher):
    id = publish(service, "2.0", stage="received").json()["id"]
    for stage in ("validating", "delayed", "live", "live", "withdrawn"):
        answer = service.api("PATCH", f"/v1/publications/{id}", {"stage": stage})
        assert answer.status_code == 200, answer.text
    assert answer.json()["state"] == "withdrawn"
    quiet(service)
    expected = ["publication-received", "publication-delayed", "publication-live", "publication-withdrawn"]
    assert sorted(kinds(catcher, "ann")) == sorted(kinds(catcher, "carol")) == sorted(expected)
    types = [event["type"] for event in service.events() if event["subject"] == id]
    assert types == [f"publication.{stage}" for stage in ("received", "validating", "delayed", "live", "withdrawn")]
    # What came to nothing can be published anew; what is live cannot go back.
    again = publish(service, "2.0")
    assert again.status_code == 201 and again.json()["id"] != id
    back = publish(service, "2.0", stage="validating")
    assert back.status_code == 409 and back.json()["type"].endswith("/publication-live")
    assert publish(service, "2.0").status_code == 200


def test_a_failure_says_why_and_cannot_be_muted(service, catcher):
    mute(service, "ann", "publication-live")
    publish(service, "3.0", stage="failed", reasons=["The icon is missing.", "<b>Bold\r\nBcc: x@y.z"]).raise_for_status()
    quiet(service)
    for name in ("ann", "carol"):
        mail = of_kind(catcher, name, "publication-failed")[0]
        assert "The icon is missing." in mail["text"]
        assert parsed(catcher, mail)["List-Unsubscribe"] is None and parsed(catcher, mail)["Bcc"] is None
    refused = service.api("PUT", "/v1/preferences/carol", {"muted": [{"kind": "publication-failed"}]})
    assert refused.status_code == 422 and refused.json()["errors"][0]["pointer"] == "/muted/0/kind"


def mute(service, name, *kinds, package="Contoso.Utils"):
    answer = service.api(
        "PUT", f"/v1/preferences/{name}", {"muted": [{"kind": kind, "package": package} for kind in kinds]})
    assert answer.status_code == 200, answer.text


def test_what_is_muted_does_not_come_but_for_a_publisher_who_never_published(service, catcher):
    publish(service, "1.0").raise_for_status()
    quiet(service)
    mute(service, "ann", "publication-live")
    publish(service, "1.1").raise_for_status()
    quiet(service)
    assert len(of_kind(catcher, "ann", "publication-live")) == 1
    assert len(of_kind(catcher, "carol", "publication-live")) == 2
    publish(service, "1.2", by="carol").raise_for_status()
    quiet(service)
    unusual = of_kind(catcher, "ann", "publication-live")[-1]
    assert len(of_kind(catcher, "ann", "publication-live")) == 2 and "1.2" in unusual["text"]
    assert parsed(catcher, unusual)["List-Unsubscribe"] is None
    publish(service, "1.3", by="carol").raise_for_status()
    quiet(service)
    assert len(of_kind(catcher, "ann", "publication-live")) == 2


@pytest.fixture
def holding(catcher):
    service = Service(f"smtp://{catcher.smtp}", settings=["publication.hold=1m"]).start()
    service.owners()
    yield service
    service.clear()


def test_a_held_version_waits_for_an_owner(holding, catcher):
    publication = publish(holding, "4.0", stage="received", hold=True).json()
    assert publication["state"] == "held" and publication["holdUntil"]
    early = holding.api("PATCH", f"/v1/publications/{publication['id']}", {"stage": "live"})
    assert early.status_code == 409 and early.json()["type"].endswith("/publication-held")
    quiet(holding)
    assert kinds(catcher, "ann") == kinds(catcher, "carol") == ["publication-confirm"]
    link = link_in(catcher, "carol", "publication-confirm")
    for _ in range(3):
        page = HTTP.get(link)
        assert page.status_code == 200 and "4.0" in page.text
    assert holding.api("GET", f"/v1/publications/{publication['id']}").json()["state"] == "held"
    assert press(link, "accept").status_code == 400
    assert press(link, "confirm").status_code == 200
    shown = holding.api("GET", f"/v1/publications/{publication['id']}").json()
    assert (shown["state"], shown["decidedBy"]) == ("validating", "carol")
    # The same again, and the other owner's, show what was decided.
    assert press(link, "confirm").status_code == 200
    other = link_in(catcher, "ann", "publication-confirm")
    assert HTTP.get(other).status_code == 410 and press(other, "reject").status_code == 200
    assert holding.api("GET", f"/v1/publications/{publication['id']}").json()["state"] == "validating"
    quiet(holding)
    assert kinds(catcher, "ann") == kinds(catcher, "carol") == ["publication-confirm", "publication-confirmed"]
    types = [event["type"] for event in holding.events() if event["subject"] == publication["id"]]
    assert types == ["publication.held", "publication.confirmed"]


def test_a_held_version_is_rejected_by_an_owner(holding, catcher):
    id = publish(holding, "4.1", stage="validating", hold=True).json()["id"]
    quiet(holding)
    assert press(link_in(catcher, "ann", "publication-confirm"), "reject").status_code == 200
    refused = holding.api("PATCH", f"/v1/publications/{id}", {"stage": "live"})
    assert refused.status_code == 409 and refused.json()["type"].endswith("/publication-rejected")
    quiet(holding)
    assert kinds(catcher, "carol") == ["publication-confirm", "publication-failed"]


def test_only_what_is_not_public_yet_can_be_held(service):
    answer = publish(service, "5.0", package="Never.Was", hold=True)
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/hold"
    assert service.api("GET", "/v1/packages/Never.Was/owners").status_code == 404


@pytest.fixture
def rolling(catcher):
    service = Service(
        f"smtp://{catcher.smtp}", settings=["publication.digest=2", "publication.window=6s"]).start()
    service.owners()
    yield service
    service.clear()


def test_many_versions_in_a_window_are_one_digest(rolling, catcher):
    for number in range(7):
        publish(rolling, f"6.{number}").raise_for_status()
    wait_for(lambda: of_kind(catcher, "carol", "publication-digest"), 30, what="the digest")
    quiet(rolling)
    assert kinds(catcher, "carol").count("publication-live") == 2
    digest, = of_kind(catcher, "carol", "publication-digest")
    for number in range(7):
        assert (f"6.{number}" in digest["text"]) == (number >= 2), digest["text"]
    assert parsed(catcher, digest)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("body, pointer", [
    ({"publisher": {"username": "ann"}}, "/version"),
    ({"version": "1 0", "publisher": {"username": "ann"}}, "/version"),
    ({"version": "1.0"}, "/publisher"),
    ({"version": "1.0", "publisher": {"email": "a@example.org"}}, "/publisher/username"),
    ({"version": "1.0", "publisher": {"username": "ann"}, "stage": "done"}, "/stage"),
    ({"version": "1.0", "publisher": {"username": "ann"}, "warnings": ["x"] * 21}, "/warnings"),
    ({"version": "1.0", "publisher": {"username": "ann"}, "warnings": [7]}, "/warnings/0"),
    ({"version": "1.0", "publisher": {"username": "ann"}, "wat": 1}, "/wat"),
])
def test_bad_fields_are_named(service, body, pointer):
    answer = service.api("POST", "/v1/packages/Contoso.Utils/publications", body)
    assert answer.status_code == 422 and pointer in [error["pointer"] for error in answer.json()["errors"]]


def test_a_list_of_versions(service):
    for number in range(5):
        publish(service, f"7.{number}", stage="live" if number % 2 else "validating").raise_for_status()
    page = service.api("GET", "/v1/packages/Contoso.Utils/publications?limit=2").json()
    assert [item["version"] for item in page["items"]] == ["7.0", "7.1"] and page["next"]
    live = service.all("/v1/packages/Contoso.Utils/publications?state=live")
    assert [item["version"] for item in live] == ["7.1", "7.3"]
    one = service.api("GET", f"/v1/publications/{live[0]['id']}")
    again = service.api("GET", f"/v1/publications/{live[0]['id']}", headers={"If-None-Match": one.headers["ETag"]})
    assert again.status_code == 304 and not again.content


def test_a_version_that_is_known_can_still_be_held(service, catcher):
    assert publish(service, "1.0", stage="received").json()["state"] == "received"
    held = publish(service, "1.0", stage="received", hold=True)
    assert held.status_code == 200 and held.json()["state"] == "held" and held.json()["holdUntil"]
    assert publish(service, "1.0", stage="validating", hold=True).json()["state"] == "held"
    quiet(service)
    assert kinds(catcher, "carol").count("publication-confirm") == 1
    assert press(link_in(catcher, "carol", "publication-confirm"), "confirm").status_code == 200
    assert publish(service, "1.0", stage="live", hold=True).json()["state"] == "live", "an owner has confirmed it"
    publish(service, "2.0").raise_for_status()
    late = publish(service, "2.0", hold=True)
    assert late.status_code == 409 and late.json()["type"].endswith("/publication-live")
    types = [event["type"] for event in service.events() if event["subject"] == held.json()["id"]]
    assert types == [
        f"publication.{word}" for word in ("received", "held", "held", "confirmed", "live")]


def test_nobody_is_asked_in_vain(service):
    unknown = {"version": "1.0", "publisher": {"username": "ghost"}, "stage": "received", "hold": True}
    answer = service.api("POST", "/v1/packages/Fresh.Two/publications", unknown)
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/hold"
    assert service.api("GET", "/v1/packages/Fresh.Two/owners").status_code == 404


def test_a_notice_is_given_once(service, catcher):
    for start, stages in (("received", ("delayed", "received") * 5), ("validating", ("delayed", "validating") * 5)):
        id = publish(service, f"1.0-{start}", stage=start).json()["id"]
        for stage in stages:
            assert service.api("PATCH", f"/v1/publications/{id}", {"stage": stage}).status_code == 200
        quiet(service)
        told = [mail for mail in of_kind(catcher, "carol", "publication-delayed") if f"1.0-{start}" in mail["text"]]
        assert len(told) == 1
        assert service.api("GET", f"/v1/publications/{id}").json()["stage"] == "delayed"


def test_other_words_are_told_in_an_event(service):
    id = publish(service, "1.0").json()["id"]
    for warnings in (["The licence is missing."], ["The licence is missing."], []):
        service.api("PATCH", f"/v1/publications/{id}", {"warnings": warnings}).raise_for_status()
    assert [event["type"] for event in service.events() if event["subject"] == id] == ["publication.live"] * 3


def test_a_stranger_is_one_until_the_owners_were_told(service, catcher):
    publish(service, "1.0").raise_for_status()
    quiet(service)
    mute(service, "carol", "publication-live", "publication-received")
    publish(service, "2.0", by="mallory", stage="validating").raise_for_status()
    publish(service, "2.1", by="mallory").raise_for_status()
    quiet(service)
    mail = of_kind(catcher, "carol", "publication-live")[-1]
    assert "2.1" in mail["text"] and "from a new publisher" in mail["subject"]
    publish(service, "3.0", by="nancy", stage="received", hold=True).raise_for_status()
    publish(service, "4.0", by="oscar", stage="failed").raise_for_status()
    quiet(service)
    for kind in ("publication-confirm", "publication-failed"):
        assert "has never published" in " ".join(of_kind(catcher, "carol", kind)[-1]["text"].split())
    assert "has never published" in HTTP.get(link_in(catcher, "carol", "publication-confirm")).text
