"""Debian's Chromium as a reader of mail has it, with what a test wants to ask of it."""
import importlib.util
import json
import pathlib
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.service import Service as Driver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

# The newest axe-core that PyPI has comes in this package; nothing else of it is used, so it is found, not imported.
AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# The names stand for this machine, so that pages of other sites can be had without a network.
FOREIGN = "elsewhere.test"

SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-bottom: 2em !important }")


class Chrome:
    """One browser. Its log of requests and its console start anew with each `take_…`."""

    def __init__(self, arguments=(), preferences=None):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in (
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
                "--no-proxy-server", "--disable-background-networking", "--disable-component-update",
                "--disable-extensions", "--force-color-profile=srgb", "--window-size=1000,900",
                f"--host-resolver-rules=MAP {FOREIGN} 127.0.0.1", *arguments):
            options.add_argument(argument)
        options.add_experimental_option("prefs", preferences or {})
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Driver("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)

    def stop(self):
        self.driver.quit()

    # Going somewhere

    def get(self, url, headers=None):
        """Goes to an address, with header fields that a proxy before the service would add."""
        self.cdp("Network.enable")
        self.cdp("Network.setExtraHTTPHeaders", headers=headers or {})
        self.driver.get(url)

    def post(self, url, fields):
        """Sends a form from a page of the same origin, which is where a pressed button of ours sends it from."""
        parts = urllib.parse.urlsplit(url)
        self.get(f"{parts.scheme}://{parts.netloc}/")
        with self.arrival():
            self.run("""
                const form = document.createElement('form');
                form.method = 'post';
                form.action = arguments[0];
                for (const [name, value] of Object.entries(arguments[1])) {
                    const field = document.createElement('input');
                    field.name = name; field.value = value;
                    form.append(field);
                }
                document.body.append(form);
                form.submit();""", url, fields)

    def fill(self, url, fields):
        """Opens a form of ours, fills it in and sends it, whatever the browser thinks of the fields."""
        self.get(url)
        with self.arrival():
            self.run("""
                const form = document.querySelector('main form[method=post]');
                for (const [name, value] of Object.entries(arguments[0])) form.elements[name].value = value;
                form.submit();""", fields)

    def arrival(self):
        """A block that ends when another page than the present one has loaded."""
        return Arrival(self)

    # Asking

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def keys(self, *keys):
        actions = ActionChains(self.driver, duration=0)
        for key in keys:
            actions.send_keys(key)
        actions.perform()

    def axe(self):
        """What axe finds, a line each."""
        if not self.run("return typeof axe === 'object'"):
            self.run(AXE.read_text())
        found = self.driver.execute_async_script(
            """const done = arguments[1];
            axe.run(document, {runOnly: arguments[0]}).then(done, e => done({error: `${e}`}))""",
            WCAG)
        assert "error" not in found, found
        assert found["testEngine"]["version"] >= "4.10" and found["passes"], "axe looked at nothing"
        return [
            f"{one['id']}: {node['html'][:200]} {node['failureSummary']}"
            for one in found["violations"] for node in one["nodes"]]

    # How the page is shown

    def media(self, **features):
        """`prefers_color_scheme="dark"` and the like; without any, as it comes."""
        self.cdp("Emulation.setEmulatedMedia", features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def size(self, width, height=800, scale=1):
        self.cdp(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def plain(self):
        """As it is on a common screen."""
        self.media()
        self.cdp("Emulation.clearDeviceMetricsOverride")

    def space_text(self):
        """What WCAG 1.4.12 lets a reader override."""
        self.run(
            "const s = new CSSStyleSheet(); s.replaceSync(arguments[0]); document.adoptedStyleSheets = [s]", SPACING)
        assert self.run("return getComputedStyle(document.body).letterSpacing") != "normal"

    def spilled(self):
        """What is cut off or wants scrolling sideways, a line each."""
        return self.run("""
            const found = [], width = window.innerWidth, root = document.scrollingElement;
            if (root.scrollWidth > width) found.push(`page: ${root.scrollWidth} > ${width}`);
            for (const e of document.body.querySelectorAll('*')) {
                const name = `${e.tagName} ${e.textContent.slice(0, 40)}`, style = getComputedStyle(e);
                if (style.display === 'none' || e.closest('[aria-hidden]')) continue;
                for (const r of e.getClientRects())
                    if (r.width && (r.right > width + .5 || r.left < -.5))
                        found.push(`${name}: ${r.left} to ${r.right}`);
                if (style.display === 'inline' || e.namespaceURI.endsWith('svg')) continue;
                // What somebody typed into one line is as long as it is: the field scrolls, wherever it stands.
                if (e.tagName !== 'INPUT' && e.scrollWidth > e.clientWidth + 1) found.push(`${name}: ${e.scrollWidth} in ${e.clientWidth}`);
                if (e.tagName === 'TEXTAREA' || style.overflowY === 'visible') continue;
                if (e.scrollHeight > e.clientHeight + 1) found.push(`${name}: cut`);
            }
            return found""")

    # What it did

    def take_events(self):
        """What happened on the network since the last time."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [event for event in events if event["method"].startswith("Network.")]

    def take_console(self):
        """What the console says since the last time. That a page itself came with a status of 4xx is no error here."""
        return [
            entry["message"] for entry in self.driver.get_log("browser")
            if not (entry["source"] == "network" and "the server responded with a status of" in entry["message"])]

    def forget(self):
        self.driver.get_log("performance"), self.driver.get_log("browser")


class Arrival:
    def __init__(self, chrome):
        self.chrome = chrome

    def __enter__(self):
        self.chrome.run("window.staysHere = true")

    def __exit__(self, kind, *_):
        if kind is None:
            WebDriverWait(self.chrome.driver, 60, 0.05).until(lambda _: self.chrome.run(
                "return !window.staysHere && location.href !== 'about:blank' && document.readyState === 'complete'"))


def requests(events):
    """(method, address) of each request that went out."""
    sent = [event["params"]["request"] for event in events if event["method"] == "Network.requestWillBeSent"]
    return [
        (request["method"], request["url"]) for request in sent
        if not request["url"].startswith(("data:", "about:"))]


def status(events):
    """The status of the last document that came."""
    return [
        event["params"]["response"]["status"] for event in events
        if event["method"] == "Network.responseReceived" and event["params"]["type"] == "Document"][-1]


def contrast(one, other):
    """WCAG's ratio of two computed colours."""
    def luminance(text):
        channels = [float(part) / 255 for part in text[text.index("(") + 1:-1].split(",")[:3]]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
