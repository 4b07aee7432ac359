/// What a mail is about.
///
/// The raw value is its name in the API, in templates (`MailTemplates/<locale>/<kind>.…`) and in the database.
package enum MailKind: String, Sendable, CaseIterable, Codable {
    case invitation
    case invitationReminder = "invitation-reminder"
    case invitationNotice = "invitation-notice"
    case invitationAccepted = "invitation-accepted"
    case invitationDeclined = "invitation-declined"
    case invitationCancelled = "invitation-cancelled"
    case invitationExpired = "invitation-expired"
    case invitationUndeliverable = "invitation-undeliverable"
    case ownerAdded = "owner-added"
    case ownerRemoved = "owner-removed"

    /// Whether it asks its reader to decide an invitation: the kinds that count towards an address's limit of
    /// invitation mails, and whose failure makes the invitation undeliverable.
    package var asksForDecision: Bool { self == .invitation || self == .invitationReminder }

    /// Whether it is pointless once the invitation that it is about is no longer pending.
    package var needsPendingInvitation: Bool { asksForDecision || self == .invitationNotice }
}

/// What the reader of a mail is to the thing that it is about; templates choose their words by it.
package enum MailRole: String, Sendable, Codable, CaseIterable {
    case invitee, inviter, owner, removed
}

/// The data that a mail is composed from when it is sent.
///
/// It is stored with the message, and holds no link, no token and no address of a person who is not its recipient.
package struct MailFacts: Sendable, Equatable, Codable {
    /// The package id as first written.
    package var package: String
    package var role: MailRole
    /// Usernames as first written.
    package var inviter: String?
    package var invitee: String?
    /// Who did it, where that is neither the inviter nor the invitee: who removed an owner, who cancelled.
    package var actor: String?
    /// The inviter's own words, untrusted plain text.
    package var note: String?
    /// Why: a decliner's words, or a relay's answer to mail that could not be delivered.
    ///
    /// Untrusted plain text.
    package var reason: String?
    /// When the link in this mail, or the invitation that it tells of, ends.
    ///
    /// Milliseconds since the epoch.
    package var expires: Int64?

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
