"""The feed: every event once, in order, none missing, however many write; and an Idempotency-Key under load."""
import concurrent.futures
import threading

import httpx

from harness import wait_for

EVENTS, WRITERS, EACH = 100_000, 50, 100


def test_three_consumers_of_a_hundred_thousand_events_while_fifty_write(service):
    done = threading.Event()
    first = len(service.events())
    total = first + EVENTS

    def write(writer):
        with httpx.Client(timeout=120, headers={"Authorization": f"Bearer {service.key}"}) as client:
            for package in range(EVENTS // WRITERS // EACH):
                owners = [{"username": f"w{writer}n{number}"} for number in range(EACH)]
                answer = client.put(f"{service.url}/v1/packages/w{writer}p{package}/owners", json={"owners": owners})
                assert answer.status_code == 200, answer.text

    def consume(_):
        seen, after = [], 0
        with httpx.Client(timeout=120, headers={"Authorization": f"Bearer {service.key}"}) as client:
            while len(seen) < total:
                answer = client.get(f"{service.url}/v1/events", params={"after": after, "limit": 200, "wait": 5})
                assert answer.status_code == 200, answer.text
                items = answer.json()["items"]
                if not items and done.is_set():
                    return seen
                seen += [(item["seq"], item["id"], item["data"].get("package")) for item in items]
                after = items[-1]["seq"] if items else after
        return seen

    with concurrent.futures.ThreadPoolExecutor(WRITERS + 3) as pool:
        consumers = [pool.submit(consume, number) for number in range(3)]
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        for writer in writers:
            writer.result()
        done.set()
        feeds = [consumer.result() for consumer in consumers]
    for feed in feeds:
        assert [seq for seq, _, _ in feed] == list(range(1, total + 1))
        assert len({id for _, id, _ in feed}) == total
    assert feeds[0] == feeds[1] == feeds[2]


def post(service, key, body):
    return service.api("POST", "/v1/packages/Contoso.Utils/invitations", body, headers={"Idempotency-Key": key})


def test_twenty_parallel_posts_of_one_key_are_one_mail(service, catcher):
    body = {"invitee": {"username": "bob", "email": "bob@example.org"}, "invitedBy": "ann"}
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: post(service, "one", body), range(20)))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {201, 409} and 201 in statuses
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["type"].endswith("/idempotency-in-flight")
    wait_for(lambda: catcher.messages("bob@example.org"), what="the mail")
    first = next(answer for answer in answers if answer.status_code == 201)
    other = post(service, "one", body | {"note": "x"})
    assert other.status_code == 422 and other.json()["type"].endswith("/idempotency-mismatch")
    service.stop()
    service.start()
    again = post(service, "one", body)
    assert again.status_code == 201 and again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert post(service, "one", body | {"note": "x"}).status_code == 422
    assert len(catcher.messages("bob@example.org")) == 1
