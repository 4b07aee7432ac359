"""Whatever is changed leaves an event that says who did it and from where; and no event is changed."""
import sqlite3

import pytest
import yaml

from audit.house import PACKAGE, House, trace
from harness import Catcher, Service, link_in, press, wait_for


@pytest.fixture(scope="module")
def house():
    house = House()
    yield house
    house.service.clear()


def act(path, body=None, **headers):
    return path, body, headers


BY, ADMIN = {"by": "ann"}, {"by": "Dana", "asAdmin": True, "reason": "asked by phone"}
# What prepares a call, and answers with its path, its body and its headers; by the name that the document has for it,
# with the type of the event and who is to stand there. What is done under the name of a person bears it.
ACTS = {
    "createInvitation": (
        lambda h: act(f"{PACKAGE}/invitations", {
            "invitee": {"username": "i1", "email": "i1@example.org"}, "invitedBy": "Dana", "asAdmin": True,
            "reason": "asked by phone"}), "invitation.created", "Dana"),
    "createInvitations": (
        lambda h: act("/v1/invitations/bulk", {"invitations": [
            {"package": "Contoso.Utils", "invitee": {"username": "i2", "email": "i2@example.org"}, "invitedBy": "ann"}]}),
        "invitation.created", "ann"),
    "resendInvitation": (lambda h: act(f"/v1/invitations/{h.invite('i3')['id']}/resend", ADMIN), "invitation.resent", "Dana"),
    "acceptInvitation": (
        lambda h: act(f"/v1/invitations/{h.invite('i4')['id']}/accept", {"by": "i4"}), "invitation.accepted", "i4"),
    "declineInvitation": (
        lambda h: act(f"/v1/invitations/{h.invite('i5')['id']}/decline", {"by": "i5"}), "invitation.declined", "i5"),
    "cancelInvitation": (
        lambda h: act(f"/v1/invitations/{h.invite('i6')['id']}/cancel", ADMIN), "invitation.cancelled", "Dana"),
    "createPublication": (
        lambda h: act(f"{PACKAGE}/publications", {"version": "1.0", "publisher": {"username": "ann"}, "stage": "live"}),
        "publication.live", "ann"),
    "changePublication": (
        lambda h: act(f"/v1/publications/{h.publication('2.0')}", {"stage": "validating"}), "publication.validating", None),
    "putPreferences": (
        lambda h: act("/v1/preferences/ann", {"muted": [{"kind": "publication-live"}]}), "preference.changed", "ann"),
    "createBlock": (lambda h: act("/v1/blocks", {"email": "b1@example.org"}), "block.added", None),
    "deleteBlock": (lambda h: act(f"/v1/blocks/{h.block('b2')}"), "block.removed", None),
    "putSuppression": (
        lambda h: act("/v1/suppressions/s1@example.org", {"reason": "asked"}), "address.suppressed", "system"),
    "deleteSuppression": (lambda h: act(h.suppressed("s2")), "suppression.removed", "system"),
    "purgeAddress": (lambda h: act(h.invite("i7") and "/v1/addresses/i7@example.org"), "address.purged", "system"),
    "contactOwners": (
        lambda h: act(f"{PACKAGE}/contact", {
            "message": "Is it kept?", "from": {"username": "eve", "email": "eve@example.org"}}), "contact.sent", "eve"),
    "createReport": (
        lambda h: act(f"{PACKAGE}/reports", {"reason": "malware", "from": {"username": "eve", "email": "e@example.org"}}),
        "report.received", "eve"),
    "cancelMessage": (lambda h: act(f"/v1/messages/{h.letter('i8')}/cancel"), "message.cancelled", "system"),
    "retryMessage": (lambda h: act(f"/v1/messages/{h.failed('i9')}/retry"), "message.retried", "system"),
    "createWebhook": (lambda h: act("/v1/webhooks", {"url": "https://hooks.invalid/y"}), "webhook.created", "system"),
    "changeWebhook": (
        lambda h: act(path := f"/v1/webhooks/{h.webhook()}", {"url": "https://hooks.invalid/z"}, **h.tag(path)),
        "webhook.changed", "system"),
    "rotateWebhook": (lambda h: act(f"/v1/webhooks/{h.webhook()}/rotate"), "webhook.changed", "system"),
    "redeliver": (lambda h: act(f"/v1/webhooks/{h.webhook()}/redeliver", {"after": 0}), "webhook.redelivered", "system"),
    "deleteWebhook": (lambda h: act(f"/v1/webhooks/{h.webhook()}"), "webhook.deleted", "system"),
    "removeOwner": (
        lambda h: act(f"{PACKAGE}/owners/carol?by=Dana&asAdmin=true&reason=asked"), "owner.removed", "Dana"),
    "replaceOwners": (
        lambda h: act("/v1/packages/Fresh.One/owners", {"owners": [{"username": "ann", "email": "new@example.org"}]}),
        "owner.added", "system"),
    "createRecoveryCase": (
        lambda h: act("/v1/recovery-cases", {
            "package": "Claimed.One", "claimant": {"name": "Eve", "email": "one@claims.example.org"}, "why": "Mine.",
            "confirmed": True, "by": "alice"}), "recovery.opened", "alice"),
    "createCaseOfReport": (
        lambda h: act(f"/v1/reports/{h.report('r1')}/case", {"by": "alice"}), "recovery.opened", "alice"),
    "closeReport": (
        lambda h: act(f"/v1/reports/{h.report('r2')}/close", {"by": "alice", "reason": "Dealt with."}), "report.closed",
        "alice"),
    "assignRecoveryCase": (
        lambda h: act(f"{h.case('c1')}/assign", {"by": "alice", "assignee": "bert"}), "recovery.assigned", "alice"),
    "noteOnRecoveryCase": (
        lambda h: act(f"{h.case('c2')}/notes", {"by": "alice", "text": "Asked."}), "recovery.noted", "alice"),
    "tickEvidence": (
        lambda h: act(f"{h.case('c3')}/evidence", {"by": "alice", "item": "identity", "ticked": True}),
        "recovery.evidence", "alice"),
    "logAttempt": (
        lambda h: act(f"{h.case('c4')}/attempts", {"by": "alice", "channel": "phone", "outcome": "no-answer", "whom": "her"}),
        "recovery.attempted", "alice"),
    "grantRecoveryCase": (
        lambda h: act(f"{h.case('c5')}/grant", {"by": "alice", "reason": "known", "override": True}),
        "recovery.granted", "alice"),
    "denyRecoveryCase": (
        lambda h: act(f"{h.case('c6')}/deny", {"by": "alice", "reason": "no"}), "recovery.denied", "alice"),
    "reopenRecoveryCase": (
        lambda h: act(f"{h.case('c7', 'deny')}/reopen", {"by": "alice", "reason": "yes"}), "recovery.reopened", "alice"),
    "lockPackageOfCase": (
        lambda h: act(f"{h.case('c8')}/lock", {"by": "alice", "reason": "odd"}), "recovery.locked", "alice"),
    "unlockPackageOfCase": (
        lambda h: act(f"{h.case('c9', 'lock')}/unlock", {"by": "alice", "reason": "odd"}), "recovery.unlocked", "alice"),
    "nameClaimant": (
        lambda h: act(f"{h.case('c10')}/claimant", {
            "by": "alice", "claimant": {"name": "Zoe", "email": "zoe@claims.example.org"}}), "recovery.named", "alice"),
}


