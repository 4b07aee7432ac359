/// The refusals that calls have in common, so that the document tells each set of them once.
struct RefusalSets {
    private var sets: [(name: String, kinds: [ProblemKind])] = []

    init(_ operations: [Operation]) {
        var counts: [Int: Int] = [:]
        for kinds in operations.flatMap({ Self.byStatus($0.problems) })
        where !sets.contains(where: { $0.kinds == kinds }) {
            let status = kinds[0].status
            counts[status, default: 0] += 1
            let number = counts[status, default: 1]
            sets.append((number == 1 ? "Problem\(status)" : "Problem\(status)-\(number)", kinds))
        }
    }

    /// Those with one status beside each other, lowest first; none is empty.
    static func byStatus(_ kinds: [ProblemKind]) -> [[ProblemKind]] {
        Dictionary(grouping: kinds, by: \.status).sorted { $0.key < $1.key }.map(\.value)
    }

    func reference(to kinds: [ProblemKind]) -> JSONValue {
        let name = sets.first { $0.kinds == kinds }?.name ?? ""
        return ["$ref": .string("#/components/responses/\(name)")]
    }

    func document(baseURL: String) -> JSONValue {
        .object(sets.sorted { $0.name < $1.name }.map { .init(name: $0.name, value: document($0.kinds, baseURL)) })
    }

    private func document(_ kinds: [ProblemKind], _ baseURL: String) -> JSONValue {
        let headers = kinds.headers
        let examples = kinds.map { kind in
            JSONValue.Member(
                name: kind.rawValue,
                value: [
                    "summary": .string(kind.title),
                    "value": kind.example(baseURL: baseURL, instance: "/v1/packages/Contoso.Utils/invitations"),
                ])
        }
        let slugs = kinds.map(\.rawValue).joined(separator: "|")
        return .fields(
            ("description", .string(kinds.map { "`\($0.rawValue)`: \($0.title)." }.joined(separator: " "))),
            ("headers", headers.isEmpty ? nil : .object(headers.map { .init(name: $0.name, value: $0.document) })),
            (
                "content",
                [
                    "application/problem+json": [
                        "schema": [
                            "allOf": [
                                Schema.problem.document(),
                                ["properties": ["type": ["pattern": .string("/problems/(\(slugs))$")]]],
                            ]
                        ],
                        "examples": .object(examples),
                    ]
                ]
            ))
    }
}

extension [ProblemKind] {
    /// What comes with answers of these kinds, which have one status.
    var headers: [Answer.Header] {
        func header(
            _ name: String, _ words: String, _ schema: Schema, always: Bool, _ example: JSONValue
        ) -> Answer.Header {
            Answer.Header(name: name, words: words, schema: schema, isRequired: always, example: example)
        }
        switch first?.status {
        case 401, 403:
            let isAlways = allSatisfy { $0 == .unauthorized || $0 == .insufficientScope }
            return [
                header(
                    "WWW-Authenticate", "What the key lacks (RFC 6750).", .anyText, always: isAlways,
                    #"Bearer realm="countersign", error="invalid_token""#)
            ]
        case 429, 503:
            return [
                header(
                    "Retry-After", "After how many seconds to try again.", .integer(least: 1, most: nil),
                    always: first?.status == 429, 360)
            ] + (first?.status == 429 ? Answer.Header.limits : [])
        default: return []
        }
    }
}
