"""Ownership handed over, admins over the owners' heads, tickets, and many invitations at once."""
import re

import httpx
import pytest

from harness import Service, link_in, press, wait_for

from .mailboxes import kinds, of_kind, publish, quiet

PACKAGE = "/v1/packages/Contoso.Utils"


def names(service):
    return [owner["username"] for owner in service.api("GET", f"{PACKAGE}/owners").json()["owners"]]


def test_a_transfer_completes_on_acceptance(service, catcher):
    other = service.invite("dan").json()
    invitation = service.invite(transfer=True).json()
    assert invitation["transfer"] is True and names(service) == ["ann", "carol"]
    link = link_in(catcher.next("bob@example.org"))
    assert press(link).status_code == 200 and press(link).status_code == 200
    assert names(service) == ["carol", "bob"]
    quiet(service)
    for name in ("ann", "bob", "carol"):
        assert kinds(catcher, name).count("transfer-completed") == 1
        assert not {"owner-added", "owner-removed", "invitation-accepted"} & set(kinds(catcher, name))
    assert service.invitation(other["id"])["state"] == "void"
    types = [event["type"] for event in service.events() if not event["type"].startswith("message.")]
    assert types[-4:] == ["invitation.accepted", "owner.added", "owner.removed", "invitation.voided"]


def test_a_transfer_needs_an_account(service):
    body = {"invitee": {"email": "new@example.org"}, "invitedBy": "ann", "transfer": True}
    answer = service.api("POST", f"{PACKAGE}/invitations", body)
    assert answer.status_code == 422 and answer.json()["errors"][0]["pointer"] == "/invitee/username"


def test_an_admin_invites_and_removes(service, catcher):
    override = service.add_key("main", "override")
    body = {"invitee": {"username": "bob", "email": "bob@example.org"}, "invitedBy": "root", "asAdmin": True}
    assert service.api("POST", f"{PACKAGE}/invitations", body | {"reason": "x"}).status_code == 403
    lacking = service.api("POST", f"{PACKAGE}/invitations", body, key=override)
    assert lacking.status_code == 422 and lacking.json()["errors"][0]["pointer"] == "/reason"
    answer = service.api("POST", f"{PACKAGE}/invitations", body | {"reason": "The owners are gone."}, key=override)
    assert answer.status_code == 201 and answer.json()["asAdmin"] is True
    assert press(link_in(catcher.next("bob@example.org"))).status_code == 200
    assert names(service) == ["ann", "carol", "bob"]
    created = [event for event in service.events() if event["type"] == "invitation.created"][0]
    assert created["actor"] == "root" and created["data"]["asAdmin"] and created["data"]["reason"]
    for name in ("ann", "carol", "bob"):
        path = f"{PACKAGE}/owners/{name}?by=root"
        assert service.api("DELETE", path).status_code == 403
        assert service.api("DELETE", f"{path}&asAdmin=true", key=override).status_code == 422
        done = service.api("DELETE", f"{path}&asAdmin=true&reason=Asked+in+writing", key=override)
        assert done.status_code == 204, done.text
    assert names(service) == []
    removed = [event for event in service.events() if event["type"] == "owner.removed"]
    assert all(event["data"]["reason"] == "Asked in writing" for event in removed) and len(removed) == 3
    # A package without an owner takes no invitation but an admin's.
    assert service.invite("dan").status_code == 403
    again = service.api("POST", f"{PACKAGE}/invitations", body | {"reason": "Orphaned."}, key=override)
    assert again.status_code == 201


@pytest.fixture
def signed_in(catcher):
    service = Service(f"smtp://{catcher.smtp}", settings=[
        "acceptance=signed-in", "acceptance.url=https://gallery.example.com/join?from=mail"]).start()
    service.owners()
    yield service
    service.clear()


def ticket(link):
    page = httpx.get(link)
    assert page.status_code == 200 and 'value="accept"' not in page.text
    found = re.search(
        r'href="https://gallery\.example\.com/join\?from=mail&amp;invitation=([\w-]+)&amp;ticket=([\w-]{60})"', page.text)
    return found.group(2)


