"""Messages that `swift test --filter MailTests` has written, and how to take them apart."""

import email
import email.policy
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
MAILS = pathlib.Path(os.environ.get("COUNTERSIGN_TEST_MAILS", ROOT / ".build" / "test-mails"))
ACTIONS = {
    "http://127.0.0.1:8080/c/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMnOpQrStUv",
    "https://countersign.example/c/c2FtcGxlLWxpbmstdGhhdC1vcGVucy1ub3RoaW5nLWF0LWFsbA",
}
SETTINGS = {
    "http://127.0.0.1:8080/u/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdEfGhIjKlMnOpQr",
    "https://countersign.example/u/c2FtcGxlLWxpbmstdGhhdC1tdXRlcy1ub3RoaW5nLWF0LWFsbA",
}
LINKS = ACTIONS | SETTINGS
# What its reader can switch off (RFC 8058), unless it is about an unusual publisher.
OPTIONAL = {
    "publication-received", "publication-live", "publication-delayed", "publication-withdrawn", "publication-digest",
}
# What asks for a decision.
CONFIRMATIONS = {"invitation", "invitation-reminder", "publication-confirm", "recovery-invitation"}
# What carries a person's message.
LETTERS = {"contact-owners", "abuse-report"}


class Mail:
    def __init__(self, path):
        self.path = path
        self.raw = path.read_bytes()
        self.message = email.message_from_bytes(self.raw, policy=email.policy.strict)
        self.text_part, self.html_part = list(self.message.iter_parts())
        self.text = self.text_part.get_content()
        self.html = self.html_part.get_content()
        self.kind, _, self.purpose, _ = str(self.message["Feedback-ID"]).split(":")
        self.is_optional = self.kind in OPTIONAL and ".unusual." not in path.name


def load():
    found = [Mail(path) for path in sorted(MAILS.glob("*.eml"))]
    assert len(found) > 50, f"no mails in {MAILS}: run 'swift test --filter MailTests' first"
    return found
