import HTTPTypes
import Model
import Workflows

/// What a change says of the state that it changes (RFC 9110, 13.1.1 and 13.1.2), so that nobody overwrites what they
/// have not seen.
///
/// Asked in the transaction of the change, about the body that a GET would have answered before it, and only of a
/// request that would be carried out otherwise: what is not there is 404 first (RFC 9110, 13.2.1). `If-Modified-Since`
/// and `If-Unmodified-Since` say nothing here, for nothing has a `Last-Modified`.
struct Preconditions: Sendable {
    private let ifMatch: [String]
    private let ifNoneMatch: [String]

    init(_ headers: HTTPFields) {
        ifMatch = headers[values: .ifMatch]
        ifNoneMatch = headers[values: .ifNoneMatch]
    }

    /// Whether the request says nothing, so that what there is need not be looked at.
    var isEmpty: Bool { ifMatch.isEmpty && ifNoneMatch.isEmpty }

    /// Why the change is not made; nil where it may be.
    ///
    /// - Parameters:
    ///   - representation: nil where nothing is there yet, which anybody may make who names no state.
    ///   - isNeeded: Whether a state has to be named; where nothing can be lost it has not.
    func refusal(_ representation: [UInt8]?, isNeeded: Bool = false) -> Refusal? {
        let tag = representation.map { EntityTag(of: $0) }
        if !ifMatch.isEmpty, tag?.isIn(ifMatch, isWeak: false) != true { return .preconditionFailed }
        if !ifNoneMatch.isEmpty, tag?.isIn(ifNoneMatch, isWeak: true) == true { return .preconditionFailed }
        return ifMatch.isEmpty && isNeeded && tag != nil ? .preconditionRequired : nil
    }

    /// The same for a thing that is there and has no tag: nothing but `*` names it.
    var refusalWithoutTag: Refusal? {
        let isNamed = ifMatch.isEmpty || ifMatch.contains("*")
        return isNamed && !ifNoneMatch.contains("*") ? nil : .preconditionFailed
    }

    /// The same as a workflow asks it; nil where nothing is said.
    ///
    /// - Parameter representation: The body that a GET of the thing answers with.
    func admission<View: Sendable>(_ representation: @escaping @Sendable (View) -> [UInt8]) -> Admission<View>? {
        guard !isEmpty else { return nil }
        return { view in refusal(view.map(representation)) }
    }
}
