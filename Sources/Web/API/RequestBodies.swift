import Links
import Model
import Workflows

/// Bodies of requests, read field by field.
enum RequestBodies {
    /// `POST /v1/packages/{package}/invitations`.
    ///
    /// - Parameter isBulk: Whether it is one of many, which are all an owner's own.
    static func invite(_ reader: inout ObjectReader, package: String, isBulk: Bool = false) -> InviteCommand? {
        let before = reader.flaws.count
        let invitee = reader.object("invitee") { account(&$0) }
        if invitee == nil, reader.flaws.count == before { reader.flaw("invitee", "is missing") }
        if let invitee, invitee.username == nil, invitee.email == nil, reader.flaws.count == before {
            reader.flaw("invitee", "needs a username, an email or both")
        }
        let invitedBy = username(&reader, "invitedBy")
        let note = reader.string("note")
        let text = reader.checked("note", note) { try PlainText($0) }
        let transfer = isBulk ? false : reader.bool("transfer") ?? false
        let reason = isBulk ? nil : adminReason(&reader, orElse: text)
        if transfer, reason != nil {
            reader.flaw("transfer", "cannot be true where an admin invites: only an owner hands a package over")
        }
        guard let invitee, let invitedBy else { return nil }
        return InviteCommand(
            package: package, invitee: invitee, invitedBy: invitedBy, note: text, transfer: transfer,
            adminReason: reason)
    }

    /// `asAdmin` and the reason that it takes; nil where it is not asked for.
    ///
    /// - Parameter note: What stands for the reason where none is given.
    private static func adminReason(_ reader: inout ObjectReader, orElse note: PlainText? = nil) -> PlainText? {
        adminReason(&reader, reason(&reader), orElse: note)
    }

    /// The words that go with what is asked.
    private static func reason(_ reader: inout ObjectReader) -> PlainText? {
        let words = reader.string("reason")
        return reader.checked("reason", words) { try PlainText($0).withoutLinks }
    }

    private static func adminReason(
        _ reader: inout ObjectReader, _ reason: PlainText?, orElse note: PlainText?
    ) -> PlainText? {
        guard reader.bool("asAdmin") == true else { return nil }
        guard let reason = [reason, note].compactMap({ $0 }).first(where: { !$0.text.isEmpty }) else {
            reader.flaw("reason", "is needed where an admin acts over the owners' heads; it is logged")
            return nil
        }
        return reason
    }

    /// `POST /v1/invitations/bulk`.
    ///
    /// An entry that is not right is refused by itself; the others go on.
    static func bulk(_ reader: inout ObjectReader) -> [Result<InviteCommand, Refusal>]? {
        let before = reader.flaws.count
        guard let items = reader.array("invitations", most: 1000) else {
            if reader.flaws.count == before { reader.flaw("invitations", "is missing") }
            return nil
        }
        if items.isEmpty { reader.flaw("invitations", "is empty") }
        return items.enumerated().map { index, item in
            var entry = ObjectReader([])
            let command = entry.nested(item, at: "/invitations/\(index)") { inner -> InviteCommand? in
                let package = inner.required("package")
                return invite(&inner, package: package ?? "", isBulk: true)
            }
            guard entry.flaws.isEmpty, let command, let command else { return .failure(.invalid(entry.flaws)) }
            return .success(command)
        }
    }

    /// `PUT /v1/packages/{package}/owners`.
    static func owners(_ reader: inout ObjectReader) -> [AccountDescription]? {
        let before = reader.flaws.count
        guard let items = reader.array("owners", most: 1000) else {
            if reader.flaws.count == before { reader.flaw("owners", "is missing") }
            return nil
        }
        var owners: [AccountDescription] = []
        for (index, item) in items.enumerated() {
            let owner = reader.nested(item, at: "/owners/\(index)") { inner in
                let owner = account(&inner)
                if owner.username == nil, inner.flaws.isEmpty { inner.flaw("username", "is missing") }
                return owner
            }
            if let owner { owners.append(owner) }
        }
        return owners
    }

    /// `POST /v1/invitations/{id}/…`.
    ///
    /// - Parameter verify: Says what a ticket is worth.
    static func decision(
        _ reader: inout ObjectReader, _ call: Invitations.Call, verify: (String) -> LinkClaims?
    ) -> Invitations.Asking? {
        let by = username(&reader, "by")
        switch call {
        case .cancel, .resend:
            let words = reason(&reader)
            let admin = adminReason(&reader, words, orElse: nil)
            guard let by else { return nil }
            return Invitations.Asking(admin.map { .admin(name: by, reason: $0) } ?? .owner(by, reason: words))
        case .decline:
            let words = reason(&reader)
            return by.map { Invitations.Asking(.owner($0), reason: words) }
        case .accept:
            let words = reason(&reader)
            let ticket = reader.string("ticket").map { text -> Invitations.Ticket in
                verify(text).map { .verified($0) } ?? .forged
            }
            return by.map { Invitations.Asking(.owner($0), reason: words, ticket: ticket) }
        }
    }

    /// An account as requests describe it.
    static func account(_ reader: inout ObjectReader) -> AccountDescription {
        let username = reader.string("username")
        let name = reader.checked("username", username) { try Name($0, .username) }
        let email = address(&reader, "email")
        var locale = reader.string("locale")
        if let tag = locale, !LanguageTag.isWellFormed(tag) {
            reader.flaw("locale", "is to be a language tag such as en or de-AT")
            locale = nil
        }
        var kind: Account.Kind?
        if let text = reader.string("kind") {
            kind = Account.Kind(spelled: text)
            if kind == nil { reader.flaw("kind", "is to be person or organization") }
        }
        return AccountDescription(
            username: name, email: email, locale: locale, kind: kind, members: members(&reader))
    }

    private static func members(_ reader: inout ObjectReader) -> [EmailAddress]? {
        guard let items = reader.array("members", most: 100) else { return nil }
        return items.enumerated().compactMap { index, item in
            let pointer = reader.pointer(to: "members") + "/\(index)"
            guard case .string(let text) = item else {
                reader.add(FieldFlaw(pointer, "is to be an e-mail address, not \(item.kind)"))
                return nil
            }
            do throws(EmailAddress.Flaw) {
                return try EmailAddress(text)
            } catch {
                reader.add(FieldFlaw(pointer, error.description))
                return nil
            }
        }
    }

    static func address(_ reader: inout ObjectReader, _ field: String) -> EmailAddress? {
        let text = reader.string(field)
        return reader.checked(field, text) { try EmailAddress($0) }
    }

    static func username(_ reader: inout ObjectReader, _ field: String) -> String? {
        let text = reader.required(field)
        return reader.checked(field, text) { try Name($0, .username) }?.text
    }
}