def test_a_ticket_says_which_mailbox_the_account_came_from(signed_in, catcher):
    body = {"invitee": {"email": "new@example.org"}, "invitedBy": "ann"}
    id = signed_in.api("POST", f"{PACKAGE}/invitations", body).json()["id"]
    link = link_in(catcher.next("new@example.org"))
    assert press(link).status_code == 403
    accept = f"/v1/invitations/{id}/accept"
    assert signed_in.api("POST", accept, {"by": "nora"}).status_code == 403
    other = signed_in.invite("bob").json()
    assert other["state"] == "pending"
    foreign = ticket(link_in(catcher.next("bob@example.org")))
    for wrong in ("x", foreign, link.rsplit("/", 1)[1]):
        answer = signed_in.api("POST", accept, {"by": "nora", "ticket": wrong})
        assert answer.status_code == 422 and answer.json()["type"].endswith("/bad-ticket"), answer.text
    good = ticket(link)
    # A ticket opens nothing by itself.
    assert httpx.get(link.rsplit("/", 1)[0] + "/" + good).status_code == 404
    answer = signed_in.api("POST", accept, {"by": "nora", "ticket": good})
    assert answer.status_code == 200 and answer.json()["state"] == "accepted", answer.text
    assert answer.json()["invitee"]["username"] == "nora" and names(signed_in) == ["ann", "carol", "nora"]
    # The wrong signed-in account does not get in with a right ticket.
    wrong = signed_in.api(
        "POST", f"/v1/invitations/{other['id']}/accept",
        {"by": "mallory", "ticket": ticket(link_in(catcher.next("bob@example.org")))})
    assert wrong.status_code == 403 and wrong.json()["type"].endswith("/not-the-invitee")


def test_bulk(service, catcher):
    service.owners("Other.Package", ("carol",))
    entries = [
        {"package": "Contoso.Utils", "invitee": {"username": "bob", "email": "bob@example.org"}, "invitedBy": "ann"},
        {"package": "Other.Package", "invitee": {"username": "bob"}, "invitedBy": "ann"},
        {"package": "Other.Package", "invitee": {"username": "bob"}, "invitedBy": "carol"},
        {"package": "Contoso.Utils", "invitee": {"username": "bob"}, "invitedBy": "ann"},
        {"package": "Nothing", "invitee": {"username": "bob"}, "invitedBy": "ann"},
        {"package": "Contoso.Utils", "invitee": {"username": "carol"}, "invitedBy": "ann"},
        {"package": "Contoso.Utils", "invitee": {"username": "b b"}, "invitedBy": "ann"},
        {"package": "Contoso.Utils", "invitedBy": "ann"},
        7,
    ]
    headers = {"Idempotency-Key": "bulk-1"}
    answer = service.api("POST", "/v1/invitations/bulk", {"invitations": entries}, headers=headers)
    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    assert [result["status"] for result in results] == [201, 403, 201, 200, 404, 409, 422, 422, 422]
    assert results[0]["invitation"]["id"] == results[3]["invitation"]["id"]
    assert results[6]["problem"]["errors"][0]["pointer"] == "/invitations/6/invitee/username"
    again = service.api("POST", "/v1/invitations/bulk", {"invitations": entries}, headers=headers)
    assert again.json() == answer.json() and again.headers["Idempotency-Replayed"] == "true"
    quiet(service)
    assert kinds(catcher, "bob") == ["invitation"] * 2
    for body in ({}, {"invitations": []}, {"invitations": entries[:1] * 1001}, {"invitations": {}}):
        assert service.api("POST", "/v1/invitations/bulk", body).status_code == 422


def test_a_thousand_at_once(service, catcher):
    entries = [
        {"package": "Contoso.Utils", "invitee": {"username": f"p{n}", "email": f"p{n}@example.org"}, "invitedBy": "ann"}
        for n in range(1000)]
    answer = service.api("POST", "/v1/invitations/bulk", {"invitations": entries})
    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    assert [result["invitation"]["invitee"]["username"] for result in results] == [f"p{n}" for n in range(1000)]
    wait_for(lambda: len(catcher.messages("p999@example.org")) == 1, 60, what="the last one's mail")


