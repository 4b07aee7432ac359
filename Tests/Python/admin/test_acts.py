"""What admins do on the pages over a gallery's service: what becomes of it, who is told, and who may."""
import contextlib
import html
import re
import sqlite3
import uuid

import pytest

from admin.desk import Browser, nonce
from admin.pages import World
from harness import press, link_in, wait_for


@pytest.fixture(scope="module")
def world():
    world = World()
    try:
        world.service.owners("Contoso.Utils", ("ann", "carol"))
        world.root.enrol(), world.clerk.enrol()
        yield world
    finally:
        world.stop()


def base(world, path, gallery="main"):
    return f"/admin/g/{gallery}/{path}"


def act(world, path, fields=None, desk=None, page=None, gallery="main"):
    """Fills in a form of a page and sends it."""
    browser = (desk or world.root).browser
    token = nonce(browser.get(base(world, page or path.rsplit("/", 1)[0], gallery)))
    return browser.post(base(world, path, gallery), {"nonce": token} | (fields or {}))


def done(world, answer, word):
    """Where a form led, and what the page says there."""
    assert answer.status_code == 303, answer.text
    where = answer.headers["location"]
    assert where.startswith("/admin/g/main/") and where.endswith(f"done={word}"), where
    page = world.root.browser.get(where)
    assert page.status_code == 200 and 'role="status"' in page.text
    return page


def last_event(world, type):
    return [event for event in world.service.events() if event["type"] == type][-1]


def told(world, type, by="Root-Admin"):
    """The newest event of a type, which names the admin, and in the audit log the admin's id."""
    event = last_event(world, type)
    assert event["actor"] == by, event
    with contextlib.closing(sqlite3.connect(f"{world.service.folder}/db.sqlite", timeout=30)) as database:
        row = database.execute(
            "SELECT origin, origin_id FROM events WHERE id = ?", [uuid.UUID(event["id"]).bytes]).fetchone()
        admin = database.execute("SELECT id FROM admins WHERE name = ?", [by]).fetchone()
    assert row == ("admin", admin[0])
    return event


def sent(world, id):
    return wait_for(
        lambda: (found := world.service.invitation(id))["delivery"]["state"] == "sent" and found, what="the mail")


def invite(world, name):
    answer = world.invite("Contoso.Utils", {"username": name, "email": f"{name}@example.org"})
    sent(world, answer["id"])
    return answer["id"]


def test_resend_and_cancel(world):
    id = invite(world, "rita")
    first = link_in(world.catcher.next("rita@example.org"))
    seen = max(mail["number"] for mail in world.catcher.messages())
    page = done(world, act(world, f"approvals/{id}/resend", {"reason": "Asked by phone"}), "invitation-resent")
    assert "a new link" in page.text
    second = link_in(world.catcher.next("rita@example.org", after=seen))
    assert first != second and press(first).status_code == 410
    event = told(world, "invitation.resent")
    assert event["data"]["reason"] == "Asked by phone" and event["subject"] == id
    done(world, act(world, f"approvals/{id}/cancel", {"reason": "It was a mistake"}), "invitation-cancelled")
    assert world.service.invitation(id)["state"] == "cancelled" and press(second).status_code == 410
    assert told(world, "invitation.cancelled")["data"]["reason"] == "It was a mistake"
    # A second time shows why it cannot be done; nothing typed is lost.
    again = act(world, f"approvals/{id}/resend", {"reason": "Once <more>"}, page=f"messages?about={id}")
    assert again.status_code == 409 and 'role="alert"' in again.text and "cancelled" in again.text


def test_reason_is_needed(world):
    """An error stands at its field, is tied to it, and nothing typed is lost."""
    id = invite(world, "nora")
    for typed, words in (("", "Reason is needed"), ("  \n ", "Reason is needed"), ("x" * 501, "longer than 500")):
        answer = act(world, f"approvals/{id}/cancel", {"reason": typed})
        assert answer.status_code == 422
        field = re.search(r'<input[^>]*id="cancel-reason"[^>]*>', answer.text)[0]
        assert 'aria-invalid="true"' in field and f'value="{html.escape(typed)}"' in field
        described = re.search(r'aria-describedby="([^"]+)"', field)[1].split()
        assert "cancel-reason-error" in described and all(f'id="{one}"' in answer.text for one in described)
        assert words in answer.text and 'href="#cancel-reason"' in answer.text and 'role="alert"' in answer.text
        other = re.search(r'<input[^>]*id="resend-reason"[^>]*>', answer.text)[0]
        assert "aria-invalid" not in other
    assert world.service.invitation(id)["state"] == "pending"


