import HTTPTypes
import Model

extension Area {
    static let listDeliveries = Operation(
        id: "listDeliveries", method: .get, path: "/v1/webhooks/{id}/deliveries", summary: "List deliveries",
        words: ["Those of one webhook, oldest first."], scope: .admin,
        parameters: [
            .id(Example.webhookID), .query("state", .choice(of: WebhookDeliveryState.self), "In this state."),
        ] + Parameter.page,
        answers: [.page("A page of deliveries.", of: .delivery, named: "DeliveryPage", example: Example.delivery)],
        refusals: [.unknownWebhook])

    static let redeliver = Operation(
        id: "redeliver", method: .post, path: "/v1/webhooks/{id}/redeliver", summary: "Deliver events again",
        words: ["Some deliveries by their ids, or all events of a part of the feed that the webhook takes."],
        scope: .admin, parameters: [.id(Example.webhookID)],
        body: Operation.Body(
            schema: .component(
                Component(
                    "RedeliveryRequest", "What to deliver again.",
                    .request(
                        [
                            .optional(
                                "deliveries", .array(.id, count: 1...RequestBodies.mostRedeliveries),
                                "These deliveries of the webhook."),
                            .optional("after", .integer(least: 0, most: .max), "Events after this number."),
                            .optional("before", .integer(least: 0, most: .max), "And before this one."),
                        ],
                        rule: Schema.Rule(
                            words: "Either `deliveries`, or `after` with perhaps `before`.",
                            alternatives: [
                                [
                                    "required": ["deliveries"],
                                    "properties": [
                                        "deliveries": ["type": "array"], "after": ["type": "null"],
                                        "before": ["type": "null"],
                                    ],
                                ],
                                [
                                    "required": ["after"],
                                    "properties": ["after": ["type": "integer"], "deliveries": ["type": "null"]],
                                ],
                            ])))),
            example: ["after": 4700, "before": 4712]),
        answers: [
            .json(
                "They wait for their next attempt.",
                .component(
                    Component(
                        "Redelivery", "What will be delivered again.",
                        .answer([
                            .required("queued", .integer(least: 0, most: nil), "How many deliveries."),
                            .optional(
                                "next", .integer(least: 0, most: nil),
                                "Where there were too many events for one call: ask `after` it for the others."),
                        ]))),
                example: ["queued": 11])
        ],
        refusals: [.unknownWebhook, .unknownDelivery])
}
