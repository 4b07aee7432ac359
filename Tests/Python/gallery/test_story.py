"""A gallery that uses the service as Docs/gallery-backend.md says: who gets which mail, and what the gallery knows."""
import email
import json
import threading

from harness import HTTP, link_in, press, wait_for

PACKAGE = "/packages/Contoso.Utils"


def kinds(catcher, name):
    """The kinds of all mails in somebody's mailbox, in the order in which they came."""
    found = []
    for message in catcher.messages(f"{name}@example.org"):
        assert len(message["to"]) == 1, "a shared To"
        found.append(email.message_from_bytes(catcher.raw(message["number"]))["Feedback-ID"].split(":")[0])
    return found


def wait_for_quiet(service):
    """Until no mail waits: so that what is not there will not come."""
    def is_quiet():
        messages = service.all("/v1/messages")
        return messages and all(message["state"] in ("sent", "cancelled") for message in messages)
    wait_for(is_quiet, 60, what="an empty outbox")


def mail(catcher, service, name, kind):
    """The newest mail of a kind in somebody's mailbox."""
    wait_for_quiet(service)
    found = [
        message for message in catcher.messages(f"{name}@example.org")
        if email.message_from_bytes(catcher.raw(message["number"]))["Feedback-ID"].startswith(f"{kind}:")]
    assert found, f"{name} has no {kind}"
    return found[-1]


def accept(catcher, service, name):
    answer = press(link_in(mail(catcher, service, name, "invitation")))
    assert answer.status_code == 200, answer.text


def wait_for_owners(gallery, *names):
    wait_for(lambda: gallery.do("GET", PACKAGE)["owners"] == list(names), what=f"owners {names}")


def test_the_story_of_a_package(gallery, service, catcher):
    # A package is born by its first publication.
    gallery.do("PUT", f"{PACKAGE}/versions/1.0", "ann", b"content")
    wait_for_owners(gallery, "ann")
    gallery.do("PUT", f"{PACKAGE}/owners", owners=["ann", "carol"])
    wait_for_owners(gallery, "ann", "carol")

    # ann invites bob, who is pending until he presses the button of the mail.
    assert gallery.ask("PUT", f"{PACKAGE}/versions/2.0", "bob", b"content").status_code == 403
    gallery.do("POST", f"{PACKAGE}/owners", "ann", username="bob", note="You wrote most of it.")
    wait_for_quiet(service)
    page = gallery.do("GET", PACKAGE)
    assert page["owners"] == ["ann", "carol"]
    assert [(one["username"], one["mail"]) for one in page["pending"]] == [("bob", "sent")]
    accept(catcher, service, "bob")
    wait_for_owners(gallery, "ann", "carol", "bob")
    wait_for_quiet(service)

    # bob publishes for the first time: every owner hears of it at once.
    gallery.do("PUT", f"{PACKAGE}/versions/2.0", "bob", b"content")
    wait_for_quiet(service)

    # ann has heard enough; bob publishes again.
    muted = gallery.do("POST", "/me/muted", "ann", kind="publication-live", package="Contoso.Utils")
    assert muted == [{"kind": "publication-live", "package": "Contoso.Utils"}]
    assert gallery.do("POST", "/me/muted", "ann", kind="publication-live", package="contoso.utils") == muted
    gallery.do("PUT", f"{PACKAGE}/versions/2.1", "bob", b"content")
    wait_for_quiet(service)

    # ann removes carol, and hands the package over to dave.
    gallery.do("DELETE", f"{PACKAGE}/owners/carol", "ann")
    wait_for_owners(gallery, "ann", "bob")
    wait_for_quiet(service)
    gallery.do("POST", f"{PACKAGE}/owners", "ann", username="dave", transfer=True)
    accept(catcher, service, "dave")
    wait_for_owners(gallery, "bob", "dave")
    wait_for_quiet(service)

    assert {name: kinds(catcher, name) for name in ("ann", "bob", "carol", "dave")} == {
        "ann": ["publication-live", "invitation-accepted", "publication-live", "transfer-completed"],
        "bob": [
            "invitation", "owner-added", "publication-live", "publication-live", "owner-removed", "invitation-notice",
            "transfer-completed"],
        "carol": ["invitation-notice", "owner-added", "publication-live", "publication-live", "owner-removed"],
        "dave": ["invitation", "transfer-completed"],
    }
    assert len(catcher.messages()) == 18
    assert gallery.do("GET", PACKAGE)["versions"] == [
        {"version": version, "publisher": publisher, "state": "live"}
        for version, publisher in (("1.0", "ann"), ("2.0", "bob"), ("2.1", "bob"))]
    check_the_doorbell(gallery, service)
    check_the_mirror(gallery, service)


