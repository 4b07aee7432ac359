import HTTPTypes
import Model

extension Area {
    static let addresses = Area(
        name: "Addresses",
        words: "What is stored about one address in this gallery, for requests of its owner: to see it, and to have it "
            + "forgotten. Upper and lower case count as one.",
        operations: [exportAddress, purgeAddress])

    private static let exportAddress = Operation(
        id: "exportAddress", method: .get, path: "/v1/addresses/{email}", summary: "Show what is stored",
        words: ["Empty lists where nothing is."], scope: .admin, parameters: [address],
        answers: [.json("Everything that is stored.", .addressExport, example: Example.addressExport)],
        refusals: [.contentTooLarge])

    private static let purgeAddress = Operation(
        id: "purgeAddress", method: .delete, path: "/v1/addresses/{email}", summary: "Forget an address",
        words: [
            "It goes from accounts, invitations, messages, reports and every text that quotes it, and `erased@invalid` "
                + "stands in its place. What waits to be sent to it, and invitations to it that are pending, are "
                + "cancelled. Suppressions and blocks of it hold on.",
            "A gallery that names the address again makes it known again: delete it on your side first.",
        ], scope: .admin, parameters: [address],
        answers: [.json("What was erased.", .purgeReport, example: Example.purgeReport)],
        conditionWords: "`*` or nothing: what is stored has no `ETag`.")

    private static let address = Parameter.path("email", .email, "The address.", example: "gone@example.org")
}

extension Schema {
    fileprivate static let addressExport = Schema.component(
        Component(
            "AddressExport", "What is stored about an address.",
            .answer(
                [.required("address", .email, "The address.")]
                    + [
                        ("accounts", "Accounts that have it."), ("ownerships", "What those own."),
                        ("preferences", "What they have muted."), ("admins", "Whether it is an admin's."),
                        ("invitations", "Invitations to it, and theirs."),
                        ("publications", "Versions that they published."),
                        ("messages", "Messages to it, with every attempt."),
                        ("contacts", "What it wrote to owners."), ("reports", "Reports that it made."),
                        ("recoveryCases", "Claims of packages that it made, with notes about them."),
                        ("suppressions", "Whether it is not mailed."), ("blocks", "Invitations that it refuses."),
                        ("events", "Events about any of these."), ("quotations", "Where else it is quoted."),
                    ].map { Field.required($0.0, .array(.answer([])), $0.1) })))

    fileprivate static let purgeReport = Schema.component(
        Component(
            "PurgeReport", "How many rows an address was taken from.",
            .answer([
                .required("accounts", .count, "Accounts that had it."),
                .required("invitations", .count, "Invitations to it."),
                .required("cancelledInvitations", .count, "Those of them that were pending."),
                .required("messages", .count, "Messages to it, and what it wrote to owners."),
                .required("cancelledMessages", .count, "Those of them that were not sent yet."),
                .required("events", .count, "Events that quoted it."),
                .required("others", .count, "Everything else that did."),
                .required("held", .count, "Suppressions and blocks that hold on."),
                .required(
                    "left", .array(.anyText), "Where it still stands: in the names of packages and in webhooks' URLs."),
            ])))

    private static let count = Schema.integer(least: 0, most: nil)
}

extension Example {
    fileprivate static let addressExport: JSONValue = [
        "address": "gone@example.org",
        "accounts": [["gallery": "main", "username": "gone", "kind": "person", "email": "gone@example.org"]],
        "ownerships": [], "preferences": [], "admins": [], "invitations": [], "publications": [], "messages": [],
        "contacts": [], "reports": [], "recoveryCases": [], "suppressions": [], "blocks": [], "events": [],
        "quotations": [],
    ]

    fileprivate static let purgeReport: JSONValue = [
        "accounts": 1, "invitations": 2, "cancelledInvitations": 1, "messages": 3, "cancelledMessages": 1, "events": 0,
        "others": 2, "held": 1, "left": [],
    ]
}
