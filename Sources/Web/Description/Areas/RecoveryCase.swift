import Model

extension Schema {
    static let claimant = Schema.component(
        Component(
            "Claimant", "Whoever says that a package is rightfully theirs; a name or a username has to be there.",
            .request(
                [
                    .required("email", .email, "Where they read mail; owners never get to see it."),
                    .optional("name", .line(Claimant.longestName), "What they call themselves."),
                    .optional("username", .username, "The account that they say is theirs."),
                    .optional("locale", .locale, "The language of their mails."),
                ], rule: .some(["name", "username"], "`name` or `username` has to be there.")),
            example: Example.claimant))

    /// An absolute address of the web, in ASCII.
    static let webAddress = Schema.component(
        Component(
            "WebAddress", "An address of the web; shown as text.",
            .text(
                Text(
                    format: "web-address",
                    pattern: #"^https?://[!$%&()*+,\-.0-9;=A-Z\[\]^_a-z{|}~][!$%&()*+,\-.0-9:;=A-Z\[\]^_a-z{|}~]*"#
                        + #"([/?#][!#-&(-;=?-\[\]-_a-~]*)?$"#, length: 8...500,
                    words: "`http` or `https`, in ASCII without quotes and angle brackets")),
            example: "https://github.com/bob"))

    /// Where a page of cases begins.
    static let casePlace = Schema.text(
        Text(
            pattern: "^([0-9]{1,15}\\.)?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
            words: "as an answer gave it"))

