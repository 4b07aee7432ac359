"""Several processes on one PostgreSQL, where each could be the one that is killed."""
import collections
import concurrent.futures
import os
import threading
import time
import uuid

from harness import link_in, message_id, press, wait_for

# How many invitations go through the nodes; 10,000 are a quarter of an hour on two cores.
COUNT = int(os.environ.get("COUNTERSIGN_TEST_INVITATIONS", "600"))


def spread(nodes, count, work, threads=12):
    """Has work(node, number) done so many times, by all nodes in turn."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda number: work(nodes.all[number % len(nodes.all)], number), range(count)))


def invite(node, number, package=None):
    answer = node.invite(f"user{number}", package=package or f"Pack.{number % 20}")
    assert answer.status_code == 201, answer.text
    return answer.json()


def settled(nodes, ids):
    """Whether nothing of the invitations' mail is on its way."""
    (waiting,), = nodes.rows("SELECT COUNT(*) FROM messages WHERE state IN ('queued', 'sending', 'deferred')")
    return waiting == 0


def test_each_mail_goes_out_once_also_where_a_node_dies(nodes):
    for number in range(20):
        nodes.first.owners(f"Pack.{number}", names=("ann",))
    nodes.first.run("courier", "pause")
    invitations = spread(nodes, COUNT, invite)
    assert len({one["id"] for one in invitations}) == COUNT
    nodes.first.run("courier", "resume")
    wait_for(lambda: nodes.rows("SELECT COUNT(*) FROM messages WHERE state = 'sent'")[0][0] >= COUNT // 10,
             every=0.005, what="the first mails")
    nodes.all[2].kill()
    wait_for(lambda: settled(nodes, invitations), 180, every=0.5, what="the last mail")
    mails = collections.Counter(message_id(mail) for mail in nodes.catcher.messages())
    assert len(mails) == COUNT, "each mail arrived"
    states = dict(nodes.rows("SELECT state, COUNT(*) FROM messages GROUP BY state"))
    assert set(states) <= {"sent", "unknown"} and sum(states.values()) == COUNT
    # What the dead node had handed over, and not written down: at most what one node has in hand.
    again = {id for id, count in mails.items() if count > 1}
    taken = nodes.rows("SELECT COUNT(*) FROM messages WHERE attempt > 1")[0][0]
    print(f"{COUNT} invitations, {sum(mails.values())} mails, {len(again)} twice, {taken} taken over")
    assert max(mails.values()) <= 2 and len(again) <= taken


def test_one_key_asked_of_all_nodes_at_once_sends_one_mail(nodes):
    nodes.first.owners("Once.Pack", names=("ann",))
    for _ in range(5):
        key, name = str(uuid.uuid4()), f"once{uuid.uuid4().hex[:8]}"
        gate = threading.Barrier(20)

        def post(node, _):
            gate.wait()
            return node.invite(name, package="Once.Pack", headers={"Idempotency-Key": key})

        answers = spread(nodes, 20, post, threads=20)
        kinds = collections.Counter(answer.status_code for answer in answers)
        assert set(kinds) <= {201, 409}, kinds
        assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
        found = nodes.first.api("GET", "/v1/packages/Once.Pack/owners").json()["pending"]
        assert [one["invitee"]["username"] for one in found].count(name) == 1
        nodes.catcher.next(f"{name}@example.org")
    wait_for(lambda: settled(nodes, None), what="the mails")
    assert len(nodes.catcher.messages()) == 5


def test_the_feed_is_whole_and_in_order_for_each_reader(nodes):
    """Those who follow the feed of one node while all nodes write in it miss nothing and see nothing twice."""
    count, writers = 10 * COUNT // 6, 24
    for number in range(20):
        nodes.first.owners(f"Pack.{number}", names=("ann",))
    begin = nodes.first.events()[-1]["seq"]
    done = threading.Event()
    found = {node.port: [] for node in nodes.all}

    def follow(node):
        after, last = begin, False
        while True:
            items = node.api("GET", f"/v1/events?after={after}&limit=200").json()["items"]
            found[node.port] += items
            after = items[-1]["seq"] if items else after
            if not items:
                if last:
                    return
                last = done.is_set()
                time.sleep(0.01)

    readers = [threading.Thread(target=follow, args=(node,)) for node in nodes.all]
    for reader in readers:
        reader.start()
    invitations = spread(nodes, count, invite, threads=writers)
    wait_for(lambda: settled(nodes, None), 180, every=0.5, what="the last mail")
    done.set()
    for reader in readers:
        reader.join(120)
    for events in found.values():
        assert [event["seq"] for event in events] == list(range(begin + 1, begin + 1 + len(events)))
        made = [event["subject"] for event in events if event["type"] == "invitation.created"]
        assert sorted(made) == sorted(one["id"] for one in invitations)
    assert len({len(events) for events in found.values()}) == 1
    print(f"{len(events)} events, three readers, {writers} writers")


def test_two_clicks_at_two_nodes_accept_once(nodes):
    invitation = nodes.first.invite("bob").json()
    link = link_in(nodes.catcher.next("bob@example.org"))
    token = link.rsplit("/", 1)[1]
    gate = threading.Barrier(6)

    def click(node, _):
        gate.wait()
        return press(f"{node.url}/c/{token}")

    answers = spread(nodes, 6, click, threads=6)
    assert {answer.status_code for answer in answers} <= {200, 410}
    events = [event["type"] for event in nodes.first.events() if event["subject"] == invitation["id"]]
    assert events.count("invitation.accepted") == 1


def test_a_node_hears_of_what_another_has_queued(nodes):
    """The couriers of two nodes are told of what the third takes, which does not send itself."""
    nodes.first.run("courier", "pause")
    invitations = [nodes.first.invite(f"late{number}").json() for number in range(3)]
    nodes.first.run("courier", "resume")
    for number in range(len(invitations)):
        nodes.catcher.next(f"late{number}@example.org")
