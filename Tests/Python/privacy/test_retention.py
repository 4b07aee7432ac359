"""What is over is deleted when its time has come."""
import http.server
import threading
import time

import pytest

from harness import HTTP, Catcher, Service, link_in, press, wait_for


@pytest.fixture(scope="module")
def endpoint():
    class Taker(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture(scope="module")
def stand(endpoint):
    catcher = Catcher()
    service = Service(
        f"smtp://{catcher.smtp}", COUNTERSIGN_RETENTION_MESSAGES="4s", COUNTERSIGN_RETENTION_INVITATIONS="4s",
        COUNTERSIGN_RETENTION_DELIVERIES="4s", COUNTERSIGN_RETENTION_EVENTS="6s", COUNTERSIGN_RETENTION_REPORTS="4s",
        COUNTERSIGN_WEBHOOKS_ALLOW="127.0.0.0/8", COUNTERSIGN_WEBHOOKS_PORTS=str(endpoint)).start()
    service.admin = service.add_key("main", "admin", "read", "notify")
    service.owners()
    service.catcher = catcher
    yield service
    service.clear()
    catcher.stop()


def test_all_goes_but_owners_and_what_is_pending(stand, endpoint):
    hook = stand.api("POST", "/v1/webhooks", {"url": f"http://127.0.0.1:{endpoint}/"}, key=stand.admin)
    assert hook.status_code == 201, hook.text
    deliveries = f"/v1/webhooks/{hook.json()['id']}/deliveries"
    pending = stand.invite("dan").json()["id"]
    accepted = stand.invite("bob").json()["id"]
    link = link_in(stand.catcher.next("bob@example.org"))
    assert press(link).status_code == 200
    report = stand.api(
        "POST", "/v1/packages/Contoso.Utils/reports",
        {"from": {"email": "eve@example.org"}, "reason": "spam"}, key=stand.admin)
    assert report.status_code == 201, report.text
    wait_for(lambda: stand.api("GET", deliveries, key=stand.admin).json()["items"], what="deliveries")
    last = stand.events()[-1]["seq"]

    wait_for(lambda: stand.api("GET", f"/v1/invitations/{accepted}").status_code == 404, what="a deleted invitation")
    wait_for(lambda: not stand.api("GET", deliveries, key=stand.admin).json()["items"], what="deleted deliveries")
    wait_for(lambda: not stand.api("GET", "/v1/reports", key=stand.admin).json()["items"], what="deleted reports")
    wait_for(lambda: len(stand.events()) == 1, what="deleted events")
    assert stand.events()[0]["seq"] >= last
    left = stand.all("/v1/messages")
    wait_for(
        lambda: {message["about"] for message in stand.all("/v1/messages")} == {pending}, what="deleted messages")
    assert left

    assert stand.invitation(pending)["state"] == "pending" and stand.invitation(pending)["delivery"]["state"] == "sent"
    owners = stand.api("GET", "/v1/packages/Contoso.Utils/owners").json()
    assert {owner["username"] for owner in owners["owners"]} == {"ann", "carol", "bob"}
    assert [invitation["id"] for invitation in owners["pending"]] == [pending]
    gone = HTTP.get(link)
    assert gone.status_code == 410 and "text/html" in gone.headers["Content-Type"]
    assert press(link).status_code == 410

    before = stand.events()[-1]["seq"]
    stand.invite("fay")
    assert [event["seq"] for event in stand.events() if event["seq"] > before][:1] == [before + 1]


def test_an_invitation_is_readable_when_its_message_is_gone(stand):
    # Decided while its message was still there; the message was final long before.
    id = stand.invite("gil").json()["id"]
    wait_for(lambda: stand.invitation(id)["delivery"]["state"] == "sent")
    stand.catcher.next("gil@example.org")
    time.sleep(5)
    done = stand.api("POST", f"/v1/invitations/{id}/decline", {"by": "gil"})
    assert done.status_code == 200, done.text
    wait_for(lambda: "invitation" not in [message["kind"] for message in stand.all(f"/v1/messages?about={id}")])
    shown = stand.api("GET", f"/v1/invitations/{id}")
    assert shown.status_code in (200, 404)
    if shown.status_code == 200:
        assert shown.json()["state"] == "declined" and shown.json()["delivery"]["state"]
