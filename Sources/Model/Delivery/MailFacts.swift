/// What the reader of a mail is to the thing that it is about; templates choose their words by it.
package enum MailRole: String, Sendable, Codable, CaseIterable {
    case invitee, inviter, owner, removed
    /// Whoever published a version, where only that account hears of it.
    case publisher
    /// Whoever wrote to the owners of a package, and gets a copy.
    case sender
    /// The gallery's address for reports.
    case abuse
    /// Somebody who works at the admin site.
    case admin
}

/// The data that a mail is composed from when it is sent.
///
/// It is stored with the message, and holds no link, no token and no address of a person who is not its recipient, but
/// for ``replyTo``. What is nil is not stored.
package struct MailFacts: Sendable, Equatable, Codable {
    /// The package id as first written; empty in a mail that is about no package.
    package var package: String
    package var role: MailRole
    /// Usernames as first written.
    package var inviter: String?
    package var invitee: String?
    /// Who did it, where that is neither the inviter nor the invitee: who removed an owner, who cancelled, who
    /// confirmed or rejected a version.
    package var actor: String?
    /// The inviter's own words, untrusted plain text.
    package var note: String?
    /// Why: a decliner's words, a reporter's, or a relay's answer to mail that could not be delivered.
    ///
    /// Untrusted plain text.
    package var reason: String?
    /// When the link in this mail, or the invitation that it tells of, ends.
    ///
    /// Milliseconds since the epoch.
    package var expires: Int64?

    // Publications.

    /// The version as first written.
    package var version: String?
    /// The username of who published it.
    package var publisher: String?
    /// Through which key or run, in the gallery's words.
    package var via: String?
    package var warnings: [String]?
    package var reasons: [String]?
    /// What a digest tells, oldest first.
    package var lines: [DigestLine]?
    /// Whether the publisher never published this package before.
    ///
    /// A mail that says so cannot be switched off.
    package var unusual: Bool?
    /// Whether a version that was held does not go public: an owner rejected it, or nobody answered.
    package var rejected: Bool?

    // Invitations.

    /// Whether the invitation hands the package over: the inviter leaves when it is accepted.
    package var transfer: Bool?
    /// Whether the inviter is an administrator of the gallery, and need not own the package.
    package var asAdmin: Bool?

    // What people write.

    /// A message to owners, or what a report says: untrusted plain text of at most 4000 scalars.
    package var message: String?
    /// The username of who wrote it.
    package var sender: String?
    /// The database's number of that account, for the link by which its reader has no more of it.
    package var senderNumber: Int64?
    /// The address of a sender who chose to share it: the only address of another person that is kept here.
    package var replyTo: String?

    // Preferences.

    /// The database's number of the package, for the links to the reader's preferences and to blocks.
    package var packageNumber: Int64?
    /// What no longer comes.
    package var muted: [MutedLine]?
    /// How many: the recipients of a message to owners, the lines of a digest before it was cut.
    package var count: Int?

    package init(
        package: String, role: MailRole, inviter: String? = nil, invitee: String? = nil, actor: String? = nil,
        note: String? = nil, reason: String? = nil, expires: Timestamp? = nil
    ) {
        self.package = package
        self.role = role
        self.inviter = inviter
        self.invitee = invitee
        self.actor = actor
        self.note = note
        self.reason = reason
        self.expires = expires?.milliseconds
    }
}

/// One version in a digest.
package struct DigestLine: Sendable, Equatable, Codable {
    package var version: String
    /// A state or stage of the publication, as the API names it: `live`, `delayed`, ….
    package var state: String
    /// A username.
    package var publisher: String

    package init(version: String, state: String, publisher: String) {
        self.version = version
        self.state = state
        self.publisher = publisher
    }
}

/// One kind of mail that no longer comes.
package struct MutedLine: Sendable, Equatable, Codable {
    package var kind: MailKind
    /// The package id as first written; nil for all packages.
    package var package: String?

    package init(kind: MailKind, package: String? = nil) {
        self.kind = kind
        self.package = package
    }
}
