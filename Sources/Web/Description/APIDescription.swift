import HTTPTypes
import Model

/// The API as it is described to programs and to people: one source for both.
struct APIDescription: Sendable {
    /// Where the service is reached; no slash at the end.
    let baseURL: String

    static let areas: [Area] = [
        .owners, .invitations, .publications, .preferences, .blocks, .suppressions, .addresses, .contact,
        .recovery, .messages, .events, .webhooks, .service,
    ]

    static let operations = areas.flatMap(\.operations)

    /// Every shape with a name, by name.
    static let components: [Component] = {
        var schemas: [Schema] = [.problem, Delivered.body]
        for operation in operations {
            schemas += operation.allParameters.map(\.schema)
            if let body = operation.body { schemas.append(body.schema) }
            for answer in operation.allAnswers {
                schemas += answer.headers.map(\.schema)
                if let content = answer.content { schemas.append(content.schema) }
            }
        }
        var named: [String: Component] = [:]
        for component in schemas.flatMap(\.components) { named[component.name] = component }
        return named.values.sorted { $0.name < $1.name }
    }()

    /// `GET /openapi.yaml`.
    var yaml: [UInt8] { Array(YAMLWriter.write(document).utf8) }

    /// The document as OpenAPI 3.1 has it.
    var document: JSONValue {
        let refusals = RefusalSets(Self.operations)
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Countersign",
                "version": "1.0.0",
                "summary": "Confirmed ownership of packages, by e-mail",
                "description": .string(
                    Guide.chapters.map { chapter in
                        "## \(chapter.title)\n\n" + chapter.parts.map(\.markdown).joined(separator: "\n\n")
                    }.joined(separator: "\n\n")),
                "license": ["name": "MIT", "identifier": "MIT"],
            ],
            "servers": [["url": .string(baseURL)]],
            "security": [["apiKey": []]],
            "tags": .array(
                Self.areas.map { ["name": .string($0.name), "description": .string($0.words)] }),
            "paths": paths(refusals),
            "webhooks": Delivered.document,
            "components": [
                "securitySchemes": [
                    "apiKey": [
                        "type": "http", "scheme": "bearer", "bearerFormat": "cs_…",
                        "description": "A key of the gallery, made with `countersign key add`.",
                    ]
                ],
                "schemas": .object(Self.components.map { .init(name: $0.name, value: $0.document) }),
                "parameters": Self.parameters,
                "responses": refusals.document(baseURL: baseURL),
            ],
        ]
    }

    /// What calls take that is told once for all of them.
    private static var parameters: JSONValue {
        let all: [Parameter] = [.idempotencyKey, .ifMatch(Operation.conditionWords, isRequired: false)]
        return .object(all.compactMap { one in one.component.map { .init(name: $0, value: one.document) } })
    }

    private func paths(_ refusals: RefusalSets) -> JSONValue {
        var paths: [JSONValue.Member] = []
        for area in Self.areas {
            for operation in area.operations {
                let call = JSONValue.Member(
                    name: operation.method.rawValue.lowercased(), value: operation.document(in: area, refusals))
                if let place = paths.firstIndex(where: { $0.name == operation.path }) {
                    paths[place].value = paths[place].value.with(call.name, call.value)
                } else {
                    paths.append(.init(name: operation.path, value: .object([call])))
                }
            }
        }
        return .object(paths)
    }
}
