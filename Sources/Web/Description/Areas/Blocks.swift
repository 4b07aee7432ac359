import HTTPTypes
import Model

extension Area {
    static let blocks = Area(
        name: "Blocks",
        words: """
            Somebody who does not want to be invited, or written to as an owner: by one account, about one package, or at \
            all. Whoever invites is refused; whoever writes is not told.
            """,
        operations: [listBlocks, createBlock, getBlock, deleteBlock])

    private static let listBlocks = Operation(
        id: "listBlocks", method: .get, path: "/v1/blocks", summary: "List blocks", words: ["Oldest first."],
        scope: .read,
        parameters: [
            .query("email", .email, "Of this address."),
            .query("username", .anyText, "Of this account; beside `email`, where that is its address."),
        ] + Parameter.page,
        answers: [.page("A page of blocks.", of: .block, named: "BlockPage", example: Example.block)])

    private static let createBlock = Operation(
        id: "createBlock", method: .post, path: "/v1/blocks", summary: "Block invitations",
        words: [
            """
            To an address or an account. With `inviter` those of one account, with `package` those to one package; \
            with neither, all of them.
            """
        ],
        scope: .notify,
        body: Operation.Body(
            schema: .component(
                Component(
                    "BlockRequest", "Who is not to be invited, and by whom.",
                    .request(
                        [
                            .optional("email", .email, "The address that is not to be mailed invitations."),
                            .optional("username", .username, "Or an account whose mailbox is known."),
                            .optional("inviter", .username, "Only from this account."),
                            .optional("package", .packageID, "Only to this package."),
                        ],
                        rule: .either(
                            ("email", "string"), or: ("username", "string"),
                            "Either `email` or `username` has to be there.")))),
            example: ["email": "bob@example.org"]),
        answers: [
            .json(
                201, "The block.", .block, example: Example.block,
                headers: [.location(in: "/v1/blocks", Example.blockID)]),
            .json("The same one, which was there.", .block, example: Example.block),
        ],
        refusals: [.unknownAccount, .unknownPackage])

    private static let getBlock = Operation(
        id: "getBlock", method: .get, path: "/v1/blocks/{id}", summary: "Look at a block", words: [], scope: .read,
        parameters: [.id(Example.blockID)],
        answers: [.json("The block.", .block, example: Example.block, headers: [.tag])], refusals: [.unknownBlock])

    private static let deleteBlock = Operation(
        id: "deleteBlock", method: .delete, path: "/v1/blocks/{id}", summary: "Lift a block", words: [],
        scope: .notify, parameters: [.id(Example.blockID)], answers: [.nothing("It is lifted.")],
        refusals: [.unknownBlock])
}

extension Schema {
    fileprivate static let block = Schema.component(
        Component(
            "Block", "Invitations that somebody does not want.",
            .answer([
                .required("id", .id, "Its id."),
                .required("recipient", .anyText, "The address, masked."),
                .optional("username", .name, "The account, where one was named."),
                .optional("inviter", .name, "Whose invitations; left out: anybody's."),
                .optional("package", .name, "To which package; left out: to any."),
                .required("createdAt", .time, "Since when."),
            ])))
}

extension Example {
    fileprivate static let block: JSONValue = [
        "id": blockID, "recipient": "b***@e***.org", "createdAt": createdAt,
    ]
}
