"""Writes the answers that DecodingTests reads, as a real service gives them.

    .build/venv/bin/python Tests/CountersignClientTests/Fixtures/record.py

Bodies are kept byte for byte. Run it again when the API grows, and look at the difference.
"""
import http.server
import json
import pathlib
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "Python"))

from harness import Catcher, Service, free_port, link_in, press, wait_for  # noqa: E402  (the path is needed first)

PACKAGE = "/v1/packages/Contoso.Utils"
ANN, BOB, DAVE = ({"username": name, "email": f"{name}@example.org"} for name in ("ann", "bob", "dave"))


def keep(name, answer, *statuses):
    assert answer.status_code in (statuses or (200,)), (name, answer.status_code, answer.text)
    (HERE / f"{name}.json").write_bytes(answer.content)
    return answer.json()


class Receiver(http.server.BaseHTTPRequestHandler):
    seen = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append((dict(self.headers), body.decode()))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def record(service, catcher, receiver_url):
    admin = service.add_key("main", "admin", "override")

    def call(method, path, body=None, **more):
        return service.api(method, path, body, key=admin, **more)

    hook = keep("webhook-new", call("POST", "/v1/webhooks", {"url": receiver_url, "description": "doorbell"}), 201)
    keep("publication-new", call("POST", f"{PACKAGE}/publications", {
        "version": "1.0", "publisher": ANN, "stage": "live", "via": "key ci", "warnings": ["No licence."]}), 201)
    keep("owners-put", call("PUT", f"{PACKAGE}/owners", {
        "owners": [ANN, {"username": "carol", "email": "carol@example.org"}]}))
    invitation = keep("invitation-new", call("POST", f"{PACKAGE}/invitations", {
        "invitee": BOB, "invitedBy": "ann", "note": "Come, \u201cbob\u201d"}), 201)
    keep("invitation-by-address", call("POST", f"{PACKAGE}/invitations", {
        "invitee": {"email": "eve@example.org"}, "invitedBy": "ann"}), 201)
    keep("bulk", call("POST", "/v1/invitations/bulk", {"invitations": [
        {"package": "Contoso.Utils", "invitee": BOB, "invitedBy": "ann"},
        {"package": "Contoso.Utils", "invitee": {"username": "fay", "email": "fay@example.org"}, "invitedBy": "ann"},
        {"package": "Contoso.Utils", "invitee": BOB, "invitedBy": "nobody"}]}))
    keep("owners", call("GET", f"{PACKAGE}/owners"))
    assert press(link_in(catcher.next("bob@example.org"))).status_code == 200
    keep("invitation-accepted", call("GET", f"/v1/invitations/{invitation['id']}"))
    keep("invitation-transfer", call("POST", f"{PACKAGE}/invitations", {
        "invitee": DAVE, "invitedBy": "ann", "transfer": True}), 201)
    keep("invitations", call("GET", "/v1/invitations?limit=2"))
    held = keep("publication-held", call("POST", f"{PACKAGE}/publications", {
        "version": "1.1", "publisher": BOB, "hold": True}), 201)
    failing = call("POST", f"{PACKAGE}/publications", {"version": "1.2", "publisher": BOB}).json()
    keep("publication-failed", call("PATCH", f"/v1/publications/{failing['id']}", {
        "stage": "failed", "reasons": ["A virus was found."]}))
    keep("publications", call("GET", f"{PACKAGE}/publications"))
    keep("problem-publication", call("PATCH", f"/v1/publications/{held['id']}", {"stage": "live"}), 409)
    tag = call("GET", "/v1/preferences/ann").headers.get("ETag", "")
    keep("preferences", call("PUT", "/v1/preferences/ann", {
        "muted": [{"kind": "publication-live", "package": "Contoso.Utils"}, {"kind": "publication-received"}]},
        headers={"If-Match": tag} if tag else {}))
    keep("block", call("POST", "/v1/blocks", {"email": "eve@example.org", "inviter": "ann"}), 201)
    keep("blocks", call("GET", "/v1/blocks"))
    keep("suppression", call("PUT", "/v1/suppressions/old@example.org", {"reason": "moved"}), 201)
    keep("suppressions", call("GET", "/v1/suppressions"))
    keep("contact", call("POST", f"{PACKAGE}/contact", {"from": DAVE, "message": "May I help?"}), 201)
    keep("report", call("POST", f"{PACKAGE}/reports", {"from": DAVE, "reason": "malware", "message": "See 1.2."}), 201)
    keep("reports", call("GET", "/v1/reports"))
    wait_for(lambda: all(one["state"] == "sent" for one in service.all(f"/v1/messages?about={invitation['id']}")))
    messages = keep("messages", call("GET", f"/v1/messages?about={invitation['id']}"))
    keep("message", call("GET", f"/v1/messages/{messages['items'][0]['id']}"))
    keep("webhook", call("GET", f"/v1/webhooks/{hook['id']}"))
    keep("webhooks", call("GET", "/v1/webhooks"))
    wait_for(lambda: call("GET", f"/v1/webhooks/{hook['id']}/deliveries?state=succeeded").json()["items"])
    keep("deliveries", call("GET", f"/v1/webhooks/{hook['id']}/deliveries?limit=3"))
    keep("events", call("GET", "/v1/events?after=0"))
    keep("problem-invalid", call("POST", f"{PACKAGE}/invitations", {"invitee": {"email": "no"}, "colour": "red"}), 422)
    keep("problem-last-owner", call("DELETE", "/v1/packages/Other/owners/zoe?by=zoe")
         if call("PUT", "/v1/packages/Other/owners", {"owners": [{"username": "zoe", "email": "zoe@example.org"}]})
         else None, 409)
    headers, body = wait_for(lambda: Receiver.seen)[0]
    kept = {name.lower(): value for name, value in headers.items() if name.lower().startswith("webhook-")}
    (HERE / "webhook-request.json").write_text(
        json.dumps({"secret": hook["secret"], "headers": kept, "body": body}, indent=1) + "\n")


if __name__ == "__main__":
    catcher, port = Catcher(), free_port()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    service = Service(f"smtp://{catcher.smtp}", settings=["abuse=abuse@gallery.example.com"],
                      COUNTERSIGN_WEBHOOKS_ALLOW="127.0.0.0/8", COUNTERSIGN_WEBHOOKS_PORTS=str(port)).start()
    try:
        record(service, catcher, f"http://127.0.0.1:{port}/hook")
    finally:
        service.clear()
        catcher.stop()
