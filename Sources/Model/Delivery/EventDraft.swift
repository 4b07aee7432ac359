/// Something that happened.
///
/// Events are only ever appended; nothing changes state without one.
package enum EventType: String, Sendable, CaseIterable {
    case invitationCreated = "invitation.created"
    case invitationResent = "invitation.resent"
    case invitationAccepted = "invitation.accepted"
    case invitationDeclined = "invitation.declined"
    case invitationCancelled = "invitation.cancelled"
    case invitationExpired = "invitation.expired"
    case invitationVoided = "invitation.voided"
    case invitationUndeliverable = "invitation.undeliverable"
    case ownerAdded = "owner.added"
    case ownerRemoved = "owner.removed"
    case messageSent = "message.sent"
    case messageDeferred = "message.deferred"
    case messageFailed = "message.failed"
    case messageUnknown = "message.unknown"
    case messageCancelled = "message.cancelled"
    case messageSuppressed = "message.suppressed"
    /// A relay took it, and it came back.
    case messageBounced = "message.bounced"
    case publicationReceived = "publication.received"
    case publicationHeld = "publication.held"
    case publicationValidating = "publication.validating"
    case publicationConfirmed = "publication.confirmed"
    case publicationRejected = "publication.rejected"
    case publicationLive = "publication.live"
    case publicationFailed = "publication.failed"
    case publicationDelayed = "publication.delayed"
    case publicationWithdrawn = "publication.withdrawn"
    case preferenceChanged = "preference.changed"
    case blockAdded = "block.added"
    case blockRemoved = "block.removed"
    case addressSuppressed = "address.suppressed"
    case suppressionRemoved = "suppression.removed"
    /// Somebody asked to be forgotten; the subject is the beginning of the address's HMAC in hexadecimal.
    case addressPurged = "address.purged"
    case reportReceived = "report.received"
    case reportClosed = "report.closed"
    case contactSent = "contact.sent"
    case limitReached = "limit.reached"
    case webhookCreated = "webhook.created"
    case webhookChanged = "webhook.changed"
    case webhookDeleted = "webhook.deleted"
    case webhookDisabled = "webhook.disabled"
    case recoverySubmitted = "recovery.submitted"
    case recoveryConfirmed = "recovery.confirmed"
    case recoveryOpened = "recovery.opened"
    case recoveryAssigned = "recovery.assigned"
    case recoveryNoted = "recovery.noted"
    /// Who claims the package: somebody was named, or somebody else.
    case recoveryNamed = "recovery.named"
    case recoveryEvidence = "recovery.evidence"
    case recoveryAttempted = "recovery.attempted"
    case recoveryWaiting = "recovery.waiting"
    /// More is to be done again before it may be granted: the package has other owners, the gallery asks for more, a mail
    /// reached nobody.
    case recoveryResumed = "recovery.resumed"
    case recoveryObjected = "recovery.objected"
    case recoveryAgreed = "recovery.agreed"
    case recoveryGranted = "recovery.granted"
    case recoveryDenied = "recovery.denied"
    case recoveryReopened = "recovery.reopened"
    case recoveryWithdrawn = "recovery.withdrawn"
    case recoveryCompleted = "recovery.completed"
    case recoveryLocked = "recovery.locked"
    case recoveryUnlocked = "recovery.unlocked"
    /// What it was sent is sent again.
    case webhookRedelivered = "webhook.redelivered"
    /// Somebody asked for another try.
    case messageRetried = "message.retried"
    /// The gallery gave an account that it had another mailbox.
    case accountChanged = "account.changed"
    /// The first of every feed.
    case galleryAdded = "gallery.added"
    case galleryChanged = "gallery.changed"
    case courierPaused = "courier.paused"
    case courierResumed = "courier.resumed"
    case keyAdded = "key.added"
    case keyRevoked = "key.revoked"
    /// A key that does not hold any more was used; told once an hour for each.
    case keyRefused = "key.refused"
    case adminAdded = "admin.added"
    case adminRemoved = "admin.removed"
    case adminChanged = "admin.changed"
    case adminEnrolled = "admin.enrolled"
    case adminSignedIn = "admin.signed-in"
    case adminSignedOut = "admin.signed-out"
    case adminRefused = "admin.refused"
}

