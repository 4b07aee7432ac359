"""Mails by kind, as their Feedback-ID names it."""
import email
import email.policy

from harness import wait_for


def parsed(catcher, item):
    return email.message_from_bytes(catcher.raw(item["number"]), policy=email.policy.default)


def kind(catcher, item):
    return str(parsed(catcher, item)["Feedback-ID"]).split(":")[0]


def kinds(catcher, name):
    """The kinds of all mails to somebody, in the order in which they came."""
    return [kind(catcher, item) for item in catcher.messages(f"{name}@example.org")]


def of_kind(catcher, name, wanted):
    return [item for item in catcher.messages(f"{name}@example.org") if kind(catcher, item) == wanted]


def quiet(service):
    """Waits until nothing waits: what is not there by then does not come."""
    def is_quiet():
        return all(
            not service.api("GET", f"/v1/messages?state={state}&limit=1").json()["items"]
            for state in ("queued", "sending", "deferred"))
    wait_for(is_quiet, 60, what="an empty outbox")


def publish(service, version, by="ann", stage="live", package="Contoso.Utils", **more):
    body = {"version": version, "publisher": {"username": by, "email": f"{by}@example.org"}, "stage": stage} | more
    return service.api("POST", f"/v1/packages/{package}/publications", body)
