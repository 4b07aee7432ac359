package import Model

/// Everything that one mail to one address is composed from.
///
/// All of it is data: no clock, no randomness.
package struct Letter: Sendable {
    package var kind: MailKind
    /// Language tags (BCP 47) in order of preference: the recipient's own, then the gallery's default.
    ///
    /// English is always the last resort and need not be named.
    package var locales: [String]
    package var gallery: GalleryFace
    package var from: EmailAddress
    /// The one recipient; it stands alone in `To`, without a display name.
    package var to: EmailAddress
    /// `unique@domain`, without angle brackets; the same on every attempt (RFC 5322, 3.6.4).
    package var messageID: String
    /// The message id of the mail that this one follows up, without angle brackets.
    package var inReplyTo: String?
    package var date: Timestamp
    package var facts: MailFacts
    /// What the button opens; built from the configured base alone.
    ///
    /// At most 200 characters.
    package var link: String?
    /// Where answers go: the address of somebody who wrote and chose to share it.
    ///
    /// Only mails that carry a person's message have it.
    package var replyTo: EmailAddress?
    /// Where the reader chooses which mails come, also with one click (RFC 8058).
    ///
    /// At most 200 characters. Kinds that cannot be switched off leave it out.
    package var settingsLink: String?

    package init(
        kind: MailKind, locales: [String] = [], gallery: GalleryFace, from: EmailAddress, to: EmailAddress,
        messageID: String, inReplyTo: String? = nil, date: Timestamp, facts: MailFacts, link: String? = nil,
        replyTo: EmailAddress? = nil, settingsLink: String? = nil
    ) {
        self.kind = kind
        self.locales = locales
        self.gallery = gallery
        self.from = from
        self.to = to
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.date = date
        self.facts = facts
        self.link = link
        self.replyTo = replyTo
        self.settingsLink = settingsLink
    }
}

extension Letter {
    /// The link to the reader's preferences, where this mail can be switched off.
    var shownSettingsLink: String? { kind.isMutable && facts.unusual != true ? settingsLink : nil }

    /// Whether the sender of a message can be answered: a 7-bit header holds no local part beyond ASCII.
    var canBeAnswered: Bool {
        guard let replyTo, replyTo.isASCII else { return false }
        return kind == .contactOwners || kind == .abuseReport
    }
}

/// How a gallery shows itself in a mail: the operator's own settings.
package struct GalleryFace: Sendable, Equatable {
    /// What people call it; also the display name of `From`.
    package var name: String
    /// Its short name, which goes into `Feedback-ID`.
    package var slug: String
    /// Its public site, for layouts that show it; the packaged ones do not.
    package var url: String
    /// `#rrggbb`; nil for the packaged colour.
    package var colour: String?

    package init(name: String, slug: String, url: String, colour: String? = nil) {
        self.name = name
        self.slug = slug
        self.url = url
        self.colour = colour
    }

    package init(_ gallery: Gallery) {
        self.init(name: gallery.name, slug: gallery.slug, url: gallery.url, colour: gallery.policy.colour)
    }
}
