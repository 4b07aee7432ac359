/// What happened.
public struct EventType: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The part before the dot: what it happened to.
    public var noun: String { String(rawValue.prefix { $0 != "." }) }

    /// An invitation was made.
    public static let invitationCreated: EventType = "invitation.created"
    /// It was sent again; its old link is dead.
    public static let invitationResent: EventType = "invitation.resent"
    /// The invitee accepted.
    public static let invitationAccepted: EventType = "invitation.accepted"
    /// The invitee declined.
    public static let invitationDeclined: EventType = "invitation.declined"
    /// It was taken back.
    public static let invitationCancelled: EventType = "invitation.cancelled"
    /// Its time was over.
    public static let invitationExpired: EventType = "invitation.expired"
    /// Its inviter was no owner any more.
    public static let invitationVoided: EventType = "invitation.voided"
    /// Its mail could not be delivered.
    public static let invitationUndeliverable: EventType = "invitation.undeliverable"
    /// A package has a new owner.
    public static let ownerAdded: EventType = "owner.added"
    /// A package has an owner less.
    public static let ownerRemoved: EventType = "owner.removed"
    /// A version was received.
    public static let publicationReceived: EventType = "publication.received"
    /// A version waits for an owner.
    public static let publicationHeld: EventType = "publication.held"
    /// A version is looked at.
    public static let publicationValidating: EventType = "publication.validating"
    /// An owner confirmed a version.
    public static let publicationConfirmed: EventType = "publication.confirmed"
    /// An owner, or the end of its hold, rejected a version.
    public static let publicationRejected: EventType = "publication.rejected"
    /// A version is public.
    public static let publicationLive: EventType = "publication.live"
    /// A version did not pass.
    public static let publicationFailed: EventType = "publication.failed"
    /// A version takes longer than it should.
    public static let publicationDelayed: EventType = "publication.delayed"
    /// A version was taken back.
    public static let publicationWithdrawn: EventType = "publication.withdrawn"
    /// A relay took a mail.
    public static let messageSent: EventType = "message.sent"
    /// A mail waits for another attempt.
    public static let messageDeferred: EventType = "message.deferred"
    /// A mail was refused for good, or its time was over.
    public static let messageFailed: EventType = "message.failed"
    /// Nobody knows whether a relay has a mail.
    public static let messageUnknown: EventType = "message.unknown"
    /// Nobody needed a mail any more.
    public static let messageCancelled: EventType = "message.cancelled"
    /// A mail's address must not be mailed.
    public static let messageSuppressed: EventType = "message.suppressed"
    /// A mail came back.
    public static let messageBounced: EventType = "message.bounced"
    /// A mail's reader called it spam.
    public static let messageComplained: EventType = "message.complained"
    /// An account changed what it is mailed about.
    public static let preferenceChanged: EventType = "preference.changed"
    /// Somebody refuses invitations.
    public static let blockAdded: EventType = "block.added"
    /// Somebody takes invitations again.
    public static let blockRemoved: EventType = "block.removed"
    /// An address is not mailed any more.
    public static let addressSuppressed: EventType = "address.suppressed"
    /// An address is mailed again.
    public static let suppressionRemoved: EventType = "suppression.removed"
    /// An address was forgotten; the subject is the beginning of its HMAC.
    public static let addressPurged: EventType = "address.purged"
    /// Abuse was reported.
    public static let reportReceived: EventType = "report.received"
    /// An admin dealt with a report.
    public static let reportClosed: EventType = "report.closed"
    /// A person wrote to a package's owners.
    public static let contactSent: EventType = "contact.sent"
    /// A limit was reached.
    public static let limitReached: EventType = "limit.reached"
    /// A webhook was made.
    public static let webhookCreated: EventType = "webhook.created"
    /// A webhook was changed.
    public static let webhookChanged: EventType = "webhook.changed"
    /// A webhook was deleted.
    public static let webhookDeleted: EventType = "webhook.deleted"
    /// A webhook is not called any more.
    public static let webhookDisabled: EventType = "webhook.disabled"
    /// What a webhook was sent is sent again.
    public static let webhookRedelivered: EventType = "webhook.redelivered"
    /// Another try at a mail was asked for.
    public static let messageRetried: EventType = "message.retried"
    /// An account has another mailbox.
    public static let accountChanged: EventType = "account.changed"
    /// The gallery was added.
    public static let galleryAdded: EventType = "gallery.added"
    /// The gallery's name, address or settings were changed.
    public static let galleryChanged: EventType = "gallery.changed"
    /// The gallery's mail is held back.
    public static let courierPaused: EventType = "courier.paused"
    /// The gallery's mail goes again.
    public static let courierResumed: EventType = "courier.resumed"
    /// An API key was added.
    public static let keyAdded: EventType = "key.added"
    /// An API key was revoked.
    public static let keyRevoked: EventType = "key.revoked"
    /// A key was used that does not hold any more.
    public static let keyRefused: EventType = "key.refused"
    public static let adminAdded: EventType = "admin.added"
    public static let adminRemoved: EventType = "admin.removed"
    public static let adminChanged: EventType = "admin.changed"
    public static let adminEnrolled: EventType = "admin.enrolled"
    public static let adminSignedIn: EventType = "admin.signed-in"
    public static let adminSignedOut: EventType = "admin.signed-out"
    public static let adminRefused: EventType = "admin.refused"
    /// A package was claimed.
    public static let recoverySubmitted: EventType = "recovery.submitted"
    /// A claimant confirmed their address.
    public static let recoveryConfirmed: EventType = "recovery.confirmed"
    /// Admins see a case from now on.
    public static let recoveryOpened: EventType = "recovery.opened"
    /// A case has another admin.
    public static let recoveryAssigned: EventType = "recovery.assigned"
    /// An admin wrote a note.
    public static let recoveryNoted: EventType = "recovery.noted"
    /// An admin said who claims the package, or that it is somebody else.
    public static let recoveryNamed: EventType = "recovery.named"
    /// An item of the checklist was ticked, or that was taken back.
    public static let recoveryEvidence: EventType = "recovery.evidence"
    /// An attempt to reach the owners was made, or came to something.
    public static let recoveryAttempted: EventType = "recovery.attempted"
    /// Enough was tried: the clock runs.
    public static let recoveryWaiting: EventType = "recovery.waiting"
    /// More is to be done again before it may be granted.
    public static let recoveryResumed: EventType = "recovery.resumed"
    /// An owner objected to a claim.
    public static let recoveryObjected: EventType = "recovery.objected"
    /// An owner agreed to hand over.
    public static let recoveryAgreed: EventType = "recovery.agreed"
    /// A case was granted.
    public static let recoveryGranted: EventType = "recovery.granted"
    /// A case was denied.
    public static let recoveryDenied: EventType = "recovery.denied"
    /// A case was taken up again.
    public static let recoveryReopened: EventType = "recovery.reopened"
    /// A claimant wants it no more.
    public static let recoveryWithdrawn: EventType = "recovery.withdrawn"
    /// The claimant accepted, and the package is theirs.
    public static let recoveryCompleted: EventType = "recovery.completed"
    /// Owners can invite nobody while a case runs.
    public static let recoveryLocked: EventType = "recovery.locked"
    /// Owners can invite again.
    public static let recoveryUnlocked: EventType = "recovery.unlocked"
}
