package import Links
package import Mail
package import Model
import SMTP

/// Makes a mail of a message at the moment when it is sent: its links are derived then, and stored nowhere.
package struct LetterComposer: Sendable {
    let templates: TemplateLibrary
    let keyring: KeyringHolder
    let secrets: ServiceSecrets
    let baseURL: String
    /// The same of links to the admin site.
    let adminURL: String
    let clock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - secrets: What the mailboxes in links about preferences are digested with.
    ///   - baseURL: What every link starts with, without a slash at its end.
    ///   - adminURL: What those to the admin site start with, where that is something else.
    package init(
        templates: TemplateLibrary, keyring: KeyringHolder, secrets: ServiceSecrets, baseURL: String,
        adminURL: String? = nil, clock: @escaping @Sendable () -> Timestamp = { .wallClock() }
    ) {
        self.templates = templates
        self.keyring = keyring
        self.secrets = secrets
        self.baseURL = baseURL
        self.adminURL = adminURL ?? baseURL
        self.clock = clock
    }

    /// - Throws: what the templates throw; they were checked at load, so this is not expected.
    func compose(_ message: Message, for gallery: Gallery) throws -> OutgoingMail {
        let letter = Letter(
            kind: message.kind, locales: [message.locale, gallery.policy.locale].compactMap { $0 },
            gallery: GalleryFace(gallery), from: gallery.from, to: message.recipient,
            messageID: "\(message.id)@\(gallery.from.domain)", date: clock(), facts: message.facts,
            link: adminLink(of: message, in: gallery) ?? link(of: message),
            replyTo: message.facts.replyTo.flatMap { try? EmailAddress($0) },
            settingsLink: settingsLink(of: message))
        return OutgoingMail(
            sender: gallery.from, recipient: message.recipient, content: try templates.compose(letter))
    }

    /// The link that the mail's button opens, where its kind has one.
    func link(of message: Message) -> String? {
        guard let purpose = LinkPurpose(message.kind, to: message.facts.role),
            let expires = expiry(of: message, purpose)
        else { return nil }
        let claims = LinkClaims(
            purpose: purpose, expires: UInt32(clamping: expires.seconds), subject: subject(of: message, purpose),
            recipient: UInt32(clamping: message.account), generation: UInt16(clamping: message.generation))
        let base = purpose == .adminSignIn ? adminURL : baseURL
        return "\(base)\(purpose.path)\(keyring.keyring.sign(claims))"
    }

    /// Where an admin goes from a mail about cases.
    ///
    /// Signing in comes first, so there is no token in it.
    private func adminLink(of message: Message, in gallery: Gallery) -> String? {
        guard message.facts.role == .admin else { return nil }
        let base = "\(adminURL)/admin/g/\(gallery.slug)"
        return switch message.kind.area {
        case .recovery: "\(base)/cases/\(message.about)"
        case .none where message.kind == .adminDigest: "\(base)/queue"
        case .invitation, .publication, .none: nil
        }
    }

    private func expiry(of message: Message, _ purpose: LinkPurpose) -> Timestamp? {
        if let expires = message.facts.expires { return Timestamp(milliseconds: expires) }
        // Mails that were queued before their kind had a link.
        return switch purpose {
        case .ownership: message.createdAt + Self.ownershipLife
        case .contact, .recoveryStatus, .recoveryContact: message.createdAt + MailLife.settings
        default: nil
        }
    }

    private static let ownershipLife: Duration = .seconds(30 * 86_400)

    private func subject(of message: Message, _ purpose: LinkPurpose) -> (high: UInt64, low: UInt64) {
        let id = (message.about.high, message.about.low)
        let address = message.recipient.text.lowercased()
        return switch purpose {
        case .contact:
            ContactSubject(
                sender: message.facts.senderNumber ?? 0, package: message.facts.packageNumber ?? 0,
                mailbox: secrets.digest(of: address, for: ContactSubject.digestPurpose)
            ).claims
        case .recoveryContact:
            CaseSubject(caseID: id, mailbox: secrets.digest(of: address, for: CaseSubject.digestPurpose)).claims
        default: id
        }
    }

    /// The link by which the reader chooses which mails come, where this one can be switched off (RFC 8058).
    func settingsLink(of message: Message) -> String? {
        guard message.kind.isMutable, message.facts.unusual != true, let package = message.facts.packageNumber else {
            return nil
        }
        let mailbox = secrets.digest(of: message.recipient.text.lowercased(), for: PreferenceSubject.digestPurpose)
        let subject = PreferenceSubject(package: package, kind: message.kind.code, mailbox: mailbox)
        let claims = LinkClaims(
            purpose: .preferences, expires: UInt32(clamping: (message.createdAt + MailLife.settings).seconds),
            subject: subject.claims, recipient: UInt32(clamping: message.account), generation: 0)
        return "\(baseURL)/u/\(keyring.keyring.sign(claims))"
    }
}

extension LinkPurpose {
    /// Where its page is.
    fileprivate var path: String {
        switch self {
        case .adminSignIn: "/admin/in/"
        case .recoveryStatus: "/recovery/status/"
        case .preferences: "/u/"
        case .invitation, .invitationNotice, .publication, .ownership, .ticket, .contact, .recoveryConfirm,
            .recoveryContact, .reportConfirm:
            "/c/"
        }
    }

    /// What the link in a kind of mail to one of its readers is for; nil for those without one.
    init?(_ kind: MailKind, to role: MailRole) {
        switch kind {
        case .invitation, .invitationReminder, .recoveryInvitation: self = .invitation
        case .invitationNotice: self = .invitationNotice
        case .publicationConfirm: self = .publication
        case .ownerAdded where role == .invitee, .transferCompleted where role == .invitee: self = .ownership
        case .contactOwners where role == .owner: self = .contact
        case .recoveryConfirmAddress: self = role == .sender ? .reportConfirm : .recoveryConfirm
        case .recoveryContact,
            .recoveryGranted where role == .owner:
            self = .recoveryContact
        case .recoveryOpened,
            .recoveryObjection where role == .claimant, .recoveryStatus where role == .claimant,
            .recoveryGranted where role == .claimant, .recoveryDenied where role == .claimant:
            self = .recoveryStatus
        case .adminSignIn: self = .adminSignIn
        case .invitationAccepted, .invitationDeclined, .invitationCancelled, .invitationExpired,
            .invitationUndeliverable, .ownerAdded, .ownerRemoved, .transferCompleted, .publicationReceived,
            .publicationLive, .publicationFailed, .publicationDelayed, .publicationWithdrawn, .publicationConfirmed,
            .publicationDigest, .contactOwners, .abuseReport, .preferencesChanged, .recoveryObjection, .recoveryStatus,
            .recoveryGranted, .recoveryDenied, .adminDigest:
            return nil
        }
    }
}