    /// Words of one line.
    private static func line(_ limit: Int) -> Schema {
        .text(Text(pattern: #"^[^\u0000-\u001F\u007F-\u009F]*$"#, length: 1...limit, words: "plain text of one line"))
    }

    private static let core: [Field] = [
        .required("id", .id, "Its id; `GET /v1/messages?about=` lists the mails."),
        .required("package", .name, "The package, as first written."),
        .required("claimant", .nullable(shownClaimant), "Who claims it; null where a report became a case."),
        .required("why", .anyText, "Why it should be theirs."),
        .required("links", .array(.anyText), "Web addresses that are to prove it."),
        .required("state", .choice(of: RecoveryState.self), "Where it stands."),
        .required("assignee", .nullable(.anyText), "The admin who has it."),
        .required("locked", .boolean, "Whether owners can invite nobody meanwhile."),
        .optional("report", .id, "The report that it came from."),
        .required("createdAt", .time, "When it was made."),
        .required("changedAt", .time, "When it last changed."),
        .optional("confirmedAt", .time, "When the claimant's address was confirmed, and the case opened."),
        .optional("decidedAt", .time, "When it was decided."),
        .optional("decision", decision, "What an admin decided."),
        .optional("invitation", .id, "The invitation that granting issued."),
        .optional("completedAt", .time, "When that was accepted, and the package was the claimant's."),
        .optional("due", due, "When it next asks for attention."),
    ]

    static let recoverySummary = Schema.component(
        Component("RecoveryCaseSummary", "A case, as lists show it.", .answer(core), example: Example.recoverySummary))

    static let recoveryCase = Schema.component(
        Component(
            "RecoveryCase", "A claim of a package, and all that was done about it.",
            .answer(
                core + [
                    .required("attempts", .array(attempt), "What was tried to reach the owners, in order."),
                    .required("notes", .array(caseNote), "What admins wrote."),
                    .required("checklist", .array(item), "What the gallery wants to see proven."),
                    .required("answers", .array(ownerAnswer), "What owners said by the link that they were mailed."),
                    .required("owners", .array(owner), "Who owns the package."),
                    .required("otherCases", .array(otherCase), "Other cases of the package."),
                    .required("clock", clock, "When it may be granted."),
                    .optional(
                        "unchanged", .boolean, "True in the answer to a call that found it so already, and did nothing."
                    ),
                ]), example: Example.recoveryCase))

    private static let shownClaimant = Schema.component(
        Component(
            "CaseClaimant", "Whoever claims a package.",
            .answer([
                .required("name", .anyText, "What they call themselves; empty where only an account was named."),
                .required("username", .nullable(.name), "The account that they say is theirs."),
                .required("email", .anyText, "Where they read mail."),
                .required("locale", .nullable(.anyText), "The language of their mails."),
            ])))

    private static let decision = Schema.component(
        Component(
            "RecoveryDecision", "What an admin decided.",
            .answer([
                .optional("keepOwners", .boolean, "Of a grant: whether the owners stay."),
                .required("reason", .anyText, "Why."),
                .required("by", .anyText, "Who."),
                .required("overridden", .boolean, "Whether it was granted before its time."),
            ])))

    private static let due = Schema.component(
        Component(
            "RecoveryAppointment", "When a case asks for an admin's attention.",
            .answer([
                .required("at", .time, "From when on."),
                .required("why", .choice(of: RecoveryDue.self), "Why."),
            ])))

    private static let attempt = Schema.component(
        Component(
            "ContactAttempt", "An attempt to reach the owners.",
            .answer([
                .required("number", .integer(least: 1, most: nil), "1, 2, 3, …."),
                .required("channel", .choice(of: ContactChannel.self), "How."),
                .required("at", .time, "When it was made."),
                .required(
                    "recordedAt", .time,
                    "When it was written down: the clock counts it from no earlier than \(ContactAttempt.writtenDownWithin.spelledOut) before."
                ),
                .optional(
                    "deliveredAt", .time,
                    "When the first of its mails was delivered: from then on it counts for the clock, not from `at`."),
                .required("by", .anyText, "The admin who made it."),
                .required(
                    "outcome", .choice(of: ContactOutcome.self),
                    "What came of it; `underway`, `undeliverable`, `refused` and `objected` do not count for the clock."
                ),
                .optional("whom", .anyText, "Who was tried."),
                .optional("evidence", .anyText, "A web address that shows it."),
                .optional("note", .anyText, "More of it."),
                .required("messages", .array(attemptMessage), "The mails that the service sent for it."),
            ])))

    private static let attemptMessage = Schema.component(
        Component(
            "AttemptMessage", "A mail of an attempt.",
            .answer([
                .required("id", .id, "Its id: `GET /v1/messages/{id}` shows every attempt to deliver it."),
                .required("recipient", .anyText, "The mailbox."),
                .required("state", .choice(of: MessageState.self), "Where it stands."),
                .required("at", .time, "Since when."),
                .optional("detail", .anyText, "The last words heard."),
            ])))

    private static let caseNote = Schema.component(
        Component(
            "CaseNote", "An admin's words about a case.",
            .answer([
                .required("number", .integer(least: 1, most: nil), "1, 2, 3, …."),
                .required("at", .time, "When."), .required("by", .anyText, "Who."),
                .required("text", .anyText, "The words."),
            ])))

    private static let item = Schema.component(
        Component(
            "EvidenceItem", "An item of the checklist.",
            .answer([
                .required("item", .anyText, "What is to be proven."),
                .required("ticked", .boolean, "Whether it is."),
                .optional("at", .time, "Since when."), .optional("by", .anyText, "Who found so."),
            ])))

    private static let ownerAnswer = Schema.component(
        Component(
            "OwnerAnswer",
            "What an owner said by the link that was mailed to them. It proves that somebody holds the owner's mailbox.",
            .answer([
                .required("username", .name, "The owner."),
                .required("word", .choice(of: Model.OwnerAnswer.Word.self), "What they said."),
                .required("at", .time, "When."), .optional("reason", .anyText, "Their words."),
            ])))

    private static let owner = Schema.component(
        Component(
            "CaseOwner", "An owner of the package.",
            .answer([
                .required("username", .name, "The account."), .required("since", .time, "Since when."),
                .required("via", .choice(of: OwnershipOrigin.self), "How."),
            ])))

    private static let otherCase = Schema.component(
        Component(
            "OtherCase", "Another case of the package.",
            .answer([
                .required("id", .id, "Its id."),
                .required("state", .choice(of: RecoveryState.self), "Where it stands."),
                .required("claimant", .nullable(.anyText), "Who claims it."),
                .required("createdAt", .time, "When it was made."),
            ])))

    private static let clock = Schema.component(
        Component(
            "RecoveryClock", "When a case may be granted.",
            .answer([
                .required("mayBeGrantedFrom", .nullable(.time), "From when on; null while something is missing."),
                .required("because", .array(.anyText), "Why, in clauses for people."),
                .required("missing", .array(.anyText), "What has to be done before, in clauses for people."),
            ])))
}

extension Example {
    static let caseID: JSONValue = "01a1fef1-5c0e-7a93-9d42-8b6e1f0c3a75"
    static let claimant: JSONValue = ["name": "Bob Parser", "username": "bob", "email": "bob@example.org"]
    static let why: JSONValue =
        "I wrote the package; ann, who published it for me, has not been heard of for two years."

    static let recoverySummary: JSONValue = [
        "id": caseID, "package": package,
        "claimant": ["name": "Bob Parser", "username": "bob", "email": "bob@example.org", "locale": .null],
        "why": why, "links": ["https://github.com/bob"], "state": "contacting", "assignee": "dora", "locked": false,
        "createdAt": createdAt, "changedAt": createdAt, "confirmedAt": createdAt,
        "due": ["at": "2026-11-28T07:03:12.345Z", "why": "contact"],
    ]

    static let recoveryCase: JSONValue =
        recoverySummary
        .with(
            "attempts",
            [
                [
                    "number": 1, "channel": "email", "at": createdAt, "recordedAt": createdAt, "by": "dora",
                    "deliveredAt": sentAt, "outcome": "delivered",
                    "messages": [
                        ["id": messageID, "recipient": "ann@example.org", "state": "sent", "at": sentAt]
                    ],
                ]
            ]
        )
        .with("notes", []).with("checklist", [["item": "identity", "ticked": false]]).with("answers", [])
        .with("owners", [["username": "ann", "since": "2026-03-02T10:00:00.000Z", "via": "import"]])
        .with("otherCases", [])
        .with(
            "clock",
            [
                "mayBeGrantedFrom": .null,
                "because": .array([firstAttempt]),
                "missing": .array([.string(RecoveryClock.Missing.attempts(have: 1, need: 3).words)]),
            ])

    /// A clause as the clock makes it.
    static let firstAttempt = JSONValue.string(
        RecoveryClock.Because.firstAttempt(
            Timestamp(rfc3339: "2026-11-21T07:03:12.345Z") ?? Timestamp(milliseconds: 0), wait: RecoveryPolicy().wait
        ).words)
}
