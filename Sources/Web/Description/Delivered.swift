import Model

/// What the service posts to a gallery's webhooks.
enum Delivered {
    static let body = Schema.component(
        Component(
            "WebhookBody", "One event, as a webhook brings it.",
            .answer([
                .required("type", .choice(of: EventType.self), "What happened."),
                .required("timestamp", .time, "When it happened: the event's `at`."),
                .required("data", .event, "The event, as `GET /v1/events` shows it."),
            ]), example: example))

    static let example: JSONValue = [
        "type": "invitation.created", "timestamp": Example.createdAt, "data": Example.event,
    ]

    static let headers: [Parameter] = [
        header("webhook-id", "The event's id, the same at each attempt: what to tell repetitions by.", Example.eventID),
        header("webhook-timestamp", "When this attempt was made, in seconds since 1970.", "1795244593"),
        header(
            "webhook-signature", "One `v1,` and base 64 for each secret that signs, with spaces between.",
            "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
        Parameter(
            name: "traceparent", place: .header, schema: .anyText,
            words: "The trace of the request that caused the event, where it had one."),
    ]

    static let document: JSONValue = [
        "event": [
            "post": [
                "operationId": "receiveEvent",
                "tags": ["Webhooks"],
                "summary": "An event happened",
                "description": """
                Any 2xx says that it was taken. 410 disables the webhook; `Retry-After` with 429, 502, 503 or 504 is \
                honoured; redirections are not followed. What is not taken is sent again for more than a day.
                """,
                "security": [],
                "parameters": .array(headers.map(\.document)),
                "requestBody": [
                    "required": true,
                    "content": ["application/json": ["schema": body.document(), "example": example]],
                ],
                "responses": [
                    "2XX": ["description": "It was taken."],
                    "410": ["description": "Nobody wants it any more."],
                ],
            ]
        ]
    ]

    private static func header(_ name: String, _ words: String, _ example: JSONValue) -> Parameter {
        Parameter(name: name, place: .header, schema: .anyText, words: words, isRequired: true, example: example)
    }
}
