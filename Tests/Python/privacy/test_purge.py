"""One address: what is stored about it is shown, and forgotten wherever it stands."""
import json
import re
import urllib.parse

import pytest

from harness import Catcher, Service, wait_for

from .person import ADDRESS, ALIKE, MASKED, TYPED, Story, found, stands_in


@pytest.fixture(scope="module")
def told():
    """A service that knows everything, stopped, with what the export said before."""
    catcher = Catcher()
    service = Service(f"smtp://{catcher.smtp}")
    try:
        service.story = Story(service.start(), catcher).tell()
        service.stop()
        service.before = service.run("export", ADDRESS.upper()).stdout
        yield service
    finally:
        service.clear()
        catcher.stop()


def refused(done, code, *words):
    assert done.returncode == code and done.stdout == "", done
    assert done.stderr.startswith("countersign: ") and done.stderr.count("\n") == 1, done.stderr
    assert all(word in done.stderr for word in words), done.stderr
    assert ADDRESS.lower() not in done.stderr.lower()


def test_it_is_there_to_begin_with(told):
    names = {name for name, _, _ in found(told.folder)}
    assert "db.sqlite" in names or "db.sqlite-wal" in names


def test_export_shows_everything(told):
    export = json.loads(told.before)
    assert export["address"].lower() == ADDRESS.lower()
    accounts = {account["username"]: account for account in export["accounts"]}
    assert set(accounts) == {"zoe", "team", ADDRESS}
    assert accounts["zoe"]["email"] == ADDRESS and accounts["zoe"]["gallery"] == "main"
    assert [member["place"] for member in accounts["team"]["members"]] == [2]
    assert ("zoe", "zoes") in {(owned["username"], owned["package"]) for owned in export["ownerships"]}
    assert export["preferences"] == [
        {"gallery": "main", "username": "zoe", "muted": "publication-live", "package": "zoes"}]
    states = sorted(invitation["state"] for invitation in export["invitations"] if "email" in invitation)
    assert states == ["declined", "pending", "pending"]
    assert any(invitation["reason"] and "leave me alone" in invitation["reason"] for invitation in export["invitations"])
    kinds = {(message["kind"], message["state"]) for message in export["messages"]}
    assert {("invitation", "sent"), ("invitation", "failed"), ("invitation", "queued"), ("contact-owners", "sent")} <= kinds
    assert any("unknown; see" in attempt["text"] for message in export["messages"] for attempt in message["attempts"])
    assert export["publications"][0]["version"] == "1.0"
    assert len(export["contacts"]) == len(export["reports"]) == len(export["suppressions"]) == len(export["blocks"]) == 1
    types = {item["event"]["type"] for item in export["events"]}
    assert {"invitation.created", "invitation.declined", "owner.added", "message.failed", "report.received"} <= types
    assert {"attempts", "publications", "webhooks", "idempotency"} & {place["in"] for place in export["quotations"]}
    assert all(address not in told.before for address in ("first@example.org", *ALIKE[:1]))


def test_export_says_the_same_again(told):
    assert told.run("export", ADDRESS).stdout.splitlines()[1:] == told.before.splitlines()[1:]
    assert told.run("export", TYPED, "--json").stdout.splitlines()[1:] == told.before.splitlines()[1:]


def test_export_of_nobody(told):
    export = json.loads(told.run("export", "nobody@example.net").stdout)
    assert export.pop("address") == "nobody@example.net" and not any(export.values())


@pytest.mark.parametrize("command", ["export", "purge"])
def test_what_is_asked_for_wrongly(told, command, tmp_path):
    refused(told.run(command, "nobody", check=False), 2, "the address has no @")
    refused(told.run(command, f"{ADDRESS}<x", check=False), 2, "the address has")
    refused(
        told.run(command, ADDRESS, *["--yes"][:command == "purge"], check=False,
                 env={"COUNTERSIGN_KEYRING_FILE": str(tmp_path / "no.json")}),
        78, "there is no keyring", "keyring init")
    refused(
        told.run(command, ADDRESS, *["--yes"][:command == "purge"], check=False,
                 env={"COUNTERSIGN_DATABASE_URL": f"sqlite:{tmp_path}/no.sqlite"}),
        1, "there is no database")


def test_purge_asks_first(told):
    refused(told.run("purge", ADDRESS, check=False), 2, "cannot be undone", "--yes", MASKED)


def test_a_gallery_keeps_the_address_that_it_works_with(told):
    done = told.run("purge", "No-Reply@gallery.example.com", "--yes", check=False)
    assert done.returncode == 1 and "'from' of gallery main" in done.stderr and "gallery edit" in done.stderr


