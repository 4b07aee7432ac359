import HTTPTypes
import Model

extension Area {
    static let assignCase = act(
        "assign", "assignRecoveryCase", "Give a case to an admin", ["To another admin as well; left out: to nobody."],
        fields: [.optional("assignee", .username, "The admin's name.")], example: ["assignee": "dora"])

    static let noteOnCase = act(
        "notes", "noteOnRecoveryCase", "Add a note", ["Admins read it, and nobody else."],
        fields: [.required("text", .words(CaseNote.longest, least: 1), "The note.")],
        example: ["text": "The signature of the last release is hers."])

    static let tickEvidence = act(
        "evidence", "tickEvidence", "Tick an item of the checklist",
        [
            "The gallery's `recovery.checklist` names the items. A package without an owner is granted only with all of them."
        ],
        fields: [
            .required("item", .anyText, "The item."),
            .optional("ticked", .boolean, "False takes it back; left out: true."),
        ], example: ["item": "source-repository"])

    static let logAttempt = act(
        "attempts", "logAttempt", "Log an attempt to reach the owners",
        [
            """
            By mail and without an `outcome`, the service makes the attempt: every owner is mailed two links, to object \
            and to agree, and the attempt shows how the mails fare. Any other attempt is one that was made already.
            """,
            """
            What reached nobody, or was `refused`, does not count for the clock, but for the pause, which runs from the last \
            attempt of all. An owner who has `objected` stops the case, as by the link.
            """,
            """
            For the clock, an attempt counts from when it was made, but from no earlier than \
            \(ContactAttempt.writtenDownWithin.spelledOut) before it was logged: log what you have done while it is fresh.
            """,
            "Within ten minutes the owners are not mailed twice: the same again changes nothing, another note is refused.",
        ],
        fields: [
            .required("channel", .choice(of: ContactChannel.self), "How."),
            .optional(
                "outcome", .choice(AttemptReport.outcomes.map(\.rawValue)),
                "What came of it; left out for a mail that the service is to send."),
            .optional("at", .time, "When it was made: since the case was opened; left out: now."),
            .optional("whom", .words(AttemptReport.longestWhom), "Who was tried."),
            .optional("evidence", .webAddress, "A web address that shows it."),
            .optional("note", .words(CaseNote.longest), "More of it."),
        ],
        rule: .attempt(
            "A mail that the service is to send has a channel, `email`, and perhaps a `note`; the rest it says itself."),
        example: ["channel": "phone", "outcome": "no-answer", "whom": "The number on the project's site."],
        refusals: [.noOwners, .contactedAlready, .rateLimited])

    static let grantCase = act(
        "grant", "grantRecoveryCase", "Grant a case",
        [
            """
            The claimant is invited, and every owner hears of it and can still object. When the invitation is accepted, \
            the owners stay or go as `keepOwners` says.
            """,
            """
            Before its time, only a key that has the scope `override` beside `admin` can, with `override`; that is logged \
            with the reason.
            """,
        ],
        fields: [
            .reason,
            .optional(
                "keepOwners", .boolean, "Whether the owners stay; left out: \(RecoveryDecision.keepsOwnersUnlessSaid)."),
            .optional(
                "override", .boolean,
                "Whether to grant before the time that the clock gives; the key needs the scope `override` as well."),
        ], example: ["reason": "All was tried, and the claimant wrote the package.", "keepOwners": false],
        refusals: [.tooEarly, .noClaimant, .alreadyOwner, .rateLimited])

    static let denyCase = act(
        "deny", "denyRecoveryCase", "Deny a case",
        ["The claimant hears why, and so do owners who were written to. An invitation that waits is taken back."],
        fields: [.reason], example: ["reason": "Nothing shows that the claimant wrote the package."])

    static let reopenCase = act(
        "reopen", "reopenRecoveryCase", "Reopen a case",
        [
            """
            One that was denied or withdrawn, or that an owner objected to. The clock begins anew: what was tried before \
            does not count, and neither does what owners have agreed to.
            """
        ],
        fields: [.reason], example: ["reason": "There is new evidence."])

    static let lockCase = act(
        "lock", "lockPackageOfCase", "Lock the package",
        ["What owners have offered to others is void, and they can invite nobody, until the case ends."],
        fields: [.reason], example: ["reason": "The owner's account was taken over."])

    static let unlockCase = act(
        "unlock", "unlockPackageOfCase", "Unlock the package", [], fields: [.reason],
        example: ["reason": "The owner has their account back."])

    static let nameClaimant = act(
        "claimant", "nameClaimant", "Say who claims the package",
        ["For a case that a report became, or whose claimant has another address; links to the former one are dead."],
        fields: [.required("claimant", .claimant, "Who claims it.")], example: ["claimant": Example.claimant])

    private static func act(
        _ call: String, _ id: String, _ summary: String, _ words: [String], fields: [Field],
        rule: Schema.Rule? = nil, example: JSONValue, refusals: [ProblemKind] = []
    ) -> Operation {
        let name = id.prefix(1).uppercased() + id.dropFirst()
        return Operation(
            id: id, method: .post, path: "/v1/recovery-cases/{id}/\(call)", summary: summary, words: words,
            scope: .admin, parameters: [.id(Example.caseID)],
            body: Operation.Body(
                schema: .component(Component(name, "\(summary).", .request([.by] + fields, rule: rule))),
                example: example.with("by", "dora")),
            answers: [.json("The case as it is now.", .recoveryCase, example: Example.recoveryCase)],
            isCounted: true, changesOne: true,
            refusals: [
                .unknownCase, .recoveryOpen, .recoveryContacting, .recoveryWaiting, .recoveryGranted, .recoveryDenied,
                .recoveryObjected, .recoveryWithdrawn,
            ] + refusals)
    }
}

extension Field {
    static let by = Field.required("by", .username, "The name of the admin who acts.")
    static let reason = Field.required("reason", .words(PlainText.limit, least: 1), "Why; kept in the event.")
}
