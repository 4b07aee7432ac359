"""Claims of packages, from the gallery's call to a new owner: mails, links, the clock, and what each step leaves."""
import datetime
import json
import time

import harness
import pytest
from harness import HTTP, Service, press, status_link_in, wait_for

from .mailboxes import kinds, of_kind, quiet

CASES = "/v1/recovery-cases"
EVE = {"name": "Eve", "username": "eve", "email": "eve@example.org"}


def link_in(catcher, name, kind):
    return harness.link_in(of_kind(catcher, name, kind)[-1])


@pytest.fixture
def recovering(catcher):
    """A gallery whose clock is a matter of seconds."""
    service = Service(f"smtp://{catcher.smtp}", settings=[
        "recovery.attempts=2", "recovery.channels=2", "recovery.wait=3s", "recovery.pause=1s", "recovery.ownerless=2s",
        "recovery.checklist=identity"]).start()
    service.admin = service.add_key("main", "admin")
    service.override = service.add_key("main", "admin", "override")
    service.owners()
    yield service
    service.clear()


def opened(service, **more):
    body = {"package": "Contoso.Utils", "claimant": EVE, "why": "I wrote it.", "confirmed": True, "by": "alice"} | more
    answer = service.api("POST", CASES, body, key=service.admin)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def act(service, id, call, key=None, **body):
    return service.api("POST", f"{CASES}/{id}/{call}", {"by": "alice"} | body, key=key or service.admin)


