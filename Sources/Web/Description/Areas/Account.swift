import Model

extension Schema {
    private static let aboutAccount: [Field] = [
        .optional("locale", .locale, "The language of their mails."),
        .optional("kind", .choice(of: Account.Kind.self), "`person` where it is left out and not known."),
        .optional(
            "members", .array(.email, count: 0...100), "Whom to mail for an organization without a mailbox of its own."),
    ]

    /// An account of the gallery.
    static let account = Schema.component(
        Component(
            "Account",
            "An account of the gallery. What is left out stays as the service knows it already.",
            .request(
                [
                    .required("username", .username, "Its name."),
                    .optional("email", .email, "Its mailbox."),
                ] + aboutAccount), example: Example.ann))

    /// Somebody who may have no account yet.
    static let invitee = Schema.component(
        Component(
            "Invitee",
            "An account of the gallery or, by address alone, somebody who has none; one of the two has to be there.",
            .request(
                [
                    .optional("username", .username, "The account; left out for somebody without one."),
                    .optional("email", .email, "The mailbox; may be left out for an account whose mailbox is known."),
                ] + aboutAccount,
                rule: .some(["username", "email"], "`username` or `email` has to be there.")), example: Example.bob))

    /// Whoever says something, perhaps nobody.
    static let reporter = Schema.component(
        Component(
            "Reporter", "An account of the gallery, somebody with an address, or nobody.",
            .request(
                [
                    .optional("username", .username, "The account."), .optional("email", .email, "The mailbox."),
                ] + aboutAccount)))
}

/// Values of the examples: one story of three people and one package.
enum Example {
    static let ann: JSONValue = ["username": "ann", "email": "ann@example.org"]
    static let bob: JSONValue = ["username": "bob", "email": "bob@example.org", "locale": "de"]
    static let package: JSONValue = "Contoso.Utils"
    static let invitationID: JSONValue = "01a1fea6-a9f8-77cd-a41e-27a78e495de3"
    static let messageID: JSONValue = "01a1fea6-a9f9-7c11-9e02-6d1f0b8a52c7"
    static let publicationID: JSONValue = "01a1fec0-1b2c-7a40-8c3d-5f9e2a7b1d04"
    static let blockID: JSONValue = "01a1fed1-7e10-7b8a-b5c4-0d6e3f2a9c18"
    static let reportID: JSONValue = "01a1fed9-42aa-7f03-9a61-c7b8e5d40f92"
    static let webhookID: JSONValue = "01a1fee2-93d7-7e5b-8f10-4a2c6b9d7e35"
    static let eventID: JSONValue = "01a1fea6-a9fa-7d02-8b7c-93e5f1a0c6d4"
    static let deliveryID: JSONValue = "01a1fea6-aa01-7c9d-b0e2-7f3a5d1c8b46"
    static let createdAt: JSONValue = "2026-11-21T07:03:12.345Z"
    static let sentAt: JSONValue = "2026-11-21T07:03:13.020Z"
    static let note: JSONValue = "You wrote half of the parser. Shall we look after it together?"

    static let owners: JSONValue = [
        "package": package,
        "owners": [
            ["username": "ann", "since": "2026-03-02T10:00:00.000Z", "via": "import"],
            ["username": "carol", "since": "2026-05-17T16:20:41.007Z", "via": "invitation"],
        ],
        "pending": [invitation],
    ]
}