def test_override(world):
    """Over the owners' heads acts who has the scope; others are told so, and have no form."""
    id = invite(world, "olga")
    text = world.clerk.browser.get(base(world, f"approvals/{id}")).text
    assert "override" in text and "<button class=\"danger\">" not in text
    held = world.call("POST", "/v1/packages/Contoso.Utils/publications", {
        "version": "9.0.0", "publisher": {"username": "ann"}, "hold": True, "stage": "validating"})
    for path in (f"approvals/{id}/cancel", f"approvals/{id}/resend", f"publications/{held['id']}/withdraw"):
        answer = act(world, path, {"reason": "x"}, desk=world.clerk)
        assert answer.status_code == 403 and "override" in answer.text
    assert world.service.invitation(id)["state"] == "pending"
    assert world.call("GET", f"/v1/publications/{held['id']}")["state"] == "held"


def test_withdraw(world):
    held = world.call("POST", "/v1/packages/Contoso.Utils/publications", {
        "version": "9.1.0", "publisher": {"username": "ann", "email": "ann@example.org"}, "hold": True,
        "stage": "validating"})
    path = f"publications/{held['id']}"
    assert act(world, f"{path}/withdraw", {"reason": ""}).status_code == 422
    done(world, act(world, f"{path}/withdraw", {"reason": "It holds malware"}), "withdrawn")
    after = world.call("GET", f"/v1/publications/{held['id']}")
    assert after["state"] == "withdrawn" and after["reasons"] == ["It holds malware"]
    event = told(world, "publication.withdrawn")
    assert event["data"]["reason"] == "It holds malware" and event["data"]["asAdmin"] is True
    assert world.service.api("PATCH", f"/v1/publications/{held['id']}", {"stage": "live"}).status_code == 409


def test_retry_and_cancel_mail(world):
    world.catcher.faults({"rules": [
        {"phase": "rcpt", "recipient": "late@example.org", "action": "reply", "code": 450, "text": "4.2.0 later",
         "times": 2}]})
    invitation = world.invite("Contoso.Utils", {"username": "late", "email": "late@example.org"})
    message = wait_for(lambda: next((
        one for one in world.call("GET", f"/v1/messages?about={invitation['id']}")["items"]
        if one["kind"] == "invitation" and one["state"] == "deferred"), None), what="a deferred mail")
    path = f"messages/{message['id']}"
    done(world, act(world, f"{path}/retry"), "message-retried")
    assert told(world, "message.retried")["subject"] == message["id"]
    found = wait_for(lambda: len((now := world.call("GET", f"/v1/{path}"))["attempts"]) == 2 and now, what="a try")
    wait_for(lambda: world.call("GET", f"/v1/{path}")["state"] == "deferred", what="the second answer")
    page = world.root.browser.get(base(world, path)).text
    assert page.count("4.2.0 later") >= 2 and found["attempts"][0]["relay"] in page
    done(world, act(world, f"{path}/cancel"), "message-cancelled")
    assert world.call("GET", f"/v1/{path}")["state"] == "cancelled"
    assert told(world, "message.cancelled")["subject"] == message["id"]
    again = act(world, f"{path}/retry", page="messages")
    assert again.status_code in (303, 409)


def test_suppress(world):
    wrong = act(world, "suppressions", {"address": "nobody", "reason": "Left us"}, page="suppressions")
    assert wrong.status_code == 422 and "no @" in wrong.text and 'value="nobody"' in wrong.text
    assert 'value="Left us"' in wrong.text
    done(world, act(
        world, "suppressions", {"address": "left@example.org", "reason": "Left us"}, page="suppressions"), "suppressed")
    assert told(world, "address.suppressed")["data"]["reason"] == "Left us"
    assert world.call("GET", "/v1/suppressions/left@example.org")["reason"] == "Left us"
    found = world.root.browser.get(base(world, "suppressions?address=LEFT@example.org")).text
    path = re.search(r'href="/admin/g/main/(suppressions/[0-9a-f-]{36})"', found)[1]
    assert act(world, f"{path}/remove", {"reason": ""}).status_code == 422
    done(world, act(world, f"{path}/remove", {"reason": "Back again"}), "unsuppressed")
    assert told(world, "suppression.removed")["data"]["reason"] == "Back again"
    assert act(world, f"{path}/remove", {"reason": "Back again"}, page="suppressions").status_code == 404


