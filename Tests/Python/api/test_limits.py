"""Each limit alone: how many get through, what the next one hears, and what came to the mailboxes."""
import re

import pytest

from harness import HTTP, Service, link_in, press, wait_for

from .mailboxes import kinds, of_kind, publish, quiet

NAMES = (
    "inviter", "package", "recipient", "domain", "key", "sender", "total", "notices", "security", "hold", "contact",
    "report", "abuse")
FREE = {f"limits.{name}": "none" for name in NAMES}


def limited(catcher, *more, **limits):
    """A service with these limits and no others."""
    settings = FREE | {f"limits.{name}": limit for name, limit in limits.items()}
    return Service(
        f"smtp://{catcher.smtp}", limits="default",
        settings=[*(f"{name}={value}" for name, value in settings.items()), *more]).start()


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
        # Another gallery has its own: whoever uses one up stops no other. An address is the same everywhere.
        service.run(
            "gallery", "add", "other", "--name", "Other", "--url", "https://other.example", "--from", "x@other.example",
            *[part for setting in settings for part in ("--set", setting)])
        key = service.add_key("other", "notify", "read")
        service.api(
            "PUT", "/v1/packages/P0/owners", {"owners": [{"username": "o0", "email": "o0@example.org"}]}, key=key)
        to = {"recipient": "victim@one.example", "domain": "z@one.example"}.get(name, "z@z.example")
        body = {"invitee": {"username": "z", "email": to}, "invitedBy": "o0"}
        elsewhere = service.api("POST", "/v1/packages/P0/invitations", body, key=key).status_code
        assert elsewhere == (429 if name == "recipient" else 201)
    finally:
        service.clear()


def test_whoever_writes_to_owners_is_counted(catcher):
    service = limited(catcher, sender="2/1h")
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


def write(service, words, sender, package="Contoso.Utils"):
    return service.api("POST", f"/v1/packages/{package}/contact", {
        "from": {"username": sender, "email": f"{sender}@senders.example"}, "message": words})


def report(service, package="Contoso.Utils", number=0):
    return service.api("POST", f"/v1/packages/{package}/reports", {"reason": f"malware {number}"})


def suppressed(service):
    """Who was to get what, and why it was not sent."""
    return [
        (message["recipient"].split("@")[0], message["kind"], message["detail"].split("'")[1])
        for message in service.all("/v1/messages?state=suppressed")]


# How many of five versions are mailed one by one to two owners.
@pytest.mark.parametrize("name, limit, each", [
    ("notices", "2/1h", 2), ("domain", "5/1h", 2), ("key", "3/1h", 1), ("total", "2/1h", 1)])
@pytest.mark.parametrize("stage", ["live", "failed"])
def test_versions_do_not_flood(catcher, name, limit, each, stage):
    service = limited(catcher, "publication.digest=none", "publication.window=5s", **{name: limit})
    try:
        service.owners()
        answers = [publish(service, f"1.{n}", stage=stage) for n in range(5)]
        assert [answer.status_code for answer in answers] == [201] * 5
        assert standing(answers[-1])[:2] == (name, 0)
        states = [service.api("GET", answer.headers["Location"]).json()["state"] for answer in answers]
        assert states == [stage] * 5
        quiet(service)
        for owner in ("ann", "carol"):
            assert kinds(catcher, owner) == [f"publication-{stage}"] * each
        types = [event["type"] for event in service.events()]
        assert types.count(f"publication.{stage}") == 5 and types.count("limit.reached") == 1
        # What was not mailed stands in one digest, as soon as its mail has room.
        service.run("gallery", "edit", "main", "--set", f"limits.{name}=none")
        for owner in ("ann", "carol"):
            wait_for(lambda: of_kind(catcher, owner, "publication-digest"), what="the digest")
            digest, = of_kind(catcher, owner, "publication-digest")
            assert all(f"1.{n} by ann" in digest["text"] for n in range(each, 5)), digest["text"]
    finally:
        service.clear()


def test_many_packages_of_one_key_do_not_flood(catcher):
    """The defaults: 120 versions of as many packages come as sixty mails, and nothing is lost."""
    service = Service(f"smtp://{catcher.smtp}", limits="default").start()
    try:
        answers = [publish(service, "1.0", package=f"P{n}") for n in range(120)]
        assert {answer.status_code for answer in answers} == {201}
        quiet(service)
        assert len(catcher.messages("ann@example.org")) == 60
        assert len([event for event in service.events() if event["type"] == "publication.live"]) == 120
    finally:
        service.clear()


