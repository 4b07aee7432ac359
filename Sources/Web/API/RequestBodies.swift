import Model

/// Bodies of requests, read field by field.
enum RequestBodies {
    /// `POST /v1/packages/{package}/invitations`.
    static func invite(_ reader: inout ObjectReader, package: String) -> InviteCommand? {
        let before = reader.flaws.count
        let invitee = reader.object("invitee") { account(&$0) }
        if invitee == nil, reader.flaws.count == before { reader.flaw("invitee", "is missing") }
        if let invitee, invitee.username == nil, invitee.email == nil, reader.flaws.count == before {
            reader.flaw("invitee", "needs a username, an email or both")
        }
        let invitedBy = username(&reader, "invitedBy")
        let note = reader.string("note")
        let text = reader.checked("note", note) { try PlainText($0) }
        for (field, what) in [("transfer", "transfers"), ("asAdmin", "invitations by admins")]
        where reader.bool(field) == true {
            reader.flaw(field, "cannot be true: this version does not do \(what) yet")
        }
        guard let invitee, let invitedBy else { return nil }
        return InviteCommand(package: package, invitee: invitee, invitedBy: invitedBy, note: text)
    }

    /// `PUT /v1/packages/{package}/owners`.
    static func owners(_ reader: inout ObjectReader) -> [AccountDescription]? {
        let before = reader.flaws.count
        guard let items = reader.array("owners", most: 1000) else {
            if reader.flaws.count == before { reader.flaw("owners", "is missing") }
            return nil
        }
        var owners: [AccountDescription] = []
        var names: Set<Name> = []
        for (index, item) in items.enumerated() {
            let owner = reader.nested(item, at: "/owners/\(index)") { inner in
                let owner = account(&inner)
                if let username = owner.username, !names.insert(username).inserted {
                    inner.flaw("username", "is named more than once")
                } else if owner.username == nil, inner.flaws.isEmpty {
                    inner.flaw("username", "is missing")
                }
                return owner
            }
            if let owner { owners.append(owner) }
        }
        return owners
    }

    /// `POST /v1/invitations/{id}/…`.
    static func decision(_ reader: inout ObjectReader) -> (by: String, reason: PlainText?)? {
        let by = username(&reader, "by")
        let reason = reader.string("reason")
        let text = reader.checked("reason", reason) { try PlainText($0) }
        return by.map { ($0, text) }
    }

    /// An account as requests describe it.
    private static func account(_ reader: inout ObjectReader) -> AccountDescription {
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

    private static func address(_ reader: inout ObjectReader, _ field: String) -> EmailAddress? {
        let text = reader.string(field)
        return reader.checked(field, text) { try EmailAddress($0) }
    }

    private static func username(_ reader: inout ObjectReader, _ field: String) -> String? {
        let text = reader.required(field)
        return reader.checked(field, text) { try Name($0, .username) }?.text
    }
}
