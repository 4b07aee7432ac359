"""Events arrive signed as Standard Webhooks has it, again where they were not taken, and as the gallery asks for."""
import datetime
import json
import time

import pytest
import standardwebhooks

from harness import wait_for

from .endpoint import Endpoint


def test_what_arrives_verifies_and_is_the_event(hooked):
    with Endpoint() as endpoint:
        service = hooked(endpoint)
        hook = service.hook(endpoint.url)
        assert hook["state"] == "active" and hook["types"] == ["owner.added"]
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        body = {"owners": [{"username": "ann", "email": "ann@example.org"}]}
        answer = service.api("PUT", "/v1/packages/Contoso.Utils/owners", body, headers={"traceparent": trace})
        assert answer.status_code == 200
        heard = wait_for(lambda: endpoint.heard, what="a delivery")[0]
        told = standardwebhooks.Webhook(hook["secret"]).verify(heard.body, heard.headers)
        event = next(event for event in service.events() if event["type"] == "owner.added")
        assert told == {"type": "owner.added", "timestamp": event["at"], "data": event}
        assert heard.headers["webhook-id"] == event["id"] and "." not in event["id"]
        assert heard.headers["content-type"] == "application/json"
        assert abs(int(heard.headers["webhook-timestamp"]) - time.time()) < 10
        assert heard.headers["traceparent"].split("-")[1] == trace.split("-")[1]
        assert "cookie" not in heard.headers and "authorization" not in heard.headers
        assert len(heard.body) < 20_000 and b"@example.org" not in heard.body
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(hook["secret"]).verify(heard.body + b" ", heard.headers)
        delivery = wait_for(lambda: service.deliveries(hook, state="succeeded"), what="the outcome")[0]
        assert delivery["event"] == {"seq": event["seq"], "id": event["id"], "type": "owner.added"}
        assert delivery["attempts"] == 1 and delivery["status"] == 204 and "nextAttemptAt" not in delivery


def test_only_the_types_that_were_asked_for(hooked):
    with Endpoint() as endpoint, Endpoint() as everything:
        service = hooked(endpoint, everything)
        service.owners()
        service.hook(endpoint.url, ["invitation.*"])
        service.hook(everything.url, [])
        service.invite()
        service.happen(3, "Other")
        wait_for(lambda: len(everything.heard) >= 5, what="all events")
        types = [json.loads(heard.body)["type"] for heard in endpoint.heard]
        assert types == ["invitation.created"]
        seqs = sorted(json.loads(heard.body)["data"]["seq"] for heard in everything.heard)
        assert len(seqs) == len(set(seqs))


def test_retries_keep_the_id_and_honour_retry_after(hooked):
    script = [(500, {}), (503, {"Retry-After": "3"}), (204, {})]
    with Endpoint(lambda number, _: script[min(number, 2)]) as endpoint:
        service = hooked(endpoint)
        hook = service.hook(endpoint.url)
        service.happen(1)
        delivery = wait_for(lambda: service.deliveries(hook, state="succeeded"), what="the third attempt")[0]
        first, second, third = endpoint.heard
        assert len(set(endpoint.ids)) == 1 and first.body == second.body == third.body
        assert 1 <= second.at - first.at < 2.5 and third.at - second.at >= 3
        for heard in endpoint.heard:
            standardwebhooks.Webhook(hook["secret"]).verify(heard.body, heard.headers)
        stamps = [int(heard.headers["webhook-timestamp"]) for heard in endpoint.heard]
        assert stamps == sorted(stamps) and stamps[2] > stamps[0], "each attempt has its own"
        assert [entry["status"] for entry in delivery["log"]] == [500, 503, 204]
        assert [entry["outcome"] for entry in delivery["log"]] == ["refused", "refused", "delivered"]


def test_a_used_up_schedule_fails_and_is_delivered_again_when_asked_for(hooked):
    well = []
    with Endpoint(lambda *_: 204 if well else 400) as endpoint:
        service = hooked(endpoint, COUNTERSIGN_WEBHOOKS_RETRY="1s")
        hook = service.hook(endpoint.url)
        service.happen(2)
        failed = wait_for(lambda: len(found := service.deliveries(hook, state="failed")) == 2 and found, what="failures")
        assert len(endpoint.heard) == 4
        well.append(True)
        answer = service.call(
            "POST", f"/v1/webhooks/{hook['id']}/redeliver", {"deliveries": [failed[0]["id"]]},
            headers={"Idempotency-Key": "once"})
        assert answer.json() == {"queued": 1}
        again = service.call(
            "POST", f"/v1/webhooks/{hook['id']}/redeliver", {"deliveries": [failed[0]["id"]]},
            headers={"Idempotency-Key": "once"})
        assert again.json() == {"queued": 1} and again.headers["idempotency-replayed"] == "true"
        done = wait_for(lambda: service.deliveries(hook, state="succeeded"), what="the redelivery")
        assert [item["id"] for item in done] == [failed[0]["id"]] and done[0]["attempts"] == 3
        assert endpoint.ids[4:] == [failed[0]["event"]["id"]], "the same webhook-id"
        # A range covers what was there before the webhook, too.
        answer = service.call("POST", f"/v1/webhooks/{hook['id']}/redeliver", {"after": 0})
        assert answer.json() == {"queued": 2}
        wait_for(lambda: len(service.deliveries(hook, state="succeeded")) == 2, what="the range")
        assert sorted(endpoint.ids[5:]) == sorted(item["event"]["id"] for item in failed)
        for body, status, pointer in [
            ({"deliveries": ["x"]}, 422, "/deliveries/0"), ({"deliveries": [hook["id"]]}, 404, "/deliveries/0"),
            ({}, 422, "/deliveries"), ({"after": -1}, 422, "/after"),
            ({"after": 1, "deliveries": []}, 422, "/deliveries"), ({"deliveries": []}, 422, "/deliveries"),
        ]:
            refused = service.call("POST", f"/v1/webhooks/{hook['id']}/redeliver", body)
            assert refused.status_code == status and refused.json()["errors"][0]["pointer"] == pointer, refused.text


