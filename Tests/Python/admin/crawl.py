"""Every page of the admin site: all that its links lead to, and all that its forms can ask of a list.

Nothing here knows a page by its name, so that one that is new is met like the others; what is written down is what a
person would type into a field. A field that is new, or an area that nothing leads to, is told as a fault.
"""
import html.parser
import itertools
import pathlib
import re
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[3]
ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def areas():
    """The parts of a gallery's site, as the site's own table has them."""
    text = (ROOT / "Sources/Web/Admin/Frame/AdminArea.swift").read_text()
    head = text[:text.index("var title")]
    return [name for line in re.findall(r"^ {4}case (.+)$", head, re.M) for name in line.split(", ")]


def doors():
    """The pages that belong to no gallery, as the site's own table has them."""
    text = (ROOT / "Sources/Web/Admin/AdminRoute.swift").read_text()
    return sorted(set(re.findall(r'case \("([a-z-]+)", \d\)', text)))


class Page(html.parser.HTMLParser):
    """The links of a page and its forms that ask: of each the fields, with what can be chosen in them."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.form, self.choice = [], [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "form":
            self.form = (values["action"], {}) if values.get("method") == "get" else None
            self.forms += [self.form] if self.form else []
        elif self.form and tag == "select":
            self.choice = self.form[1].setdefault(values["name"], [])
        elif self.form and tag == "option" and values["value"]:
            self.choice.append(values["value"])
        elif self.form and tag == "input" and values.get("type") == "hidden":
            # Of a form that acts, what is hidden proves that it is ours; one that asks says what else it is asked with.
            self.form[1].setdefault(values["name"], []).append(values["value"])
        elif self.form and tag == "input" and values.get("name"):
            self.form[1][values["name"]] = None

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


def shape(path):
    """What pages have in common that differ in what they are about, and in what of it is asked for."""
    place, _, query = path.partition("?")
    names = [name for name, _ in urllib.parse.parse_qsl(query) if name != "done"]
    return ID.sub("…", place) + ("?" if names else "") + "&".join(f"{name}=…" for name in sorted(names))


class Crawl:
    """Walks through the site of one gallery.

    - `get`: asks for a path and answers with its status, its text, and where it leads on.
    - `typed`: what is typed into a field, by its name: several where each is answered in a way of its own.

    Afterwards `pages` has one page of each shape, `others` more of the same shapes and two fields of a form at once, and
    `faults` what a new page or field still lacks.
    """

    # They take a token that is in no link, or answer a form alone.
    CLOSED = {"in", "oidc", "sign-out"}

    def __init__(self, get, gallery, typed, others=6000):
        self.get, self.typed, self.most = get, typed, others
        self.base = f"/admin/g/{gallery}/"
        self.pages, self.others, self.faults = {}, {}, []
        self.waiting = ["/admin"] + [f"/admin/{door}" for door in doors() if door not in self.CLOSED]
        self.seen = set()
        while self.waiting:
            self.visit(self.waiting.pop(0))
        for area in areas():
            if not any(re.split("[/?]", key[len(self.base):])[0] == area for key in self.pages if key.startswith(self.base)):
                self.faults.append(f"nothing leads to {area}")

    def visit(self, path):
        if path in self.seen or not re.match("/admin(/|$)", path):
            return
        # Another gallery's pages are the same ones.
        if path.startswith("/admin/g/") and not path.startswith(self.base):
            return
        self.seen.add(path)
        key = shape(path)
        if key in self.pages:
            self.meet(path)
            return
        status, text, onward = self.get(path)
        if onward:
            self.waiting.append(onward)
            return
        if status != 200:
            self.faults.append(f"{path} answers {status}")
        self.pages[key] = path
        page = Page(text)
        self.waiting += [urllib.parse.urljoin(path, link).split("#")[0] for link in page.links]
        for action, fields in page.forms:
            self.ask(action, fields)

    def meet(self, path):
        if len(self.others) < self.most:
            self.others[path] = None

    def ask(self, action, fields):
        """Each value of each field by itself, then of each two fields together."""
        values = {}
        for name, choices in fields.items():
            if choices is None and name not in self.typed:
                self.faults.append(f"what is typed into {name} of {action}?")
            values[name] = choices if choices is not None else self.typed.get(name, [])

        def path(*pairs):
            return action + "?" + urllib.parse.urlencode(pairs)

        for name, all in values.items():
            for value in all:
                self.waiting.append(path((name, value)))
        for (one, all), (other, more) in itertools.combinations(values.items(), 2):
            for pair in itertools.product(all, more):
                self.meet(path((one, pair[0]), (other, pair[1])))
