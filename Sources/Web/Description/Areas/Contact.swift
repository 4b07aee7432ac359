import HTTPTypes
import Model

extension Area {
    static let contact = Area(
        name: "Contact and reports",
        words: "Words of a person to a package's owners, and reports of abuse to the gallery.",
        operations: [contactOwners, createReport, listReports, getReport])

    private static let contactOwners = Operation(
        id: "contactOwners", method: .post, path: "/v1/packages/{package}/contact", summary: "Write to the owners",
        words: [
            """
            Each owner gets a mail of their own, and the sender a copy. Nobody sees an address, unless the sender \
            shares theirs.
            """,
            """
            An owner's mail has a link by which they take no more from this sender, about this package, or at all; \
            such owners get none, and the answer does not tell.
            """,
        ],
        scope: .notify, parameters: [.package],
        body: Operation.Body(
            schema: .component(
                Component(
                    "ContactRequest", "A message to the owners.",
                    .request([
                        .required("from", .invitee, "Who writes; the address is needed where it is not known."),
                        .required("message", .message(RequestBodies.longestMessage), "The message; not blank."),
                        .optional("shareAddress", .boolean, "Whether the owners are shown the sender's address."),
                    ]))),
            example: [
                "from": ["username": "dora", "email": "dora@example.org"],
                "message": "Version 2.3 breaks on Windows. Would you take a patch?",
            ]),
        answers: [
            .json(201, "It is on its way.", .contact, example: Example.contact),
            .json("The same words, which were sent a short while ago.", .contact, example: Example.contact),
        ],
        isCounted: true, refusals: [.unknownPackage, .unknownAccount, .noOwners, .rateLimited])

    private static let createReport = Operation(
        id: "createReport", method: .post, path: "/v1/packages/{package}/reports", summary: "Report abuse",
        words: ["Mails the gallery's abuse address, and waits in its list of reports."], scope: .notify,
        parameters: [.package],
        body: Operation.Body(
            schema: .component(
                Component(
                    "ReportRequest", "What is wrong with a package.",
                    .request([
                        .optional("from", .reporter, "Who reports it; left out: nobody says."),
                        .required("reason", .words(500, least: 1), "What is wrong, in a line."),
                        .optional("message", .words(RequestBodies.longestMessage), "The whole of it."),
                    ]))),
            example: ["from": ["username": "dora"], "reason": "It uploads environment variables."]),
        answers: [.json(201, "The report.", .report, example: Example.report)],
        isCounted: true, refusals: [.unknownPackage, .rateLimited])

    private static let getReport = Operation(
        id: "getReport", method: .get, path: "/v1/reports/{id}", summary: "Look at a report", words: [], scope: .admin,
        parameters: [.id(Example.reportID)],
        answers: [.json("The report.", .report, example: Example.report, headers: [.tag])], refusals: [.unknownReport])

    private static let listReports = Operation(
        id: "listReports", method: .get, path: "/v1/reports", summary: "List reports", words: ["Oldest first."],
        scope: .admin, parameters: Parameter.page,
        answers: [.page("A page of reports.", of: .report, named: "ReportPage", example: Example.report)])
}

extension Schema {
    fileprivate static let contact = Schema.component(
        Component(
            "Contact", "A message to the owners.",
            .answer([
                .required("id", .id, "Its id; `GET /v1/messages?about=` lists the mails."),
                .required("package", .name, "The package, as first written."),
                .required("recipients", .integer(least: 0, most: nil), "How many mails go to owners."),
                .required("createdAt", .time, "When it was taken."),
            ])))

    /// Words that are not blank.
    static func message(_ limit: Int) -> Schema {
        let allowed = #"[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]"#
        return .text(
            Text(
                pattern: "^\(allowed)*[^\\s\\u0000-\\u0020\\u007F-\\u00A0]\(allowed)*$", length: 1...limit,
                words: "plain text, line breaks and tabs allowed"))
    }

    static let report = Schema.component(
        Component(
            "Report", "What somebody says is wrong with a package.",
            .answer([
                .required("id", .id, "Its id."),
                .required("package", .name, "The package, as first written."),
                .required("reporter", .nullable(.name), "Who reported it; null where nobody says."),
                .required("reason", .anyText, "What is wrong, in a line."),
                .optional("message", .anyText, "The whole of it."),
                .required("state", .choice(["open", "closed"]), "Whether it waits for an admin."),
                .optional("recoveryCase", .id, "The recovery case that it has become."),
                .required("createdAt", .time, "When it was taken."),
            ])))
}

extension Example {
    fileprivate static let contact: JSONValue = [
        "id": "01a1fed7-0c3f-7d15-a8b9-2e4f6c0d1a73", "package": package, "recipients": 2, "createdAt": createdAt,
    ]

    static let report: JSONValue = [
        "id": reportID, "package": package, "reporter": "dora", "reason": "It uploads environment variables.",
        "state": "open",
        "createdAt": createdAt,
    ]
}
