"""The main job, end to end: a request, a mail, a link, a button, an owner."""
import concurrent.futures
import re

import httpx

from harness import link_in, press, wait_for


def state(service, id):
    return service.invitation(id)["delivery"]["state"]


def test_an_invitation_from_request_to_owner(service, catcher):
    answer = service.invite(note="You wrote most of it.")
    assert answer.status_code == 201
    invitation = answer.json()
    assert answer.headers["Location"].endswith(f"/v1/invitations/{invitation['id']}")
    assert invitation["state"] == "pending" and invitation["package"] == "Contoso.Utils"

    pending = service.api("GET", "/v1/packages/Contoso.Utils/owners").json()["pending"]
    assert [entry["id"] for entry in pending] == [invitation["id"]]
    assert pending[0]["delivery"]["state"] in ("queued", "sending", "sent")

    mail = catcher.next("bob@example.org")
    link = link_in(mail)
    wait_for(lambda: state(service, invitation["id"]) == "sent", what="delivery.state sent")
    for _ in range(20):
        assert httpx.get(link).status_code == 200
        head = httpx.head(link)
        assert head.status_code == 200 and not head.content
    assert service.invitation(invitation["id"])["state"] == "pending"

    first = press(link)
    assert first.status_code == 200
    assert service.invitation(invitation["id"])["state"] == "accepted"
    second = press(link)
    assert second.status_code == 200
    assert "Contoso.Utils" in first.text and "Contoso.Utils" in second.text
    assert httpx.get(link).status_code == 410

    owners = service.api("GET", "/v1/packages/contoso.utils/owners").json()
    assert [owner["username"] for owner in owners["owners"]] == ["ann", "carol", "bob"]
    assert owners["owners"][-1]["via"] == "invitation" and owners["pending"] == []

    events = service.events()
    assert [event["seq"] for event in events] == sorted({event["seq"] for event in events})
    types = [event["type"] for event in events if not event["type"].startswith("message.")]
    assert types == [
        "gallery.added", "key.added", "owner.added", "owner.added", "invitation.created", "invitation.accepted",
        "owner.added"]


def test_everybody_who_should_hear_does_and_nobody_else(service, catcher):
    service.invite().raise_for_status()
    link = link_in(catcher.next("bob@example.org"))
    notice = catcher.next("carol@example.org")
    assert "bob" in notice["text"] and "bob@example.org" not in notice["text"]
    assert press(link).status_code == 200
    wait_for(lambda: len(catcher.messages()) >= 5, what="five mails")
    by_person = {name: len(catcher.messages(f"{name}@example.org")) for name in ("ann", "bob", "carol")}
    assert by_person == {"ann": 1, "bob": 2, "carol": 2}
    for mail in catcher.messages():
        assert len(mail["to"]) == 1


def test_declining_tells_the_inviter_why(service, catcher):
    service.invite().raise_for_status()
    link = link_in(catcher.next("bob@example.org"))
    assert press(link, "decline", reason="No time this year").status_code == 200
    assert press(link, "accept").status_code == 200, "a later decision shows what was decided"
    mail = catcher.next("ann@example.org")
    assert "No time this year" in mail["text"]
    assert service.api("GET", "/v1/packages/Contoso.Utils/owners").json()["pending"] == []


def test_another_owner_can_undo_what_was_not_agreed(service, catcher):
    id = service.invite().json()["id"]
    invited = link_in(catcher.next("bob@example.org"))
    notice = link_in(catcher.next("carol@example.org"))
    assert httpx.get(notice).status_code == 200
    assert press(notice, "cancel").status_code == 200
    assert service.invitation(id)["state"] == "cancelled"
    assert press(notice, "cancel").status_code == 200
    assert press(invited).status_code == 410
    wait_for(lambda: len(catcher.messages("bob@example.org")) == 2, what="word of the cancellation")


def test_two_hundred_presses_at_once_accept_once(service, catcher):
    id = service.invite().json()["id"]
    link = link_in(catcher.next("bob@example.org"))
    with concurrent.futures.ThreadPoolExecutor(200) as crowd:
        answers = list(crowd.map(lambda _: press(link), range(200)))
    assert {answer.status_code for answer in answers} == {200}
    events = service.events()
    assert sum(event["type"] == "invitation.accepted" for event in events) == 1
    assert sum(event["type"] == "owner.added" and event["data"].get("invitation") == id for event in events) == 1
    wait_for(lambda: len(catcher.messages()) >= 5, what="five mails")
    messages = service.api("GET", f"/v1/messages?about={id}").json()["items"]
    assert sorted((message["kind"], message["recipient"]) for message in messages) == [
        ("invitation", "bob@example.org"), ("invitation-accepted", "ann@example.org"),
        ("invitation-notice", "carol@example.org"), ("owner-added", "bob@example.org"),
        ("owner-added", "carol@example.org")]
    wait_for(lambda: all(
        message["state"] == "sent" for message in service.api("GET", f"/v1/messages?about={id}").json()["items"]))
    assert len(catcher.messages()) == 5


def test_no_link_and_no_full_address_is_logged(service, catcher):
    service.invite().raise_for_status()
    link = link_in(catcher.next("bob@example.org"))
    httpx.get(link), press(link)
    catcher.next("ann@example.org")
    service.stop()
    log = service.log
    assert link.rsplit("/", 1)[1] not in log
    assert service.key not in log
    assert not re.search(r"(ann|bob|carol)@example\.org", log)


def test_a_stop_by_signal_finishes_what_was_begun(service, catcher):
    ids = [service.invite(f"user{number}").json()["id"] for number in range(20)]
    service.stop()
    assert service.process.returncode == 0
    service.start()
    for number, id in enumerate(ids):
        wait_for(lambda: state(service, id) == "sent", what=f"mail {number}")
        assert len(catcher.messages(f"user{number}@example.org")) == 1
