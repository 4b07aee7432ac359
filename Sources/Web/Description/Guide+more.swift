extension Guide {
    static let limits = Chapter(
        id: "limits", title: "Limits",
        parts: [
            .text(
                """
                So that nobody's mailbox is flooded, an account may send, and a package may send, 5 invitations in a \
                burst, 10 an hour and 48 a day; an address gets 3 an hour and 10 a day. Of messages of people an owner \
                gets, and a sender sends, 5 an hour and 20 a day; a package is reported 10 times an hour and 50 a day. \
                Domains, keys and the service as a whole have wider limits. A gallery can change its own. They hold \
                over restarts and over all servers. What is too much is answered with 429: `Retry-After` and \
                `retryAfter` say for how many seconds to wait, and `limit` which limit it was.
                """),
            .text(
                """
                What others only hear of is never refused. Of notices about versions and invitations an address gets \
                60 an hour and 300 a day: beyond that versions stand in a digest, and the rest is recorded as \
                `suppressed`, with an event. Mails that warn (owners who come and go, a publisher who is new to the \
                package, a version to confirm) have a limit of their own, 100 an hour and 500 a day of one gallery to \
                one address, so that nobody hides one behind a flood of others.
                """),
            .text(
                """
                Answers to calls that count tell how much is left of the tightest limit, as \
                draft-ietf-httpapi-ratelimit-headers has it: `RateLimit: "inviter";r=4;t=360` and `RateLimit-Policy: \
                "inviter";q=5;w=1800`.
                """),
        ])

    static let errors = Chapter(
        id: "errors", title: "Errors",
        parts: [
            .text(
                """
                Every refusal is `application/problem+json` (RFC 9457). Its `type` never changes and leads to a page \
                that explains it; `detail` is for people; `errors` names each bad field by a JSON pointer, or each \
                bad parameter by its name.
                """),
            .text(
                """
                After 429, 500 and 503 the same request may be sent again, later, with the same `Idempotency-Key`. \
                Other refusals come again until something is different.
                """),
        ])

    static let events = Chapter(
        id: "events", title: "Events",
        parts: [
            .text(
                """
                Nothing changes without an event. `GET /v1/events` reads them in order, each once: keep `next` in the \
                transaction in which you act on them, and ask `after` it. `wait=30` puts the answer off until there is \
                one, so that a loop needs no pause.
                """),
            .code(
                """
                after=0
                while answer=$(curl -s "$api/v1/events?after=$after&wait=30" -H "$key"); do
                    echo "$answer" | jq -c '.items[]'
                    after=$(echo "$answer" | jq .next)
                done
                """),
        ])

    static let webhooks = Chapter(
        id: "webhooks", title: "Webhooks",
        parts: [
            .text(
                """
                A webhook is posted each event soon after it happened, signed as Standard Webhooks 1.0 has it. The \
                order is not kept, and an event may come twice: `webhook-id` tells repetitions. Answer with a 2xx \
                within 20 seconds, and work afterwards; what fails is sent again for more than a day.
                """),
            .text(
                """
                Check the signature over the bytes as they came, before they are parsed. During a change of secrets \
                there are two signatures: one of them has to fit.
                """),
            .code(verification),
        ])

    static let changes = Chapter(
        id: "changes", title: "What stays, and what may change",
        parts: [
            .text(
                """
                Within `/v1`, answers may gain fields, lists of words may gain words, and calls may take more. What is \
                to go is marked `deprecated` here; its answers carry `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and \
                a `Link` to the explanation; and at least six months lie between the two moments. Nothing is \
                deprecated now.
                """)
        ])

    /// Python, because most people read it.
    static let verification = """
        import base64, hashlib, hmac, time

        def verify(secret, headers, body):
            stamp = headers["webhook-timestamp"]
            if abs(time.time() - int(stamp)) > 300:
                raise ValueError("too old, or a clock is wrong")
            key = base64.b64decode(secret.removeprefix("whsec_"))
            signed = f"{headers['webhook-id']}.{stamp}.".encode() + body
            digest = hmac.new(key, signed, hashlib.sha256).digest()
            ours = "v1," + base64.b64encode(digest).decode()
            theirs = headers["webhook-signature"].split()
            if not any(hmac.compare_digest(ours, one) for one in theirs):
                raise ValueError("not signed with this secret")
        """
}
