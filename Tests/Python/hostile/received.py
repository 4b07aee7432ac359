"""What arrived: a mail's bytes, its parts as mail programs see them, and the pages that its link opens."""
import email
import email.policy
import re

import bleach.linkifier
import html5lib
import linkify_it

HEADERS = {
    "date", "from", "to", "subject", "message-id", "auto-submitted", "x-auto-response-suppress", "feedback-id",
    "content-language", "mime-version", "content-type", "in-reply-to", "references",
}
MAIL_ELEMENTS = {
    "html", "head", "meta", "title", "body", "div", "table", "tbody", "tr", "td", "h1", "p", "a", "br", "bdi"}
MAIL_ATTRIBUTES = {
    "lang", "dir", "charset", "name", "content", "bgcolor", "style", "aria-hidden", "role", "width", "height", "border",
    "cellpadding", "cellspacing", "align", "valign", "href",
}
PAGE_ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "p", "h1", "h2", "dl", "div", "dt", "dd",
    "a", "bdi", "form", "button", "figure", "figcaption", "blockquote", "section", "label", "span", "textarea", "time",
    "details", "summary", "fieldset", "legend", "input",
    "svg", "circle", "path", "strong", "br", "ul", "li", "code", "link",
}
PAGE_ATTRIBUTES = {
    "lang", "dir", "charset", "name", "content", "class", "rel", "href", "method", "value", "datetime", "for", "id", "rows",
    "maxlength", "aria-labelledby", "aria-hidden", "aria-invalid", "aria-describedby", "role", "viewBox", "focusable",
    "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "cx", "cy", "r", "d", "type", "media",
    "checked",
}
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2066\u2067"
    "\u3164\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")


def unseen(text):
    """Whether it holds characters that show nothing, but for the isolates that the service puts around names."""
    inside = False
    for character in text:
        if character in "\u2068\u2069":
            if inside == (character == "\u2068"):
                return True
            inside = not inside
    return inside or bool(UNSEEN.search(text))


def linkifier():
    everything = linkify_it.LinkifyIt()
    everything.tlds("app dev zip mov link click top site online xyz test".split(), True)
    everything.set({"fuzzy_email": True, "fuzzy_link": True})
    return everything


LINKER = linkifier()
REGEXES = (bleach.linkifier.build_email_re(), bleach.linkifier.build_url_re())


def linked(text):
    """What either linkifier would make a link of."""
    return [match.url for match in LINKER.match(text) or []] + [
        match.group(0) for regex in REGEXES for match in regex.finditer(text)]


def parse(html):
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    root = parser.parse(html)
    return root, [error for error in parser.errors if error[1] != "invalid-codepoint"]


def name_of(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else "comment"


def texts(root):
    """Text nodes one by one, but those of links."""
    for element in root.iter():
        if name_of(element) not in ("a", "style") and element.text:
            yield element.text
        if element.tail:
            yield element.tail


class Mail:
    """One mail with everything that is wrong with it, whoever wrote what into it."""

    def __init__(
        self, raw: bytes, recipient: str, base: str, lead: str = r"c/[A-Za-z0-9_-]{40,60}",
        elements: frozenset = frozenset(MAIL_ELEMENTS),
    ):
        self.raw, self.elements = raw, elements
        self.message = email.message_from_bytes(raw, policy=email.policy.strict)
        parts = list(self.message.iter_parts())
        self.types = [part.get_content_type() for part in parts]
        # Line ends as Python has them; of_bytes() looks at those of the wire.
        self.text, self.html = (part.get_content().replace("\r\n", "\n") for part in parts)
        self.recipient, self.base = recipient, base
        own = re.compile(re.escape(base) + f"/(?:{lead})")
        self.links = [line for line in self.text.splitlines() if own.fullmatch(line)]

    def flaws(self, bleaching=False):
        yield from self.of_bytes()
        yield from self.of_header()
        yield from self.of_text()
        yield from self.of_html(bleaching)

    def of_bytes(self):
        if re.search(rb"(?<!\r)\n|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]", self.raw):
            yield "bytes that are not 7-bit text with CRLF"
        if re.search(rb"(^|\r\n)\.", self.raw):
            yield "a line that begins with a dot"
        if max(map(len, self.raw.split(b"\r\n"))) > 998:
            yield "a line that is too long"

    def of_header(self):
        names = [name.lower() for name in self.message.keys()]
        if len(set(names)) != len(names) or not set(names) <= HEADERS:
            yield f"header fields {names}"
        if [address.addr_spec for address in self.message["To"].addresses] != [self.recipient]:
            yield f"To {self.message['To']}"
        if [address.addr_spec for address in self.message["From"].addresses] != ["no-reply@gallery.example.com"]:
            yield f"From {self.message['From']}"
        for name, value in self.message.items():
            if value.defects:
                yield f"{name}: {value.defects}"
            if unseen(str(value)):
                yield f"{name} with what cannot be seen"
        if found := linked(str(self.message["Subject"])):
            yield f"the subject links {found}"

    def of_text(self):
        if self.types != ["text/plain", "text/html"]:
            yield f"parts {self.types}"
        if len(self.links) > 1:
            yield f"{len(self.links)} links"
        rest = "\n".join(line for line in self.text.splitlines() if line not in self.links)
        if found := linked(rest):
            yield f"the text links {found}"
        if unseen(self.text):
            yield "text with what cannot be seen"

    def of_html(self, bleaching):
        root, errors = parse(self.html)
        if errors:
            yield f"HTML {errors[:3]}"
        for element in root.iter():
            if name_of(element) not in self.elements or not set(element.attrib) <= MAIL_ATTRIBUTES:
                yield f"element {element.tag} {sorted(element.attrib)}"
            if element.get("href") not in (None, *self.links):
                yield f"a link to {element.get('href')}"
        if found := linked("\n".join(texts(root))):
            yield f"the HTML links {found}"
        if unseen(self.html):
            yield "HTML with what cannot be seen"
        if bleaching:
            html = bleach.linkifier.Linker(parse_email=True).linkify(self.html[self.html.index("<body"):])
            targets = set(re.findall(r'href="([^"]+)"', html))
            if not targets <= set(self.links):
                yield f"bleach links {targets}"


def page_flaws(html, gallery="https://gallery.example.com"):
    """Everything on a page that the service did not put there."""
    root, errors = parse(html)
    if errors:
        yield f"{errors[:3]}"
    for element in root.iter():
        if name_of(element) not in PAGE_ELEMENTS or not set(element.attrib) <= PAGE_ATTRIBUTES:
            yield f"element {element.tag} {sorted(element.attrib)}"
        # The empty one leads back to the page itself.
        if name_of(element) == "a" and element.get("href") not in (gallery, ""):
            yield f"a link to {element.get('href')}"
        if name_of(element) == "form" and element.get("action"):
            yield "a form that goes elsewhere"
    if unseen(html):
        yield "what cannot be seen"
