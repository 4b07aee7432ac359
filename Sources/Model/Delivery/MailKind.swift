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
    case transferCompleted = "transfer-completed"
    case publicationReceived = "publication-received"
    case publicationLive = "publication-live"
    case publicationFailed = "publication-failed"
    case publicationDelayed = "publication-delayed"
    case publicationWithdrawn = "publication-withdrawn"
    case publicationConfirm = "publication-confirm"
    case publicationConfirmed = "publication-confirmed"
    case publicationDigest = "publication-digest"
    case contactOwners = "contact-owners"
    case abuseReport = "abuse-report"
    case preferencesChanged = "preferences-changed"
    case recoveryConfirmAddress = "recovery-confirm-address"
    case recoveryOpened = "recovery-opened"
    case recoveryContact = "recovery-contact"
    case recoveryObjection = "recovery-objection"
    case recoveryStatus = "recovery-status"
    case recoveryGranted = "recovery-granted"
    case recoveryDenied = "recovery-denied"
    case recoveryInvitation = "recovery-invitation"
    case adminDigest = "admin-digest"
    case adminSignIn = "admin-sign-in"

    /// Whether it asks its reader to decide an invitation: the kinds whose failure makes the invitation undeliverable.
    package var asksForDecision: Bool {
        self == .invitation || self == .invitationReminder || self == .recoveryInvitation
    }

    /// Whether it carries an invitation's own link for the first time.
    package var isLetter: Bool { self == .invitation || self == .recoveryInvitation }

    /// Whether it is pointless once the invitation that it is about is no longer pending.
    package var needsPendingInvitation: Bool { asksForDecision || self == .invitationNotice }

    /// Whether it stays away from an address that the gallery must not mail.
    ///
    /// A link to sign in is the service's: it opens the admin site for all galleries of its admin, and one of them puts
    /// addresses under suppression without any evidence.
    package var heedsSuppressions: Bool { self != .adminSignIn }

    /// Whether its reader can switch it off, for one package or for all: the routine ones.
    ///
    /// A mail about an unusual publisher cannot be switched off whatever its kind is (``MailFacts/unusual``).
    package var isMutable: Bool {
        switch self {
        case .publicationReceived, .publicationLive, .publicationDelayed, .publicationWithdrawn, .publicationDigest:
            true
        default: false
        }
    }
}