def test_purge_and_what_is_left(told):
    done = told.run("purge", TYPED.lower(), "--yes", "--json")
    report = json.loads(done.stdout)
    assert done.stderr == "" and report["clean"] and report["left"] == []
    assert report["accounts"] == 3 and report["invitations"] == 3 and report["cancelledInvitations"] == 2
    assert report["cancelledMessages"] >= 1 and report["held"] == 2
    assert found(told.folder) == []
    assert not any(path.name.endswith(("-wal", "-shm", "-journal")) for path in told.folder.iterdir())
    after = json.loads(told.run("export", ADDRESS).stdout)
    shown = {name for name, items in after.items() if items and name != "address"}
    assert shown == {"suppressions", "blocks", "events"}
    assert after["suppressions"][0]["email"] is None and after["blocks"][0]["recipient"] == "erased@invalid"
    assert [item["event"]["type"] for item in after["events"]] == ["address.purged"] or {
        item["event"]["type"] for item in after["events"]} <= {"address.purged", "block.added"}
    purged = [item["event"] for item in after["events"] if item["event"]["type"] == "address.purged"]
    assert len(purged) == 1 and re.fullmatch(r"[0-9a-f]{16}", purged[0]["subject"])
    assert purged[0]["actor"] == "system" and purged[0]["data"] == {}


def test_the_others_are_as_they_were(told):
    text = (told.folder / "db.sqlite").read_bytes()
    for address in [*ALIKE, "first@example.org", "ann@example.org", "carol@example.org"]:
        assert address.encode() in text, address
    export = json.loads(told.run("export", ALIKE[0]).stdout)
    assert [member["place"] for account in export["accounts"] for member in account.get("members", [])] == [2]
    assert f"and to {ALIKE[1]}." in text.decode(errors="replace")


def test_a_second_time_there_is_nothing(told):
    done = told.run("purge", ADDRESS, "--yes")
    assert done.stdout.startswith(f"nothing of {MASKED} was found\n")
    assert done.stderr == "" and found(told.folder) == []


def test_the_service_goes_on(told):
    told.run("courier", "resume")
    told.start()
    story = told.story
    assert story.call("GET", f"/v1/invitations/{story.pending['id']}")["state"] == "cancelled"
    for kind in ("invitations", "messages", "reports", "blocks", "suppressions", "webhooks"):
        after = None
        while True:
            page = told.api(
                "GET", f"/v1/{kind}?limit=200{f'&after={after}' if after else ''}", key=story.admin)
            assert page.status_code == 200 and not list(stands_in(page.content)), page.text
            after = page.json()["next"]
            if not after:
                break
    cancelled = [event for event in told.events() if event["data"].get("reason") == "the address was erased"]
    assert len(cancelled) == 2 and all(event["type"] == "invitation.cancelled" for event in cancelled)
    # A request that is repeated is answered as it was, but for the address.
    again = story.service.api(
        "POST", "/v1/packages/Contoso.Utils/invitations", {
            "invitee": {"username": "zoe", "email": ADDRESS}, "invitedBy": "ann", "note": "once more"},
        key=story.admin, headers={"Idempotency-Key": "plain-2"})
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json()["invitee"]["email"] == "erased@invalid"
    # What was erased cannot be sent.
    erased = [message for message in told.all("/v1/messages?state=failed") if message["recipient"] == "erased@invalid"]
    assert len(erased) == 1
    story.call("POST", f"/v1/messages/{erased[0]['id']}/retry")
    wait_for(lambda: story.call("GET", f"/v1/messages/{erased[0]['id']}")["state"] in ("failed", "cancelled"))
    assert not story.catcher.messages("erased@invalid")


def test_a_suppression_and_a_block_hold_on(told):
    story = told.story
    found = story.call("GET", f"/v1/suppressions/{urllib.parse.quote(ADDRESS.swapcase())}")
    assert found["email"] is None
    invitation = story.invite({"email": ADDRESS}, package="zoes")
    wait_for(lambda: story.state(invitation) == "suppressed")
    answer = told.api(
        "POST", "/v1/packages/Contoso.Utils/invitations",
        {"invitee": {"username": "zed", "email": ADDRESS.lower()}, "invitedBy": "carol"}, key=story.admin)
    assert answer.status_code in (403, 409, 422) and "block" in answer.text


def test_while_it_runs_the_rows_are_clean_and_the_command_says_what_is_not(told):
    done = told.run("purge", ADDRESS, "--yes", check=False)
    assert done.returncode == 1 and "stop the service and run this again" in done.stderr
    assert done.stdout.startswith("erased ")
    told.stop()
    assert told.run("purge", ADDRESS, "--yes").stdout.startswith("nothing of ")
    assert found(told.folder) == []


def test_after_a_crash(catcher):
    service = Service(f"smtp://{catcher.smtp}", COUNTERSIGN_COURIER_LEASE="2s")
    try:
        service.start().owners()
        catcher.faults({"rules": [{"phase": "body", "action": "silence"}]})
        service.invite("bob", note="are you bob%40example.org?")
        service.kill()
        done = service.run("purge", "bob@example.org", "--yes", "--json")
        assert json.loads(done.stdout)["clean"] and done.stderr == ""
        for path in service.folder.iterdir():
            text = path.read_bytes().lower()
            assert b"bob@example.org" not in text and b"bob%40example.org" not in text, path
        service.start()
        catcher.faults({})
        wait_for(lambda: not [m for m in service.all("/v1/messages") if m["state"] in ("queued", "sending", "deferred")])
        assert not catcher.messages("bob@example.org") and not catcher.messages("erased@invalid")
    finally:
        service.clear()
