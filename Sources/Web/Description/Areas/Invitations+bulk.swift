import HTTPTypes
import Model

extension Area {
    static let createInvitations = Operation(
        id: "createInvitations", method: .post, path: "/v1/invitations/bulk", summary: "Invite many at once",
        words: [
            """
            Up to 1,000 invitations, each decided for itself as if it came alone: one that is refused leaves the \
            others alone, even one that cannot be read. What a limit refuses says in its problem's `retryAfter` when to \
            try again. The results stand in the order of the request, whose body may \
            have 2 MiB.
            """
        ],
        scope: .notify,
        body: Operation.Body(
            schema: .component(
                Component(
                    "BulkInvitationRequest", "Invitations to make.",
                    .request([
                        .required(
                            "invitations", .array(.preferably(entry), count: 1...1000),
                            "What to do, one after the other.")
                    ]))),
            example: [
                "invitations": [
                    [
                        "package": Example.package, "invitee": ["username": "bob", "email": "bob@example.org"],
                        "invitedBy": "ann",
                    ],
                    ["package": "Contoso.Core", "invitee": ["username": "bob"], "invitedBy": "ann"],
                ]
            ]),
        answers: [
            .json("One result for each.", results, example: ["results": [Example.bulkDone, Example.bulkRefused]])
        ], isCounted: true)

    private static let entry = Schema.component(
        Component(
            "BulkInvitation", "One invitation of many.",
            .request([
                .required("package", .packageID, "To which package."),
                .required("invitee", .invitee, "Whom to invite."),
                .required("invitedBy", .username, "The owner who invites."),
                .optional("note", .note, "What the owner writes to the invitee."),
            ])))

    private static let results = Schema.component(
        Component(
            "BulkResults", "What came of each, in the order of the request.",
            .answer([
                .required(
                    "results",
                    .array(
                        .either([
                            .answer([
                                .required("status", .integer(least: 200, most: 201), "201 new, 200 pending already."),
                                .required("invitation", .invitation, "The invitation."),
                            ]),
                            .answer([
                                .required("status", .integer(least: 400, most: 499), "As it would be alone."),
                                .required("problem", .problem, "Why it is refused."),
                            ]),
                        ])), "The results.")
            ])))
}

extension Example {
    fileprivate static let bulkDone: JSONValue = ["status": 201, "invitation": invitation]
    fileprivate static let bulkRefused: JSONValue = [
        "status": 404,
        "problem": [
            "type": "https://confirm.packages.acme.example/problems/unknown-package",
            "title": "The package is not known",
            "status": 404, "detail": "This gallery has no package of this id.",
        ],
    ]
}
