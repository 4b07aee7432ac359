public import Foundation

/// That somebody refuses invitations.
public struct Block: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// The address that is protected, masked.
    public var recipient: String
    /// The account that is protected, where it was named by its account.
    public var username: String?
    /// The account that is refused; nil for all.
    public var inviter: String?
    /// The package that is refused; nil for all.
    public var package: String?
    /// When it was made.
    public var createdAt: Date

    /// Describes a block, for tests.
    public init(
        id: String, recipient: String, username: String? = nil, inviter: String? = nil, package: String? = nil,
        createdAt: Date
    ) {
        self.id = id
        self.recipient = recipient
        self.username = username
        self.inviter = inviter
        self.package = package
        self.createdAt = createdAt
    }
}

/// Whom a block protects.
public enum BlockedRecipient: Hashable, Sendable {
    /// Whoever reads mail at an address.
    case email(String)
    /// An account, and so its address.
    case username(String)
}
