import Model

extension Operation {
    func document(in area: Area, _ refusals: RefusalSets) -> JSONValue {
        .fields(
            ("operationId", .string(id)),
            ("tags", [.string(area.name)]),
            ("summary", .string(summary)),
            ("description", words.isEmpty ? nil : .string(words.joined(separator: "\n\n"))),
            ("security", .array(scopes.map { ["apiKey": [.string($0.rawValue)]] })),
            ("parameters", allParameters.isEmpty ? nil : .array(allParameters.map(\.reference))),
            ("requestBody", body?.document),
            ("responses", responses(refusals)))
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
    /// As a call has it: where it stands once for all calls, or itself.
    var reference: JSONValue {
        component.map { ["$ref": .string("#/components/parameters/\($0)")] } ?? document
    }

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
