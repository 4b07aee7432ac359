/// A refusal by the service: `application/problem+json` (RFC 9457).
public struct Problem: Hashable, Sendable {
    /// What kind of refusal it is: the last part of `type`.
    public var kind: ProblemKind
    /// The address of the page that explains the kind.
    public var type: String
    /// The kind in a few words; the same in every answer of the kind.
    public var title: String
    /// The HTTP status that it came with; 0 for one that was read from elsewhere and does not say.
    public var status: Int
    /// What is wrong in this very case, in words that are safe to show.
    public var detail: String
    /// The path that was asked for.
    public var instance: String?
    /// Which fields or parameters are wrong.
    public var errors: [FieldProblem]
    /// Which limit was reached, where one was.
    public var limit: String?
    /// How long to wait before asking again, where the answer said so.
    public var retryAfter: Duration?

    /// Describes a refusal, for tests of what handles one.
    public init(
        kind: ProblemKind, type: String = "about:blank", title: String = "", status: Int, detail: String = "",
        instance: String? = nil, errors: [FieldProblem] = [], limit: String? = nil, retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.instance = instance
        self.errors = errors
        self.limit = limit
        self.retryAfter = retryAfter
    }

    /// What is wrong with the field at a JSON pointer, or with the parameter of this name.
    public func detail(of field: String) -> String? {
        errors.first { $0.pointer == field || $0.parameter == field }?.detail
    }
}

extension Problem: Codable {
    private enum CodingKeys: String, CodingKey {
        case type, title, status, detail, instance, errors, limit, retryAfter
    }

    /// Reads a problem+json object; what RFC 9457 lets be left out may be.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let type = try container.decodeIfPresent(String.self, forKey: .type) ?? "about:blank"
        self.init(
            kind: ProblemKind(rawValue: type.split(separator: "/").last.map(String.init) ?? type), type: type,
            title: try container.decodeIfPresent(String.self, forKey: .title) ?? "",
            status: try container.decodeIfPresent(Int.self, forKey: .status) ?? 0,
            detail: try container.decodeIfPresent(String.self, forKey: .detail) ?? "",
            instance: try container.decodeIfPresent(String.self, forKey: .instance),
            errors: try container.decodeIfPresent([FieldProblem].self, forKey: .errors) ?? [],
            limit: try container.decodeIfPresent(String.self, forKey: .limit),
            retryAfter: try container.decodeIfPresent(Int64.self, forKey: .retryAfter).map { .seconds($0) })
    }

    /// Writes a problem+json object; `retryAfter` in whole seconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encode(title, forKey: .title)
        try container.encode(status, forKey: .status)
        try container.encode(detail, forKey: .detail)
        try container.encodeIfPresent(instance, forKey: .instance)
        if !errors.isEmpty { try container.encode(errors, forKey: .errors) }
        try container.encodeIfPresent(limit, forKey: .limit)
        try container.encodeIfPresent(retryAfter?.components.seconds, forKey: .retryAfter)
    }
}

extension Problem: CustomStringConvertible {
    /// Status, kind, detail and bad fields in one line.
    public var description: String {
        let fields = errors.map { "\($0.pointer ?? $0.parameter ?? "") \($0.detail)" }
        return (["\(status) \(kind): \(detail.isEmpty ? title : detail)"] + fields).joined(separator: "; ")
    }
}