def check_the_doorbell(gallery, service):
    """The events that the webhook brought are those of the feed since it was made, each once, to the last field."""
    events = service.events()
    start = next(event["seq"] for event in events if event["type"] == "webhook.created")
    feed = [event for event in events if event["seq"] > start]

    def received():
        found = [json.loads(text) for text, in gallery.table("SELECT event FROM received")]
        return sorted((event for event in found if event["seq"] > start), key=lambda event: event["seq"])

    wait_for(lambda: len(received()) >= len(feed), what="every webhook")
    assert received() == feed
    for type in ("publication.live", "invitation.created", "invitation.accepted", "owner.added", "owner.removed",
                 "preference.changed", "message.sent"):
        assert type in {event["type"] for event in feed}, type


def check_the_mirror(gallery, service):
    """What the gallery made of the events is what the service says."""
    owners = [owner["username"] for owner in service.api("GET", "/v1/packages/Contoso.Utils/owners").json()["owners"]]
    assert sorted(owners) == sorted(gallery.do("GET", PACKAGE)["owners"]) == ["bob", "dave"]
    assert gallery.log == "", gallery.log


def test_refusals_reach_the_person_in_words(gallery, service, catcher):
    gallery.do("PUT", f"{PACKAGE}/versions/1.0", "ann", b"content")
    last = gallery.ask("DELETE", f"{PACKAGE}/owners/ann", "ann")
    assert last.status_code == 409 and "without an owner" in last.json()["detail"]
    foreign = gallery.ask("POST", f"{PACKAGE}/owners", "bob", username="carol")
    assert foreign.status_code == 403 and "bob" in foreign.json()["detail"]
    gallery.do("PUT", f"{PACKAGE}/versions/1.1", "ann", b"")
    failed = mail(catcher, service, "ann", "publication-failed")
    assert "The package is empty." in failed["text"]
    assert gallery.do("GET", PACKAGE)["versions"][-1]["state"] == "failed"


def test_a_gallery_that_was_away_catches_up(gallery, service, catcher):
    gallery.do("PUT", f"{PACKAGE}/versions/1.0", "ann", b"content")
    gallery.do("POST", f"{PACKAGE}/owners", "ann", username="bob")
    gallery.stop()
    accept(catcher, service, "bob")
    gallery.start()
    wait_for_owners(gallery, "ann", "bob")
    gallery.do("PUT", f"{PACKAGE}/versions/1.1", "bob", b"content")
    assert gallery.log == "", gallery.log


def test_a_service_that_is_away_is_waited_for(gallery, service, catcher):
    gallery.do("PUT", f"{PACKAGE}/versions/1.0", "ann", b"content")
    service.stop()
    again = threading.Timer(2, service.start)
    again.start()
    try:
        invited = gallery.do("POST", f"{PACKAGE}/owners", "ann", username="bob")
    finally:
        again.join()
    assert invited["state"] == "pending"
    wait_for_quiet(service)
    assert kinds(catcher, "bob") == ["invitation"]


def test_a_forged_doorbell_is_not_answered(gallery, service):
    before = gallery.table("SELECT count(*) FROM received")
    body = b'{"type": "owner.added", "timestamp": "2026-01-01T00:00:00Z", "data": {"seq": 1, "id": "x"}}'
    for headers in ({}, {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}):
        answer = HTTP.post(gallery.url + "/hooks/countersign", content=body, headers=headers)
        assert answer.status_code == 400
    assert gallery.table("SELECT count(*) FROM received") == before