/// What an event tells beside its type, actor and subject.
///
/// No address is in it, and no link.
package struct EventData: Sendable, Equatable, Codable {
    package var package: String?
    /// The invitation that it is about, as text.
    package var invitation: String?
    /// The publication that it is about, as text.
    package var publication: String?
    /// Its version.
    package var version: String?
    /// Whom it is about: the invitee, the owner who came or went.
    package var username: String?
    package var invitedBy: String?
    package var generation: Int?
    package var via: String?
    package var reason: String?
    /// True where the invitee has no account: the gallery is to make one.
    package var withoutAccount: Bool?
    /// True where an admin of the gallery did it over the owners' heads; the reason says why.
    package var asAdmin: Bool?
    /// For `message.…`: its kind, and the relay's last answer.
    package var kind: String?
    package var code: Int?
    package var status: String?
    package var detail: String?
    /// For `limit.reached`: which limit.
    package var limit: String?
    /// The recovery case that it is about, as text.
    package var recoveryCase: String?
    /// Where that stands from now on.
    package var state: String?
    /// Of an attempt to reach the owners: its number, how it was made, and what came of it.
    package var attempt: Int?
    package var channel: String?
    package var outcome: String?
    /// Of the checklist: which item, and whether it is ticked from now on.
    package var item: String?
    package var ticked: Bool?
    /// Of who claims the package from now on, and of who did before: the address, masked, and the account.
    package var claimant: String?
    package var formerClaimant: String?
    package var formerUsername: String?
    /// The admin who has the case from now on; none where nobody has.
    package var assignee: String?
    /// Of a case that is granted: whether the owners stay.
    package var keepsOwners: Bool?
    /// True where it was granted before its time; the reason says why.
    package var overridden: Bool?

    package init(
        package: String? = nil, invitation: String? = nil, username: String? = nil, invitedBy: String? = nil,
        publication: String? = nil, version: String? = nil, generation: Int? = nil, via: String? = nil,
        reason: String? = nil, withoutAccount: Bool? = nil, asAdmin: Bool? = nil, kind: String? = nil,
        code: Int? = nil, status: String? = nil, detail: String? = nil, limit: String? = nil,
        recoveryCase: String? = nil
    ) {
        self.package = package
        self.invitation = invitation
        self.username = username
        self.invitedBy = invitedBy
        self.publication = publication
        self.version = version
        self.generation = generation
        self.via = via
        self.reason = reason
        self.withoutAccount = withoutAccount
        self.asAdmin = asAdmin
        self.kind = kind
        self.code = code
        self.status = status
        self.detail = detail
        self.limit = limit
        self.recoveryCase = recoveryCase
    }
}

/// An event that a decision asks to be appended.
package struct EventDraft: Sendable, Equatable {
    package var type: EventType
    /// A username, or `system` for what the clock or a relay brought about.
    package var actor: String
    /// The id of the thing that changed; for `owner.…` the package id.
    package var subject: String
    package var data: EventData

    package init(_ type: EventType, actor: String, subject: String, data: EventData) {
        self.type = type
        self.actor = actor
        self.subject = subject
        self.data = data
    }

    /// The actor of what nobody did.
    package static let system = "system"
}

/// A mail that a decision asks to be queued.
package struct MessageDraft: Sendable, Equatable {
    package var kind: MailKind
    package var recipient: EmailAddress
    /// The account number that its link names as the recipient; 0 where there is but one.
    package var account: Int64
    package var locale: String?
    /// The invitation, publication or other thing that it is about.
    package var about: Identifier
    package var generation: Int
    package var facts: MailFacts
    /// When it is no longer worth sending: the end of its link, or five days on.
    package var until: Timestamp

    package init(
        kind: MailKind, recipient: EmailAddress, account: Int64, locale: String?, about: Identifier, generation: Int,
        facts: MailFacts, until: Timestamp
    ) {
        self.kind = kind
        self.recipient = recipient
        self.account = account
        self.locale = locale
        self.about = about
        self.generation = generation
        self.facts = facts
        self.until = until
    }
}
