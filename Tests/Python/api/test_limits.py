"""Each limit alone: how many get through, what the next one hears, and what came to the mailboxes."""
import pytest

from harness import Service, wait_for

from .mailboxes import quiet

FREE = {f"limits.{name}": "none" for name in ("inviter", "package", "recipient", "domain", "key", "sender", "total")}


def invite(service, number, by="ann", package="P0", to=None):
    body = {"invitee": {"username": f"u{number}", "email": to or f"u{number}@d{number}.example"}, "invitedBy": by}
    return service.api("POST", f"/v1/packages/{package}/invitations", body)


# What differs from one request to the next, so that no other limit is met: who invites, to what, and whom.
SPREAD = {
    "inviter": lambda s, n: invite(s, n, package=f"P{n}"),
    "package": lambda s, n: invite(s, n, by=f"o{n}"),
    "recipient": lambda s, n: invite(s, n, by=f"o{n}", package=f"P{n}", to="Victim@one.example" if n % 2 else "victim@one.example"),
    "domain": lambda s, n: invite(s, n, by=f"o{n}", package=f"P{n}", to=f"u{n}@one.example"),
    "key": lambda s, n: invite(s, n, by=f"o{n}", package=f"P{n}"),
    "total": lambda s, n: invite(s, n, by=f"o{n}", package=f"P{n}"),
}


@pytest.mark.parametrize("name", SPREAD)
def test_each_limit_alone(catcher, name):
    settings = [f"{key}={value}" for key, value in (FREE | {f"limits.{name}": "3/1h"}).items()]
    service = Service(
        f"smtp://{catcher.smtp}", limits="default", settings=[*settings, "invitation.pending=1000", "invitation.owners=1000"]).start()
    try:
        owners = ["ann", *[f"o{n}" for n in range(6)]]
        for n in range(6):
            service.owners(f"P{n}", owners)
        answers = [SPREAD[name](service, n) for n in range(6)]
        assert [answer.status_code for answer in answers] == [201] * 3 + [429] * 3, [a.text for a in answers]
        refused = answers[-1]
        assert refused.json()["limit"] == name and refused.json()["type"].endswith("/rate-limited")
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        # The count holds over a restart, and the feed tells of it once.
        service.stop()
        service.start()
        assert SPREAD[name](service, 5).status_code == 429
        told = [event for event in service.events() if event["type"] == "limit.reached"]
        assert [event["data"] for event in told if "kind" in event["data"]] == []
        assert [event["data"]["limit"] for event in told] == [name]
        quiet(service)
        invited = [message for message in service.all("/v1/messages") if message["kind"] == "invitation"]
        assert len(invited) == 3
        # Another gallery has its own, but for what is counted over all.
        service.run(
            "gallery", "add", "other", "--name", "Other", "--url", "https://other.example", "--from", "x@other.example",
            *[part for setting in settings for part in ("--set", setting)])
        key = service.add_key("other", "notify", "read")
        service.api(
            "PUT", "/v1/packages/P0/owners", {"owners": [{"username": "o0", "email": "o0@example.org"}]}, key=key)
        to = {"recipient": "victim@one.example", "domain": "z@one.example"}.get(name, "z@z.example")
        body = {"invitee": {"username": "z", "email": to}, "invitedBy": "o0"}
        elsewhere = service.api("POST", "/v1/packages/P0/invitations", body, key=key).status_code
        assert elsewhere == (429 if name in ("recipient", "domain", "total") else 201)
    finally:
        service.clear()


def test_whoever_writes_to_owners_is_counted(catcher):
    settings = [f"{key}={value}" for key, value in (FREE | {"limits.sender": "2/1h"}).items()]
    service = Service(f"smtp://{catcher.smtp}", limits="default", settings=settings).start()
    try:
        service.owners()
        def write(n, sender="zoe"):
            return service.api("POST", "/v1/packages/Contoso.Utils/contact", {
                "from": {"username": sender, "email": f"{sender}@example.org"}, "message": f"Question {n}"}).status_code
        assert [write(n) for n in range(4)] == [201, 201, 429, 429]
        assert write(9, "yan") == 201
        quiet(service)
        assert len(catcher.messages("ann@example.org")) == 3
    finally:
        service.clear()


def test_the_defaults(catcher):
    service = Service(f"smtp://{catcher.smtp}", limits="default").start()
    try:
        service.owners()
        answers = [invite(service, n, package="Contoso.Utils") for n in range(7)]
        assert [answer.status_code for answer in answers] == [201] * 5 + [429] * 2
        assert answers[5].json()["limit"] in ("inviter", "package")
        for answer in answers[:2]:
            policy, state = answer.headers.get("RateLimit-Policy"), answer.headers.get("RateLimit")
            assert policy and state, answer.headers
        wait_for(lambda: len(catcher.messages("u4@d4.example")) == 1, what="the fifth one's mail")
    finally:
        service.clear()
