/// What the gallery told us of one of its accounts.
package struct Account: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case person, organization }

    /// The database's number for it; stands in links as the recipient.
    package var number: Int64
    package var username: Name
    package var email: EmailAddress?
    /// A language tag (BCP 47) as the gallery gave it.
    package var locale: String?
    package var kind: Kind
    /// Whom to mail for an organization without a shared mailbox.
    package var members: [EmailAddress]

    package init(
        number: Int64, username: Name, email: EmailAddress?, locale: String? = nil, kind: Kind = .person,
        members: [EmailAddress] = []
    ) {
        self.number = number
        self.username = username
        self.email = email
        self.locale = locale
        self.kind = kind
        self.members = members
    }

    /// Every address that a mail to this account goes to, one message each.
    package var mailboxes: [EmailAddress] {
        if kind == .organization, !members.isEmpty {
            var seen: Set<EmailAddress> = []
            return members.filter { seen.insert($0).inserted }
        }
        return email.map { [$0] } ?? []
    }

    /// An admin where an account is expected: a name alone, which is no account of the gallery and has no mailbox.
    package static func admin(called name: String) -> Account {
        Account(number: 0, username: Name(stored: name, key: Name.fold(name)), email: nil)
    }

    /// Whether the gallery has told of it: otherwise it is but a name.
    package var isKnown: Bool { number != 0 }
}

/// What a request says of an account; what it leaves out stays as it was known.
package struct AccountDescription: Sendable, Equatable {
    package var username: Name?
    package var email: EmailAddress?
    package var locale: String?
    package var kind: Account.Kind?
    package var members: [EmailAddress]?

    package init(
        username: Name?, email: EmailAddress? = nil, locale: String? = nil, kind: Account.Kind? = nil,
        members: [EmailAddress]? = nil
    ) {
        self.username = username
        self.email = email
        self.locale = locale
        self.kind = kind
        self.members = members
    }

    /// The account as it is after this description, or nil where that changes nothing.
    package func changing(_ account: Account) -> Account? {
        var changed = account
        if let email { changed.email = email }
        if let locale { changed.locale = locale }
        if let kind { changed.kind = kind }
        if let members { changed.members = members }
        return changed == account ? nil : changed
    }
}

/// One of a package's owners.
///
/// All owners are peers.
package struct Ownership: Sendable, Equatable {
    package var account: Account
    package var since: Timestamp
    package var via: OwnershipOrigin

    package init(account: Account, since: Timestamp, via: OwnershipOrigin) {
        self.account = account
        self.since = since
        self.via = via
    }
}

/// How somebody became an owner.
package enum OwnershipOrigin: String, Sendable, CaseIterable {
    /// The gallery's backend said so.
    case `import`
    case invitation
    /// Who published a package that was new.
    case publication
}

/// A package that the service knows.
package struct KnownPackage: Sendable, Equatable {
    package var number: Int64
    package var id: Name

    package init(number: Int64, id: Name) {
        self.number = number
        self.id = id
    }
}
