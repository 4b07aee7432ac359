public import Foundation

/// Who owns a package, and who is asked to.
public struct PackageOwners: Hashable, Sendable, Codable {
    /// The package's id, as first written.
    public var package: String
    /// Its owners: peers, without roles.
    public var owners: [Owner]
    /// Invitations that are not decided yet.
    public var pending: [Invitation]

    /// Puts an answer together, for tests.
    public init(package: String, owners: [Owner], pending: [Invitation] = []) {
        self.package = package
        self.owners = owners
        self.pending = pending
    }
}

/// One owner of a package.
public struct Owner: Hashable, Sendable, Codable {
    /// The account, as first written.
    public var username: String
    /// Since when.
    public var since: Date
    /// How it came to be.
    public var via: OwnershipOrigin

    /// Describes an owner, for tests.
    public init(username: String, since: Date, via: OwnershipOrigin) {
        self.username = username
        self.since = since
        self.via = via
    }
}

/// How somebody became an owner.
public struct OwnershipOrigin: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The gallery said so, with a list of owners.
    public static let imported: OwnershipOrigin = "import"
    /// An accepted invitation.
    public static let invitation: OwnershipOrigin = "invitation"
    /// The first publication of the package.
    public static let publication: OwnershipOrigin = "publication"
}
