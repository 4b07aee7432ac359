"""What people choose: preferences, one click, blocks, suppressions, words to owners, reports."""
import concurrent.futures
import re
import socket
import time

import pytest

from harness import HTTP, Service, link_in, press, wait_for

from .mailboxes import kinds, of_kind, parsed, publish, quiet

PREFERENCES = "/v1/preferences/ann"


def unsubscribe_link(catcher, name, kind="publication-live"):
    header = str(parsed(catcher, of_kind(catcher, name, kind)[-1])["List-Unsubscribe"])
    return re.fullmatch(r"<(https?://[^>]+/u/[\w-]{60})>", header.replace("\n", "").replace(" ", "")).group(1)


def muted(service, name="ann"):
    return service.api("GET", f"/v1/preferences/{name}").json()["muted"]


@pytest.mark.parametrize("how", [
    {"data": {"List-Unsubscribe": "One-Click"}},
    {"files": {"List-Unsubscribe": (None, "One-Click")}},
])
def test_one_click(service, catcher, how):
    publish(service, "1.0").raise_for_status()
    quiet(service)
    link = unsubscribe_link(catcher, "ann")
    for method in ("GET", "HEAD", "OPTIONS"):
        assert HTTP.request(method, link).status_code in (200, 204)
    assert muted(service) == []
    # From a mail provider: another site, no cookie; answered at once, and not by a redirection.
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}
    for _ in range(2):
        answer = HTTP.post(link, headers=headers, follow_redirects=False, **how)
        assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert muted(service) == [{"kind": "publication-live", "package": "Contoso.Utils"}]
    publish(service, "1.1").raise_for_status()
    quiet(service)
    assert kinds(catcher, "ann") == ["publication-live"]
    assert kinds(catcher, "carol") == ["publication-live"] * 2


def test_what_is_not_one_click_changes_nothing(service, catcher):
    publish(service, "1.0").raise_for_status()
    quiet(service)
    link = unsubscribe_link(catcher, "ann")
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert HTTP.post(link, data={"action": "unsubscribe"}, headers=headers).status_code == 403
    assert HTTP.post(link, data={"List-Unsubscribe": "Two-Clicks"}).status_code == 400
    assert HTTP.post(link, json={"List-Unsubscribe": "One-Click"}).status_code == 415
    assert HTTP.post(link[:-1] + ("A" if link[-1] != "A" else "B"), data={"List-Unsubscribe": "One-Click"}).status_code == 404
    confirmation = service.invite().json()
    assert confirmation
    link = link_in(catcher.next("bob@example.org")).replace("/c/", "/u/")
    assert HTTP.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 404
    assert muted(service) == []


def test_the_page_of_preferences(service, catcher):
    publish(service, "1.0").raise_for_status()
    quiet(service)
    link = unsubscribe_link(catcher, "ann")
    page = HTTP.get(link)
    assert page.text.count("checked") == 10 and "Contoso.Utils" in page.text
    everything = ["publication-received", "publication-live", "publication-delayed", "publication-withdrawn",
                  "publication-digest"]
    saved = HTTP.post(link, data={"action": "save", "package": everything[1:], "all": everything})
    assert saved.status_code == 200 and "Saved" in saved.text and saved.text.count("checked") == 9
    assert muted(service) == [{"kind": "publication-received", "package": "Contoso.Utils"}]
    quiet(service)
    assert "preferences-changed" in kinds(catcher, "ann")
    HTTP.post(link, data={"action": "save", "package": everything, "all": everything}).raise_for_status()
    assert muted(service) == []


def test_two_writers_of_preferences(service):
    first = service.api("GET", PREFERENCES)
    body = {"muted": [{"kind": "publication-live"}]}
    assert service.api("PUT", PREFERENCES, body, headers={"If-Match": '"stale"'}).status_code == 412
    done = service.api("PUT", PREFERENCES, body, headers={"If-Match": first.headers["ETag"]})
    assert done.status_code == 200 and done.headers["ETag"] != first.headers["ETag"]
    assert service.api("PUT", PREFERENCES, {"muted": []}, headers={"If-Match": first.headers["ETag"]}).status_code == 412
    assert service.api("PUT", PREFERENCES, {"muted": []}).status_code == 428
    assert service.api("GET", PREFERENCES, headers={"If-None-Match": done.headers["ETag"]}).status_code == 304
    assert service.api("PUT", PREFERENCES, {"muted": []}, headers={"If-Match": done.headers["ETag"]}).status_code == 200
    assert muted(service) == []


