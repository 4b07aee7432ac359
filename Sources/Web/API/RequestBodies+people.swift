import Model
import Workflows

extension RequestBodies {
    /// The longest message that one person writes to others, in Unicode scalars.
    static let longestMessage = 4000

    /// `PUT /v1/preferences/{username}`.
    static func preferences(_ reader: inout ObjectReader) -> [MuteCommand]? {
        let before = reader.flaws.count
        guard let items = reader.array("muted", most: Preferences.most) else {
            if reader.flaws.count == before { reader.flaw("muted", "is missing") }
            return nil
        }
        var seen: Set<MuteCommand> = []
        return items.enumerated().compactMap { index, item in
            let command = reader.nested(item, at: "/muted/\(index)") { inner -> MuteCommand? in
                let text = inner.required("kind")
                let package = inner.string("package")
                guard let text else { return nil }
                guard text.utf8.count <= 40, let kind = MailKind(rawValue: text), kind.isMutable else {
                    inner.flaw("kind", "is to be one of \(Mute.kinds.map(\.rawValue).joined(separator: ", "))")
                    return nil
                }
                return MuteCommand(kind: kind, package: package)
            }
            guard let command, let command else { return nil }
            let folded = MuteCommand(kind: command.kind, package: command.package.map { Name.fold($0) })
            return seen.insert(folded).inserted ? command : nil
        }
    }

    /// `POST /v1/blocks`.
    static func block(_ reader: inout ObjectReader) -> BlockCommand? {
        let before = reader.flaws.count
        let email = address(&reader, "email")
        let name = reader.string("username")
        let username = reader.checked("username", name) { try Name($0, .username).text }
        let inviter = reader.string("inviter")
        let package = reader.string("package")
        guard reader.flaws.count == before else { return nil }
        switch (email, username) {
        case (let email?, nil):
            return BlockCommand(recipient: .address(email), inviter: inviter, package: package)
        case (nil, let username?):
            return BlockCommand(recipient: .account(username), inviter: inviter, package: package)
        default:
            reader.flaw("email", "is needed, or a username; one of the two")
            return nil
        }
    }

    /// `PUT /v1/suppressions/{email}`: the reason.
    static func suppression(_ reader: inout ObjectReader) -> String? {
        let words = reader.string("reason")
        return reader.checked("reason", words ?? "manual") { try PlainText($0, limit: 200).text }
    }

    /// `POST /v1/packages/{package}/contact`.
    static func contact(_ reader: inout ObjectReader, package: String) -> ContactCommand? {
        let before = reader.flaws.count
        let sender = reader.object("from") { account(&$0) }
        if sender == nil, reader.flaws.count == before { reader.flaw("from", "is missing") }
        if let sender, sender.username == nil, sender.email == nil, reader.flaws.count == before {
            reader.add(FieldFlaw("/from", "needs a username, an email or both"))
        }
        let words = message(&reader, "message", isNeeded: true)
        let shares = reader.bool("shareAddress") ?? false
        guard let sender, let words else { return nil }
        return ContactCommand(package: package, sender: sender, message: words, sharesAddress: shares)
    }

    /// `POST /v1/packages/{package}/reports`.
    static func report(_ reader: inout ObjectReader, package: String) -> ReportCommand? {
        let reporter = reader.object("from") { account(&$0) }
        let text = reader.required("reason")
        let reason = reader.checked("reason", text) { try PlainText($0).withoutLinks }
        if let reason, reason.text.isEmpty { reader.flaw("reason", "is empty") }
        let words = message(&reader, "message", isNeeded: false)
        guard let reason else { return nil }
        return ReportCommand(package: package, reporter: reporter, reason: reason, message: words)
    }

    private static func message(
        _ reader: inout ObjectReader, _ field: String, isNeeded: Bool
    ) -> PlainText? {
        let text = isNeeded ? reader.required(field) : reader.string(field)
        let words = reader.checked(field, text) { try PlainText($0, limit: longestMessage).withoutLinks }
        if isNeeded, let words, !words.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
            reader.flaw(field, "is empty")
        }
        return words
    }
}