def test_every_call_that_changes_anything_is_here(house):
    changing = {name for name, (method, _) in house.document.items() if method != "get"}
    assert changing - set(ACTS) == set(), "calls of which nobody looks at what they leave in the log"


@pytest.mark.parametrize("name", ACTS)
def test_it_is_in_the_log(house, name):
    prepare, type, actor = ACTS[name]
    path, body, headers = prepare(house)
    before = house.all()
    id, header = trace()
    answer = house.service.api(
        house.document[name][0].upper(), path, body, key=house.secret, headers=headers | header)
    assert answer.status_code < 300, answer.text
    left = house.traced(id)
    found = [row for row in left if row["type"] == type]
    assert found, f"{name} leaves no {type}, but {left}"
    assert all(row["actor"] == actor or actor is None and row["actor"] for row in found), found
    # Nothing that came of it came from elsewhere.
    assert {(row["origin"], row["origin_id"], row["origin_address"]) for row in left} == {("key", house.key, "127.0.0.1")}
    assert len(house.all()) == len(before) + len(left), "an event that is of no trace"
    assert house.changed(before, erased=name == "purgeAddress") == []


def test_an_account_with_another_mailbox_is_in_the_log(house):
    before = house.log()[-1][0]
    house.call("PUT", "/v1/packages/Other.One/owners", {"owners": [{"username": "carol", "email": "thief@elsewhere.example"}]})
    found = [row for row in house.log(before) if row[1] == "account.changed"]
    assert len(found) == 1 and found[0][3:] == ("carol", "key", house.key, "127.0.0.1")