def test_gone_disables_at_once(hooked):
    with Endpoint(lambda *_: 410) as endpoint:
        service = hooked(endpoint)
        hook = service.hook(endpoint.url)
        service.happen(1)
        path = f"/v1/webhooks/{hook['id']}"
        shown = wait_for(
            lambda: (found := service.call("GET", path).json())["state"] == "disabled" and found, what="the end")
        assert "410" in shown["disabledReason"]
        assert [event["type"] for event in service.events()].count("webhook.disabled") == 1
        service.happen(3, "Later")
        time.sleep(1.5)
        assert len(endpoint.heard) == 1
        tag = service.call("GET", path).headers["etag"]
        endpoint.answer = lambda *_: 204
        answer = service.call("PATCH", path, {"state": "active"}, headers={"If-Match": tag})
        assert answer.status_code == 200 and "disabledReason" not in answer.json()
        service.happen(2, "Anew")
        wait_for(lambda: len(endpoint.heard) == 3, what="events from then on")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirections_are_failures(hooked, status):
    with Endpoint() as target, Endpoint(lambda *_: (status, {"Location": target.url})) as endpoint:
        service = hooked(endpoint, target, COUNTERSIGN_WEBHOOKS_RETRY="1s")
        hook = service.hook(endpoint.url)
        service.happen(1)
        failed = wait_for(lambda: service.deliveries(hook, state="failed"), what="the failure")[0]
        assert failed["status"] == status and "not followed" in failed["detail"]
        assert target.connections == 0


def test_two_secrets_sign_while_one_is_replaced(hooked):
    with Endpoint() as endpoint:
        service = hooked(endpoint)
        hook = service.hook(endpoint.url)
        answer = service.call("POST", f"/v1/webhooks/{hook['id']}/rotate")
        assert answer.status_code == 200
        secret = answer.json()["secret"]
        assert secret.startswith("whsec_") and secret != hook["secret"]
        service.happen(1)
        heard = wait_for(lambda: endpoint.heard, what="a delivery")[0]
        signatures = heard.headers["webhook-signature"].split(" ")
        assert len(signatures) == 2 and all(signature.startswith("v1,") for signature in signatures)
        for key in (hook["secret"], secret):
            standardwebhooks.Webhook(key).verify(heard.body, heard.headers)


def test_a_slow_endpoint_delays_no_other(hooked):
    with Endpoint(lambda *_: time.sleep(4) or 204) as slow, Endpoint() as quick:
        service = hooked(slow, quick, COUNTERSIGN_COURIER_DRAIN="1s")
        service.hook(slow.url)
        service.hook(quick.url)
        start = time.monotonic()
        service.happen(60)
        wait_for(lambda: len(quick.heard) >= 60, 3.5, what="the quick endpoint's events")
        assert time.monotonic() - start < 3.5
        assert slow.connections <= 4


def test_what_a_slow_answer_takes_is_bounded(hooked):
    with Endpoint(lambda *_: time.sleep(60) or 204) as endpoint:
        service = hooked(endpoint, COUNTERSIGN_WEBHOOKS_TIMEOUT="1s", COUNTERSIGN_WEBHOOKS_RETRY="1s")
        hook = service.hook(endpoint.url)
        service.happen(1)
        failed = wait_for(lambda: service.deliveries(hook, state="failed"), what="the failure")[0]
        assert "no answer" in failed["detail"] and "status" not in failed
        assert all(900 <= entry["milliseconds"] < 3000 for entry in failed["log"])


def test_times_are_rfc3339(hooked):
    with Endpoint(lambda *_: 500) as endpoint:
        service = hooked(endpoint, COUNTERSIGN_WEBHOOKS_RETRY="1h")
        hook = service.hook(endpoint.url)
        service.happen(1)
        delivery = wait_for(
            lambda: [item for item in service.deliveries(hook, state="pending") if item["attempts"]], what="an attempt")[0]
        at, following = (datetime.datetime.fromisoformat(delivery[key]) for key in ("at", "nextAttemptAt"))
        assert 3600 <= (following - at).total_seconds() <= 3960
