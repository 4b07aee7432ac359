/// What stands where something about a person was who asked to be forgotten.
package enum Erasure {
    /// Stands for the address in every text.
    package static var text: String { EmailAddress.erased.text }

    /// What events and messages say of it.
    package static let reason = "the address was erased"
}

extension EmailAddress {
    /// Nobody's mailbox: the records read it back, but no request can name it, for `invalid` has no dot, and no mail
    /// finds it (RFC 2606, 2).
    package static let erased = EmailAddress(local: "erased", reserved: "invalid")

    private init(local: String, reserved domain: String) {
        self.local = local
        self.domain = domain
    }

    /// What all spellings of one mailbox have in common.
    ///
    /// Upper and lower case of the part before the `@` count as one here: who asks to be forgotten, or not to be
    /// mailed, means the mailbox.
    package var folded: String { Name.fold(text) }
}
