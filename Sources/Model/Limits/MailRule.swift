/// What a mail counts towards, and what becomes of it where there is no room: the one table of that.
///
/// A mail that somebody asks for is refused to them. What others do is told by mail, and never refused for the mail's
/// sake: the mail waits, becomes a line of a digest, or is kept from going out and recorded so. What warns its reader has
/// a limit of its own, and passes when ordinary mail has used up the others.
package struct MailRule: Sendable, Equatable {
    /// What becomes of a mail that a limit leaves no room for.
    package enum Beyond: Sendable {
        /// Whoever asks for it hears so, and nothing is done.
        case refused
        /// It is tried again when there is room.
        case putOff
        /// It becomes a line of the package's next digest.
        case rolledUp
        /// It is recorded as suppressed, with an event.
        case suppressed
    }

    /// All of them need room, and lose some.
    package var bounds: [MailLimit]
    /// They lose room where they have some, and do not stop the mail where they have none.
    package var counts: [MailLimit] = []
    package var beyond: Beyond

    /// The rule of a kind of mail to one of its readers.
    ///
    /// - Parameter warns: Whether it says that something may be wrong, whatever its kind: an unusual publisher, a
    ///   version that was rejected.
    package static func of(_ kind: MailKind, to role: MailRole, warns: Bool = false) -> MailRule {
        guard !warns || kind == .publicationConfirm else { return warning }
        return switch kind {
        case .invitation: MailRule(bounds: [.key, .recipient, .domain, .total], beyond: .refused)
        case .invitationReminder: MailRule(bounds: [.recipient, .domain, .total], beyond: .putOff)
        // It comes with an invitation, which is counted; these are what tells of a false one.
        case .invitationNotice: MailRule(bounds: [.security], beyond: .suppressed)
        case .invitationDeclined, .invitationCancelled, .invitationExpired, .invitationUndeliverable:
            MailRule(bounds: notice, beyond: .suppressed)
        case .invitationAccepted, .ownerAdded, .ownerRemoved, .transferCompleted, .preferencesChanged:
            warning
        // Counted where it is asked for (``RateLimit/signIn``), and by no gallery: whoever has one gallery's key would
        // keep the admins of others out.
        case .adminSignIn: MailRule(bounds: [], beyond: .suppressed)
        // A version that nobody is asked about would be rejected by its end: rather it is not held at all.
        case .publicationConfirm: MailRule(bounds: [.hold], counts: [.key, .domain, .total], beyond: .refused)
        case .publicationConfirmed: MailRule(bounds: notice, beyond: .suppressed)
        case .publicationReceived, .publicationLive, .publicationFailed, .publicationDelayed, .publicationWithdrawn:
            MailRule(bounds: notice, beyond: .rolledUp)
        case .publicationDigest: MailRule(bounds: notice, beyond: .putOff)
        case .contactOwners:
            MailRule(bounds: (role == .owner ? [.contact] : []) + [.key, .domain, .total], beyond: .refused)
        case .abuseReport: MailRule(bounds: [.abuse, .key, .domain, .total], beyond: .refused)
        // Strangers cause it, to whomever they name: few to one address, and where many have used up what a gallery or a
        // domain may get, whoever is in the right still gets one.
        case .recoveryConfirmAddress:
            MailRule(bounds: [.confirm, .key], counts: [.domain, .total], beyond: .refused)
        // An admin asks for them, and neither floods nor is to be kept from reaching an owner.
        case .recoveryContact, .recoveryInvitation:
            MailRule(bounds: [.security], counts: [.key, .domain, .total], beyond: .refused)
        case .recoveryOpened, .recoveryObjection, .recoveryStatus, .recoveryGranted, .recoveryDenied, .adminDigest:
            warning
        }
    }

    private static let notice: [MailLimit] = [.notices, .key, .domain, .total]
    private static let warning = MailRule(bounds: [.security], counts: [.key, .domain, .total], beyond: .suppressed)
}

extension MailRule {
    /// What somebody asks for by itself, whatever mail it causes.
    package enum Request: Sendable, CaseIterable {
        case invitation, message, report
        /// A public form, whose address nobody has confirmed: it takes no room of the package or the gallery, lest
        /// addresses that nobody reads silence whoever is in the right.
        case form
        /// A claim by the public form, confirmed.
        case claim

        /// The limits that it counts towards, once.
        package var limits: [MailLimit] {
            switch self {
            case .invitation: [.inviter, .package]
            case .message: [.sender]
            case .report: [.sender, .report]
            case .form: [.sender]
            case .claim: [.claim, .claims]
            }
        }
    }
}

extension MessageDraft {
    package var rule: MailRule {
        // What failed is not public, whoever published it.
        .of(kind, to: facts.role, warns: facts.unusual == true && kind.isMutable || facts.rejected == true)
    }
}
