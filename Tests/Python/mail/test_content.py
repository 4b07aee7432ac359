"""What a reader's mail program makes of a message: its elements, and what it would turn into links."""

import json
import re

import bleach.linkifier
import html5lib
import linkify_it

from composed import ACTIONS, LINKS, MAILS, SETTINGS

ELEMENTS = {
    "html", "head", "meta", "title", "body", "div", "table", "tbody", "tr", "td", "h1", "p", "a", "br", "bdi", "ul", "li",
}
ATTRIBUTES = {
    "lang", "dir", "charset", "name", "content", "bgcolor", "style", "aria-hidden", "role", "width", "height", "border",
    "cellpadding", "cellspacing", "align", "valign", "href",
}


def tree(mail):
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    root = parser.parse(mail.html)
    # Of the values' own characters, private-use ones and the like are the only thing that may be complained of.
    errors = [error for error in parser.errors if error[1] != "invalid-codepoint"]
    return root, errors


def test_html_is_valid_and_holds_only_what_the_layout_has(mails):
    for mail in mails:
        root, errors = tree(mail)
        assert errors == [], (mail.path, errors[:3])
        assert root.get("lang") and root.get("dir")
        assert len(root.findall(".//h1")) == 1
        for element in root.iter():
            assert element.tag in ELEMENTS, (mail.path, element.tag)
            assert set(element.attrib) <= ATTRIBUTES, (mail.path, element.attrib)
            if element.tag == "table":
                assert element.get("role") == "presentation"
            if element.tag == "a":
                assert element.get("href") in LINKS, mail.path


def test_both_parts_lead_to_the_same_place(mails):
    for mail in mails:
        root, _ = tree(mail)
        in_html = {element.get("href") for element in root.iter("a")}
        lines = mail.text.splitlines()
        in_text = {line for line in lines if line in LINKS}
        assert in_html == in_text, mail.path
        assert len(in_text & ACTIONS) <= 1 and bool(in_text & SETTINGS) == mail.is_optional, mail.path
        for line in lines:
            assert line in LINKS or not any(link in line for link in LINKS), mail.path


def test_lists_hold_items_and_nothing_else(mails):
    seen = 0
    for mail in mails:
        root, _ = tree(mail)
        for element in root.iter("ul"):
            assert not (element.text or "").strip() and len(element) > 0, mail.path
            assert all(item.tag == "li" and not (item.tail or "").strip() for item in element), mail.path
            assert all({child.tag for child in item} <= {"bdi"} for item in element), mail.path
            assert len(element) <= 21, mail.path
            seen += 1
        items = sum(len(element) for element in root.iter("ul"))
        assert sum(line.startswith("- ") for line in mail.text.splitlines()) >= items, mail.path
    assert seen > 10


def visible(root):
    """Text nodes one by one, as an autolinker meets them, but for our own links."""
    for element in root.iter():
        if element.tag != "a" and element.text:
            yield element.text
        if element.tail:
            yield element.tail


def linkifiers():
    everything = linkify_it.LinkifyIt()
    # Two more schemes, and every name at the root that people use to deceive.
    everything.tlds("app dev zip mov link click top site online xyz tools email support cloud".split(), True)
    everything.set({"fuzzy_email": True, "fuzzy_link": True})
    return everything


LINKER = linkifiers()
REGEXES = (bleach.linkifier.build_email_re(), bleach.linkifier.build_url_re())


def found(text):
    """What either linkifier would make a link of."""
    matches = [match.url for match in (LINKER.match(text) or [])]
    return matches + [match.group(0) for regex in REGEXES for match in regex.finditer(text)]


def test_the_oracles_see_links():
    for text in ("see evil.com", "https://evil", "a@b.co", "//evil.test/x", "mailto:a@b", "x.dev"):
        assert found(text), text


def test_near_links():
    pairs = json.loads((MAILS / "near-links.json").read_text())
    assert len(pairs) > 10_000
    linked = [clean for clean, _ in pairs if found(clean)]
    assert len(linked) > 1_000, "the samples are too tame"
    # By itself and beside our own words.
    frames = ("{}", "by {}.", "({})")
    missed = [(broken, found(frame.format(broken))) for _, broken in pairs for frame in frames if found(frame.format(broken))]
    assert missed == [], (len(missed), missed[:10])


def test_nothing_but_our_link_would_be_linked(mails):
    for mail in mails:
        text = "\n".join(line for line in mail.text.splitlines() if line not in LINKS)
        assert found(text) == [], (mail.path, found(text))
        assert found(str(mail.message["Subject"])) == [], mail.path
        root, _ = tree(mail)
        for node in visible(root):
            assert found(node) == [], (mail.path, found(node))


def test_bleach_links_only_what_is_a_link(mails):
    for mail in mails[:: max(1, len(mails) // 60)]:
        body = mail.html[mail.html.index("<body"):]
        linked = bleach.linkifier.Linker(parse_email=True).linkify(body)
        targets = set(re.findall(r'href="([^"]+)"', linked))
        assert targets <= LINKS, (mail.path, targets)