def test_who_accepts_with_a_ticket_hears_of_the_package_from_then_on(signed_in, catcher):
    body = {"invitee": {"email": "new@example.org", "locale": "en"}, "invitedBy": "ann"}
    id = signed_in.api("POST", f"{PACKAGE}/invitations", body).json()["id"]
    good = ticket(link_in(catcher.next("new@example.org")))
    signed_in.api("POST", f"/v1/invitations/{id}/accept", {"by": "nora", "ticket": good}).raise_for_status()
    publish(signed_in, "1.0").raise_for_status()
    quiet(signed_in)
    assert kinds(catcher, "new") == ["invitation", "owner-added", "publication-live"]


def test_a_ticket_for_an_account_that_is_invited_already(signed_in, catcher):
    own = signed_in.invite("dan").json()
    body = {"invitee": {"email": "dan2@example.org"}, "invitedBy": "ann"}
    id = signed_in.api("POST", f"{PACKAGE}/invitations", body).json()["id"]
    good = ticket(link_in(catcher.next("dan2@example.org")))
    owner = signed_in.api("POST", f"/v1/invitations/{id}/accept", {"by": "carol", "ticket": good})
    assert owner.status_code == 409 and owner.json()["type"].endswith("/already-owner")
    answer = signed_in.api("POST", f"/v1/invitations/{id}/accept", {"by": "dan", "ticket": good})
    assert answer.status_code == 200 and names(signed_in) == ["ann", "carol", "dan"], answer.text
    assert signed_in.invitation(own["id"])["state"] == "cancelled"


def invite_by_address(service, catcher):
    body = {"invitee": {"email": "new@example.org"}, "invitedBy": "ann"}
    id = service.api("POST", f"{PACKAGE}/invitations", body).json()["id"]
    return id, link_in(catcher.next("new@example.org"))


def test_who_accepts_by_address_owns_when_the_gallery_says_which_account(service, catcher):
    id, link = invite_by_address(service, catcher)
    accept = f"/v1/invitations/{id}/accept"
    assert service.api("POST", accept, {"by": "nora"}).status_code == 403
    page = press(link)
    assert page.status_code == 200 and "You own" not in page.text and "make an account" in page.text
    assert names(service) == ["ann", "carol"]
    quiet(service)
    for name in ("new", "ann", "carol"):
        mail = of_kind(catcher, name, "invitation-accepted")[0]
        assert "is now" not in mail["text"] and "are now" not in mail["text"] and "/c/" not in mail["text"]
    for _ in range(2):
        answer = service.api("POST", accept, {"by": "nora"})
        assert answer.status_code == 200 and answer.json()["invitee"]["username"] == "nora", answer.text
    assert names(service) == ["ann", "carol", "nora"]
    assert service.api("POST", accept, {"by": "mallory"}).status_code == 403
    quiet(service)
    assert kinds(catcher, "new") == ["invitation", "invitation-accepted", "owner-added"]
    assert press(link_in(of_kind(catcher, "new", "owner-added")[0]), "disown").status_code == 200
    assert names(service) == ["ann", "carol"]
    types = [event["type"] for event in service.events() if event["type"].split(".")[0] in ("invitation", "owner")]
    assert types == ["owner.added"] * 2 + ["invitation.created", "invitation.accepted", "owner.added", "owner.removed"]


def test_an_owner_is_not_pending_by_address_too(service, catcher):
    id, link = invite_by_address(service, catcher)
    owners = [{"username": "ann"}, {"username": "carol"}, {"username": "nora", "email": "new@example.org"}]
    service.api("PUT", f"{PACKAGE}/owners", {"owners": owners}).raise_for_status()
    assert service.invitation(id)["state"] == "cancelled" and press(link).status_code == 410


def test_the_new_owner_by_a_transfer_can_say_that_it_was_not_them(service, catcher):
    service.invite(transfer=True).raise_for_status()
    press(link_in(catcher.next("bob@example.org"))).raise_for_status()
    quiet(service)
    mail, = of_kind(catcher, "bob", "transfer-completed")
    page = press(link_in(mail), "disown")
    assert page.status_code == 200 and "gave the ownership back" in page.text
    assert names(service) == ["carol"]


