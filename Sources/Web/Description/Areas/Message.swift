import Model

extension Schema {
    static let message = Schema.component(
        Component(
            "Message", "One mail to one address.",
            .answer([
                .required("id", .id, "Its id."),
                .required("kind", .choice(of: MailKind.self), "What it is for."),
                .required("about", .id, "The invitation, publication or other thing that it is about."),
                .required("recipient", .email, "Where it goes."),
                .required("locale", .nullable(.locale), "The language that was asked for."),
                .required("state", .choice(of: MessageState.self), "Where it stands."),
                .required("createdAt", .time, "When it was queued."),
                .required("nextAttemptAt", .nullable(.time), "When it is tried next; null where it is not."),
                .required("messageID", .anyText, "Its `Message-ID`, the same at each attempt."),
                .optional("detail", .anyText, "What was heard of it last."),
                .required("attempts", .array(attempt), "Every attempt to hand it to a relay, oldest first."),
            ]), example: Example.message))

    private static let attempt = Schema.component(
        Component(
            "Attempt", "One try at handing a message to a relay.",
            .answer([
                .required("at", .time, "When it ended."),
                .required("relay", .anyText, "The relay's host and port."),
                .required("outcome", .choice(of: DeliveryAttempt.Outcome.self), "What came of it."),
                .required("phase", .nullable(.anyText), "How far the conversation came."),
                .required("code", .nullable(.integer(least: 0, most: 999)), "The relay's reply code."),
                .required("status", .nullable(.anyText), "Its enhanced status code (RFC 3463)."),
                .required("text", .anyText, "Its words, or ours where there was no reply."),
            ])))
}

extension Example {
    static let message: JSONValue = [
        "id": messageID, "kind": "invitation", "about": invitationID, "recipient": "bob@example.org", "locale": "de",
        "state": "sent", "createdAt": createdAt, "nextAttemptAt": .null,
        "messageID": "<01a1fea6-a9f9-7c11-9e02-6d1f0b8a52c7@packages.acme.example>",
        "attempts": [
            [
                "at": sentAt, "relay": "relay.acme.example:587", "outcome": "accepted", "phase": "end-of-data",
                "code": 250, "status": "2.0.0", "text": "2.0.0 Ok: queued as 4F2A91C0",
            ]
        ],
    ]
}
