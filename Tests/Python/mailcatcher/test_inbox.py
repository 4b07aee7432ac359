"""The JSON API and the pages of the inbox."""
import email.message
import re
import smtplib
import threading

import html5lib
import pytest

from .wire import Wire, timed

HOSTILE = "\"><img src=x onerror=alert(1)>'\"\u0301>&amp;`"


def send(relay, mail, to=("b@example.org",)):
    with smtplib.SMTP("127.0.0.1", int(relay.smtp.rsplit(":", 1)[1]), timeout=20) as client:
        client.sendmail("a@example.org", list(to), mail.as_bytes(policy=mail.policy.clone(linesep="\r\n")))


def hostile_mail():
    mail = email.message.EmailMessage()
    mail["Subject"] = HOSTILE
    mail["X-Hostile"] = HOSTILE
    mail.set_content(f"{HOSTILE}\nhttps://example.org/?a=1&b=2\"><script>alert(2)</script>\njavascript:alert(3)\n")
    mail.add_alternative(f"<script>alert(4)</script><p>{HOSTILE}</p>", subtype="html")
    return mail


def test_the_list_of_the_api(open_relay):
    with Wire(open_relay.smtp) as wire:
        for number in range(5):
            wire.mail(f"Subject: {number}\r\n\r\n".encode(), to=f"{'even' if number % 2 == 0 else 'odd'}@example.org")
    every = open_relay.http.get("/api/messages").json()["items"]
    assert [item["subject"] for item in every] == list("01234")
    after = open_relay.http.get("/api/messages", params={"after": every[1]["number"]}).json()["items"]
    assert after == every[2:]
    odd = open_relay.http.get("/api/messages", params={"to": "ODD@example.org"}).json()["items"]
    assert [item["subject"] for item in odd] == list("13")
    assert open_relay.http.get("/api/messages", params={"limit": 2}).json()["items"] == every[:2]
    assert open_relay.http.get(f"/api/messages/{every[3]['number']}").json() == every[3]
    for path in ("/api/messages/0", "/api/messages/x", "/api/messages/99999/raw", "/api/nothing"):
        assert open_relay.http.get(path).status_code == 404
    assert open_relay.http.get("/api/messages?after=x").status_code == 422
    assert open_relay.http.delete("/api/messages").status_code == 204
    assert open_relay.http.get("/api/messages").json() == {"items": []}
    with Wire(open_relay.smtp) as wire:
        wire.mail()
    assert open_relay.http.get("/api/messages").json()["items"][0]["number"] == every[-1]["number"] + 1


def test_waiting_for_a_mail(open_relay):
    none, seconds = timed(lambda: open_relay.http.get("/api/messages?wait=0.4").json())
    assert none == {"items": []} and 0.3 < seconds < 5

    def deliver():
        with Wire(open_relay.smtp) as wire:
            wire.mail(to="other@example.org")
            wire.mail(to="b@example.org")

    thread = threading.Timer(0.3, deliver)
    thread.start()
    found, seconds = timed(lambda: open_relay.http.get("/api/messages?wait=20&to=b@example.org").json()["items"])
    thread.join()
    assert [item["to"] for item in found] == [["b@example.org"]]
    assert seconds < 10


def test_hostile_mails_stay_text(open_relay):
    send(open_relay, hostile_mail())
    number = open_relay.messages()[0]["number"]
    for path in ("/", f"/messages/{number}?tab=text", f"/messages/{number}?tab=source",
                 f"/messages/{number}?tab=headers", f"/messages/{number}?tab=html", f"/messages/{number}"):
        answer = open_relay.http.get(path)
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script" not in policy and "unsafe-inline" not in policy
        page = html5lib.parse(answer.text, namespaceHTMLElements=False)
        assert page.findall(".//script") == [] and page.findall(".//img") == []
        for element in page.iter():
            assert not [name for name in element.attrib if name.startswith("on")], element.attrib
            assert not element.attrib.get("href", "").lower().startswith("javascript"), element.attrib
    title = html5lib.parse(open_relay.http.get(f"/messages/{number}").text, namespaceHTMLElements=False).find(".//h1")
    assert "".join(title.itertext()) == HOSTILE
    text = html5lib.parse(open_relay.http.get(f"/messages/{number}?tab=text").text, namespaceHTMLElements=False)
    links = [link for link in text.findall(".//pre//a")]
    assert [link.attrib["href"] for link in links] == ["https://example.org/?a=1&b=2"]
    assert links[0].attrib["rel"] == "noopener noreferrer" and links[0].attrib["target"] == "_blank"


