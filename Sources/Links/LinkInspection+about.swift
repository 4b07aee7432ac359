extension LinkInspection {
    /// What a subject and a recipient stand for, which is something else for each purpose: names with what they say.
    ///
    /// Of an owner's link to a case, only how the case's id begins: the rest of the subject is the mailbox that it went to.
    package var about: [(name: String, words: String)] {
        let id = Self.id(claims.subject)
        let account = ("account", "\(claims.recipient)")
        return switch claims.purpose {
        case .invitation, .ownership, .ticket: [("invitation", id), account]
        case .invitationNotice: [("invitation", id), ("owner", "account \(claims.recipient)")]
        case .publication: [("publication", id), account]
        case .preferences: [account]
        case .contact:
            [
                ("sender", "account \(ContactSubject(claims.subject).sender)"),
                ("package", "number \(ContactSubject(claims.subject).package)"),
                ("owner", "account \(claims.recipient)"),
            ]
        case .adminSignIn: [("signIn", id)]
        case .recoveryConfirm, .recoveryStatus: [("case", id)]
        case .recoveryContact: [("case", id.prefix(Self.known) + "…"), ("owner", "account \(claims.recipient)")]
        case .reportConfirm: [("report", id)]
        }
    }

    /// How much of a case's id stands in an owner's link, as text: twelve bytes, and the hyphens between them.
    private static let known = 28

    /// As ids are written everywhere (RFC 9562).
    private static func id(_ subject: (high: UInt64, low: UInt64)) -> String {
        func digits(_ value: UInt64) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        let all = Array(digits(subject.high) + digits(subject.low))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(all[$0]) }.joined(separator: "-")
    }
}
