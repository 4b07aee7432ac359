"""A gallery with a million messages, and what belongs to them, written straight into a database of SQLite.

    python -m admin.seed DATABASE [MESSAGES]

The database is one that `countersign migrate` has made, with a gallery `main`; nothing may have it open. Numbers are in
proportion to the messages: a fifth as many invitations, publications and deliveries to webhooks, one event for each
message and each invitation, one attempt at each message in five, a hundredth as many recovery cases that admins see, as
many that nobody has confirmed, as many reports, suppressions and blocks. One package, one person, one webhook and one
case have very much; what is waiting is not due for a month, so that nothing goes out.
"""
import hashlib
import json
import random
import sqlite3
import sys
import time

DAY = 86_400_000
LATER = 30 * DAY
STATES = ["sent"] * 90 + ["failed"] * 4 + ["deferred"] * 2 + ["queued"] * 2 + ["suppressed", "cancelled"]
ENDS = ["accepted"] * 60 + ["declined"] * 8 + ["expired"] * 20 + ["cancelled"] * 7 + ["pending"] * 5
KINDS = ["invitation"] * 4 + ["invitation-accepted", "owner-added"] + ["publication-live"] * 4
RELEASES = ["live"] * 90 + ["failed", "rejected", "withdrawn", "received", "validating", "held"] + ["live"] * 4
OPEN = ("open", "contacting", "waiting")


def identifier(moment, number):
    """A UUID of version 7."""
    low = int.from_bytes(hashlib.blake2b(number.to_bytes(8), digest_size=8).digest()) & (1 << 62) - 1
    return ((moment & (1 << 48) - 1) << 80 | 7 << 76 | (number & 0xFFF) << 64 | 2 << 62 | low).to_bytes(16)


