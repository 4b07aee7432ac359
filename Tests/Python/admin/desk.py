"""An admin with a browser of their own, of which every cookie and every answer can be looked at."""
import base64
import hashlib
import hmac
import html
import re
import struct
import time

import httpx

SESSION, SIGN_IN, KNOWN = (f"__Host-countersign-{name}" for name in ("admin", "sign-in", "known"))


def totp(secret, at=None):
    """RFC 6238, by itself: not by the code that is tested."""
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = mac[19] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


class Browser:
    """Keeps cookies as a browser does, Secure ones too: a browser counts this machine as safe, and httpx does not."""

    def __init__(self, service, address="127.0.0.1"):
        self.service = service
        self.cookies = {}
        self.set_cookies = []
        self.http = httpx.Client(timeout=30)

    def send(self, method, path, data=None, headers=None, cookies=None):
        cookies = self.cookies if cookies is None else cookies
        fields = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        url = path if path.startswith("http") else self.service.url + path
        answer = self.http.request(method, url, data=data, headers=fields | (headers or {}))
        for field in answer.headers.get_list("set-cookie"):
            self.set_cookies.append(field)
            name, value = field.split(";")[0].split("=", 1)
            if "Max-Age=0" in field:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def post(self, path, data=None, **more):
        return self.send("POST", path, data or {}, **more)

    def copy(self):
        other = Browser(self.service)
        other.cookies = dict(self.cookies)
        return other

    def ask(self, address, **more):
        """The form of /admin/sign-in, filled in."""
        return self.post("/admin/sign-in", {"nonce": nonce(self.get("/admin/sign-in")), "address": address} | more)


def nonce(answer):
    found = re.search(r'name="nonce" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def hidden(answer):
    """What the forms of a page send along: the nonce, and of a case, how it stood."""
    found = re.search(r'name="seen" value="([^"]+)"', answer.text)
    return {"nonce": nonce(answer)} | ({"seen": html.unescape(found[1])} if found else {})


class Desk:
    """An admin of a service."""

    def __init__(self, service, catcher, name="root", *more):
        self.service, self.catcher, self.name = service, catcher, name
        self.address = f"{name}@admins.example.org"
        done = service.run("admin", "add", self.address, "--name", name, *more)
        self.setup = done.stdout.strip().splitlines()[-1]
        self.browser = Browser(service)
        self.seen = 0
        self.secret = None
        self.codes = []
        self.last = 0

    def link(self, browser=None, **more):
        """Asks for a link, and takes it from the mail."""
        browser = browser or self.browser
        answer = browser.ask(self.address, **more)
        assert answer.status_code == 200, answer.text
        message = self.catcher.next(self.address, after=self.seen)
        self.seen = message["number"]
        return re.search(r"https?://\S+/admin/in/\S+", message["text"])[0]

    def press(self, link, browser=None):
        browser = browser or self.browser
        return browser.post(link, {"nonce": nonce(browser.get(link))})

    def code(self):
        """A code that was not used before: no step is taken twice, so this may wait for the next."""
        step = int(time.time() // 30)
        if step + 1 <= self.last:
            time.sleep(self.last * 30 - time.time() + 0.05)
            step = int(time.time() // 30)
        # One step ahead is taken, too.
        self.last = step if step > self.last else step + 1
        return totp(self.secret, self.last * 30)

    def halfway(self, browser=None, **more):
        browser = browser or self.browser
        answer = self.press(self.link(browser, **more), browser)
        assert answer.status_code == 303, answer.text
        return browser

    def enrol(self):
        browser = self.halfway()
        answer = browser.post("/admin/enrol", {"nonce": nonce(browser.get("/admin/enrol")), "setup": self.setup})
        assert answer.status_code == 303, answer.text
        page = browser.get("/admin/enrol")
        self.secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")
        answer = browser.post("/admin/enrol", {"nonce": nonce(page), "code": self.code()})
        assert answer.status_code == 200, answer.text
        self.codes = re.findall(r"<li><code>([A-Z2-7-]+)</code>", answer.text)
        assert len(self.codes) == 10
        return browser

    def sign_in(self, browser=None, **more):
        browser = self.halfway(browser, **more)
        answer = browser.post("/admin/second", {"nonce": nonce(browser.get("/admin/second")), "code": self.code()})
        assert answer.status_code == 303, answer.text
        return browser


def is_in(browser):
    """Whether the browser is signed in."""
    answer = browser.get("/admin/account")
    assert answer.status_code in (200, 303), answer.text
    return answer.status_code == 200