def test_unblock(world):
    block = world.call("POST", "/v1/blocks", {"email": "quiet@example.org"})
    path = f"blocks/{block['id']}"
    assert act(world, f"{path}/remove", {"reason": ""}).status_code == 422
    done(world, act(world, f"{path}/remove", {"reason": "They wrote to us"}), "unblocked")
    assert told(world, "block.removed")["data"]["reason"] == "They wrote to us"
    assert world.service.api("GET", f"/v1/blocks/{block['id']}", key=world.admin).status_code == 404


def test_webhooks(world):
    hook = world.call("POST", "/v1/webhooks", {"url": world.endpoint.url, "types": ["owner.added"]})
    path = f"webhooks/{hook['id']}"
    done(world, act(world, f"{path}/disable"), "webhook-disabled")
    assert world.call("GET", f"/v1/{path}")["state"] == "disabled"
    told(world, "webhook.changed")
    done(world, act(world, f"{path}/enable"), "webhook-enabled")
    world.service.owners("Hooked.Pack", ("ann",))
    delivery = wait_for(lambda: next((
        one for one in world.call("GET", f"/v1/{path}/deliveries")["items"] if one["attempts"]), None),
        what="a delivery")
    before = len(world.endpoint.heard)
    done(world, act(world, f"{path}/redeliver", {"delivery": delivery["id"]}), "redelivered")
    wait_for(lambda: len(world.endpoint.heard) > before, what="the delivery again")
    told(world, "webhook.redelivered")
    assert act(world, f"{path}/redeliver", {"delivery": "x"}).status_code == 400
    stranger = act(world, f"{path}/redeliver", {"delivery": hook["id"]})
    assert stranger.status_code in (404, 422) and 'role="alert"' in stranger.text


def test_rotate(world):
    hook = world.call("POST", "/v1/webhooks", {"url": world.endpoint.url})
    answer = act(world, f"webhooks/{hook['id']}/rotate")
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", answer.text)[0]
    assert secret != hook["secret"]
    assert told(world, "webhook.changed")["data"]["detail"] == "a new secret"
    assert secret not in world.root.browser.get(base(world, f"webhooks/{hook['id']}")).text
    assert secret not in world.service.log


def stale(world, desk):
    """As it is when the second factor was proved a while ago."""
    with contextlib.closing(sqlite3.connect(f"{world.service.folder}/db.sqlite", timeout=30)) as database, database:
        changed = database.execute(
            "UPDATE admin_sessions SET proved_at = proved_at - 3600000 WHERE admin_id ="
            " (SELECT id FROM admins WHERE name = ?)", [desk.name]).rowcount
    assert changed


def test_keys(world):
    none = act(world, "keys", {}, page="keys")
    assert none.status_code == 422 and "Choose what the key may be used for" in none.text
    ends = act(world, "keys", {"scope": "read", "ends": "soon"}, page="keys")
    assert ends.status_code == 422 and 'value="soon"' in ends.text and 'value="read" checked' in ends.text
    answer = act(world, "keys", {"scope": "read", "ends": "90d"}, page="keys")
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    secret = re.search(r"cs_[A-Za-z0-9_-]{43}", answer.text)[0]
    id = told(world, "key.added")["subject"]
    assert world.service.api("GET", "/v1/invitations", key=secret).status_code == 200
    assert world.service.api("PUT", "/v1/packages/X/owners", {"owners": []}, key=secret).status_code == 403
    listed = world.root.browser.get(base(world, "keys")).text
    assert secret not in listed and id in listed and secret not in world.service.log
    assert "cannot be undone" in world.root.browser.get(base(world, f"keys/{id}")).text
    done(world, act(world, f"keys/{id}/revoke"), "key-revoked")
    assert "Revoke this key" not in world.root.browser.get(base(world, f"keys/{id}")).text
    assert told(world, "key.revoked")["subject"] == id
    assert world.service.api("GET", "/v1/invitations", key=secret).status_code == 401
    strange = act(world, f"keys/{uuid.uuid4()}/revoke", page="keys")
    assert strange.status_code == 404


def test_keys_of_another_gallery(world):
    world.service.add_key("vacant", "read")
    theirs = re.search(r'class="id">([0-9a-f-]{36})', world.root.browser.get(base(world, "keys", "vacant")).text)[1]
    assert theirs not in world.root.browser.get(base(world, "keys")).text
    assert world.root.browser.get(base(world, f"keys/{theirs}")).status_code == 404
    assert act(world, f"keys/{theirs}/revoke", page="keys").status_code == 404
    assert "In force" in world.root.browser.get(base(world, "keys", "vacant")).text