def text(id):
    digits = id.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Seed:
    def __init__(self, path, messages=1_000_000):
        self.database = sqlite3.connect(path, isolation_level=None)
        self.messages, self.invitations = messages, messages // 5
        self.chance = random.Random(11)
        self.now = int(time.time() * 1000)
        self.gallery, = self.run("SELECT id FROM galleries WHERE slug = 'main'").fetchone()

    def run(self, sql, *values):
        return self.database.execute(sql, values)

    def many(self, table, columns, rows):
        names = ", ".join(columns)
        places = ", ".join("?" * len(columns))
        self.database.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)

    def fill(self):
        self.run("PRAGMA synchronous = OFF")
        self.run("PRAGMA cache_size = -400000")
        self.run("BEGIN")
        self.people()
        self.many("invitations", (
            "id", "gallery_id", "package_number", "invitee_number", "email", "inviter_number", "state", "generation",
            "created_at", "expires_at", "sent_at", "decided_at", "message_id", "undeliverable"), self.each_invitation())
        self.many("messages", (
            "id", "gallery_id", "kind", "about", "recipient", "account_number", "locale", "generation", "facts", "state",
            "created_at", "changed_at", "next_at", "until_at", "attempt", "tries", "takeovers", "was_unknown", "detail"),
            self.each_message())
        self.many("attempts", (
            "message_id", "number", "at", "relay", "outcome", "phase", "code", "status", "words"), self.each_attempt())
        self.events()
        self.cases()
        self.parts_of_cases()
        self.reports()
        self.refusals()
        self.publications()
        self.webhooks()
        self.keys()
        self.run("COMMIT")
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.close()

    def moment(self, number, of, days=80):
        """Over the last days, oldest first: no more of them than what it is of is kept."""
        return self.now - days * DAY + number * days * DAY // of

    def measure(self):
        """Knows again when it has filled what is there."""
        self.now, = self.run("SELECT changed_at FROM recovery_cases WHERE state = 'submitted' LIMIT 1").fetchone()
        self.database.close()

    def people(self):
        self.accounts, self.packages = max(10, self.messages // 20), max(10, self.messages // 50)
        self.many("accounts", ("gallery_id", "username_key", "username", "email", "locale", "kind", "members"), (
            (self.gallery, f"person{n}", f"Person{n}", f"person{n}@people.example", "en", "person", "[]")
            for n in range(self.accounts)))
        self.many("packages", ("gallery_id", "package_key", "package", "created_at"), (
            (self.gallery, f"package.{n}", f"Package.{n}", self.now - 80 * DAY) for n in range(self.packages)))
        self.first_account, = self.run("SELECT MIN(number) FROM accounts WHERE username = 'Person0'").fetchone()
        self.first_package, = self.run("SELECT MIN(number) FROM packages WHERE package = 'Package.0'").fetchone()
        self.many("ownerships", ("package_number", "account_number", "since", "via"), (
            (self.first_package + n, self.first_account + n % self.accounts, self.now - 80 * DAY, "import")
            for n in range(self.packages)))

    def invitation(self, number):
        return identifier(self.moment(number, self.invitations), number)

    def message(self, number):
        return identifier(self.moment(number, self.messages), 1 << 40 | number)

    def each_invitation(self):
        for n in range(self.invitations):
            at, state = self.moment(n, self.invitations), ENDS[n % len(ENDS)]
            # What is pending is young, but for one package of which thousands are.
            package = n % self.packages if state != "pending" or n // 20 % 7 else 0
            # Nobody is invited to a package twice at once.
            invitee = n // 100 * 5 + n % 5 if state == "pending" else n * 7 % self.accounts
            yield (
                self.invitation(n), self.gallery, self.first_package + package,
                self.first_account + invitee, f"person{invitee}@people.example", self.first_account + n % self.accounts,
                state, 1, at, self.now + 7 * DAY, at, None if state == "pending" else at + self.chance.randrange(6 * DAY),
                self.message(n * 5), 0)

    def each_message(self):
        for n in range(self.messages):
            at, state = self.moment(n, self.messages), STATES[n % len(STATES)]
            person = n * 3 % self.accounts
            facts = {"package": f"Package.{n // 5 % self.packages}", "role": "invitee", "inviter": "Person1"}
            yield (
                self.message(n), self.gallery, KINDS[n % len(KINDS)], self.invitation(n // 5 % self.invitations),
                f"person{person}@people.example", self.first_account + person, "en", 1, json.dumps(facts), state, at, at,
                self.now + LATER if state in ("queued", "deferred") else None, self.now + LATER + DAY, 1, 1, 0, 0,
                "550 5.1.1 no such user" if state == "failed" else None)

    def each_attempt(self):
        for n in range(0, self.messages, 5):
            at = self.moment(n, self.messages)
            yield self.message(n), 1, at, "smtp://relay.example:25", "accepted", None, 250, "2.0.0", "250 2.0.0 Ok"

    def events(self):
        """One for what became of each message and each invitation, in the order of their time."""
        last = self.run("SELECT last FROM event_counters WHERE gallery_id = ?", self.gallery).fetchone()
        self.seq = last[0] if last else 0
        words = {"queued": None, "sent": "message.sent", "failed": "message.failed", "deferred": "message.deferred",
                 "suppressed": "message.suppressed", "cancelled": "message.cancelled"}
        key = identifier(self.now, 1)

        def rows():
            for n in range(self.messages):
                at, type = self.moment(n, self.messages), words[STATES[n % len(STATES)]]
                package = f"Package.{n // 5 % self.packages}"
                if type:
                    self.seq += 1
                    data = json.dumps({"package": package, "kind": KINDS[n % len(KINDS)], "code": 250})
                    yield (
                        self.gallery, self.seq, identifier(at, self.seq), type, at, "system", text(self.message(n)), data,
                        None, "service", None, None, package.lower())
                if n % 5 == 0:
                    self.seq += 1
                    end = ENDS[n // 5 % len(ENDS)]
                    type = "invitation.created" if end == "pending" else f"invitation.{end}"
                    yield (
                        self.gallery, self.seq, identifier(at, self.seq), type, at, f"Person{n % self.accounts}",
                        text(self.invitation(n // 5)), json.dumps({"package": package}), None, "key", key,
                        "192.0.2.1" if n % 500 == 0 else None, package.lower())

        self.many("events", (
            "gallery_id", "seq", "id", "type", "at", "actor", "subject", "data", "trace", "origin", "origin_id",
            "origin_address", "package_key"), rows())
        self.run(
            "INSERT INTO event_counters VALUES (?, ?) ON CONFLICT DO UPDATE SET last = excluded.last",
            self.gallery, self.seq)
        for span in (3_600_000, DAY):
            self.run(
                """
                INSERT INTO event_counts (gallery_id, span, start, name, amount)
                SELECT gallery_id, ?1, at / ?1 * ?1, type, COUNT(*) FROM events WHERE gallery_id = ?2 AND seq > ?3
                GROUP BY 3, 4 ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
                """, span, self.gallery, last[0] if last else 0)

    def case(self, number):
        return identifier(self.moment(number, self.few), 1 << 50 | number)

    @property
    def few(self):
        return max(20, self.messages // 100)

    def cases(self):
        """In every state, over the last 80 days; what waits is due sooner or later, and the first hundred are one's own.

        The newest are as many again that nobody confirmed, as if a form were filled in by a program.
        """
        states = [*OPEN, "objected", "granted", "denied", "withdrawn"]

        def rows():
            for n in range(self.few * 2):
                confirmed = n < self.few
                at, state = self.moment(min(n, self.few), self.few), states[n % len(states)] if confirmed else "submitted"
                waits = state in OPEN
                package = n * 3 % self.packages if n % 50 else 0
                yield (
                    self.case(n) if confirmed else identifier(at, 1 << 50 | n), self.gallery, f"package.{package}",
                    f"Package.{package}", self.first_package + package if confirmed else None, f"Claimant {n}",
                    f"person{n % 200}", f"Person{n % 200}", f"claimant{n}@people.example", "They are gone.", "[]", state,
                    1, "measurer" if n < 100 else None, "measurer" if n < 100 else None, at, at,
                    at if confirmed else None, at, 0, 0, self.now + (n % 40 - 20) * DAY if waits else None,
                    "unassigned" if waits else None)

        self.many("recovery_cases", (
            "id", "gallery_id", "package_key", "package", "package_number", "claimant", "username_key", "username",
            "email", "why", "links", "state", "generation", "assignee_key", "assignee", "created_at", "changed_at",
            "confirmed_at", "counts_from", "overridden", "locked", "due_at", "due_why"), rows())

    def parts_of_cases(self):
        """A few of each case; the newest case has been argued about for years."""
        def each(few, many):
            for n in range(self.few):
                for number in range(1, (many if n == self.few - 1 else few) + 1):
                    yield self.case(n), number, self.moment(n, self.few) + number * 60_000

        self.many("recovery_attempts", (
            "case_id", "number", "channel", "at", "recorded_at", "whom", "evidence", "note", "outcome", "made_by",
            "messages"), (
            (case, number, "project-url", at, at, "the issue tracker", "https://project.example/issues/1", None,
             "no-answer", "measurer", "[]") for case, number, at in each(3, 200)))
        self.many("recovery_notes", ("case_id", "number", "at", "made_by", "words"), (
            (case, number, at, "measurer", "Nobody answers. " * 20) for case, number, at in each(2, 200)))
        self.many("recovery_ticks", ("case_id", "item", "at", "made_by"), (
            (case, "identity", at, "measurer") for case, _, at in each(1, 1)))

    def reports(self):
        """One in twenty is open; every tenth became a case."""
        def rows():
            for n in range(self.few):
                at = self.moment(n, self.few)
                yield (
                    identifier(at, 1 << 51 | n), self.gallery, self.first_package + (n % self.packages if n % 9 else 0),
                    f"Person{n % self.accounts}", f"reporter{n}@people.example", "abuse", "It is not what it says.",
                    "closed" if n % 20 else "open", at, None)

        self.many("reports", (
            "id", "gallery_id", "package_number", "reporter", "email", "reason", "message", "state", "created_at",
            "fingerprint"), rows())
        for n in range(0, self.few, 10):
            self.run("UPDATE recovery_cases SET report_id = ? WHERE id = ?",
                     identifier(self.moment(n, self.few), 1 << 51 | n), self.case(n))

    def refusals(self):
        """Whose addresses are not written to; what stands for an address here is of no address there is."""
        def digest(number):
            return hashlib.sha256(number.to_bytes(8)).digest()

        self.many("suppressions", ("id", "gallery_id", "digest", "email", "reason", "at"), (
            (identifier(self.moment(n, self.few), 1 << 52 | n), self.gallery, digest(n), f"gone{n}@people.example",
             "The mailbox is gone.", self.moment(n, self.few)) for n in range(self.few)))
        self.many("blocks", (
            "id", "gallery_id", "digest", "masked", "account_number", "inviter_number", "package_number", "created_at"), (
            (identifier(self.moment(n, self.few), 1 << 53 | n), self.gallery, digest(n), "p…@people.example",
             self.first_account + n % self.accounts, self.first_account if n % 2 else 0, self.first_package if n % 3 else 0,
             self.moment(n, self.few)) for n in range(self.few)))

    def publications(self):
        def rows():
            for n in range(self.messages // 5):
                at, state = self.moment(n, self.messages // 5), RELEASES[n % len(RELEASES)]
                package = n % self.packages if n % 4 else 0
                yield (
                    identifier(at, 1 << 54 | n), self.gallery, self.first_package + package, f"1.{n}.0",
                    self.first_account + n % self.accounts, None, state,
                    "received" if state == "held" else "validating" if state == "rejected" else state,
                    self.now + LATER if state == "held" else None, "[]", "[]", at, at, 0, at, 0)

        self.many("publications", (
            "id", "gallery_id", "package_number", "version", "publisher_number", "via", "state", "stage", "hold_until",
            "warnings", "reasons", "created_at", "changed_at", "unusual", "told_at", "rolled_up"), rows())

    def webhooks(self):
        """As many as there may be, all turned off; nearly all deliveries are of the newest."""
        hooks = [identifier(self.moment(n, 100), 1 << 55 | n) for n in range(100)]
        self.many("webhooks", (
            "id", "gallery_id", "url", "types", "state", "disabled_reason", "secret", "after_seq", "created_at"), (
            (id, self.gallery, f"https://hooks.example/{n}", "[]", "disabled", "It answered with errors for three days.",
             b"", self.seq, self.moment(n, 100)) for n, id in enumerate(hooks)))

        def rows():
            for n in range(min(self.messages // 5, self.seq)):
                at, fails = self.moment(n, self.messages // 5, 25), n % 100 == 0
                yield (
                    identifier(at, 1 << 56 | n), self.gallery, hooks[n // 50 % 100 if n % 50 == 0 else 99], n + 1,
                    identifier(at, n + 1), "message.sent", "failed" if fails else "succeeded", at, at, None, 3, 3, 0,
                    500 if fails else 204, "It answered 500." if fails else None)

        self.many("webhook_deliveries", (
            "id", "gallery_id", "webhook_id", "event_seq", "event_id", "event_type", "state", "created_at", "changed_at",
            "next_at", "attempt", "tries", "takeovers", "status", "detail"), rows())
        self.many("webhook_attempts", ("delivery_id", "number", "at", "took", "outcome", "status"), (
            (identifier(self.moment(n, self.messages // 5, 25), 1 << 56 | n), number,
             self.moment(n, self.messages // 5, 25), 20, "refused", 500) for n in range(0, min(self.messages // 5, self.seq), 100) for number in (1, 2, 3)))

    def keys(self):
        self.many("api_keys", ("id", "gallery_id", "hash", "scopes", "created_at", "revoked_at"), (
            (identifier(self.moment(n, 200), 1 << 57 | n), self.gallery, n.to_bytes(32), "notify read",
             self.moment(n, 200), self.now if n % 2 else None) for n in range(200)))


if __name__ == "__main__":
    begin = time.monotonic()
    Seed(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000).fill()
    print(f"filled in {time.monotonic() - begin:.0f} s")
