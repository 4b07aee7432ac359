"""The same thing asked for at the same moment, and things that exclude each other."""
import collections
import concurrent.futures

from harness import link_in, press

CROWD = 20


def together(work, count=CROWD):
    with concurrent.futures.ThreadPoolExecutor(count) as crowd:
        return list(crowd.map(work, range(count)))


def test_one_idempotency_key_makes_one_invitation(service, catcher):
    answers = together(lambda _: service.invite(headers={"Idempotency-Key": "once"}))
    codes = collections.Counter(answer.status_code for answer in answers)
    assert set(codes) <= {201, 409} and codes[201] >= 1, codes
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    fresh = [answer for answer in answers if answer.status_code == 201 and "Idempotency-Replayed" not in answer.headers]
    assert len(fresh) == 1
    again = service.invite(headers={"Idempotency-Key": "once"})
    assert again.status_code == 201 and again.headers["Idempotency-Replayed"] == "true"
    catcher.next("bob@example.org")
    assert len(catcher.messages("bob@example.org")) == 1


def test_many_invite_one(service, catcher):
    answers = together(lambda number: service.invite("bob", by=("ann", "carol")[number % 2]))
    codes = collections.Counter(answer.status_code for answer in answers)
    assert codes == {201: 1, 200: CROWD - 1}
    assert len({answer.json()["id"] for answer in answers}) == 1
    catcher.next("bob@example.org")
    assert len(catcher.messages("bob@example.org")) == 1


def test_one_decision_whoever_comes_first(service, catcher):
    """Accept, decline, cancel and resend by link and API: one end, and everything agrees on which."""
    ends = collections.Counter()
    for round in range(6):
        name = f"guest{round}"
        id = service.invite(name).json()["id"]
        link = link_in(catcher.next(f"{name}@example.org"))
        acts = [
            lambda: press(link), lambda: press(link, "decline"),
            *[lambda action=action, by=by: service.api("POST", f"/v1/invitations/{id}/{action}", {"by": by})
              for action, by in (("accept", name), ("decline", name), ("cancel", "ann"), ("resend", "carol"))],
        ]
        # Another of them begins each round.
        answers = together(lambda number: acts[(number + round) % len(acts)]())
        assert all(answer.status_code in (200, 409, 410) for answer in answers)
        state = service.invitation(id)["state"]
        events = [event for event in service.events() if id in (event["subject"], event["data"].get("invitation"))]
        types = collections.Counter(event["type"] for event in events)
        assert state in ("accepted", "declined", "cancelled")
        assert sum(types[f"invitation.{end}"] for end in ("accepted", "declined", "cancelled", "voided")) == 1
        assert types[f"invitation.{state}"] == 1
        assert types["owner.added"] == (state == "accepted")
        owners = [owner["username"] for owner in service.api("GET", "/v1/packages/Contoso.Utils/owners").json()["owners"]]
        assert (name in owners) == (state == "accepted")
        ends[state] += 1


def test_the_last_owner_stays(service):
    for round in range(3):
        package = f"Pair{round}"
        service.owners(package)
        names = ("ann", "carol")
        codes = together(lambda number: service.api(
            "DELETE", f"/v1/packages/{package}/owners/{names[number % 2]}?by={names[number % 2]}").status_code, 10)
        assert codes.count(204) == 1 and set(codes) <= {204, 403, 404, 409}
        assert len(service.api("GET", f"/v1/packages/{package}/owners").json()["owners"]) == 1


def test_removing_the_inviter_races_with_accepting(service, catcher):
    """Whoever is first: an acceptance after the removal is void, and no owner comes of it."""
    for round in range(4):
        package, name = f"Race{round}", f"late{round}"
        service.owners(package)
        id = service.invite(name, package=package).json()["id"]
        link = link_in(catcher.next(f"{name}@example.org"))
        together(lambda number: press(link) if number % 2 else service.api(
            "DELETE", f"/v1/packages/{package}/owners/ann?by=carol"), 6)
        owners = {owner["username"] for owner in service.api("GET", f"/v1/packages/{package}/owners").json()["owners"]}
        state = service.invitation(id)["state"]
        assert (state, owners) in [("accepted", {"carol", name}), ("void", {"carol"})]
