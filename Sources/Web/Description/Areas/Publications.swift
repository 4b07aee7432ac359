import HTTPTypes
import Model

extension Area {
    static let publications = Area(
        name: "Publications",
        words: """
            A publication is one version of a package on its way to the public. The gallery tells each stage; the \
            owners are mailed what they have not muted. A version can be held until an owner confirms it.
            """,
        operations: [createPublication, listPublications, getPublication, changePublication])

    private static let createPublication = Operation(
        id: "createPublication", method: .post, path: "/v1/packages/{package}/publications",
        summary: "Tell of a version",
        words: [
            """
            Whoever publishes a package that the service does not know becomes its first owner. A version that it \
            knows already is advanced to the stage.
            """,
            """
            With `hold` every owner is mailed a link, and the version waits until one of them confirms or rejects \
            it, or the time for that is over, which rejects it.
            """,
            """
            No limit refuses a version but one that is to be held while no owner may be asked about it (`hold`). \
            Where its other mails find no room (`RateLimit` says `r=0`), they become a line of the package's next \
            digest.
            """,
        ],
        scope: .notify, parameters: [.package],
        body: Operation.Body(
            schema: .component(
                Component(
                    "PublicationRequest", "A version, and what became of it.",
                    .request(
                        [
                            .required("version", .version, "The version."),
                            .required("publisher", .account, "Who published it."),
                            .optional(
                                "hold", .boolean,
                                "Whether an owner has to confirm it first; also of one that is known and not live."),
                            .optional("via", .words(200), "Through which key, job or tool it came."),
                        ] + Schema.told,
                        rule: Schema.Rule(
                            words: "Only a version that is received or validating can be held.",
                            alternatives: [
                                ["properties": ["hold": ["enum": [false, .null]]]],
                                ["properties": ["stage": ["enum": ["received", "validating", .null]]]],
                            ])))),
            example: [
                "version": "2.4.0", "publisher": Example.ann, "stage": "received", "hold": true, "via": "CI run 8123",
            ]),
        answers: [
            .json(
                201, "The publication.", .publication, example: Example.publication,
                headers: [.location(in: "/v1/publications", Example.publicationID)]),
            .json("One that was known, as it is now.", .publication, example: Example.publication),
        ],
        isCounted: true, refusals: told + [.rateLimited])

    private static let listPublications = Operation(
        id: "listPublications", method: .get, path: "/v1/packages/{package}/publications",
        summary: "List a package's versions", words: ["The newest is the last."], scope: .read,
        parameters: [.package, .query("state", .choice(of: PublicationState.self), "In this state.")] + Parameter.page,
        answers: [
            .page("A page of versions.", of: .publication, named: "PublicationPage", example: Example.publication)
        ],
        refusals: [.unknownPackage])

    private static let getPublication = Operation(
        id: "getPublication", method: .get, path: "/v1/publications/{id}", summary: "Look at a version", words: [],
        scope: .read, parameters: [.id(Example.publicationID)],
        answers: [.json("The publication.", .publication, example: Example.publication, headers: [.tag])],
        refusals: [.unknownPublication])

    private static let changePublication = Operation(
        id: "changePublication", method: .patch, path: "/v1/publications/{id}", summary: "Tell the next stage",
        words: [
            """
            `live`, `failed` and `withdrawn` change the state; `delayed` is a notice alone. A version that waits for \
            an owner, or was rejected by one, cannot go on.
            """
        ],
        scope: .notify, parameters: [.id(Example.publicationID)],
        body: Operation.Body(
            schema: .component(
                Component(
                    "PublicationChange", "What became of a version.",
                    .request(
                        Schema.told,
                        rule: Schema.Rule(
                            words: "One of the three has to be there.",
                            alternatives: [
                                ["required": ["stage"], "properties": ["stage": ["type": "string"]]],
                                ["required": ["warnings"], "properties": ["warnings": ["type": "array"]]],
                                ["required": ["reasons"], "properties": ["reasons": ["type": "array"]]],
                            ])))),
            example: ["stage": "live", "warnings": ["The licence file is missing."]]),
        answers: [
            .json("The publication as it is now.", .publication, example: Example.publication, headers: [.tag])
        ],
        isCounted: true, refusals: [.unknownPublication] + told)

    /// The states in which a version takes no other stage.
    private static let told: [ProblemKind] = [
        .publicationReceived, .publicationHeld, .publicationValidating, .publicationLive, .publicationFailed,
        .publicationRejected, .publicationWithdrawn,
    ]
}
