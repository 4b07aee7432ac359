/// Somebody who works at the admin site, for one gallery or for several.
package struct Admin: Sendable, Equatable {
    package var id: Identifier
    /// What they are called: shown, and the actor of what they do.
    package var name: Name
    /// Where the links by which they sign in are mailed.
    package var email: EmailAddress
    /// Whether they may also hold back the mail of all galleries at once.
    package var isOperator: Bool
    package var createdAt: Timestamp
    /// Since when they have a second factor; nil before, and after it was reset.
    package var enrolledAt: Timestamp?

    package init(
        id: Identifier, name: Name, email: EmailAddress, isOperator: Bool = false, createdAt: Timestamp,
        enrolledAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.isOperator = isOperator
        self.createdAt = createdAt
        self.enrolledAt = enrolledAt
    }

    /// Two spellings of one mailbox have it in common: hardly any mail system tells upper from lower case, and the link
    /// goes to the address as it was first written, whoever asks for it.
    package static func key(of address: EmailAddress) -> String { Name.fold(address.text) }
}
