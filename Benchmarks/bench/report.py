"""The figures of a run as a table: medians, and medians of the ratios of each round."""

from statistics import median

# What is said, the figure of ours, what it stands beside, how to read the ratio, and the aim.
LINES = [
    ("intake, 16 connections", "intake.ours", "intake.peer", "Django peer", "/s", "≥ 8, then 15"),
    ("intake, flush 2 ms slower, 64 connections", "slow.ours.64", "slow.peer.64", "Django peer", "/s", ""),
    ("drain", "drain.ours", "drain.peer", "Django peer", "/s", "≥ 3"),
    ("drain", "drain.ours", "drain.libcurl", "bare libcurl, 16 threads", "/s", "then 0.5"),
    ("drain", "drain.ours", "drain.source", "smtp-source", "/s", ""),
    ("page, 64 connections", "page.ours", "page.peer", "Django peer", "/s", "≥ 8, then 12"),
    ("page, 64 connections", "page.ours", "page.nginx", "nginx, static", "/s", ""),
    ("page, 64 connections", "page.ours", "healthz.ours", "our own `/healthz`", "/s", ""),
    ("refusal, 64 connections", "refusal.ours", "page.ours", "our own page", "/s", ""),
    ("token: verify", "token.verify", "token.hmac", "one HMAC-SHA256 of 40 bytes", " ns", ""),
    ("token: verify", "token.verify", "token.itsdangerous", "itsdangerous", " ns", ""),
    ("token: verify", "token.verify", "token.pyjwt", "PyJWT", " ns", ""),
    ("token: length", "token.length", "token.itsdangerous.length", "itsdangerous", " characters", ""),
    ("token: length", "token.length", "token.pyjwt.length", "PyJWT", " characters", ""),
    ("start", "start.ours", "start.peer", "Django peer", " ms", ""),
    ("idle, resident", "idle.ours", "idle.peer", "Django peer", " MB", "< 60 MB"),
]

ALONE = [
    ("intake, p99", "intake.ours.p99", " ms"),
    ("intake, processor time a request", "intake.ours.cpu_us", " µs"),
    ("intake of the peer, p99", "intake.peer.p99", " ms"),
    ("intake, flush 2 ms slower, 16 connections", "slow.ours.16", "/s"),
    ("resident after intake", "intake.ours.mb", " MB"),
    ("drain, mails in the queue", "drain.ours.count", ""),
    ("drain, processor time a mail", "drain.ours.cpu_us", " µs"),
    ("token: refuse", "token.refuse", " ns"),
    ("token: sign", "token.sign", " ns"),
    ("page", "page.bytes", " bytes"),
    ("mail", "mail.bytes", " bytes"),
]


def table(figures):
    """Markdown; a line whose figures were not measured is left out."""
    lines = ["| measure | ours | beside | | ratio | of each round | aim |", "|---|---:|---|---:|---:|---|---|"]
    for what, ours, other, name, unit, aim in LINES:
        if figures.get(ours) and figures.get(other):
            ratios = [one / two for one, two in zip(figures[ours], figures[other], strict=False)]
            lines.append(
                f"| {what} | {short(median(figures[ours]))}{unit} | {name} | {short(median(figures[other]))}{unit} "
                f"| **{short(median(ratios))}** | {' '.join(short(ratio) for ratio in ratios)} | {aim} |")
    lines += ["", "| beside no other | median | of each round |", "|---|---:|---|"]
    for what, name, unit in ALONE:
        if figures.get(name):
            values = figures[name]
            lines.append(f"| {what} | {short(median(values))}{unit} | {' '.join(short(value) for value in values)} |")
    return "\n".join(lines)


def short(number):
    """Three digits that mean something."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
