import HTTPTypes
import Model
import Workflows

extension Area {
    static let preferences = Area(
        name: "Preferences",
        words: "Which kinds of mail an account does not want, for one package or for all.",
        operations: [getPreferences, putPreferences])

    private static let getPreferences = Operation(
        id: "getPreferences", method: .get, path: "/v1/preferences/{username}", summary: "Look at preferences",
        words: ["`mutable` names the kinds that can be muted at all: nobody misses what they must decide."],
        scope: .read, parameters: [username],
        answers: [.json("The preferences.", .preferences, example: Example.preferences, headers: [.tag])],
        refusals: [.unknownAccount])

    private static let putPreferences = Operation(
        id: "putPreferences", method: .put, path: "/v1/preferences/{username}", summary: "Set preferences",
        words: [
            """
            The whole list, for a settings page of the gallery's own. Once something is stored, `If-Match` has to \
            name what was read. The account is mailed that its preferences have changed.
            """
        ],
        scope: .notify, parameters: [username],
        body: Operation.Body(
            schema: .component(
                Component(
                    "PreferencesChange", "Everything that is muted.",
                    .request([
                        .required(
                            "muted", .array(mute, count: 0...Preferences.most),
                            "Kinds of mail, each with its package. What stands there twice counts once.")
                    ]))),
            example: [
                "muted": [["kind": "publication-received"], ["kind": "publication-live", "package": Example.package]]
            ]),
        answers: [
            .json("The preferences as they are now.", .preferences, example: Example.preferences, headers: [.tag])
        ],
        condition: .onceStored, refusals: [.unknownAccount, .unknownPackage])

    private static let username = Parameter.path("username", .username, "The account.", example: "ann")

    private static let mute = Schema.component(
        Component(
            "Mute", "A kind of mail that is not sent.",
            .request([
                .required("kind", .mutableKind, "The kind."),
                .optional("package", .packageID, "A package that is known; left out: all of them."),
            ])))
}

extension Schema {
    fileprivate static let mutableKind = Schema.choice(Mute.kinds.map(\.rawValue))

    fileprivate static let preferences = Schema.component(
        Component(
            "Preferences", "What an account does not want to be mailed.",
            .answer([
                .required("username", .name, "The account."),
                .required(
                    "muted",
                    .array(
                        .answer([
                            .required("kind", mutableKind, "The kind of mail."),
                            .optional("package", .name, "The one package that it is muted for."),
                        ])), "What is not sent."),
                .required("mutable", .array(mutableKind), "What can be muted."),
            ])))
}

extension Example {
    fileprivate static let preferences: JSONValue = [
        "username": "ann",
        "muted": [["kind": "publication-received"], ["kind": "publication-live", "package": package]],
        "mutable": .strings(Mute.kinds.map(\.rawValue)),
    ]
}
