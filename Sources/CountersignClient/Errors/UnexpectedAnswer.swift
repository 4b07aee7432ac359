/// An answer that this API does not give.
public struct UnexpectedAnswer: Error, Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// What is odd about it; nothing of its body.
    public var detail: String

    /// Describes an answer.
    public init(status: Int, detail: String) {
        self.status = status
        self.detail = detail
    }
}

extension UnexpectedAnswer: CustomStringConvertible {
    /// Both in one line.
    public var description: String { "status \(status), \(detail)" }
}
