import HTTPTypes
import Model

extension Area {
    static let webhooks = Area(
        name: "Webhooks",
        words: """
            An endpoint of the gallery that is told of each event soon after it happened, signed as Standard Webhooks \
            has it. What cannot be delivered is tried again for more than a day.
            """,
        operations: [
            listWebhooks, createWebhook, getWebhook, changeWebhook, deleteWebhook, rotateWebhook, listDeliveries,
            redeliver,
        ])

    private static let listWebhooks = Operation(
        id: "listWebhooks", method: .get, path: "/v1/webhooks", summary: "List webhooks", words: ["Oldest first."],
        scope: .admin, parameters: Parameter.page,
        answers: [.page("A page of webhooks.", of: .webhook, named: "WebhookPage", example: Example.webhook)])

    private static let createWebhook = Operation(
        id: "createWebhook", method: .post, path: "/v1/webhooks", summary: "Add a webhook",
        words: [
            "The secret is in this answer and in that of `rotate`, and never shown again.",
            """
            The URL is `https`, at a public address, on a port that the operator allows (443 and 8443 where nothing \
            else is said). It is checked again at each delivery. A gallery has at most 100 webhooks.
            """,
        ],
        scope: .admin,
        body: Operation.Body(
            schema: .component(
                Component(
                    "WebhookRequest", "Where to send events, and which.",
                    .request([.required("url", .endpoint, "Where they are posted to.")] + Schema.webhookFields))),
            example: [
                "url": "https://packages.acme.example/hooks/countersign", "types": ["invitation.*", "owner.added"],
            ]),
        answers: [
            .json(
                201, "The webhook, with its secret.", .newWebhook, example: Example.newWebhook,
                headers: [.location(in: "/v1/webhooks", Example.webhookID)])
        ],
        refusals: [.tooManyWebhooks])

    private static let getWebhook = Operation(
        id: "getWebhook", method: .get, path: "/v1/webhooks/{id}", summary: "Look at a webhook", words: [],
        scope: .admin, parameters: [.id(Example.webhookID)],
        answers: [.json("The webhook.", .webhook, example: Example.webhook, headers: [.tag])],
        refusals: [.unknownWebhook])

    private static let changeWebhook = Operation(
        id: "changeWebhook", method: .patch, path: "/v1/webhooks/{id}", summary: "Change a webhook",
        words: [
            """
            What is left out stays. A webhook that was disabled, by the service or by hand, is sent events again once \
            it is `active`.
            """
        ],
        scope: .admin, parameters: [.id(Example.webhookID)],
        body: Operation.Body(
            schema: .component(
                Component(
                    "WebhookChange", "What is to be different.",
                    .request(
                        [.optional("url", .endpoint, "Where events are posted to.")] + Schema.webhookFields + [
                            .optional("state", .choice(["active", "disabled"]), "Whether events are sent.")
                        ]))),
            example: ["state": "disabled"]),
        answers: [.json("The webhook as it is now.", .webhook, example: Example.webhook, headers: [.tag])],
        condition: .always, refusals: [.unknownWebhook])

    private static let deleteWebhook = Operation(
        id: "deleteWebhook", method: .delete, path: "/v1/webhooks/{id}", summary: "Remove a webhook", words: [],
        scope: .admin, parameters: [.id(Example.webhookID)], answers: [.nothing("It is removed.")],
        refusals: [.unknownWebhook])

    private static let rotateWebhook = Operation(
        id: "rotateWebhook", method: .post, path: "/v1/webhooks/{id}/rotate", summary: "Make a new secret",
        words: ["The old one signs beside it for 24 hours, so that the endpoint can be changed over in peace."],
        scope: .admin, parameters: [.id(Example.webhookID)], body: .nothing,
        answers: [.json("The webhook, with its new secret.", .newWebhook, example: Example.newWebhook)],
        refusals: [.unknownWebhook])
}

extension Schema {
    fileprivate static let webhookFields: [Field] = [
        .optional(
            "types", .array(.filter, count: 0...RequestBodies.mostWebhookTypes),
            "Which events; families such as `invitation.*` are taken. Left out or empty: all."),
        .optional("description", .words(RequestBodies.longestWebhookDescription), "What it is for."),
    ]

    /// Event types, and the families that they fall into.
    private static let filter: Schema = {
        let types = EventType.allCases.map(\.rawValue)
        let families = Set(types.map { "\($0.prefix { $0 != "." }).*" }).sorted()
        return .component(
            Component(
                "EventFilter", "An event type, or a family of them.", .choice(types + families),
                example: "invitation.*"))
    }()

    fileprivate static let endpoint = Schema.component(
        Component(
            "EndpointUrl", "An address of the gallery's that takes webhooks.",
            .text(
                Text(
                    format: "uri",
                    // That a host has a dot and no label over 63 octets is told in words: programs that make texts up
                    // by a pattern take minutes for one that looks ahead.
                    pattern: #"^https://[A-Za-z0-9][A-Za-z0-9.-]{2,252}(:(443|8443))?"#
                        + #"(/[A-Za-z0-9._~!$&'()*+,;=:@/-]*)?(\?[A-Za-z0-9._~!$&'()*+,;=:@/?-]*)?$"#,
                    length: 9...2000, words: "an `https` URL of a host with a dot, without user information or fragment"
                )),
            example: "https://packages.acme.example/hooks/countersign"))
}
