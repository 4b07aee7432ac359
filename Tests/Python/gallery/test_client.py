"""The example's client by itself: signatures, and what is tried again."""
import http.server
import threading

import pytest

import countersign as example

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
BODY = b'{"test": 2432232314}'
HEADERS = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}


def verify(secrets=(SECRET,), headers=HEADERS, body=BODY, now=1614265330):
    """The vector's body is no event: what comes after the signature was right is a KeyError."""
    with pytest.raises(KeyError):
        example.verify_webhook(secrets, headers, body, now)


def test_the_vector_of_the_specification():
    verify()
    verify((OTHER, SECRET))
    verify(headers=HEADERS | {"webhook-signature": "v1,AAAA v1a,x " + HEADERS["webhook-signature"]})
    verify(now=1614265330 + 299)


@pytest.mark.parametrize("change", [
    {"secrets": (OTHER,)}, {"secrets": ()}, {"body": BODY + b" "}, {"now": 1614265330 + 301}, {"now": 1614265330 - 301},
    *({"headers": HEADERS | {name: value}} for name, value in (
        ("webhook-id", "msg_other"), ("webhook-timestamp", "1614265331"), ("webhook-timestamp", ""),
        ("webhook-timestamp", "1e9"), ("webhook-signature", ""), ("webhook-signature", "v1,"),
        ("webhook-signature", "\u00fc"), ("webhook-signature", "v1a" + HEADERS["webhook-signature"][2:]))),
    {"headers": {}},
])
def test_anything_else_is_refused(change):
    given = {"secrets": (SECRET,), "headers": HEADERS, "body": BODY, "now": 1614265330} | change
    with pytest.raises(example.BadWebhook):
        example.verify_webhook(**given)


class Scripted(http.server.BaseHTTPRequestHandler):
    """Answers as `script` says, one entry a request; None drops the connection."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        step = self.server.script.pop(0)
        if step is None:
            self.close_connection = True
            return
        status, headers, content = step
        self.send_response(status)
        fields = {"Content-Length": str(len(content)), "Content-Type": "application/json"} | headers
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    server.script, server.seen, server.naps = [], [], []
    monkeypatch.setattr(example.time, "sleep", server.naps.append)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    server.client = example.Countersign(f"http://127.0.0.1:{server.server_address[1]}", "cs_secret")
    yield server
    server.shutdown()
    server.server_close()


def problem(status, kind, **headers):
    content = f'{{"type": "https://c.example/problems/{kind}", "status": {status}, "detail": "D"}}'.encode()
    return status, {"Content-Type": "application/problem+json"} | headers, content


def invite(server):
    return server.client.invite("@a/b", {"username": "bob"}, by="ann")


@pytest.mark.parametrize("passing", [
    None, problem(408, "request-timeout"), problem(409, "idempotency-in-flight"), problem(429, "rate-limited"),
    problem(503, "unavailable"), (502, {"Content-Type": "text/html"}, b"<h1>Bad gateway</h1>")])
def test_what_passes_is_tried_again_with_the_same_key(server, passing):
    server.script += [passing, (201, {}, b'{"id": "i"}')]
    assert invite(server) == {"id": "i"}
    first, second = server.seen
    assert first == second and first[2]["Idempotency-Key"]
    assert first[:2] == ("POST", "/v1/packages/%40a%2Fb/invitations")


@pytest.mark.parametrize("status, kind", [
    (400, "malformed-json"), (401, "unauthorized"), (403, "not-an-owner"), (404, "unknown-package"),
    (409, "already-owner"), (412, "precondition-failed"), (422, "invalid"), (500, "internal")])
def test_what_does_not_pass_is_not(server, status, kind):
    server.script.append(problem(status, kind))
    with pytest.raises(example.Problem) as caught:
        invite(server)
    assert (caught.value.status, caught.value.kind, len(server.seen)) == (status, kind, 1)


def test_a_wish_to_wait_is_honoured_or_handed_on(server):
    server.script += [problem(429, "rate-limited", **{"Retry-After": "17"}), (201, {}, b"{}")]
    invite(server)
    assert len(server.naps) == 1 and 17 <= server.naps[0] <= 18.7
    server.script.append(problem(429, "rate-limited", **{"Retry-After": "3600"}))
    with pytest.raises(example.Problem) as caught:
        invite(server)
    assert caught.value.retry_after == 3600 and len(server.naps) == 1


def test_attempts_are_counted_and_the_key_is_not_shown(server):
    server.script += [None] * 10
    with pytest.raises(example.Unreachable) as caught:
        invite(server)
    assert len(server.seen) == 10 and "cs_secret" not in f"{caught.value!r} {server.client!r}"


def test_a_removal_whose_answer_was_lost_is_done(server):
    server.script += [None, problem(404, "unknown-owner")]
    server.client.remove_owner("P", "bob", by="ann")
    server.script.append(problem(404, "unknown-owner"))
    with pytest.raises(example.Problem):
        server.client.remove_owner("P", "bob", by="ann")


def test_muting_starts_again_where_somebody_was_quicker(server):
    server.script += [
        (200, {"ETag": '"1"'}, b'{"muted": []}'), problem(412, "precondition-failed"),
        (200, {"ETag": '"2"'}, b'{"muted": [1]}'), (200, {}, b'{"muted": [1, 2]}')]
    assert server.client.set_muted("ann", lambda muted: muted + [2]) == {"muted": [1, 2]}
    assert [seen[2].get("If-Match") for seen in server.seen] == [None, '"1"', None, '"2"']
    assert server.seen[-1][3] == b'{"muted": [1, 2]}'
