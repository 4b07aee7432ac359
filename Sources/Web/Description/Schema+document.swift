extension Schema {
    /// As JSON Schema (2020-12), which is what OpenAPI 3.1 has.
    ///
    /// - Parameter words: What stands beside it, for people.
    func document(_ words: String? = nil) -> JSONValue {
        let said = words.map { JSONValue.string($0) }
        switch self {
        case .object(let shape): return Self.document(shape).with("description", said)
        case .text(let text): return Self.document(text, isNullable: false).with("description", said)
        case .integer(let least, let most): return Self.number("integer", least, most).with("description", said)
        case .boolean: return JSONValue.fields(("type", "boolean")).with("description", said)
        case .array(let item, let count): return Self.list("array", item, count).with("description", said)
        case .component(let component):
            return JSONValue.fields(("$ref", .string("#/components/schemas/\(component.name)")))
                .with("description", said)
        case .either(let schemas):
            return JSONValue.fields(("oneOf", .array(schemas.map { $0.document() }))).with("description", said)
        case .preferably(let schema):
            return [
                "anyOf": [
                    schema.document(),
                    Self.anything(depth: 3)
                        .with("description", "Anything else is refused in its place; the others go on."),
                ]
            ]
        case .nullable(let schema): return schema.nullable.with("description", said)
        }
    }

    /// Any JSON that is read at all: no name is longer than ``JSONParser/longestName``.
    ///
    /// - Parameter depth: So deep it is told, for a program that makes requests up cannot follow it into itself.
    private static func anything(depth: Int) -> JSONValue {
        guard depth > 0 else { return [:] }
        let inner = anything(depth: depth - 1)
        return [
            "propertyNames": ["maxLength": .number(JSONParser.longestName)], "additionalProperties": inner,
            "items": inner,
        ]
    }

    /// The same, or null.
    private var nullable: JSONValue {
        switch resolved {
        case .text(let text): Self.document(text, isNullable: true)
        case .integer(let least, let most): Self.number(["integer", "null"], least, most)
        case .boolean: ["type": ["boolean", "null"]]
        case .array(let item, let count): Self.list(["array", "null"], item, count)
        default: ["oneOf": [document(), ["type": "null"]]]
        }
    }

    private static func document(_ text: Text, isNullable: Bool) -> JSONValue {
        let length = text.length
        let choices = text.choices.map { JSONValue.string($0) } + (isNullable ? [.null] : [])
        return .fields(
            ("type", isNullable ? ["string", "null"] : "string"),
            ("format", text.format.map { .string($0) }),
            ("enum", text.choices.isEmpty ? nil : .array(choices)),
            ("minLength", length.flatMap { $0.lowerBound > 0 ? .number($0.lowerBound) : nil }),
            ("maxLength", length.map { .number($0.upperBound) }),
            ("pattern", text.pattern.map { .string($0) }))
    }

    private static func number(_ type: JSONValue, _ least: Int64?, _ most: Int64?) -> JSONValue {
        .fields(
            ("type", type), ("format", (most ?? .max) > Int64(Int32.max) ? "int64" : "int32"),
            ("minimum", least.map { .number($0) }), ("maximum", most.map { .number($0) }))
    }

    private static func list(_ type: JSONValue, _ item: Schema, _ count: ClosedRange<Int>?) -> JSONValue {
        .fields(
            ("type", type), ("items", item.document()),
            ("minItems", count.flatMap { $0.lowerBound > 0 ? .number($0.lowerBound) : nil }),
            ("maxItems", count.map { .number($0.upperBound) }))
    }

    private static func document(_ shape: Shape) -> JSONValue {
        let required = shape.fields.filter(\.isRequired).map(\.name)
        let properties = shape.fields.map { JSONValue.Member(name: $0.name, value: $0.schema.document($0.words)) }
        return .fields(
            ("type", "object"), ("properties", properties.isEmpty && !shape.isClosed ? nil : .object(properties)),
            ("required", required.isEmpty ? nil : .strings(required)),
            ("additionalProperties", shape.isClosed ? false : nil),
            ("anyOf", shape.rule.map { .array($0.alternatives) }))
    }
}

extension Component {
    var document: JSONValue {
        var said = words
        if case .text(let text) = schema, let format = text.words { said += " Format: \(format)." }
        return schema.document(said).with("examples", example.map { [$0] })
    }
}

extension Schema {
    /// The components that are named in it, those within them as well.
    var components: [Component] {
        switch self {
        case .object(let shape): shape.fields.flatMap(\.schema.components)
        case .array(let item, _): item.components
        case .nullable(let schema), .preferably(let schema): schema.components
        case .either(let schemas): schemas.flatMap(\.components)
        case .component(let component): [component] + component.schema.components
        case .text, .integer, .boolean: []
        }
    }
}