def test_removals_do_not_flood(catcher):
    service = limited(catcher, security="2/1h")
    try:
        for _ in range(5):
            service.owners(names=("ann", "carol", "mallory"))
            gone = service.api("DELETE", "/v1/packages/Contoso.Utils/owners/carol?by=mallory")
            assert gone.status_code == 204
        quiet(service)
        for name in ("ann", "carol"):
            assert kinds(catcher, name) == ["owner-removed"] * 2
        assert suppressed(service).count(("carol", "owner-removed", "security")) == 3
        # What was not sent is not sent by asking for it, either.
        for message in service.all("/v1/messages?state=suppressed"):
            assert service.api("POST", f"/v1/messages/{message['id']}/retry").status_code == 409
        types = [event["type"] for event in service.events()]
        assert types.count("message.suppressed") == 6 and types.count("limit.reached") == 2
    finally:
        service.clear()


def test_a_flood_hides_no_warning(catcher):
    """Everything ordinary is used up; a stranger's version and a removal are mailed all the same."""
    service = limited(
        catcher, "publication.digest=none", notices="1/1h", domain="1/1h", key="1/1h", total="1/1h")
    try:
        service.owners(names=("ann", "carol", "mallory"))
        for n in range(5):
            publish(service, f"1.{n}", by="mallory").raise_for_status()
        publish(service, "6.6.6", by="accomplice").raise_for_status()
        service.api("DELETE", "/v1/packages/Contoso.Utils/owners/carol?by=mallory").raise_for_status()
        quiet(service)
        assert sorted(kinds(catcher, "ann")) == ["owner-removed", "publication-live"]
        assert "6.6.6" in of_kind(catcher, "ann", "publication-live")[0]["subject"]
        assert "owner-removed" in kinds(catcher, "carol")
    finally:
        service.clear()


def test_questions_hide_no_warning_and_are_not_answered_by_silence(catcher):
    """Whoever may publish can hold versions without end: no more are held than owners can be asked about."""
    service = limited(catcher, "publication.digest=none", hold="2/1h", security="2/1h")
    try:
        service.owners(names=("ann", "carol", "mallory"))
        answers = [publish(service, f"1.{n}", by="mallory", stage="received", hold=True) for n in range(4)]
        assert [answer.status_code for answer in answers] == [201, 201, 429, 429], [a.text for a in answers]
        assert answers[-1].json()["limit"] == "hold" and standing(answers[1])[:2] == ("hold", 0)
        # What was refused is not there, and can be told of without a hold.
        assert publish(service, "1.3", by="mallory", stage="received").json()["state"] == "received"
        service.api("DELETE", "/v1/packages/Contoso.Utils/owners/carol?by=mallory").raise_for_status()
        quiet(service)
        assert len(of_kind(catcher, "ann", "publication-confirm")) == 2
        assert len(of_kind(catcher, "ann", "owner-removed")) == len(of_kind(catcher, "carol", "owner-removed")) == 1
        assert suppressed(service) == []
    finally:
        service.clear()


def test_many_senders_do_not_flood_one_owner(catcher):
    service = limited(catcher, contact="3/1h")
    try:
        service.owners()
        answers = [write(service, "Hello", f"s{n}") for n in range(12)]
        assert [answer.status_code for answer in answers] == [201] * 3 + [429] * 9
        assert answers[-1].json()["limit"] == "contact"
        quiet(service)
        for name in ("ann", "carol"):
            assert kinds(catcher, name) == ["contact-owners"] * 3
        # Nor do the copies of what was refused go anywhere.
        assert [len(catcher.messages(f"s{n}@senders.example")) for n in range(12)] == [1] * 3 + [0] * 9
    finally:
        service.clear()