def done(service, id, call, **body):
    answer = act(service, id, call, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def moment(text):
    return datetime.datetime.fromisoformat(text)


def shown(service, id):
    answer = service.api("GET", f"{CASES}/{id}", key=service.admin)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_from_the_claim_to_the_new_owner(recovering, catcher):
    service = recovering
    id = opened(service, confirmed=False)
    assert service.api("GET", CASES, key=service.admin).json()["items"] == []
    assert act(service, id, "assign", assignee="alice").json()["type"].endswith("/unknown-case")
    quiet(service)
    confirm = link_in(catcher, "eve", "recovery-confirm-address")
    assert HTTP.get(confirm).status_code == 200
    assert service.api("GET", f"{CASES}/{id}", key=service.admin).json()["type"].endswith("/unknown-case")
    hidden, unknown = (service.run("case", "show", one, check=False) for one in (id, "01a1fea6-a9f8-77cd-a41e-27a78e495de3"))
    assert hidden.returncode == unknown.returncode != 0
    assert hidden.stderr.replace(id, "") == unknown.stderr.replace("01a1fea6-a9f8-77cd-a41e-27a78e495de3", "")
    assert press(confirm, "confirm").status_code == 200
    assert press(confirm, "confirm").status_code == 200
    assert shown(service, id)["state"] == "open"
    done(service, id, "assign", assignee="alice")
    contacted = done(service, id, "attempts", channel="email")
    assert [one["recipient"] for one in contacted["attempts"][0]["messages"]] == ["ann@example.org", "carol@example.org"]
    quiet(service)
    wait_for(lambda: shown(service, id)["attempts"][0]["outcome"] == "delivered", what="the attempt's delivery")
    for name in ("ann", "carol"):
        mail = of_kind(catcher, name, "recovery-contact")[0]
        assert "Eve" in mail["text"] and "eve@example.org" not in mail["text"]
    early = act(service, id, "grant", reason="All was tried.")
    assert early.status_code == 409 and early.json()["type"].endswith("/too-early") and early.json()["missing"]
    assert early.json()["mayBeGrantedFrom"] is None and early.json()["earliest"]
    waiting = done(service, id, "attempts", channel="phone", outcome="no-answer", whom="The number on the site")
    assert waiting["state"] == "waiting"
    early = act(service, id, "grant", reason="All was tried.").json()
    assert early["mayBeGrantedFrom"] == waiting["clock"]["mayBeGrantedFrom"] and early["because"]
    wait_for(lambda: act(service, id, "grant", reason="All was tried.", keepOwners=False).status_code == 200)
    same = done(service, id, "grant", reason="All was tried.", keepOwners=False)
    assert same["unchanged"] is True and same["decision"]["keepOwners"] is False and "unchanged" not in shown(service, id)
    for more in ({"reason": "Again.", "keepOwners": False}, {"reason": "All was tried.", "keepOwners": True}):
        other = act(service, id, "grant", **more)
        assert other.status_code == 409 and other.json()["type"].endswith("/recovery-granted"), other.text
    # The grant is undone by an objection, and not by cancelling what it has issued.
    invitation = shown(service, id)["invitation"]
    cancelled = service.api("POST", f"/v1/invitations/{invitation}/cancel", {"by": "ann"})
    assert cancelled.status_code == 409 and cancelled.json()["type"].endswith("/recovery-granted"), cancelled.text
    assert "object" in cancelled.json()["detail"]
    removed = service.api("DELETE", "/v1/packages/Contoso.Utils/owners/eve?by=ann")
    assert removed.status_code == 409, removed.text
    quiet(service)
    assert of_kind(catcher, "ann", "recovery-granted") and of_kind(catcher, "eve", "recovery-granted")
    assert len(of_kind(catcher, "eve", "recovery-invitation")) == 1
    assert press(link_in(catcher, "eve", "recovery-invitation")).status_code == 200
    owners = service.api("GET", "/v1/packages/Contoso.Utils/owners").json()["owners"]
    assert [owner["username"] for owner in owners] == ["eve"]
    quiet(service)
    assert [kinds(catcher, who).count("owner-removed") for who in ("ann", "carol", "eve")] == [1, 1, 1]
    words = of_kind(catcher, "eve", "owner-removed")[0]["text"]
    assert "- ann" in words and "- carol" in words, words
    case = shown(service, id)
    assert case["completedAt"] and "due" not in case
    types = [event["type"] for event in service.events() if event["subject"] == id]
    assert types == [f"recovery.{word}" for word in (
        "submitted", "confirmed", "opened", "assigned", "attempted", "attempted", "attempted", "waiting", "granted",
        "completed")]
    assert "eve@example.org" not in json.dumps([event for event in service.events()])
    assert "recovery/status/" not in service.log.replace("recovery/status/…", "")


def test_an_owner_objects_and_the_claimant_sees_it(recovering, catcher):
    service = recovering
    id = opened(service)
    done(service, id, "attempts", channel="email")
    quiet(service)
    link = link_in(catcher, "ann", "recovery-contact")
    for _ in range(3):
        assert HTTP.get(link).status_code == 200
    assert shown(service, id)["state"] == "contacting"
    assert press(link, "object", reason="It is mine.").status_code == 200
    assert press(link, "object").status_code == 200
    case = shown(service, id)
    assert case["state"] == "objected" and case["due"]["why"] == "objection"
    assert [(one["username"], one["word"], one["reason"]) for one in case["answers"]] == [("ann", "object", "It is mine.")]
    assert act(service, id, "grant", key=service.override, reason="r", override=True).json()["type"].endswith(
        "/recovery-objected")
    quiet(service)
    assert of_kind(catcher, "carol", "recovery-objection")
    status = status_link_in(of_kind(catcher, "eve", "recovery-objection")[-1])
    page = HTTP.get(status)
    assert page.status_code == 200 and "It is mine." not in page.text and "ann@example.org" not in page.text


def asked(service, catcher, id):
    """The links of both owners."""
    done(service, id, "attempts", channel="email")
    quiet(service)
    return [link_in(catcher, name, "recovery-contact") for name in ("ann", "carol")]


def test_when_all_owners_agree_the_pause_still_runs(recovering, catcher):
    service = recovering
    id = opened(service)
    for link in asked(service, catcher, id):
        assert press(link, "agree").status_code == 200
        assert "You agree" in press(link, "agree").text
    case = shown(service, id)
    assert case["state"] == "waiting" and [one["word"] for one in case["answers"]] == ["agree"] * 2
    assert "every owner has agreed" in case["clock"]["because"][0]
    last = max(one["at"] for one in case["answers"])
    assert (moment(case["clock"]["mayBeGrantedFrom"]) - moment(last)).total_seconds() == 1
    wait_for(lambda: act(service, id, "grant", reason="All agree.").status_code == 200, what="the pause")


def test_who_agreed_did_so_to_one_claimant(recovering, catcher):
    service = recovering
    id = opened(service)
    first, second = asked(service, catcher, id)
    assert press(first, "agree").status_code == 200
    done(service, id, "claimant", claimant={"name": "Zoe", "email": "zoe@claims.example.org"})
    page = press(second, "agree")
    assert page.status_code == 200 and "Somebody else asks" in page.text and "I agree" not in page.text
    case = shown(service, id)
    assert case["state"] == "contacting" and len(case["answers"]) == 1
    assert not any("agreed" in words for words in case["clock"]["because"])
    named = [one for one in service.events() if one["type"] == "recovery.named"][0]["data"]
    assert named["formerUsername"] == "eve" and "eve@" not in named["formerClaimant"] and "zoe@" not in named["claimant"]
    assert press(second, "object").status_code == 200 and shown(service, id)["state"] == "objected"


def test_a_logged_objection_stops_the_case(recovering):
    service = recovering
    id = opened(service)
    case = done(service, id, "attempts", channel="phone", outcome="objected", whom="The number on the site")
    assert case["state"] == "objected" and case["attempts"][0]["outcome"] == "objected"
    types = [event["type"] for event in service.events() if event["subject"] == id]
    assert types[-2:] == ["recovery.attempted", "recovery.objected"]


def test_an_override_is_another_scope_and_stands_in_the_log(recovering):
    service = recovering
    id = opened(service)
    refused = act(service, id, "grant", reason="It is urgent.", override=True)
    assert refused.status_code == 403 and refused.json()["type"].endswith("/insufficient-scope")
    granted = act(service, id, "grant", key=service.override, reason="It is urgent.", override=True)
    assert granted.status_code == 200, granted.text
    event = [one for one in service.events() if one["type"] == "recovery.granted"][0]
    assert (event["actor"], event["data"]["overridden"], event["data"]["reason"]) == ("alice", True, "It is urgent.")


def test_a_repeated_call_mails_once(recovering, catcher):
    service = recovering
    id = opened(service)
    for _ in range(3):
        done(service, id, "attempts", channel="email")
    quiet(service)
    assert len(of_kind(catcher, "ann", "recovery-contact")) == 1
    again = service.api("POST", CASES, {
        "package": "CONTOSO.UTILS", "claimant": EVE, "why": "Once more.", "confirmed": True}, key=service.admin)
    assert again.status_code == 200 and again.json()["id"] == id
    assert kinds(catcher, "eve").count("recovery-opened") == 1


def test_the_commands_show_what_is_due(recovering):
    service = recovering
    id = opened(service, package="Orphan.One")
    listed = json.loads(service.run("case", "list", "--due", "--json").stdout)
    assert [(one["id"], one["due"]["why"]) for one in listed] == [(id, "unassigned")]
    details = json.loads(service.run("case", "show", id, "--json").stdout)
    assert details["owners"] == [] and details["clock"]["missing"] == ["the checklist is not complete: identity"]
    done(service, id, "evidence", item="identity")
    assert "may be granted from" in service.run("case", "show", id).stdout
    wait_for(lambda: act(service, id, "grant", reason="Proven.").status_code == 200, what="two seconds")
    assert service.run("case", "list", "--state", "nonsense", check=False).returncode == 2
    assert service.run("case", "show", "0" * 36, check=False).returncode == 2


def test_a_purge_forgets_the_claimant(recovering):
    service = recovering
    id = opened(service)
    done(service, id, "notes", text="Asked eve@example.org for a proof.")
    exported = json.loads(service.run("export", "eve@example.org").stdout)
    assert [one["id"] for one in exported["recoveryCases"]] == [id]
    time.sleep(0.1)
    service.stop()
    service.run("purge", "eve@example.org", "--yes")
    assert b"eve@example.org" not in b"".join(
        path.read_bytes() for path in service.folder.iterdir() if path.name.startswith("db.sqlite"))
    service.start()
    case = shown(service, id)
    assert case["state"] == "withdrawn" and case["claimant"]["name"] == "" and case["why"] == ""
