import HTTPTypes
import Model

extension Area {
    static let suppressions = Area(
        name: "Suppressions",
        words: "Addresses that are not mailed at all, whatever it is about, and why.",
        operations: [listSuppressions, getSuppression, putSuppression, deleteSuppression])

    private static let listSuppressions = Operation(
        id: "listSuppressions", method: .get, path: "/v1/suppressions", summary: "List suppressions",
        words: ["Oldest first."], scope: .admin, parameters: Parameter.page,
        answers: [
            .page("A page of suppressions.", of: .suppression, named: "SuppressionPage", example: Example.suppression)
        ])

    private static let getSuppression = Operation(
        id: "getSuppression", method: .get, path: "/v1/suppressions/{email}", summary: "Look at a suppression",
        words: [], scope: .admin, parameters: [address],
        answers: [.json("The suppression.", .suppression, example: Example.suppression, headers: [.tag])],
        refusals: [.unknownSuppression])

    private static let putSuppression = Operation(
        id: "putSuppression", method: .put, path: "/v1/suppressions/{email}", summary: "Suppress an address",
        words: ["Nothing is sent to it from now on, what waits included."], scope: .admin, parameters: [address],
        body: Operation.Body(
            schema: .component(
                Component(
                    "SuppressionRequest", "Why an address is not to be mailed.",
                    .request([.optional("reason", .words(200), "Why; `manual` where it is left out.")]))),
            example: ["reason": "Asked for it by letter."], isRequired: false),
        answers: [
            .json(201, "A new suppression.", .suppression, example: Example.suppression, headers: [.tag]),
            .json("One that was there, as it is now.", .suppression, example: Example.suppression, headers: [.tag]),
        ])

    private static let deleteSuppression = Operation(
        id: "deleteSuppression", method: .delete, path: "/v1/suppressions/{email}", summary: "Lift a suppression",
        words: [], scope: .admin, parameters: [address], answers: [.nothing("It may be mailed again.")],
        refusals: [.unknownSuppression])

    private static let address = Parameter.path("email", .email, "The address.", example: "gone@example.org")
}

extension Schema {
    fileprivate static let suppression = Schema.component(
        Component(
            "Suppression", "An address that is not mailed.",
            .answer([
                .required("email", .nullable(.email), "The address; null where only its digest is kept."),
                .required("reason", .anyText, "Why."),
                .required("at", .time, "Since when."),
            ])))
}

extension Example {
    fileprivate static let suppression: JSONValue = [
        "email": "gone@example.org", "reason": "Asked for it by letter.", "at": createdAt,
    ]
}