@pytest.mark.parametrize("scope", ["inviter", "package", "all"])
def test_an_owner_takes_no_more_messages(catcher, scope):
    service = Service(f"smtp://{catcher.smtp}", limits="default").start()
    try:
        service.owners()
        service.owners("Other")
        assert write(service, "First", "zoe").json()["recipients"] == 2
        link = link_in(catcher.next("ann@example.org"))
        for _ in range(3):
            page = HTTP.get(link)
            assert page.status_code == 200 and HTTP.head(link).status_code == 200
        assert "zoe" in page.text and "Contoso.Utils" in page.text
        assert service.all("/v1/blocks") == []
        assert press(link, "block").status_code == 400
        assert press(link, "block", block="everything").status_code == 400
        assert press(link, "accept").status_code == 400
        for _ in range(2):
            assert press(link, "block", block=scope).status_code == 200
        assert len(service.all("/v1/blocks")) == 1
        # Who writes sees no difference, and the other owner gets all of it.
        for words, sender, package in (("2nd", "zoe", "Contoso.Utils"), ("3rd", "zoe", "Other"), ("4th", "yan", "Contoso.Utils")):
            answer = write(service, words, sender, package)
            assert answer.status_code == 201 and answer.json()["recipients"] == 2
        quiet(service)
        got = ["".join(word for word in ("First", "2nd", "3rd", "4th") if word in mail["text"])
               for mail in catcher.messages("ann@example.org")]
        assert sorted(got) == {"inviter": ["4th", "First"], "package": ["3rd", "First"], "all": ["First"]}[scope]
        assert len(catcher.messages("carol@example.org")) == 4
    finally:
        service.clear()


def test_reports_without_a_sender_do_not_flood(catcher):
    service = limited(catcher, "abuse=abuse@abuse.example", report="4/1h", abuse="6/1h")
    try:
        for package in ("P0", "P1"):
            service.owners(package)
        answers = [report(service, "P0", n) for n in range(6)] + [report(service, "P1", n) for n in range(4)]
        assert report(service, "P0", 0).json() == answers[0].json(), "the same report again is the same"
        assert [answer.status_code for answer in answers] == [201] * 4 + [429] * 2 + [201] * 2 + [429] * 2
        assert [answers[n].json()["limit"] for n in (5, 9)] == ["report", "abuse"]
        quiet(service)
        assert len(catcher.messages("abuse@abuse.example")) == 6
        assert len(service.api("GET", "/v1/reports", key=service.add_key("main", "admin")).json()["items"]) == 6
    finally:
        service.clear()


def test_sixty_reports_by_default(catcher):
    service = Service(f"smtp://{catcher.smtp}", limits="default", settings=["abuse=abuse@abuse.example"]).start()
    try:
        service.owners()
        answers = [report(service, number=n).status_code for n in range(60)]
        assert answers == [201] * 10 + [429] * 50
        quiet(service)
        assert len(catcher.messages("abuse@abuse.example")) == 10
    finally:
        service.clear()


def standing(answer):
    """Name, what is left and until when, as the headers have it; both name the same limit."""
    name, left, reset = re.fullmatch(r'"(\w+)";r=(\d+);t=(\d+)', answer.headers["RateLimit"]).groups()
    policy, quota, window = re.fullmatch(r'"(\w+)";q=(\d+);w=(\d+)', answer.headers["RateLimit-Policy"]).groups()
    left, reset = int(left), int(reset)
    assert name == policy and 0 <= left <= int(quota) and 0 < reset <= int(window)
    return name, left, reset


def test_the_headers_tell_of_the_burst(catcher):
    service = limited(catcher, inviter="5,10/1h")
    try:
        for n in range(6):
            service.owners(f"P{n}")
        answers = [invite(service, n, package=f"P{n}") for n in range(6)]
        assert [standing(answer)[:2] for answer in answers] == [("inviter", left) for left in (4, 3, 2, 1, 0, 0)]
        refused = answers[-1]
        assert refused.status_code == 429
        assert standing(refused)[2] == int(refused.headers["Retry-After"]) == refused.json()["retryAfter"]
        assert 350 < refused.json()["retryAfter"] <= 360
    finally:
        service.clear()


