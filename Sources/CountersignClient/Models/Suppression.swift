public import Foundation

/// That an address must not be mailed.
public struct Suppression: Hashable, Sendable, Codable {
    /// The address; nil where it was erased and only its fingerprint is kept.
    public var email: String?
    /// Why, in words.
    public var reason: String?
    /// Since when.
    public var at: Date

    /// Describes a suppression, for tests.
    public init(email: String?, reason: String? = nil, at: Date) {
        self.email = email
        self.reason = reason
        self.at = at
    }
}
