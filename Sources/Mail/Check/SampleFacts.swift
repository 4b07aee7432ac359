import Model

/// The data of sample letters.
enum SampleFacts {
    static func of(
        _ kind: MailKind, _ role: MailRole, _ style: SampleLetters.Style, expires: Timestamp
    ) -> MailFacts {
        var facts: MailFacts
        switch style {
        case .hostile: facts = hostile(role, expires)
        case .bare: facts = bare(plain(role, expires), KindNeeds.of(kind).required)
        case .plain, .transfer, .admin, .unusual, .rejected, .keeps, .several, .takenBack, .contacting, .waiting,
            .agreed, .reopened, .withdrawn, .completed, .undeliverable, .uninvited, .unanswered, .vouched,
            .named, .replaced, .again, .assigned:
            facts = plain(role, expires)
        }
        // Who acted is a fact of kinds in which somebody other than the inviter can.
        if kind == .publicationFailed, style != .rejected { facts.actor = nil }
        facts.transfer = style == .transfer || kind == .transferCompleted ? true : nil
        facts.asAdmin = style == .admin ? true : nil
        facts.unusual = style == .unusual ? true : nil
        facts.rejected = style == .rejected ? true : nil
        facts.news = RecoveryNews(rawValue: style.rawValue)
        facts.keepsOwners = style == .keeps ? true : nil
        facts.takenBack = style == .takenBack ? true : nil
        facts.removed = style == .several && role == .owner ? ["ann", "bob", "www.evil.com"] : nil
        return facts
    }

    private static func plain(_ role: MailRole, _ expires: Timestamp) -> MailFacts {
        var facts = MailFacts(
            package: "Contoso.Utils", role: role, inviter: "bob", invitee: "ann", actor: "carol",
            note: "Hello Ann!\nYou have fixed half of the bugs already.\n\nWould you like to join?",
            reason: "I have no time for it at the moment, sorry.", expires: expires)
        facts.version = "2.1.0"
        facts.publisher = "bob"
        facts.via = "the key 'release', run 4711"
        facts.warnings = ["The licence is not given.", "The package depends on a version that was withdrawn."]
        facts.reasons = [
            "The archive holds two files of the same name.",
            "The signature does not match the key that is registered for this package.",
        ]
        facts.lines = [
            DigestLine(version: "2.1.0", state: "live", publisher: "bob"),
            DigestLine(version: "2.1.1", state: "live", publisher: "bob"),
            DigestLine(version: "2.2.0-beta.1", state: "withdrawn", publisher: "carol"),
        ]
        facts.count = 3
        facts.message =
            "Hello,\n\nI maintain a program that depends on your package. Since the last version it no longer starts on "
            + "older systems.\n\nWould you take a change that mends it?\n\nDave"
        facts.sender = "dave"
        facts.replyTo = "writer@elsewhere.example"
        facts.packageNumber = 7
        facts.muted = [
            MutedLine(kind: .publicationLive, package: "Contoso.Utils"), MutedLine(kind: .publicationDelayed),
        ]
        facts.claimant = "Dana Example"
        facts.grantableFrom = (expires + .seconds(35 * 86_400)).milliseconds
        let first = RecoveryClock.Because.firstAttempt(expires - .seconds(7 * 86_400), wait: RecoveryPolicy().wait)
        facts.because = [first.words]
        facts.evidence = ["https://code.example/contoso/utils", "https://contoso.example/about"]
        facts.reports = 2
        facts.due = [
            DueLine(package: "Contoso.Utils", why: .unassigned, at: expires.milliseconds),
            DueLine(package: "left-pad", why: .decision, at: expires.milliseconds, assignee: "Grace"),
        ]
        return facts
    }

    private static func bare(_ all: MailFacts, _ required: VariableSet) -> MailFacts {
        var facts = MailFacts(package: required.contains(.package) ? all.package : "", role: all.role)
        if required.contains(.inviter) { facts.inviter = all.inviter }
        if required.contains(.invitee) { facts.invitee = all.invitee }
        if required.contains(.actor) { facts.actor = all.actor }
        if required.contains(.expires) { facts.expires = all.expires }
        if required.contains(.version) { facts.version = all.version }
        if required.contains(.publisher) { facts.publisher = all.publisher }
        if required.contains(.lines) { facts.lines = all.lines }
        if required.contains(.count) { facts.count = all.count }
        return facts
    }

    private static func hostile(_ role: MailRole, _ expires: Timestamp) -> MailFacts {
        var facts = MailFacts(
            package: "pay.example.com/" + String(repeating: "Long.Name-", count: 11), role: role,
            inviter: "admin@bank.example.com", invitee: "\u{202E}מפתחת-הספרייה\u{202C}-www.evil.com",
            actor: String(repeating: "W", count: 128),
            note: String(repeating: "<a href='https://evil.com'>win</a> & \"x\" \r\n.\r\n", count: 11),
            reason: "550 5.1.1 <reader@mail.example>: see http://evil.com/?a=1&b=2 "
                + String(repeating: "日本語の説明。", count: 60),
            expires: expires)
        facts.version = "1.0.0-www.evil.com+" + String(repeating: "9", count: 109)
        facts.publisher = "\u{2067}מפיץ@evil.com\"><b>"
        facts.via = "run https://evil.com/?a=1&b=2 'x'\r\nBcc: e@evil.com \u{202E}kcatta"
        facts.warnings = items
        facts.reasons = items
        facts.lines = (0..<30).map {
            DigestLine(
                version: "0.\($0).0-evil.com", state: $0 == 0 ? "<i>gone.com</i>" : "live",
                publisher: $0 % 2 == 0 ? "דני@evil.com" : String(repeating: "<&\">", count: 32))
        }
        facts.count = 300
        facts.message = String(
            repeating: "--=_x\r\nSubject: win\r\n\r\n> <a href='https://evil.com'>\u{202E}שלום</a> & \"x\" \r\n.\r\n",
            count: 50)
        facts.sender = "support@bank.example.com"
        facts.replyTo = "writer@elsewhere.example"
        facts.packageNumber = .max
        facts.claimant = "The admins of bank.example.com \u{202E}<b>"
        facts.grantableFrom = expires.milliseconds
        facts.because = items
        facts.evidence = items
        facts.due = (0..<30).map {
            DueLine(
                package: "\($0).evil.com/<b>\u{202E}", why: RecoveryDue.allCases[$0 % RecoveryDue.allCases.count],
                at: expires.milliseconds, assignee: $0 % 2 == 0 ? "דני@evil.com" : nil)
        }
        facts.muted = (0..<30).map { MutedLine(kind: .publicationLive, package: "\($0).evil.com/\u{202E}<b>") }
        return facts
    }

    /// Items that would be headers, links, tags, other items or the end of the list.
    private static let items =
        [
            "X\r\nBcc: e@evil.com\r\n\r\n.\r\n", "see https://evil.com/?a=1&b=2 or evil.com",
            "</li></ul><script>alert(1)</script>", "- not another item\n- nor this", "> not a quote",
            "\u{202E}הודעה על שגיאה\u{202C} (x.com)", "\u{200B}\u{2060}",
        ] + (0..<20).map { "\($0) " + String(repeating: "long & wide ", count: 40) }
}