def test_the_headers_are_on_every_call_that_counts(catcher):
    service = limited(
        catcher, "abuse=abuse@abuse.example", recipient="50/1h", contact="50/1h", report="50/1h", notices="50/1h",
        security="50/1h")
    try:
        service.owners(names=("ann", "carol", "dave"))
        created = invite(service, 1, package="Contoso.Utils")
        assert standing(created)[0] in ("recipient", "security")
        id = created.json()["id"]
        resent = service.api("POST", f"/v1/invitations/{id}/resend", {"by": "ann"})
        assert resent.status_code == 200 and standing(resent)[:2] == ("recipient", 48)
        bulk = service.api("POST", "/v1/invitations/bulk", {"invitations": [
            {"package": "Contoso.Utils", "invitee": {"username": f"b{n}", "email": f"b{n}@example.org"}, "invitedBy": "ann"}
            for n in range(3)]})
        assert bulk.status_code == 200 and standing(bulk)[:2] == ("security", 46)
        assert standing(write(service, "Hello", "zoe"))[:2] == ("contact", 49)
        assert standing(report(service))[:2] == ("report", 49)
        version = publish(service, "1.0", stage="received")
        assert version.status_code == 201 and standing(version)[:2] == ("notices", 49)
        live = service.api("PATCH", version.headers["Location"], {"stage": "live"})
        assert live.status_code == 200 and standing(live)[:2] == ("notices", 48)
        gone = service.api("DELETE", "/v1/packages/Contoso.Utils/owners/dave?by=ann")
        assert gone.status_code == 204 and standing(gone)[0] == "security"
        # Nothing is counted by what sends nothing, or under no limit.
        assert "RateLimit" not in service.api("GET", f"/v1/invitations/{id}").headers
        service.run("gallery", "edit", "main", "--set", "limits=none")
        assert "RateLimit" not in publish(service, "2.0").headers
    finally:
        service.clear()


def test_an_entry_of_many_says_when_to_try_again(catcher):
    service = limited(catcher, inviter="2,10/1h")
    try:
        service.owners()
        answer = service.api("POST", "/v1/invitations/bulk", {"invitations": [
            {"package": "Contoso.Utils", "invitee": {"username": f"b{n}", "email": f"b{n}@example.org"}, "invitedBy": "ann"}
            for n in range(3)]})
        results = answer.json()["results"]
        assert [result["status"] for result in results] == [201, 201, 429]
        problem = results[-1]["problem"]
        assert problem["limit"] == "inviter" and 300 < problem["retryAfter"] <= 360
        assert standing(answer) == ("inviter", 0, problem["retryAfter"])
    finally:
        service.clear()


def test_a_gallery_that_sends_much_stops_no_other(catcher):
    """Limits of a domain and of all mail are each gallery's own; those of an address hold over all, for the longest."""
    service = Service(f"smtp://{catcher.smtp}", limits="default", settings=[
        "limits.domain=2/1h", "limits.total=3/1h", "limits.inviter=none", "limits.package=none"]).start()
    try:
        service.run(
            "gallery", "add", "other", "--name", "Other", "--url", "https://other.example", "--from", "x@other.example",
            "--set", "limits.recipient=1000/1s", "--set", "limits.inviter=none", "--set", "limits.package=none")
        other = service.add_key("other", "notify", "read")
        service.owners(names=["ann"])
        owners = {"owners": [{"username": "ann", "email": "ann@example.org"}]}
        service.api("PUT", "/v1/packages/Contoso.Utils/owners", owners, key=other).raise_for_status()

        def invite(name, key=None, domain="example.org", package="Contoso.Utils"):
            body = {"invitee": {"username": name, "email": f"{name}@{domain}"}, "invitedBy": "ann"}
            return service.api("POST", f"/v1/packages/{package}/invitations", body, key=key)

        assert [invite(name).status_code for name in ("bob", "dan", "eve")] == [201, 201, 429]
        assert [invite(name, domain="example.net").status_code for name in ("fay", "gus")] == [201, 429]
        assert [invite(name, other).status_code for name in ("hal", "ian", "jim", "kay")] == [201] * 4
        for name in ("limits.domain=none", "limits.total=none"):
            service.run("gallery", "edit", "main", "--set", name)
        for package in ("A", "B", "C"):
            service.owners(package, ["ann"])
            service.api("PUT", f"/v1/packages/{package}/owners", owners, key=other).raise_for_status()
        # One address got three; another gallery's short memory does not make room for more.
        assert [invite("zoe", package=package).status_code for package in ("A", "B", "C", "Contoso.Utils")] == [
            201, 201, 201, 429]
        assert {invite("zoe", other, package=package).status_code for package in ("A", "B")} <= {201, 429}
        assert invite("zoe").status_code == 429
    finally:
        service.clear()
