"""Every refusal of an invitation, as a backend and as a reader of mail meet it."""
import base64
import json
import time

import httpx
import pytest

from harness import Catcher, Service, link_in, press, wait_for


def problem(answer, status, slug):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    body = answer.json()
    assert body["type"].endswith(f"/problems/{slug}") and body["status"] == status
    assert body["title"] and body["detail"]
    return body


def link_to(catcher, name="bob", after=0):
    return link_in(catcher.next(f"{name}@example.org", after))


def test_inviter_is_not_an_owner(service):
    problem(service.invite(by="mallory"), 403, "not-an-owner")


def test_package_is_unknown(service):
    problem(service.invite(package="No.Such"), 404, "unknown-package")


def test_invitee_is_an_owner_already(service):
    problem(service.invite("CAROL"), 409, "already-owner")


def test_who_is_behind_an_address_is_not_told(service):
    """Whoever knows an address alone does not learn from the refusal whose it is."""
    body = {"invitee": {"email": "carol@example.org"}, "invitedBy": "ann"}
    refused = service.api("POST", "/v1/packages/Contoso.Utils/invitations", body)
    assert "carol" not in problem(refused, 409, "already-owner")["detail"]
    named = problem(service.invite("CAROL"), 409, "already-owner")
    assert "CAROL" in named["detail"] or "carol" in named["detail"]


def test_one_is_pending_already(service, catcher):
    first = service.invite()
    catcher.next("bob@example.org")
    second = service.invite("BOB", package="contoso.UTILS")
    assert second.status_code == 200 and second.json()["id"] == first.json()["id"]
    time.sleep(1)
    assert len(catcher.messages("bob@example.org")) == 1


def test_cancelled(service, catcher):
    id = service.invite().json()["id"]
    link = link_to(catcher)
    assert service.api("POST", f"/v1/invitations/{id}/cancel", {"by": "carol"}).status_code == 200
    assert httpx.get(link).status_code == 410 and press(link).status_code == 410
    problem(service.api("POST", f"/v1/invitations/{id}/accept", {"by": "bob"}), 409, "invitation-cancelled")
    assert "cancel" in catcher.next("bob@example.org", after=catcher.messages("bob@example.org")[0]["number"])["text"]


def test_expired(catcher):
    service = Service(f"smtp://{catcher.smtp}", settings=["invitation.life=5s"]).start()
    try:
        service.owners()
        id = service.invite().json()["id"]
        link = link_to(catcher)
        assert httpx.get(link).status_code == 200
        wait_for(lambda: service.invitation(id)["state"] == "expired", what="the end")
        assert httpx.get(link).status_code == 410 and press(link).status_code == 410
        problem(service.api("POST", f"/v1/invitations/{id}/accept", {"by": "bob"}), 409, "invitation-expired")
        assert "in time" in catcher.next("ann@example.org")["subject"]
        wait_for(lambda: "invitation.expired" in [event["type"] for event in service.events()])
    finally:
        service.clear()


def test_resent_kills_the_old_link(service, catcher):
    id = service.invite().json()["id"]
    old = link_to(catcher)
    first = catcher.messages("bob@example.org")[0]["number"]
    resent = service.api("POST", f"/v1/invitations/{id}/resend", {"by": "ann"})
    assert resent.status_code == 200 and resent.json()["generation"] == 2
    new = link_to(catcher, after=first)
    assert httpx.get(old).status_code == 410 and press(old).status_code == 410
    assert service.invitation(id)["state"] == "pending"
    assert httpx.get(new).status_code == 200 and press(new).status_code == 200


def test_resend_backs_off():
    service = Service(limits="default").start()
    try:
        service.owners()
        id = service.invite().json()["id"]
        assert service.api("POST", f"/v1/invitations/{id}/resend", {"by": "ann"}).status_code == 200
        again = service.api("POST", f"/v1/invitations/{id}/resend", {"by": "ann"})
        problem(again, 429, "rate-limited")
        assert 100 <= int(again.headers["Retry-After"]) <= 120
    finally:
        service.clear()


def test_inviter_is_no_longer_an_owner(service, catcher):
    id = service.invite().json()["id"]
    link = link_to(catcher)
    gone = service.api("DELETE", "/v1/packages/Contoso.Utils/owners/ann?by=carol")
    assert gone.status_code == 204
    assert press(link).status_code == 410
    assert service.invitation(id)["state"] == "void"
    problem(service.api("POST", f"/v1/invitations/{id}/accept", {"by": "bob"}), 409, "invitation-void")
    assert "invitation.voided" in [event["type"] for event in service.events()]


def test_wrong_purpose(service, catcher):
    id = service.invite().json()["id"]
    invited, notice = link_to(catcher), link_to(catcher, "carol")
    assert press(invited, "cancel").status_code == 400
    assert press(notice, "accept").status_code == 400
    assert press(notice, "decline").status_code == 400
    assert press(invited, "unsubscribe").status_code == 400
    assert service.invitation(id)["state"] == "pending"


def test_tampered_tokens_all_get_the_same_page(service, catcher):
    service.invite().raise_for_status()
    link = link_to(catcher)
    base, token = link.rsplit("/", 1)
    raw = bytearray(base64.urlsafe_b64decode(token))
    pages = set()
    for index in range(len(raw)):
        raw[index] ^= 1
        changed = base64.urlsafe_b64encode(bytes(raw)).decode()
        raw[index] ^= 1
        answer = httpx.get(f"{base}/{changed}")
        assert answer.status_code == 404, index
        pages.add(answer.content)
        assert httpx.post(f"{base}/{changed}", data={"action": "accept"}).status_code == 404
    for changed in (token[:-1], token + "A", token.lower(), token + "=", "x", "A" * 60, "%00" * 20):
        answer = httpx.get(f"{base}/{changed}")
        assert answer.status_code == 404, changed
        pages.add(answer.content)
    assert len(pages) == 1
    assert httpx.get(link).status_code == 200


