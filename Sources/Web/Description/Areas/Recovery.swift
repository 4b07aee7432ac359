import HTTPTypes
import Model

extension Area {
    static let recovery = Area(
        name: "Recovery",
        words: """
            A package has lost its active owner, and somebody says that it is rightfully theirs. Admins try to reach the \
            owners, log every attempt, and wait out the gallery's clock; then the claimant can be invited. All calls need \
            the scope `admin`; `by` is the name of the admin who acts.
            """,
        operations: [
            createCase, listCases, getCase, assignCase, noteOnCase, tickEvidence, logAttempt, grantCase, denyCase,
            reopenCase, lockCase, unlockCase, nameClaimant, caseOfReport, closeReport,
        ])

    private static let createCase = Operation(
        id: "createRecoveryCase", method: .post, path: "/v1/recovery-cases", summary: "Open a case",
        words: [
            """
            The claimant is mailed a link to confirm the address; until they have, no list shows the case, and its id \
            is of none. With `confirmed` the gallery vouches for the address, and the case is open at once.
            """,
            """
            The same claimant of the same package has one case: where there is one that is confirmed and not over, that \
            is the answer. Claims that nobody has confirmed stand beside each other; they end when the claimant has a case.
            """,
        ],
        scope: .admin,
        body: Operation.Body(
            schema: .component(
                Component(
                    "RecoveryRequest", "Who claims which package, and why.",
                    .request([
                        .required("package", .packageID, "The package; the service need not know it."),
                        .required("claimant", .claimant, "Who claims it."),
                        .required("why", .message(RecoveryCase.longestReason), "Why it should be theirs; not blank."),
                        .optional(
                            "links", .array(.webAddress, count: 0...RecoveryCase.mostLinks),
                            "Web addresses that are to prove it."),
                        .optional("confirmed", .boolean, "Whether the gallery vouches for the claimant's address."),
                        .optional(
                            "by", .username,
                            "The admin who opens it; left out: the claimant asked for it, and what is confirmed is by the key."
                        ),
                    ]))),
            example: [
                "package": Example.package, "claimant": Example.claimant, "why": Example.why, "confirmed": true,
            ]),
        answers: [
            .json(
                201, "The case.", .recoveryCase, example: Example.recoveryCase,
                headers: [.location(in: "/v1/recovery-cases", Example.caseID)]),
            .json("The one that there was already.", .recoveryCase, example: Example.recoveryCase),
        ],
        isCounted: true, refusals: [.alreadyOwner, .rateLimited])

    private static let listCases = Operation(
        id: "listRecoveryCases", method: .get, path: "/v1/recovery-cases", summary: "List cases",
        words: [
            """
            Oldest first, or with `order=due` those that ask for attention, the longest due first: with `dueBy` the queue of \
            a day. A case is in no list before its claimant has confirmed the address.
            """
        ],
        scope: .admin,
        parameters: [
            .query("state", .choice(RecoveryState.listed.map(\.rawValue)), "In this state."),
            .query("assignee", .anyText, "That this admin has."),
            .query("unassigned", .choice(["true", "false"]), "That nobody has."),
            .query("package", .anyText, "Of this package."),
            .query("claimant", .anyText, "That this account claims."),
            .query("email", .email, "That this address claims."),
            .query("dueBy", .time, "That ask for attention by this moment."),
            .query(
                "order", .choice(of: API.Order.self), "As they were made, which is the default, or as they are due."),
            .query("after", .casePlace, "The `next` of the page before, in the same order."), .limit,
        ],
        answers: [
            .page(
                "A page of cases.", of: .recoverySummary, named: "RecoveryCasePage", example: Example.recoverySummary)
        ])

    private static let getCase = Operation(
        id: "getRecoveryCase", method: .get, path: "/v1/recovery-cases/{id}", summary: "Look at a case",
        words: ["One whose claimant has not confirmed the address is not there yet."], scope: .admin,
        parameters: [.id(Example.caseID)],
        answers: [.json("The case.", .recoveryCase, example: Example.recoveryCase, headers: [.tag])],
        refusals: [.unknownCase])

    private static let closeReport = Operation(
        id: "closeReport", method: .post, path: "/v1/reports/{id}/close", summary: "Close a report",
        words: ["Somebody has dealt with it; who reported is not told. A second time changes nothing."], scope: .admin,
        parameters: [.id(Example.reportID)],
        body: Operation.Body(
            schema: .component(
                Component("ReportClosing", "Who has dealt with it, and how.", .request([.by, .reason]))),
            example: ["by": "dora", "reason": "The version was withdrawn."]),
        answers: [.json("The report as it is now.", .report, example: Example.report.with("state", "closed"))],
        changesOne: true, refusals: [.unknownReport])

    private static let caseOfReport = Operation(
        id: "createCaseOfReport", method: .post, path: "/v1/reports/{id}/case", summary: "Make a case of a report",
        words: ["Nobody claims the package yet; a report that has become a case answers with that."], scope: .admin,
        parameters: [.id(Example.reportID)],
        body: Operation.Body(
            schema: .component(Component("RecoveryAdoption", "Who does it.", .request([.by]))),
            example: ["by": "dora"]),
        answers: [
            .json(
                201, "The case.", .recoveryCase, example: Example.recoveryCase,
                headers: [.location(in: "/v1/recovery-cases", Example.caseID)]),
            .json("The one that it has become.", .recoveryCase, example: Example.recoveryCase),
        ],
        isCounted: true, refusals: [.unknownReport])
}
