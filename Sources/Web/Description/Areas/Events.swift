import HTTPTypes
import Model

extension Area {
    static let events = Area(
        name: "Events",
        words: "Everything that happened, in order, each once. Webhooks bring the same.",
        operations: [listEvents])

    private static let listEvents = Operation(
        id: "listEvents", method: .get, path: "/v1/events", summary: "Read events",
        words: [
            """
            Those after a number, in order. Keep `next`, and ask with it again; with `wait` the answer is put off \
            until there is something.
            """
        ],
        scope: .read,
        parameters: [
            .query(
                "after", .integer(least: 0, most: .max), "The `next` of the answer before; 0 is the beginning.",
                example: 4710),
            .query(
                "wait", .integer(least: 0, most: API.longestWait),
                "For how many seconds to wait for one; 5 at most where the feed has not come to `after` yet."),
            .limit,
        ],
        answers: [
            .json(
                "The events.",
                .component(
                    Component(
                        "EventPage", "A part of the feed.",
                        .answer([
                            .required("items", .array(.event), "The events; none where there was nothing."),
                            .required("next", .integer(least: 0, most: nil), "What to ask `after` next."),
                        ]))),
                example: ["items": [Example.event], "next": 4711], headers: [.link])
        ])
}

extension Schema {
    static let event = Schema.component(
        Component(
            "Event", "Something that happened.",
            .answer([
                .required(
                    "seq", .integer(least: 1, most: nil), "Its place in the feed; later events have higher ones."),
                .required("id", .id, "Its id; a webhook brings it as `webhook-id`."),
                .required("type", .choice(of: EventType.self), "What happened."),
                .required("at", .time, "When."),
                .required("actor", .anyText, "The account that did it, or `system`."),
                .required("subject", .anyText, "The id of what changed; for `owner.…` the package."),
                .required("data", data, "What there is to tell of it; which fields there are depends on the type."),
            ]), example: Example.event))

    private static let data = Schema.component(
        Component(
            "EventData", "What an event tells; no address is in it, and no link.",
            .answer([
                .optional("package", .anyText, "The package, as first written."),
                .optional("invitation", .id, "The invitation."),
                .optional("publication", .id, "The publication."),
                .optional("version", .anyText, "Its version."),
                .optional("username", .anyText, "Whom it is about."),
                .optional("invitedBy", .anyText, "Who invited."),
                .optional("generation", .integer(least: 1, most: nil), "Which link of the invitation."),
                .optional("via", .anyText, "How somebody became an owner, or a version came."),
                .optional("reason", .anyText, "Why."),
                .optional("withoutAccount", .boolean, "True where the gallery is to make an account."),
                .optional("asAdmin", .boolean, "True where an admin did it over the owners' heads."),
                .optional("kind", .choice(of: MailKind.self), "The kind of mail."),
                .optional("code", .integer(least: nil, most: nil), "The relay's reply code."),
                .optional("status", .anyText, "Its enhanced status code."),
                .optional("detail", .anyText, "The last words heard."),
                .optional("limit", .choice(of: RateLimitName.self), "Which limit was reached."),
                .optional("recoveryCase", .id, "The recovery case."),
                .optional("state", .choice(of: RecoveryState.self), "Where that stands from now on."),
                .optional("attempt", .integer(least: 1, most: nil), "Which attempt to reach the owners."),
                .optional("channel", .choice(of: ContactChannel.self), "How it was made."),
                .optional("outcome", .choice(of: ContactOutcome.self), "What came of it."),
                .optional("item", .anyText, "The item of the checklist."),
                .optional("ticked", .boolean, "Whether that is found proven."),
                .optional("claimant", .anyText, "The masked address of who claims the package from now on."),
                .optional("formerClaimant", .anyText, "That of who claimed it before."),
                .optional("formerUsername", .anyText, "The account that they said was theirs."),
                .optional("assignee", .anyText, "The admin who has the case from now on."),
                .optional("keepsOwners", .boolean, "Whether the owners stay when the claimant has accepted."),
                .optional("overridden", .boolean, "True where a case was granted before its time."),
            ])))
}

extension Example {
    static let event: JSONValue = [
        "seq": 4711, "id": eventID, "type": "invitation.created", "at": createdAt, "actor": "ann",
        "subject": invitationID,
        "data": [
            "package": package, "invitation": invitationID, "username": "bob", "invitedBy": "ann", "generation": 1,
        ],
    ]
}