@pytest.mark.parametrize("scope, still", [
    ({"inviter": "ann"}, {"carol": 201, "ann": 403}),
    ({"package": "Contoso.Utils"}, {"carol": 403, "ann": 403}),
    ({}, {"carol": 403, "ann": 403}),
])
def test_blocks(service, catcher, scope, still):
    answer = service.api("POST", "/v1/blocks", {"email": "bob@example.org"} | scope)
    assert answer.status_code == 201, answer.text
    block = answer.json()
    assert "bob@example.org" not in answer.text
    assert service.api("POST", "/v1/blocks", {"email": "BOB@example.org"} | scope).status_code == 200
    for inviter, status in still.items():
        invited = service.invite(by=inviter)
        assert invited.status_code == status, invited.text
        if status == 403:
            assert invited.json()["type"].endswith("/blocked")
        else:
            service.api("POST", f"/v1/invitations/{invited.json()['id']}/cancel", {"by": inviter}).raise_for_status()
    assert [item["id"] for item in service.all("/v1/blocks?email=bob@example.org")] == [block["id"]]
    assert service.api("DELETE", f"/v1/blocks/{block['id']}").status_code == 204
    assert service.api("DELETE", f"/v1/blocks/{block['id']}").status_code == 404
    assert service.invite().status_code == 201


@pytest.mark.parametrize("scope", ["inviter", "package", "all"])
def test_block_on_the_page(service, catcher, scope):
    id = service.invite().json()["id"]
    link = link_in(catcher.next("bob@example.org"))
    assert press(link, "block", block="everything").status_code == 400
    for _ in range(2):
        assert press(link, "block", block=scope).status_code == 200
    assert service.invitation(id)["state"] == "declined"
    assert service.invite().status_code == 403
    assert service.invite(by="carol").status_code == (201 if scope == "inviter" else 403)
    assert len(service.all("/v1/blocks")) == 1


def test_report_on_the_page(catcher):
    service = Service(f"smtp://{catcher.smtp}", settings=["abuse=abuse@example.org"]).start()
    try:
        service.owners()
        id = service.invite().json()["id"]
        link = link_in(catcher.next("bob@example.org"))
        assert press(link, "report", reason="I never asked for this. <script>").status_code == 200
        assert service.invitation(id)["state"] == "declined"
        quiet(service)
        mail, = of_kind(catcher, "abuse", "abuse-report")
        assert "I never asked for this." in mail["text"]
        reports = service.api("GET", "/v1/reports", key=service.add_key("main", "admin")).json()["items"]
        assert [(report["package"], report["reporter"]) for report in reports] == [("Contoso.Utils", "bob")]
    finally:
        service.clear()


def test_suppressions(service, catcher):
    admin = service.add_key("main", "admin")
    path = "/v1/suppressions/bob@example.org"
    assert service.api("GET", path, key=admin).status_code == 404
    assert service.api("PUT", path, {"reason": "asked by telephone"}, key=admin).status_code == 201
    assert service.api("PUT", path, {"reason": "asked by letter"}, key=admin).status_code == 200
    assert service.api("PUT", path, key=service.key).status_code == 403
    shown = service.api("GET", "/v1/suppressions/BOB@EXAMPLE.ORG", key=admin).json()
    assert (shown["email"], shown["reason"]) == ("bob@example.org", "asked by letter")
    invitation = service.invite().json()
    wait_for(lambda: service.invitation(invitation["id"])["delivery"]["state"] == "suppressed", what="suppressed")
    quiet(service)
    assert catcher.messages("bob@example.org") == []
    assert "invitation-undeliverable" in kinds(catcher, "ann")
    types = [event["type"] for event in service.events()]
    assert "address.suppressed" in types and "message.suppressed" in types and "invitation.undeliverable" in types
    assert service.api("DELETE", path, key=admin).status_code == 204
    assert service.api("DELETE", path, key=admin).status_code == 404
    assert service.api("PUT", "/v1/suppressions/nobody", key=admin).status_code == 422


