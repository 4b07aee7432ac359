"""A client of Countersign's API in one file: Python 3.10 or later, nothing but the standard library.

    countersign = Countersign("https://confirm.example.org", key)
    countersign.invite("Contoso.Utils", {"username": "bob", "email": "bob@example.org"}, by="ann")

A call that the service refuses raises Problem; one that gets no answer raises Unreachable.
"""
import base64
import hashlib
import hmac
import http.client
import json
import random
import time
import urllib.parse
import uuid


class Problem(Exception):
    """A refusal: application/problem+json (RFC 9457)."""

    def __init__(self, status, body, retry_after=None):
        self.status = status
        self.kind = body.get("type", "").rsplit("/", 1)[-1]   # "not-an-owner", "rate-limited", …: stable
        self.detail = body.get("detail") or body.get("title") or ""   # words that are safe to show
        self.errors = body.get("errors", [])   # [{"pointer": "/invitee/email", "detail": "…"}]
        self.retry_after = retry_after   # seconds
        super().__init__(f"{status} {self.kind}: {self.detail}")


class Unreachable(Exception):
    """No answer, or one that is not the service's. A repeated POST needs the same Idempotency-Key."""


class Answer:
    def __init__(self, status, headers, content):
        self.status, self.etag, self.content = status, headers.get("ETag"), content
        self.type = headers.get_content_type()
        after = headers.get("Retry-After", "")
        self.retry_after = int(after) if after.isdigit() else None

    @property
    def body(self):
        return json.loads(self.content) if self.content else None


class Countersign:
    PASSING = {408, 429, 502, 503, 504}   # these speak of the moment, not of the request

    def __init__(self, base_url, key, attempts=10, total=60.0, timeout=20.0):
        self.base = urllib.parse.urlsplit(base_url.rstrip("/"))
        self.key, self.attempts, self.total, self.timeout = key, attempts, total, timeout

    def __repr__(self):
        return f"<Countersign at {self.base.geturl()}>"   # never the key

    # -- owners and invitations

    def owners(self, package):
        return self.call("GET", ["packages", package, "owners"]).body

    def put_owners(self, package, accounts):
        """For imports and repairs: replaces the whole list, and mails nobody."""
        return self.call("PUT", ["packages", package, "owners"], {"owners": accounts}).body

    def remove_owner(self, package, username, by):
        self.call("DELETE", ["packages", package, "owners", username], query={"by": by})

    def invite(self, package, invitee, by, note=None, transfer=False, idempotency_key=None):
        """The new invitation, or the one that is pending already."""
        body = {"invitee": invitee, "invitedBy": by}
        body.update({"note": note} if note else {}, **({"transfer": True} if transfer else {}))
        return self.call("POST", ["packages", package, "invitations"], body, idempotency_key=idempotency_key).body

    def decide(self, invitation, action, by, **more):
        """action: accept or decline (by the invitee), cancel or resend (by an owner)."""
        return self.call("POST", ["invitations", invitation, action], {"by": by, **more}).body

    # -- publications

    def publish(self, package, version, publisher, **more):
        """more: stage, hold, via, warnings, reasons. A version that is not that far is brought to the stage."""
        body = {"version": version, "publisher": publisher, **more}
        return self.call("POST", ["packages", package, "publications"], body).body

    def advance(self, publication, stage, **more):
        return self.call("PATCH", ["publications", publication], {"stage": stage, **more}).body

    # -- what people do not want to hear

    def muted(self, username):
        answer = self.call("GET", ["preferences", username])
        return answer.body, answer.etag

    def set_muted(self, username, change):
        """change: from the list of what is muted to a new one; called again where somebody else was quicker."""
        for _ in range(5):
            now, etag = self.muted(username)
            try:
                body = {"muted": change(now["muted"])}
                return self.call("PUT", ["preferences", username], body, if_match=etag).body
            except Problem as problem:
                if problem.status != 412:
                    raise
        raise Unreachable("the preferences were changed all the time")

    # -- what happened

    def events(self, after, wait=0, limit=200):
        """[] where nothing happened, after `wait` seconds."""
        query = {"after": after, "limit": limit, "wait": wait}
        return self.call("GET", ["events"], query=query, patience=wait).body["items"]

    def add_webhook(self, url, types=()):
        """Its answer is the only one that holds the secret. Needs a key with the scope admin."""
        return self.call("POST", ["webhooks"], {"url": url, "types": list(types)}).body

    # -- how

    def call(self, method, path, body=None, query=None, idempotency_key=None, if_match=None, patience=0):
        """One call, tried again where that may help and takes effect once."""
        target = self.base.path + "/v1/" + "/".join(urllib.parse.quote(part, safe="") for part in path)
        target += "?" + urllib.parse.urlencode(query) if query else ""
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if method == "POST":   # made once, kept over all attempts
            headers["Idempotency-Key"] = idempotency_key or str(uuid.uuid4())
        if if_match:
            headers["If-Match"] = if_match
        end, lost = time.monotonic() + self.total + patience, False
        for attempt in range(1, self.attempts + 1):
            answer = self._once(method, target, content, headers, self.timeout + patience)
            if answer is None:
                failure, lost = Unreachable(f"{self.base.netloc} did not answer"), True
            elif answer.status < 300:
                return answer
            elif answer.type != "application/problem+json":
                failure = Unreachable(f"{self.base.netloc} answered {answer.status}, and not as Countersign does")
            else:
                failure = Problem(answer.status, answer.body, answer.retry_after)
                if method == "DELETE" and lost and failure.kind == "unknown-owner":
                    return answer   # the attempt whose answer was lost did it
            in_flight = isinstance(failure, Problem) and failure.kind == "idempotency-in-flight"
            if not (answer is None or in_flight or answer.status in self.PASSING):
                raise failure
            pause = min(0.25 * 2 ** (attempt - 1), 10) * random.uniform(0.5, 1)
            asked = (answer.retry_after if answer else None) or 0
            pause = max(pause, asked * random.uniform(1, 1.1))
            if attempt == self.attempts or time.monotonic() + pause > end:
                raise failure
            time.sleep(pause)
        raise Unreachable("no attempt was made")

    def _once(self, method, target, content, headers, timeout):
        # Not urllib.request: that follows redirects, and the key would go with them.
        kind = http.client.HTTPSConnection if self.base.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.base.netloc, timeout=timeout)
        try:
            connection.request(method, target, content, headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


class BadWebhook(Exception):
    """The request does not come from Countersign, or not now; answer it with 400."""


def verify_webhook(secrets, headers, body, now=None, tolerance=300):
    """The event in a webhook's request (Standard Webhooks).

    secrets: those that are valid, two while one is rotated. headers: anything with get(). body: the bytes as they came.
    """
    id, stamp, given = (headers.get(f"webhook-{name}") or "" for name in ("id", "timestamp", "signature"))
    if not id or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12 or len(given) > 4096:
        raise BadWebhook("a header is missing or cannot be read")
    if abs((time.time() if now is None else now) - int(stamp)) > tolerance:
        raise BadWebhook("too old, or from the future")
    right = []
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        digest = hmac.new(key, f"{id}.{stamp}.".encode() + body, hashlib.sha256).digest()
        right.append("v1," + base64.b64encode(digest).decode())
    if not any(hmac.compare_digest(one.encode(), other.encode()) for one in given.split(" ") for other in right):
        raise BadWebhook("no signature is right")
    return json.loads(body)["data"]
