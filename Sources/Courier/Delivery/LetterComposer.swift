package import Links
package import Mail
package import Model
import SMTP

/// Makes a mail of a message at the moment when it is sent: its link is derived then, and stored nowhere.
package struct LetterComposer: Sendable {
    let templates: TemplateLibrary
    let keyring: KeyringHolder
    let baseURL: String
    let clock: @Sendable () -> Timestamp

    /// - Parameter baseURL: What every link starts with, without a slash at its end.
    package init(
        templates: TemplateLibrary, keyring: KeyringHolder, baseURL: String,
        clock: @escaping @Sendable () -> Timestamp = { .wallClock() }
    ) {
        self.templates = templates
        self.keyring = keyring
        self.baseURL = baseURL
        self.clock = clock
    }

    /// - Throws: what the templates throw; they were checked at load, so this is not expected.
    func compose(_ message: Message, for gallery: Gallery) throws -> OutgoingMail {
        let letter = Letter(
            kind: message.kind, locales: [message.locale, gallery.policy.locale].compactMap { $0 },
            gallery: GalleryFace(gallery), from: gallery.from, to: message.recipient,
            messageID: "\(message.id)@\(gallery.from.domain)", date: clock(), facts: message.facts,
            link: link(of: message))
        return OutgoingMail(
            sender: gallery.from, recipient: message.recipient, content: try templates.compose(letter))
    }

    /// The link that the mail's button opens, where its kind has one.
    private func link(of message: Message) -> String? {
        guard let purpose = LinkPurpose(message.kind), let expires = message.facts.expires else { return nil }
        let claims = LinkClaims(
            purpose: purpose, expires: UInt32(clamping: Timestamp(milliseconds: expires).seconds),
            subject: (message.about.high, message.about.low),
            recipient: UInt32(clamping: message.account), generation: UInt16(clamping: message.generation))
        return "\(baseURL)/c/\(keyring.keyring.sign(claims))"
    }
}

extension LinkPurpose {
    /// What the link in a kind of mail is for; nil for kinds without one.
    init?(_ kind: MailKind) {
        switch kind {
        case .invitation, .invitationReminder: self = .invitation
        case .invitationNotice: self = .invitationNotice
        case .invitationAccepted, .invitationDeclined, .invitationCancelled, .invitationExpired,
            .invitationUndeliverable, .ownerAdded, .ownerRemoved:
            return nil
        }
    }
}