def test_addresses_are_those_of_admins_alone(house):
    """A gallery's backend is always at the same place: where it is says nothing, and is not kept."""
    before = house.log()[-1][0]
    assert house.service.invite("plain").status_code == 201
    assert {(row[4], row[6]) for row in house.log(before)} == {("key", None)}


def test_links_are_in_the_log(house):
    """Who presses a button in a mail is nobody's key."""
    catcher = Catcher()
    try:
        other = Service(f"smtp://{catcher.smtp}").start()
        try:
            other.owners()
            assert other.invite("bob").status_code == 201
            assert press(link_in(catcher.next("bob@example.org"))).status_code == 200
            with sqlite3.connect(other.folder / "db.sqlite", timeout=20) as database:
                rows = database.execute("SELECT type, origin, origin_address FROM events").fetchall()
            assert ("invitation.accepted", "link", None) in rows and ("owner.added", "link", None) in rows
            assert {row[1:] for row in rows if row[0] == "message.sent"} == {("service", None)}
        finally:
            other.clear()
    finally:
        catcher.stop()


def test_a_refused_key_is_told_once_an_hour(house):
    secret = house.service.add_key("main", "read")
    id = yaml.safe_load(house.service.run("key", "list", "main", "--json").stdout)[-1]["id"]
    house.service.run("key", "revoke", id)
    before = house.log()[-1][0]
    for _ in range(300):
        assert house.service.api("GET", "/v1/events", key=secret).status_code == 401
        assert house.service.api("GET", "/v1/events", key="cs_" + "x" * 43).status_code == 401
    wait_for(lambda: [row for row in house.log(before) if row[1] == "key.refused"], what="word of the key")
    for _ in range(50):
        assert house.service.api("GET", "/v1/events", key=secret).status_code == 401
    house.service.stop()
    found = [row for row in house.log(before) if row[1] == "key.refused"]
    assert len(found) == 1 and found[0][3] == id and found[0][4] == "key" and found[0][6] == "127.0.0.1"
    house.service.start()


def test_nothing_changes_an_event(house):
    """Not by a call, and not by a statement that somebody brings into the program."""
    before = house.log()
    assert {method for method, path in house.document.values() if path.startswith("/v1/events")} == {"get"}
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/v1/events", f"/v1/events/{before[0][0]}"):
            assert house.service.api(method, path, {}, key=house.secret).status_code in (404, 405)
    with sqlite3.connect(house.service.folder / "db.sqlite", timeout=20) as database:
        for statement in (
                "DELETE FROM events", "DELETE FROM events WHERE seq = 1", "UPDATE events SET actor = 'nobody'",
                "UPDATE events SET origin = 'service'", "UPDATE events SET data = '{}' WHERE seq = 2",
                "REPLACE INTO events SELECT * FROM events WHERE seq = 1"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(statement)
    assert house.log() == before