def test_wrong_and_retired_keys(service, catcher):
    service.invite().raise_for_status()
    link = link_to(catcher)
    base, token = link.rsplit("/", 1)

    other = Service()
    try:
        done = other.run("link", "inspect", token, check=False)
        assert done.returncode == 1 and "verified    no" in done.stdout
    finally:
        other.clear()

    service.run("keyring", "rotate")
    time.sleep(2.5)
    assert httpx.get(link).status_code == 200, "an older key goes on verifying"
    service.invite("dave").raise_for_status()
    newer = link_to(catcher, "dave")
    assert json.loads(service.run("link", "inspect", newer, "--json").stdout)["kid"] == 2
    service.run("keyring", "retire", "1")
    wait_for(lambda: httpx.get(link).status_code == 404, what="the retirement to hold")
    assert press(link).status_code == 404
    assert httpx.get(newer).status_code == 200
    assert service.run("keyring", "retire", "2", check=False).returncode == 1, "the last key stays"


def test_idempotency_key(service, catcher):
    headers = {"Idempotency-Key": "first-try"}
    first = service.invite(headers=headers)
    assert first.status_code == 201
    again = service.invite(headers=headers)
    assert again.status_code == 201 and again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    catcher.next("bob@example.org")
    problem(service.invite("eve", headers=headers), 422, "idempotency-mismatch")

    service.stop()
    service.start()
    restarted = service.invite(headers=headers)
    assert restarted.status_code == 201 and restarted.json() == first.json()
    assert restarted.headers["Idempotency-Replayed"] == "true"
    time.sleep(1)
    assert len(catcher.messages("bob@example.org")) == 1

    refused = {"Idempotency-Key": "refused"}
    problem(service.invite(by="mallory", headers=refused), 403, "not-an-owner")
    service.owners(names=("ann", "carol", "mallory"))
    assert service.invite("frank", by="mallory", headers=refused).status_code == 201, "refusals are not kept"


def test_limits_answer_429_with_retry_after():
    service = Service(limits="default").start()
    try:
        service.owners()
        codes = [service.invite(f"user{number}").status_code for number in range(6)]
        assert codes == [201] * 5 + [429]
        refused = service.invite("user9")
        problem(refused, 429, "rate-limited")
        assert 300 <= int(refused.headers["Retry-After"]) <= 360
        service.run("gallery", "edit", "main", "--set", "limits=none")
        assert service.invite("user9").status_code == 201, "an edit holds at once"
        service.stop()
        service.run("gallery", "edit", "main", "--set", "limits=default")
        service.start()
        problem(service.invite("user10"), 429, "rate-limited")
    finally:
        service.clear()


def test_last_owner_stays_and_a_pending_one_can_be_removed(service, catcher):
    id = service.invite().json()["id"]
    assert service.api("DELETE", "/v1/packages/Contoso.Utils/owners/bob?by=ann").status_code == 204
    assert service.invitation(id)["state"] == "cancelled"
    assert service.api("DELETE", "/v1/packages/Contoso.Utils/owners/ann?by=carol").status_code == 204
    mail = catcher.next("ann@example.org")
    assert "carol" in mail["text"]
    problem(service.api("DELETE", "/v1/packages/Contoso.Utils/owners/carol?by=carol"), 409, "last-owner")
    problem(service.api("DELETE", "/v1/packages/Contoso.Utils/owners/carol?by=ann"), 403, "not-an-owner")
    assert service.api("DELETE", "/v1/packages/Contoso.Utils/owners/nobody?by=carol").status_code == 404


@pytest.mark.parametrize("name", ["owners", "invitations"])
def test_an_owner_may_be_called_like_a_part_of_a_path(service, name):
    for package in ("@s/pkg", "@s%2Fpkg", f"@s/{name}", name, "owners/owners"):
        service.owners(package, ("ann", name))
        assert service.api("DELETE", f"/v1/packages/{package}/owners/{name}?by=ann").status_code == 204, package
        left = service.api("GET", f"/v1/packages/{package}/owners").json()["owners"]
        assert [owner["username"] for owner in left] == ["ann"], package


def test_only_the_invitee_accepts_through_the_api(service):
    id = service.invite().json()["id"]
    assert service.api("POST", f"/v1/invitations/{id}/accept", {"by": "carol"}).status_code == 403
    accepted = service.api("POST", f"/v1/invitations/{id}/accept", {"by": "BOB"})
    assert accepted.status_code == 200 and accepted.json()["state"] == "accepted"
    again = service.api("POST", f"/v1/invitations/{id}/accept", {"by": "bob"})
    assert again.status_code == 200
    problem(service.api("POST", f"/v1/invitations/{id}/decline", {"by": "bob"}), 409, "invitation-accepted")


def test_somebody_without_an_account_is_invited_by_address(service, catcher):
    body = {"invitee": {"email": "New.Person@example.org"}, "invitedBy": "ann"}
    id = service.api("POST", "/v1/packages/Contoso.Utils/invitations", body).json()["id"]
    link = link_in(catcher.next("New.Person@example.org"))
    assert press(link).status_code == 200
    assert service.invitation(id)["state"] == "accepted"
    accepted = next(event for event in service.events() if event["type"] == "invitation.accepted")
    assert accepted["data"]["withoutAccount"] is True
    assert "New.Person" not in json.dumps(service.events())


@pytest.mark.parametrize("path", ["/v1/invitations/00000000-0000-7000-8000-000000000000", "/v1/invitations/x"])
def test_unknown_invitations(service, path):
    assert service.api("GET", path).status_code == 404
