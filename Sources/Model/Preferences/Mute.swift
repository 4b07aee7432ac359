/// A kind of mail that an account does not want, about one package or about all.
package struct Mute: Sendable, Equatable {
    package var kind: MailKind
    /// Nil for all packages.
    package var package: KnownPackage?
    /// One of an organization's mailboxes, as ``PreferenceSubject`` names it; nil for the whole account.
    package var mailbox: [UInt8]?

    package init(kind: MailKind, package: KnownPackage? = nil, mailbox: [UInt8]? = nil) {
        self.kind = kind
        self.package = package
        self.mailbox = mailbox
    }

    /// The kinds that can be muted, as the API and the pages list them.
    package static let kinds = MailKind.allCases.filter(\.isMutable)
}

/// A recipient's refusal of invitations, and of messages to owners: of an account, about a package, or, with neither, of
/// all in a gallery.
package struct Block: Sendable, Equatable {
    package var id: Identifier
    /// The address, hidden but for what its owner recognises.
    package var masked: String
    /// The account that the address belonged to when it was blocked.
    package var account: Account?
    package var inviter: Account?
    package var package: KnownPackage?
    package var createdAt: Timestamp

    package init(
        id: Identifier, masked: String, account: Account? = nil, inviter: Account? = nil, package: KnownPackage? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.masked = masked
        self.account = account
        self.inviter = inviter
        self.package = package
        self.createdAt = createdAt
    }
}

/// An address that must not be mailed, and why.
package struct Suppression: Sendable, Equatable {
    package var id: Identifier
    /// Nil once its owner has asked to be forgotten: it goes on, recognised and not readable.
    package var email: EmailAddress?
    package var reason: String
    package var at: Timestamp

    package init(id: Identifier, email: EmailAddress?, reason: String, at: Timestamp) {
        self.id = id
        self.email = email
        self.reason = reason
        self.at = at
    }
}

/// Somebody's word to the gallery that a package, or an invitation to it, is not right.
package struct AbuseReport: Sendable, Equatable {
    package var id: Identifier
    package var package: KnownPackage
    /// A username; nil where nobody is named.
    package var reporter: String?
    package var email: EmailAddress?
    package var reason: String
    package var message: String?
    package var createdAt: Timestamp

    package init(
        id: Identifier, package: KnownPackage, reporter: String?, email: EmailAddress?, reason: String,
        message: String?, createdAt: Timestamp
    ) {
        self.id = id
        self.package = package
        self.reporter = reporter
        self.email = email
        self.reason = reason
        self.message = message
        self.createdAt = createdAt
    }
}