def test_words_to_owners_with_a_copy(service, catcher):
    body = {"from": {"username": "zoe", "email": "zoe@example.org"}, "message": "Does it run on Linux?\n\nThanks!"}
    answer = service.api("POST", "/v1/packages/Contoso.Utils/contact", body)
    assert answer.status_code == 201 and answer.json()["recipients"] == 2
    assert service.api("POST", "/v1/packages/Contoso.Utils/contact", body).json()["id"] == answer.json()["id"]
    quiet(service)
    for name in ("ann", "carol", "zoe"):
        mail, = of_kind(catcher, name, "contact-owners")
        assert "Does it run on Linux?" in mail["text"] and parsed(catcher, mail)["Reply-To"] is None
        assert "zoe@example.org" not in mail["text"] or name == "zoe"
    body |= {"message": "And on BSD?", "shareAddress": True}
    service.api("POST", "/v1/packages/Contoso.Utils/contact", body).raise_for_status()
    quiet(service)
    assert str(parsed(catcher, of_kind(catcher, "ann", "contact-owners")[-1])["Reply-To"]) == "zoe@example.org"
    empty = service.api("POST", "/v1/packages/Contoso.Utils/contact", body | {"message": " \n"})
    assert empty.status_code == 422 and empty.json()["errors"][0]["pointer"] == "/message"


def test_a_new_owner_who_never_agreed(service, catcher):
    service.invite().raise_for_status()
    press(link_in(catcher.next("bob@example.org"))).raise_for_status()
    quiet(service)
    mail, = of_kind(catcher, "bob", "owner-added")
    link = link_in(mail)
    for _ in range(2):
        assert HTTP.get(link).status_code == 200
    assert len(service.api("GET", "/v1/packages/Contoso.Utils/owners").json()["owners"]) == 3
    for _ in range(2):
        assert press(link, "disown").status_code == 200
    owners = service.api("GET", "/v1/packages/Contoso.Utils/owners").json()["owners"]
    assert [owner["username"] for owner in owners] == ["ann", "carol"]
    assert HTTP.get(link).status_code == 410
    quiet(service)
    assert "owner-removed" in kinds(catcher, "ann")
    assert [event["type"] for event in service.events()].count("report.received") == 1


@pytest.fixture
def limited(catcher):
    """A service with the default limits, of which ann has a mail with a link to her preferences."""
    service = Service(f"smtp://{catcher.smtp}", limits="default").start()
    service.owners()
    publish(service, "1.0").raise_for_status()
    quiet(service)
    yield service
    service.clear()


def test_one_click_is_not_counted_by_the_address_that_it_comes_from(limited, catcher):
    """A mail provider asks for many people from few addresses."""
    link = unsubscribe_link(catcher, "ann")
    answers = {HTTP.post(link, data={"List-Unsubscribe": "One-Click"}).status_code for _ in range(120)}
    assert answers == {200} and "request failed" not in limited.log


@pytest.mark.parametrize("scope", ["inviter", "package", "all"])
def test_a_block_stops_what_is_pending_already(service, catcher, scope):
    service.owners("Other.Package", ("ann",))
    service.invite().raise_for_status()
    other = service.invite(package="Other.Package").json()["id"]
    quiet(service)
    link = next(link_in(mail) for mail in catcher.messages("bob@example.org") if "Contoso.Utils" in mail["text"])
    page = press(link, "block", block=scope)
    assert "You declined and blocked" in page.text and press(link, "block", block=scope).text == page.text
    answer = service.api("POST", f"/v1/invitations/{other}/resend", {"by": "ann"})
    assert answer.status_code == (200 if scope == "package" else 403), answer.text
    quiet(service)
    assert len(of_kind(catcher, "bob", "invitation")) == (3 if scope == "package" else 2)


def test_who_blocks_is_not_reminded(catcher):
    service = Service(f"smtp://{catcher.smtp}", settings=["invitation.life=8s", "invitation.reminder=5s"]).start()
    try:
        service.owners()
        id = service.invite().json()["id"]
        service.api("POST", "/v1/blocks", {"email": "bob@example.org", "inviter": "ann"}).raise_for_status()
        dan = service.invite("dan").json()["id"]
        for one in (id, dan):
            wait_for(lambda: service.invitation(one)["state"] == "expired", 30)
        quiet(service)
        assert kinds(catcher, "bob") == ["invitation"]
        assert kinds(catcher, "dan") == ["invitation", "invitation-reminder"]
    finally:
        service.clear()


