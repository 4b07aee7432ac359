import Model

extension Schema {
    private static let webhookAnswer: [Field] = [
        .required("id", .id, "Its id."),
        .required("url", .anyText, "Where events are posted to."),
        .required("types", .array(.anyText), "Which events; empty: all."),
        .optional("description", .anyText, "What it is for."),
        .required("state", .choice(["active", "disabled"]), "Whether events are sent."),
        .optional("disabledReason", .anyText, "Why the service disabled it."),
        .required("createdAt", .time, "When it was added."),
    ]

    static let webhook = Schema.component(
        Component(
            "Webhook", "An endpoint that is told of events.", .answer(webhookAnswer), example: Example.webhook))

    static let newWebhook = Schema.component(
        Component(
            "NewWebhook", "A webhook with the secret that its deliveries are signed with.",
            .answer(
                webhookAnswer + [
                    .required(
                        "secret",
                        .text(Text(pattern: "^whsec_[A-Za-z0-9+/]+=*$", words: "`whsec_` and base 64")),
                        "Shown here alone.")
                ]), example: Example.newWebhook))

    static let delivery = Schema.component(
        Component(
            "Delivery", "One event on its way to one webhook.",
            .answer([
                .required("id", .id, "Its id."),
                .required(
                    "event",
                    .answer([
                        .required("seq", .integer(least: 1, most: nil), "Its place in the feed."),
                        .required("id", .id, "Its id."),
                        .required("type", .choice(of: EventType.self), "What happened."),
                    ]), "Which event."),
                .required("state", .choice(of: WebhookDeliveryState.self), "Where it stands."),
                .required("attempts", .integer(least: 0, most: nil), "How often it was tried."),
                .required("at", .time, "When it last changed."),
                .optional("nextAttemptAt", .time, "When it is tried next."),
                .optional("status", .integer(least: 100, most: 999), "The endpoint's last answer."),
                .optional("detail", .anyText, "Why the last attempt failed."),
                .required("log", .array(attempt), "Each attempt, oldest first."),
            ])))

    private static let attempt = Schema.answer([
        .required("at", .time, "When it ended."),
        .required("milliseconds", .integer(least: 0, most: nil), "How long it took."),
        .required("outcome", .choice(of: WebhookAttempt.Outcome.self), "What came of it."),
        .optional("status", .integer(least: 100, most: 999), "What the endpoint answered."),
        .optional("detail", .anyText, "Why it failed."),
    ])
}

extension Example {
    private static let webhookFields: JSONValue = [
        "id": webhookID, "url": "https://packages.acme.example/hooks/countersign",
        "types": ["invitation.*", "owner.added"], "state": "active", "createdAt": createdAt,
    ]

    static let webhook = webhookFields

    static let newWebhook = webhookFields.with("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    static let delivery: JSONValue = [
        "id": deliveryID, "event": ["seq": 4711, "id": eventID, "type": "invitation.created"], "state": "pending",
        "attempts": 1, "at": sentAt, "nextAttemptAt": "2026-11-21T07:03:18.044Z", "status": 502,
        "log": [["at": sentAt, "milliseconds": 31, "outcome": "refused", "status": 502]],
    ]
}
