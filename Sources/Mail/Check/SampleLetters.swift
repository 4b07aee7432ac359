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
    }

    static let link = "https://countersign.example/c/c2FtcGxlLWxpbmstdGhhdC1vcGVucy1ub3RoaW5nLWF0LWFsbA"

    static func letter(_ kind: MailKind, _ role: MailRole, _ style: Style, locale: String) -> Letter {
        let needs = KindNeeds.of(kind)
        return Letter(
            kind: kind, locales: [locale],
            gallery: GalleryFace(
                name: style == .hostile ? "Galerie \"Æther\" & <Söhne>, קטלוג" : "Example Gallery", slug: "example",
                url: "https://gallery.example", colour: style == .hostile ? "#ffe600" : nil),
            from: address("gallery", "gallery.example"), to: address("reader", "mail.example"),
            messageID: "01938f3e-7a00-7000-8000-000000000001@gallery.example",
            inReplyTo: kind == .invitationReminder ? "01938f3e-7a00-7000-8000-000000000000@gallery.example" : nil,
            date: sentAt, facts: facts(needs, role, style), link: needs.hasLink ? link : nil)
    }

    private static let sentAt = Timestamp(seconds: 1_795_244_592)

    private static func address(_ local: String, _ domain: String) -> EmailAddress {
        // Both parts are literals of this file.
        (try? EmailAddress("\(local)@\(domain)")) ?? address("a", "mail.example")
    }

    private static func facts(_ needs: KindNeeds, _ role: MailRole, _ style: Style) -> MailFacts {
        let expires = sentAt + .seconds(7 * 86_400)
        let all: MailFacts
        switch style {
        case .plain, .bare:
            all = MailFacts(
                package: "Contoso.Utils", role: role, inviter: "bob", invitee: "ann", actor: "carol",
                note: "Hello Ann!\nYou have fixed half of the bugs already.\n\nWould you like to join?",
                reason: "I have no time for it at the moment, sorry.", expires: expires)
        case .hostile:
            all = MailFacts(
                package: "pay.example.com/" + String(repeating: "Long.Name-", count: 11), role: role,
                inviter: "admin@bank.example.com", invitee: "\u{202E}מפתחת-הספרייה\u{202C}-www.evil.com",
                actor: String(repeating: "W", count: 128),
                note: String(repeating: "<a href='https://evil.com'>win</a> & \"x\" \r\n.\r\n", count: 11),
                reason: "550 5.1.1 <reader@mail.example>: see http://evil.com/?a=1&b=2 "
                    + String(repeating: "日本語の説明。", count: 60),
                expires: expires)
        }
        guard style == .bare else { return all }
        var facts = MailFacts(package: all.package, role: role)
        if needs.required.contains(.inviter) { facts.inviter = all.inviter }
        if needs.required.contains(.invitee) { facts.invitee = all.invitee }
        if needs.required.contains(.expires) { facts.expires = all.expires }
        return facts
    }
}
