/// That an admin of the gallery acts over the owners' heads.
///
/// It needs a key with the scope `override`, and goes into the audit log with its reason.
public struct AdminAct: Hashable, Sendable {
    /// Why, in words for the log; it must not be empty.
    public var reason: String

    /// Gives the reason.
    public init(reason: String) { self.reason = reason }
}
