import Model

/// Letters to try templates on: plain ones, bare ones, and ones as nasty as people can make them.
enum SampleLetters {
    enum Style: String, CaseIterable {
        /// What most mails look like.
        case plain
        /// Without any fact that may be lacking.
        case bare
        /// The longest values that can occur, in markup, in other scripts and with addresses in them.
        case hostile
        /// As plain, about an invitation that hands the package over.
        case transfer
        /// As plain, where an administrator of the gallery acts.
        case admin
        /// As plain, about a publisher who is new to the package.
        case unusual
        /// As plain, about a version that was rejected.
        case rejected
        /// As plain, about a case whose owners stay beside the claimant.
        case keeps
        /// As plain, about several accounts at once.
        case several
        /// As plain, about a case that was granted before.
        case takenBack
        /// As plain, about what a mail of a case tells.
        case contacting, waiting, agreed, reopened, withdrawn, completed, undeliverable, uninvited, unanswered
        case vouched, named, replaced, again, assigned

        static func of(_ kind: MailKind) -> [Style] {
            switch kind {
            case .invitation, .invitationReminder, .invitationNotice:
                [.plain, .bare, .hostile, .transfer, .admin]
            case .ownerRemoved: [.plain, .bare, .hostile, .admin, .several]
            case .publicationReceived, .publicationLive, .publicationDelayed, .publicationWithdrawn:
                [.plain, .bare, .hostile, .unusual]
            case .publicationFailed: [.plain, .bare, .hostile, .unusual, .rejected]
            case .publicationConfirm: [.plain, .bare, .hostile, .unusual]
            case .recoveryStatus:
                [.plain, .bare, .hostile, .contacting, .waiting, .agreed, .reopened, .withdrawn, .completed]
                    + [.undeliverable, .uninvited, .unanswered, .assigned, .takenBack, .replaced]
            case .recoveryOpened: [.plain, .bare, .hostile, .vouched, .named, .again]
            case .recoveryObjection, .recoveryDenied: [.plain, .bare, .hostile, .takenBack]
            case .recoveryGranted, .recoveryInvitation: [.plain, .bare, .hostile, .keeps]
            default: [.plain, .bare, .hostile]
            }
        }
    }

    static let link = "https://countersign.example/c/c2FtcGxlLWxpbmstdGhhdC1vcGVucy1ub3RoaW5nLWF0LWFsbA"
    static let settingsLink = "https://countersign.example/u/c2FtcGxlLWxpbmstdGhhdC1tdXRlcy1ub3RoaW5nLWF0LWFsbA"

    static func letter(_ kind: MailKind, _ role: MailRole, _ style: Style, locale: String) -> Letter {
        let needs = KindNeeds.of(kind)
        let isAnswerable = style != .bare && (kind == .contactOwners || kind == .abuseReport)
        return Letter(
            kind: kind, locales: [locale],
            gallery: GalleryFace(
                name: style == .hostile ? "Galerie \"Æther\" & <Söhne>, קטלוג" : "Example Gallery", slug: "example",
                url: "https://gallery.example", colour: style == .hostile ? "#ffe600" : nil),
            from: address("gallery", "gallery.example"), to: address("reader", "mail.example"),
            messageID: "01938f3e-7a00-7000-8000-000000000001@gallery.example",
            inReplyTo: kind == .invitationReminder ? "01938f3e-7a00-7000-8000-000000000000@gallery.example" : nil,
            date: sentAt, facts: SampleFacts.of(kind, role, style, expires: sentAt + .seconds(7 * 86_400)),
            link: needs.hasLink(for: role) ? link : nil,
            replyTo: isAnswerable ? address("writer", "elsewhere.example") : nil,
            settingsLink: kind.isMutable ? settingsLink : nil)
    }

    private static let sentAt = Timestamp(seconds: 1_795_244_592)

    private static func address(_ local: String, _ domain: String) -> EmailAddress {
        // Both parts are literals of this file.
        (try? EmailAddress("\(local)@\(domain)")) ?? address("a", "mail.example")
    }
}
