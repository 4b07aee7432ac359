"""The fault table: what the relay does in each phase, and what must be seen of it from outside.

`relay`: the relay is at fault. Its circuit opens, no message pays with a try, and all is delivered once it is well.
`message`: this message is put off, and each attempt counts.
`final`: this message is refused for good, and its inviter hears of it.
`unknown`: the dot was sent and no answer came.
"""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    plan: dict
    fate: str
    outcome: str
    # Of the attempt; `a|b` where either may be told.
    phase: str
    code: int | None = None
    status: str | None = None
    # A pattern of the attempt's text.
    text: str = "."
    # Whether the relay is only found out by waiting in vain, so that `smtp.timeout.reply` has to be short.
    is_slow: bool = False


def rule(phase, action, **more):
    return {"rules": [{"phase": phase, "action": action} | more]}


def refusal(phase, code, status, fate, seen=None, **more):
    """The relay answers with this code; `seen` is the phase that an operator is told of."""
    return Case(
        f"{phase} {code}" + "".join(f" {key}={value}" for key, value in more.items()),
        rule(phase, "reply", code=code, text=f"{status} scripted", **more), fate, "refused", seen or phase, code,
        status, f"{code} {status} scripted")


def closing(phase, fate, seen=None, **more):
    return Case(
        f"{phase} 421 and close", rule(phase, "replyAndClose", code=421, text="4.3.2 restarting", **more), fate,
        "refused", seen or phase, 421, "4.3.2", "421 4.3.2 restarting")


def broken(phase, action, fate, seen=None, **more):
    outcome = "unknown" if fate == "unknown" else "failed"
    return Case(
        f"{phase} {action}" + "".join(f" {key}={value}" for key, value in more.items()), rule(phase, action, **more),
        fate, outcome, seen or phase)


def hanging(phase, action, fate, seen=None, **more):
    return dataclasses.replace(broken(phase, action, fate, seen, **more), is_slow=True)


BEFORE_MAIL = (("connect", "greeting"), ("ehlo", "ehlo"), ("starttls", "starttls"), ("auth", "auth"))

CASES = [
    # Until MAIL nothing depends on the message: a 5xx there is the relay's fault as much as a 4xx.
    refusal("connect", 554, "5.3.2", "relay", "greeting"),
    refusal("connect", 451, "4.3.0", "relay", "greeting"),
    refusal("ehlo", 451, "4.3.0", "relay"),
    refusal("ehlo", 550, "5.7.1", "relay"),
    refusal("ehlo", 451, "4.3.0", "relay", skip=1),
    refusal("starttls", 454, "4.7.0", "relay"),
    refusal("starttls", 554, "5.7.3", "relay"),
    refusal("auth", 454, "4.7.0", "relay"),
    refusal("auth", 535, "5.7.8", "relay"),
    refusal("mail", 530, "5.7.0", "relay"),
    *(closing(phase, "relay", seen) for phase, seen in BEFORE_MAIL),
    *(broken(phase, "drop", "relay", seen) for phase, seen in BEFORE_MAIL),
    # In place of the banner a reset can be there before the connection is.
    broken("connect", "reset", "relay", "connect|greeting"),
    broken("starttls", "reset", "relay"),
    Case("no STARTTLS", {"offerSTARTTLS": False}, "relay", "failed", "starttls", text="STARTTLS"),
    Case("no AUTH", {"offerAUTH": False}, "relay", "failed", "auth", text="AUTH"),
    *(
        Case(f"certificate {kind}", {"certificate": kind}, "relay", "failed", "starttls", text="(?i)certificate")
        for kind in ("expired", "wrongHost", "selfSigned", "unknownCA")
    ),
    *(hanging(phase, "silence", "relay", seen) for phase, seen in BEFORE_MAIL),
    *(hanging(phase, "garbage", "relay", seen) for phase, seen in BEFORE_MAIL),
    # From MAIL on it is about this message.
    refusal("mail", 451, "4.3.0", "message"),
    refusal("rcpt", 450, "4.2.1", "message"),
    refusal("data", 451, "4.3.0", "message"),
    refusal("body", 452, "4.3.1", "message"),
    *(closing(phase, "message") for phase in ("mail", "rcpt", "data", "body")),
    *(broken(phase, "drop", "message") for phase in ("mail", "rcpt", "data")),
    broken("rcpt", "reset", "message"),
    *(hanging(phase, action, "message") for phase in ("mail", "rcpt", "data") for action in ("silence", "garbage")),
    # Once: the mail that tells the inviter must get through.
    refusal("mail", 550, "5.7.1", "final", times=1),
    refusal("rcpt", 550, "5.1.1", "final", times=1),
    refusal("data", 554, "5.7.1", "final", times=1),
    refusal("body", 554, "5.6.0", "final", times=1),
    # After the dot.
    broken("body", "dropAfterStoring", "unknown"),
    broken("body", "drop", "unknown"),
    broken("body", "reset", "unknown"),
    hanging("body", "silence", "unknown"),
    hanging("body", "garbage", "unknown"),
]
