import HTTPTypes
import Model

extension Area {
    static let owners = Area(
        name: "Owners",
        words: "Who owns a package. All owners are peers; the last one can only be removed by an admin.",
        operations: [listOwners, replaceOwners, removeOwner])

    private static let listOwners = Operation(
        id: "listOwners", method: .get, path: "/v1/packages/{package}/owners", summary: "List a package's owners",
        words: ["The owners, longest first, and the invitations that are pending."], scope: .read,
        parameters: [.package],
        answers: [.json("The owners and who is pending.", .owners, example: Example.owners, headers: [.tag])],
        refusals: [.unknownPackage])

    private static let replaceOwners = Operation(
        id: "replaceOwners", method: .put, path: "/v1/packages/{package}/owners", summary: "Set a package's owners",
        words: [
            "For imports and repairs: the whole list as the gallery knows it. The package is made where it is new.",
            "Nobody is mailed. Owners who are not in the list are owners no more, and their pending invitations are void.",
            """
            Send `If-Match` with the `ETag` of the list that the new one was made from: the list is replaced whole, and \
            whoever accepted meanwhile would be an owner no more. `If-None-Match: *` makes a new package alone.
            """,
        ],
        scope: .notify, parameters: [.package],
        body: Operation.Body(
            schema: .component(
                Component(
                    "OwnersChange", "All owners of a package.",
                    .request([
                        .required(
                            "owners", .array(.account, count: 0...1000),
                            "Everybody who owns it. Who stands there twice counts once, as said last.")
                    ]))),
            example: ["owners": [Example.ann, ["username": "carol", "email": "carol@example.org"]]]),
        answers: [.json("The owners as they are now.", .owners, example: Example.owners, headers: [.tag])],
        conditionWords: "The `ETag` of the list of owners, as it was read; recommended.")

    private static let removeOwner = Operation(
        id: "removeOwner", method: .delete, path: "/v1/packages/{package}/owners/{username}",
        summary: "Remove an owner, or somebody who is pending",
        words: [
            """
            The one who is removed and the other owners are mailed; invitations that the one has sent become void. \
            Somebody who is pending is no owner yet: the invitation is cancelled, but for one that a granted recovery case \
            has issued: to that, owners object by the link in the mail about it.
            """,
            "With `asAdmin=true` the last owner can be removed as well, and `by` need not be an owner.",
        ],
        scope: .notify, takesAdmins: true,
        parameters: [
            .package, .path("username", .username, "Whom to remove.", example: "carol"),
            .needed("by", .username, "Who removes them: an owner, or with `asAdmin` an admin.", example: "ann"),
            .query("asAdmin", .boolean, "Whether an admin does this; the key needs the scope `override`."),
            .query("reason", .note, "Why; needed with `asAdmin`, and kept in the event."),
        ],
        answers: [.nothing("They are removed.")],
        isCounted: true, conditionWords: "The `ETag` of the package's list of owners, as it was read.",
        refusals: [.notAnOwner, .unknownPackage, .unknownOwner, .lastOwner, .recoveryGranted])
}

extension Parameter {
    static let package = Parameter.path(
        "package", .packageID, "The package's id; a slash in it may be sent as `%2F` or as itself.",
        example: "Contoso.Utils")

    /// A parameter of the query that cannot be left out.
    static func needed(_ name: String, _ schema: Schema, _ words: String, example: JSONValue) -> Parameter {
        Parameter(name: name, place: .query, schema: schema, words: words, isRequired: true, example: example)
    }
}

extension Schema {
    static let owners = Schema.component(
        Component(
            "Owners", "A package's owners, and who is to become one.",
            .answer([
                .required("package", .name, "As first written."),
                .required(
                    "owners",
                    .array(
                        .answer([
                            .required("username", .name, "The account."),
                            .required("since", .time, "Since when."),
                            .required("via", .choice(of: OwnershipOrigin.self), "How they became an owner."),
                        ])), "The owners."),
                .required("pending", .array(.invitation), "Invitations that are not decided yet."),
            ])))
}