def test_nobody_gives_more_than_they_have(world):
    assert 'value="override"' not in world.clerk.browser.get(base(world, "keys")).text
    for fields in ({"scope": "override"}, {"scope": ["read", "override"]}):
        answer = act(world, "keys", fields, desk=world.clerk, page="keys")
        assert answer.status_code == 422 and "cs_" not in answer.text
    assert act(world, "keys", {"scope": "admin"}, desk=world.clerk, page="keys").status_code == 200


def test_pause(world):
    done(world, act(world, "courier/pause", page="courier"), "paused")
    told(world, "courier.paused")
    invitation = world.invite("Contoso.Utils", {"username": "paul", "email": "paul@example.org"})
    page = world.root.browser.get(base(world, "courier")).text
    assert "is held back" in page and world.service.invitation(invitation["id"])["delivery"]["state"] == "queued"
    done(world, act(world, "courier/resume", page="courier"), "resumed")
    told(world, "courier.resumed")
    sent(world, invitation["id"])
    # All galleries: operators alone.
    assert "pause-all" not in world.clerk.browser.get(base(world, "courier")).text
    assert act(world, "courier/pause-all", desk=world.clerk, page="courier").status_code == 403
    done(world, act(world, "courier/pause-all", page="courier"), "paused-all")
    assert "all galleries is held back" in world.root.browser.get(base(world, "courier")).text
    done(world, act(world, "courier/resume-all", page="courier"), "resumed-all")


POSTS = [
    "approvals/{id}/cancel", "approvals/{id}/resend", "messages/{id}/retry", "messages/{id}/cancel", "suppressions",
    "suppressions/{id}/remove", "blocks/{id}/remove", "publications/{id}/withdraw", "webhooks/{id}/enable",
    "webhooks/{id}/disable", "webhooks/{id}/rotate", "webhooks/{id}/redeliver", "keys", "keys/{id}/revoke",
    "courier/pause", "courier/resume", "courier/pause-all", "courier/resume-all",
]


@pytest.mark.parametrize("path", POSTS)
def test_forms_of_others(world, path):
    """No form acts but one of this session, from a page of ours, of somebody who is signed in."""
    path = base(world, path.format(id=uuid.uuid4()))
    before = len(world.service.events())
    browser = world.root.browser
    token = nonce(browser.get(base(world, "courier")))
    other = nonce(world.clerk.browser.get(base(world, "courier")))
    for fields, headers in (
            ({}, {}), ({"nonce": other}, {}), ({"nonce": token}, {"Sec-Fetch-Site": "cross-site"}),
            ({"nonce": token}, {"Origin": "https://evil.test"})):
        answer = browser.post(path, fields | {"reason": "x"}, headers=headers)
        assert answer.status_code == 403, (fields, headers, answer.status_code)
    assert Browser(world.service).post(path, {"nonce": token, "reason": "x"}).status_code in (303, 403)
    assert browser.get(path).status_code in (200, 404)
    assert len(world.service.events()) == before


def test_proof_is_asked_for(world):
    """Keys and secrets: only for somebody who has proved a moment ago who they are; last, for it makes them stale."""
    hook = world.call("POST", "/v1/webhooks", {"url": world.endpoint.url})
    key = re.search(r'class="id">([0-9a-f-]{36})', world.root.browser.get(base(world, "keys")).text)[1]
    stale(world, world.root)
    before = len(world.service.events())
    for path, page in ((f"webhooks/{hook['id']}/rotate", f"webhooks/{hook['id']}"), ("keys", "keys"),
                       (f"keys/{key}/revoke", f"keys/{key}")):
        text = world.root.browser.get(base(world, page)).text
        assert "Prove that it is you" in text and "/admin/again?next=" in text
        answer = act(world, path, {"scope": "read"}, page="courier")
        assert answer.status_code == 303 and answer.headers["location"].startswith("/admin/again?next=%2Fadmin%2Fg%2F")
    assert len(world.service.events()) == before
    where = world.root.browser.get(answer.headers["location"])
    proved = world.root.browser.post(
        "/admin/again", {"nonce": nonce(where), "code": world.root.code(), "next": "/admin/g/main/keys"})
    assert proved.status_code == 303 and proved.headers["location"] == "/admin/g/main/keys", proved.text
    assert "<button>Add the key" in world.root.browser.get("/admin/g/main/keys").text
