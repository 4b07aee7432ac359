"""Mails by kind, as their Feedback-ID names it."""
import email
import email.policy
import sqlite3

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
        # Mails of every kind: a backend's key reads nothing of those for admins.
        with sqlite3.connect(f"file:{service.folder}/db.sqlite?mode=ro", uri=True, timeout=20) as database:
            waiting, = database.execute(
                "SELECT COUNT(*) FROM messages WHERE state IN ('queued', 'sending', 'deferred')").fetchone()
        return waiting == 0
    wait_for(is_quiet, 60, what="an empty outbox")


def publish(service, version, by="ann", stage="live", package="Contoso.Utils", **more):
    body = {"version": version, "publisher": {"username": by, "email": f"{by}@example.org"}, "stage": stage} | more
    return service.api("POST", f"/v1/packages/{package}/publications", body)
