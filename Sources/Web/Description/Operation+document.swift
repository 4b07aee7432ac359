import Model

extension Operation {
    func document(in area: Area, _ refusals: RefusalSets) -> JSONValue {
        let own = allParameters.filter { $0.component == nil }
        return .fields(
            ("operationId", .string(id)),
            ("tags", [.string(area.name)]),
            ("summary", .string(summary)),
            ("description", allWords.isEmpty ? nil : .string(allWords.joined(separator: "\n\n"))),
            ("security", .array(scopes.map { ["apiKey": [.string($0.rawValue)]] })),
            ("parameters", own.isEmpty ? nil : .array(own.map(\.document))),
            ("requestBody", body?.document),
            ("responses", responses(refusals)))
    }

    /// Its paragraphs, and one for each parameter that is told elsewhere.
    private var allWords: [String] {
        words + allParameters.filter { $0.component != nil }.map { "`\($0.name)`: \($0.words)" }
    }

    private func responses(_ refusals: RefusalSets) -> JSONValue {
        let good = allAnswers.map { (status: $0.status, value: $0.document) }
        let bad = RefusalSets.byStatus(problems).map { kinds in
            (status: kinds[0].status, value: refusals.reference(to: kinds))
        }
        return .object(
            (good + bad).sorted { $0.status < $1.status }.map { .init(name: "\($0.status)", value: $0.value) })
    }
}

extension Operation.Body {
    var document: JSONValue {
        .fields(
            ("required", .bool(isRequired)),
            ("content", ["application/json": ["schema": schema.document(), "example": example]]))
    }
}

extension Parameter {
    var document: JSONValue {
        .fields(
            ("name", .string(name)), ("in", .string(place.rawValue)), ("description", .string(words)),
            ("required", isRequired ? true : nil),
            // What is empty counts as left out.
            ("allowEmptyValue", place == .query && !isRequired ? true : nil), ("schema", schema.document()),
            ("example", example))
    }
}

extension Answer {
    var document: JSONValue {
        .fields(
            ("description", .string(words)),
            ("headers", headers.isEmpty ? nil : .object(headers.map { .init(name: $0.name, value: $0.document) })),
            (
                "content",
                content.map { content in
                    .object([
                        .init(
                            name: content.type,
                            value: ["schema": content.schema.document(), "example": content.example])
                    ])
                }
            ))
    }
}

extension Answer.Header {
    var document: JSONValue {
        .fields(
            ("description", .string(words)), ("required", isRequired ? true : nil), ("schema", schema.document()),
            ("example", example))
    }
}