def test_a_reported_link_is_in_nobody_elses_hands(service, catcher):
    """Whoever reads reports, letters, events and reasons is not the one who was invited."""
    service.invite().raise_for_status()
    link = link_in(catcher.next("bob@example.org"))
    token = link.rsplit("/", 1)[1]
    bob = {"username": "bob", "email": "bob@example.org"}
    words = f"I got this strange mail: {link}\nsha256 {'0123456789abcdef' * 4}"
    report = {"reason": words, "message": words, "from": bob}
    answers = [
        service.api("POST", "/v1/packages/Contoso.Utils/reports", report),
        service.api("POST", "/v1/packages/Contoso.Utils/contact", {"message": words, "from": bob}),
        service.api("DELETE", f"/v1/packages/Contoso.Utils/owners/carol?by=ann", params={"by": "ann", "reason": words}),
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 204], [answer.text for answer in answers]
    quiet(service)
    reports = service.api("GET", "/v1/reports", key=service.add_key("main", "admin")).text
    assert "[link]" in reports and "0123456789abcdef" * 4 in reports
    events = str(service.events())
    seen = reports + events + "".join(mail["text"] for mail in catcher.messages("ann@example.org"))
    assert token not in seen
    received = next(event for event in service.events() if event["type"] == "report.received")
    assert "reason" not in received["data"], "what admins alone may read"


def test_why_an_address_is_suppressed_stays_with_the_admins(service, catcher):
    admin = service.add_key("main", "admin")
    path = "/v1/suppressions/bob@example.org"
    service.api("PUT", path, {"reason": "internal: lawsuit"}, key=admin).raise_for_status()
    service.api("PUT", path, {"reason": "internal: settled"}, key=admin).raise_for_status()
    id = service.invite().json()["id"]
    quiet(service)
    mail, = of_kind(catcher, "ann", "invitation-undeliverable")
    message = next(
        one for one in service.api("GET", f"/v1/messages?about={id}").json()["items"] if one["kind"] == "invitation")
    assert message["state"] == "suppressed"
    for said in (mail["text"], str(service.invitation(id)), str(message)):
        assert "internal" not in said
    assert "The mail server" not in mail["text"] and "sends no mail to that address" in " ".join(mail["text"].split())
    assert [event["data"]["reason"] for event in service.events() if event["type"] == "address.suppressed"] == [
        "internal: lawsuit", "internal: settled"]


def test_one_export_at_a_time_and_none_for_nobody(service):
    """It looks through everything, so it is dear: a gallery has one under way, and not after its client has gone."""
    admin = service.add_key("main", "admin")
    entries = [{"package": "Contoso.Utils", "invitee": {"username": f"u{n}", "email": f"u{n}@example.org"},
                "invitedBy": "ann", "note": "n" * 500} for n in range(700)]
    for part in range(3):
        service.owners(f"Pack.{part}", ("ann",))
        body = {"invitations": [entry | {"package": f"Pack.{part}"} for entry in entries]}
        service.api("POST", "/v1/invitations/bulk", body).raise_for_status()
    service.run("courier", "pause")
    path = "/v1/addresses/nobody@example.org"
    with concurrent.futures.ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(lambda _: service.api("GET", path, key=admin), range(6)))
    assert {answer.status_code for answer in answers} <= {200, 503} and 200 in {answer.status_code for answer in answers}
    for answer in answers:
        if answer.status_code == 503:
            assert answer.headers["Retry-After"] and "under way" in answer.json()["detail"]
    with socket.create_connection(("127.0.0.1", service.port)) as gone:
        gone.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {admin}\r\n\r\n".encode())
        time.sleep(0.05)
    wait_for(lambda: service.api("GET", path, key=admin).status_code == 200, 30)
    assert "request failed" not in service.log


def test_changing_preferences_to_and_fro_fills_no_mailbox(limited, catcher):
    link = unsubscribe_link(catcher, "ann")
    for number in range(30):
        chosen = {"package": ["publication-live"], "all": ["publication-live"] if number % 2 else []}
        assert HTTP.post(link, data={"action": "save"} | chosen).status_code == 200
    quiet(limited)
    assert kinds(catcher, "ann").count("preferences-changed") == 1
    assert [event["type"] for event in limited.events()].count("preference.changed") == 30
