/// What the reader of a mail is to the thing that it is about; templates choose their words by it.
package enum MailRole: String, Sendable, Codable, CaseIterable {
    case invitee, inviter, owner, removed
    /// Whoever published a version, where only that account hears of it.
    case publisher
    /// Whoever wrote to the owners of a package, and gets a copy.
    case sender
    /// The gallery's address for reports.
    case abuse
    /// Whoever claims a package that has lost its owner.
    case claimant
    /// An admin of the gallery.
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
    /// Usernames of those who are owners no more, where they are several.
    package var removed: [String]?

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

    // Recovery. Why the claimant asks is ``message``; an admin's or an owner's words are ``reason``.

    /// What whoever claims the package calls themselves: untrusted plain text.
    package var claimant: String?
    /// Where a case stands, as the API names it.
    package var caseState: String?
    /// What became of it, where a mail tells of that.
    package var news: RecoveryNews?
    /// From when on it may be granted, as things are, or the earliest that it could be.
    ///
    /// Milliseconds since the epoch.
    package var grantableFrom: Int64?
    /// Why: sentences of ours.
    package var because: [String]?
    /// Web addresses that the claimant gave: shown as text, never as links.
    package var evidence: [String]?
    /// Whether the owners stay when the claimant has accepted.
    package var keepsOwners: Bool?
    /// Whether it takes back what was granted before.
    package var takenBack: Bool?
    /// What is due, oldest first.
    package var due: [DueLine]?
    /// How many reports of abuse nobody has dealt with yet.
    package var reports: Int?

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

/// What a mail about a case tells.
package enum RecoveryNews: String, Sendable, Codable, CaseIterable {
    /// The owners have been written to, or tried otherwise.
    case contacting
    /// Enough was tried: the clock runs.
    case waiting
    case objected
    /// One of the owners agrees, or all of them.
    case agreed
    case granted, denied, withdrawn, reopened, completed
    /// A mail to the owners could not be delivered.
    case undeliverable
    /// The invitation could not be delivered.
    case uninvited
    /// The invitation was declined, cancelled, or nobody answered it.
    case unanswered
    /// The gallery vouches for the claimant's address: nobody was asked to confirm it.
    case vouched
    /// An admin has said that the reader claims the package.
    case named
    /// An admin has said that somebody else claims the package, or at another address than the reader's.
    case replaced
    /// The claimant sent the form once more.
    case again
    /// The case was given to the admin who reads this.
    case assigned
}

/// One case in an admin's digest.
package struct DueLine: Sendable, Equatable, Codable {
    /// The package id as first written.
    package var package: String
    package var why: RecoveryDue
    /// Since when, in milliseconds since the epoch.
    package var at: Int64
    /// Who has it; nil for nobody.
    package var assignee: String?

    package init(package: String, why: RecoveryDue, at: Int64, assignee: String? = nil) {
        self.package = package
        self.why = why
        self.at = at
        self.assignee = assignee
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