def test_the_last_owner_who_never_agreed_is_reported_once(catcher):
    service = Service(f"smtp://{catcher.smtp}", settings=["abuse=abuse@example.org"]).start()
    try:
        service.owners(names=("ann",))
        service.invite(transfer=True).raise_for_status()
        press(link_in(catcher.next("bob@example.org"))).raise_for_status()
        quiet(service)
        link = link_in(of_kind(catcher, "bob", "transfer-completed")[0])
        pages = [press(link, "disown").text for _ in range(4)]
        assert "The gallery is told" in pages[0] and len(set(pages)) == 1
        quiet(service)
        assert kinds(catcher, "abuse") == ["abuse-report"] and names(service) == ["bob"]
        assert len(service.api("GET", "/v1/reports", key=service.add_key("main", "admin")).json()["items"]) == 1
    finally:
        service.clear()


def test_reasons_are_kept(service):
    def said(type):
        return [event["data"].get("reason") for event in service.events() if event["type"] == type]

    for call, by in (("cancel", "ann"), ("decline", "bob"), ("accept", "bob"), ("resend", "ann")):
        id = service.invite().json()["id"]
        answer = service.api("POST", f"/v1/invitations/{id}/{call}", {"by": by, "reason": f"{call}, because"})
        assert answer.status_code == 200, answer.text
        if call != "resend":
            assert answer.json()["reason"] == f"{call}, because"
        if call == "accept":
            service.api("DELETE", f"{PACKAGE}/owners/bob?by=ann&reason=inactive").raise_for_status()
    assert said("invitation.cancelled") == ["cancel, because"] and said("invitation.declined") == ["decline, because"]
    assert said("invitation.accepted") == ["accept, because"] and said("invitation.resent") == ["resend, because"]
    assert said("owner.removed") == ["inactive"]


def pending(service):
    return [invitation["id"] for invitation in service.api("GET", f"{PACKAGE}/owners").json()["pending"]]


def accepted_by_address(service, catcher):
    """Accepted by somebody whose account the gallery has not named yet."""
    id, link = invite_by_address(service, catcher)
    assert press(link).status_code == 200
    assert service.invitation(id)["state"] == "accepted" and pending(service) == [id]
    return id


def bind(service, id, name="nora"):
    return service.api("POST", f"/v1/invitations/{id}/accept", {"by": name})


def test_who_is_not_named_yet_is_found_again_and_takes_a_place(service, catcher):
    service.run("gallery", "edit", "main", "--set", "limits=default", "--set", "invitation.pending=1")
    id = accepted_by_address(service, catcher)
    again = service.api("POST", f"{PACKAGE}/invitations", {"invitee": {"email": "new@example.org"}, "invitedBy": "ann"})
    assert again.status_code == 200 and again.json()["id"] == id
    full = service.invite("dan")
    assert full.status_code == 429 and (full.json()["limit"], full.json()["retryAfter"]) == ("pending", 3600), full.text
    assert bind(service, id).status_code == 200 and pending(service) == []
    assert service.invite("dan").status_code == 201


def test_an_owner_takes_back_what_was_accepted_by_address(service, catcher):
    id = accepted_by_address(service, catcher)
    quiet(service)
    link = link_in(of_kind(catcher, "carol", "invitation-notice")[0])
    page = press(link, "cancel")
    assert page.status_code == 200 and service.invitation(id)["state"] == "cancelled", page.text
    assert bind(service, id).json()["type"].endswith("/invitation-cancelled")
    assert names(service) == ["ann", "carol"] and pending(service) == []


def test_nobody_vouches_for_whom_the_inviter_left_behind(service, catcher):
    id = accepted_by_address(service, catcher)
    service.api("DELETE", f"{PACKAGE}/owners/ann?by=carol").raise_for_status()
    assert service.invitation(id)["state"] == "void"
    assert bind(service, id).json()["type"].endswith("/invitation-void") and names(service) == ["carol"]


def test_nobody_is_who_was_forgotten(service, catcher):
    id = accepted_by_address(service, catcher)
    service.api("DELETE", "/v1/addresses/new%40example.org", key=service.add_key("main", "admin")).raise_for_status()
    assert bind(service, id).json()["type"].endswith("/invitation-accepted")
    assert names(service) == ["ann", "carol"] and pending(service) == []
    assert service.invite("dan").status_code == 201