def test_the_html_of_a_mail_is_sandboxed(open_relay):
    send(open_relay, hostile_mail())
    number = open_relay.messages()[0]["number"]
    page = html5lib.parse(open_relay.http.get(f"/messages/{number}?tab=html").text, namespaceHTMLElements=False)
    frame = page.find(".//iframe")
    assert frame.attrib["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    answer = open_relay.http.get(frame.attrib["src"], headers={"Sec-Fetch-Dest": "iframe"})
    assert answer.text.count("<script>alert(4)</script>") == 1, "as it came: the sandbox and the policy disarm it"
    assert "sandbox allow-popups" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "allow-scripts" not in answer.headers["content-security-policy"]
    assert '<base target="_blank">' in answer.text
    alone = open_relay.http.get(frame.attrib["src"], headers={"Sec-Fetch-Dest": "document"})
    assert alone.status_code == 303, "not as a page of its own"


@pytest.mark.parametrize("host, status", [
    ("127.0.0.1", 200), ("localhost:8025", 200), ("[::1]:8025", 200), ("10.1.2.3:80", 200), ("LOCALHOST", 200),
    ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("localhost.evil.example:80", 421), ("[evil]", 421),
    ("1.2.3.999", 421), ("1.2.3", 421),
])
@pytest.mark.parametrize("path", ["/", "/api/messages", "/api/faults"])
def test_foreign_host_names_are_turned_away(open_relay, host, status, path):
    assert open_relay.http.get(path, headers={"Host": host}).status_code == status


def test_changes_come_from_here(open_relay):
    foreign = [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
    with Wire(open_relay.smtp) as wire:
        wire.mail()
    for headers in foreign:
        assert open_relay.http.post("/clear", headers=headers).status_code == 403
        assert open_relay.http.put("/api/faults", json={}, headers=headers).status_code == 403
        assert open_relay.http.delete("/api/messages", headers=headers).status_code == 403
    assert len(open_relay.messages()) == 1
    ours = {"Origin": open_relay.web, "Sec-Fetch-Site": "same-origin"}
    assert open_relay.http.post("/clear", headers=ours).headers["location"] == "/"
    assert open_relay.messages() == []


def test_methods_and_headers(open_relay):
    for path, allowed in (("/", "GET, HEAD"), ("/clear", "POST"), ("/api/faults", "GET, HEAD, PUT")):
        answer = open_relay.http.request("PATCH", path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    head = open_relay.http.head("/")
    assert head.status_code == 200 and head.content == b""
    assert head.headers["content-length"] == str(len(open_relay.http.get("/").content))
    for path in ("/", "/nothing", "/api/messages", "/inbox.css", "/api/nothing"):
        headers = open_relay.http.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == ("max-age=300" if path == "/inbox.css" else "no-store")


def test_a_body_that_is_too_large(open_relay):
    assert open_relay.http.put("/api/faults", content=b" " * 2_000_000).status_code == 413


def test_newest_first_and_the_oldest_go_first():
    from harness import Catcher
    catcher = Catcher("--keep", "3")
    try:
        with Wire(catcher.smtp) as wire:
            for number in range(5):
                wire.mail(f"Subject: mail {number}\r\n\r\n".encode())
        assert [item["subject"] for item in catcher.messages()] == ["mail 2", "mail 3", "mail 4"]
        assert re.findall(r"mail \d", catcher.http.get("/").text) == ["mail 4", "mail 3", "mail 2"]
    finally:
        catcher.stop()
