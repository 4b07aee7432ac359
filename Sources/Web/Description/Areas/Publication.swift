import Model

extension Schema {
    static let version = Schema.component(
        Component(
            "Version", "A version's name; case matters.",
            .text(
                Text(
                    pattern: #"^[0-9A-Za-z_.+~:!\-]+$"#, length: 1...128,
                    words: "ASCII letters, digits and `-_.+~:!`")), example: "2.4.0"))

    private static let remarks = Schema.array(.note, count: 0...PublicationReport.mostWords)

    /// What a gallery tells of a version at each stage.
    static let told: [Field] = [
        .optional("stage", .choice(of: PublicationStage.self), "How far it has come; `received` where it is new."),
        .optional("warnings", remarks, "What the owners should look at; shown in the mail."),
        .optional("reasons", remarks, "Why it failed or was withdrawn; shown in the mail."),
    ]

    static let publication = Schema.component(
        Component(
            "Publication", "One version of a package.",
            .answer([
                .required("id", .id, "Its id."),
                .required("package", .name, "The package, as first written."),
                .required("version", .anyText, "The version."),
                .required("publisher", .name, "Who published it."),
                .optional("via", .anyText, "Through which key, job or tool it came."),
                .required("state", .choice(of: PublicationState.self), "Where it stands."),
                .required("stage", .choice(of: PublicationStage.self), "What the gallery told last."),
                .optional("holdUntil", .time, "Until when an owner may confirm it; then it is rejected."),
                .optional("decidedBy", .name, "The owner who confirmed or rejected it."),
                .required("warnings", .array(.anyText), "What the owners should look at."),
                .required("reasons", .array(.anyText), "Why it failed, was rejected or withdrawn."),
                .required("createdAt", .time, "When the service was told of it."),
                .required("changedAt", .time, "When it last changed."),
            ]), example: Example.publication))
}

extension Example {
    static let publication: JSONValue = [
        "id": publicationID, "package": package, "version": "2.4.0", "publisher": "ann", "via": "CI run 8123",
        "state": "held", "stage": "received", "holdUntil": "2026-11-24T07:03:12.345Z", "warnings": [], "reasons": [],
        "createdAt": createdAt, "changedAt": createdAt,
    ]
}
