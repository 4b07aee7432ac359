/// What a mail is about.
public struct MailKind: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Somebody is invited to own a package.
    public static let invitation: MailKind = "invitation"
    /// An invitation waits, and ends soon.
    public static let invitationReminder: MailKind = "invitation-reminder"
    /// The other owners hear that somebody is invited.
    public static let invitationNotice: MailKind = "invitation-notice"
    /// The inviter hears that an invitation was accepted.
    public static let invitationAccepted: MailKind = "invitation-accepted"
    /// The inviter hears that it was declined.
    public static let invitationDeclined: MailKind = "invitation-declined"
    /// The invitee hears that it was taken back.
    public static let invitationCancelled: MailKind = "invitation-cancelled"
    /// The inviter hears that it was not answered in time.
    public static let invitationExpired: MailKind = "invitation-expired"
    /// The inviter hears that its mail did not arrive.
    public static let invitationUndeliverable: MailKind = "invitation-undeliverable"
    /// A package has a new owner.
    public static let ownerAdded: MailKind = "owner-added"
    /// A package has an owner less.
    public static let ownerRemoved: MailKind = "owner-removed"
    /// A package went from one owner to another.
    public static let transferCompleted: MailKind = "transfer-completed"
    /// A version was received.
    public static let publicationReceived: MailKind = "publication-received"
    /// A version is public.
    public static let publicationLive: MailKind = "publication-live"
    /// A version did not pass; cannot be muted.
    public static let publicationFailed: MailKind = "publication-failed"
    /// A version takes longer than it should.
    public static let publicationDelayed: MailKind = "publication-delayed"
    /// A version was taken back.
    public static let publicationWithdrawn: MailKind = "publication-withdrawn"
    /// A version waits for an owner to confirm it.
    public static let publicationConfirm: MailKind = "publication-confirm"
    /// An owner decided about a version that waited.
    public static let publicationConfirmed: MailKind = "publication-confirmed"
    /// Several publications in one mail.
    public static let publicationDigest: MailKind = "publication-digest"
    /// A person's message to the owners of a package.
    public static let contactOwners: MailKind = "contact-owners"
    /// A report of abuse, to the gallery.
    public static let abuseReport: MailKind = "abuse-report"
    /// An account's preferences were changed.
    public static let preferencesChanged: MailKind = "preferences-changed"
    /// The link by which an admin signs in at the admin site.
    public static let adminSignIn: MailKind = "admin-sign-in"
    /// A claimant is to confirm their address.
    public static let recoveryConfirmAddress: MailKind = "recovery-confirm-address"
    /// A claimant's case is open.
    public static let recoveryOpened: MailKind = "recovery-opened"
    /// An owner is asked about a claim.
    public static let recoveryContact: MailKind = "recovery-contact"
    /// An owner objected.
    public static let recoveryObjection: MailKind = "recovery-objection"
    /// A case has moved.
    public static let recoveryStatus: MailKind = "recovery-status"
    /// A case was granted.
    public static let recoveryGranted: MailKind = "recovery-granted"
    /// A case was denied.
    public static let recoveryDenied: MailKind = "recovery-denied"
    /// A claimant is invited.
    public static let recoveryInvitation: MailKind = "recovery-invitation"
    /// An admin hears what is due.
    public static let adminDigest: MailKind = "admin-digest"
}
