/// One thing that is wrong with a request.
public struct FieldProblem: Hashable, Sendable, Codable {
    /// Which field of the body, as a JSON pointer (RFC 6901) such as `/invitee/email`.
    public var pointer: String?
    /// Which parameter of the query; of this and `pointer` one is there.
    public var parameter: String?
    /// What is wrong with it, in words for people.
    public var detail: String

    /// Describes one flaw.
    public init(pointer: String? = nil, parameter: String? = nil, detail: String) {
        self.pointer = pointer
        self.parameter = parameter
        self.detail = detail
    }
}
