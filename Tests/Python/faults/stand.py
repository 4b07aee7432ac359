"""A service and the relay that it sends to, which is made to fail on request."""
import datetime
import re
import urllib.parse

from harness import Catcher, Service, wait_for

USER, PASSWORD = "gallery", "p@ss w0rd/#:,"
# What `courier.retry` is here; a wait is longer by up to a tenth, and what is written is rounded to milliseconds.
WAITS = (1.0, 2.0)
SLACK = 0.002
# A slow machine may take long over anything but never for ever.
PATIENCE = 60


def relay_url(catcher, secure=True):
    if not secure:
        return f"smtp://{catcher.smtp}"
    user, password = (urllib.parse.quote(part, safe="") for part in (USER, PASSWORD))
    return f"smtp://{user}:{password}@localhost:{catcher.smtp.rsplit(':', 1)[1]}?tls=required"


def moment(text):
    return datetime.datetime.fromisoformat(text).timestamp()


def wait_after(message):
    """Seconds from the last attempt to the next that is planned."""
    return moment(message["nextAttemptAt"]) - moment(message["attempts"][-1]["at"])


def is_wait(seconds, tries):
    planned = WAITS[min(tries, len(WAITS)) - 1]
    return planned - SLACK <= seconds <= planned * 1.1 + SLACK


class Letter:
    """One invitation and the mail that carries it."""

    def __init__(self, service, name, key=None, package="Contoso.Utils"):
        self.service, self.key, self.address = service, key, f"{name}@example.org"
        body = {"invitee": {"username": name, "email": self.address}, "invitedBy": "ann"}
        answer = service.api("POST", f"/v1/packages/{package}/invitations", body, key=key)
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["id"]

    def messages(self):
        return self.service.api("GET", f"/v1/messages?about={self.id}", key=self.key).raise_for_status().json()["items"]

    @property
    def message(self):
        return next(message for message in self.messages() if message["kind"] == "invitation")

    def when(self, condition, seconds=PATIENCE, what="its message"):
        last = None

        def look():
            nonlocal last
            last = self.message
            return last if condition(last) else None

        try:
            return wait_for(look, seconds, what=what)
        except AssertionError as error:
            raise AssertionError(f"{error}; it is {last}\n{self.service.log[-3000:]}") from None

    def in_state(self, *states, seconds=PATIENCE):
        return self.when(lambda message: message["state"] in states, seconds, " or ".join(states))

    def events(self):
        """The types of what happened to the invitation and its mails, in order."""
        ids = {self.id} | {message["id"] for message in self.messages()}
        return [event["type"] for event in self.service.events() if event["subject"] in ids]


class Stand:
    """Starts over with a fresh connection and closed circuits for each case."""

    def __init__(self, secure=True, **environment):
        arguments = ("--user", USER, "--password", PASSWORD) if secure else ()
        self.catcher = Catcher("--smtps-port", "0", *arguments)
        self.service = None
        try:
            settings = {
                "COUNTERSIGN_SMTP_CA_FILE": self.catcher.ca, "COUNTERSIGN_COURIER_RETRY": "1s,2s",
                "COUNTERSIGN_COURIER_DRAIN": "1s"} | environment
            self.service = Service(relay_url(self.catcher, secure), **settings)
            self.service.start().owners(names=("ann",))
        except BaseException:
            self.stop()
            raise
        self.count = 0
        self.connections = 0

    def stop(self):
        if self.service:
            self.service.clear()
        self.catcher.stop()

    def begin(self, plan) -> Letter:
        """A letter for someone new, over a relay that does what the plan says; the inviter is its package's only owner,
        so no other mail comes in between."""
        self.service.stop()
        self.catcher.faults(plan)
        self.connections = max((one["number"] for one in self.log()), default=0)
        self.service.start()
        self.count += 1
        return Letter(self.service, f"bob{self.count}")

    def heal(self):
        self.catcher.faults({})

    def log(self):
        return self.catcher.http.get("/api/log").raise_for_status().json()["connections"]

    def said(self):
        """What the service said to the relay in this case, a list for each connection."""
        return [
            [line["text"] for line in one["lines"] if line["side"] == "client"]
            for one in self.log() if one["number"] > self.connections]

    def began_mail(self):
        return any(re.match("MAIL", line, re.IGNORECASE) for lines in self.said() for line in lines)

    def received(self, letter):
        """The mails that came for a letter, which are copies of one."""
        mails = self.catcher.messages(letter.address)
        for mail in mails:
            assert mail["to"] == [letter.address]
            names = [header["value"] for header in mail["headers"] if header["name"].lower() == "message-id"]
            assert names == [letter.message["messageID"]]
        return mails
