import HTTPTypes
import Model

/// What a change says of the state that it changes (RFC 9110, 13.1.1), so that nobody overwrites what they have not
/// seen.
///
/// Asked in the transaction of the change, about the body that a GET would have answered before it.
struct IfMatch: Sendable {
    /// The header's values; none where it is left out.
    private let values: [String]

    init(_ headers: HTTPFields) {
        values = headers[values: .ifMatch]
    }

    /// The same for a thing that is always there.
    ///
    /// - Parameter isNeeded: Whether a state has to be named.
    func refusal(_ representation: [UInt8], isNeeded: Bool) -> Refusal? {
        values.isEmpty && !isNeeded ? nil : refusal(representation)
    }

    /// Why the change is not made; nil where it may be.
    ///
    /// - Parameters:
    ///   - representation: nil where nothing is there yet, which anybody may make who names no state.
    ///   - isNeeded: Whether a state has to be named; where nothing can be lost it has not.
    func refusal(_ representation: [UInt8]?, isNeeded: Bool = true) -> Refusal? {
        guard !values.isEmpty else { return representation != nil && isNeeded ? .preconditionRequired : nil }
        guard let representation else { return .preconditionFailed }
        return EntityTag(of: representation).isIn(values, isWeak: false) ? nil : .preconditionFailed
    }
}
