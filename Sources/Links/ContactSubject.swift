/// What a link in a message to a package's owners is about: who wrote, about which package, and the mailbox that the mail
/// went to.
///
/// All of it stands in the token, so that the link outlives the message that carried it.
package struct ContactSubject: Sendable, Hashable {
    /// The database's number of the account that wrote; 0 where there is none.
    package var sender: UInt32
    /// The database's number of the package; 0 where it is not known.
    package var package: UInt32
    /// Which of the owner's mailboxes it is: the first eight bytes of the address's digest.
    package var mailbox: [UInt8]

    package init(sender: Int64, package: Int64, mailbox: [UInt8]) {
        self.sender = UInt32(exactly: sender) ?? 0
        self.package = UInt32(exactly: package) ?? 0
        self.mailbox = Array(mailbox.prefix(Self.mailboxLength))
    }

    package static let mailboxLength = 8
    /// The purpose of the digests that ``mailbox`` is cut from.
    package static let digestPurpose = "contact-link"

    /// As it stands in the sixteen bytes of a link's subject.
    package var claims: (high: UInt64, low: UInt64) {
        (UInt64(sender) << 32 | UInt64(package), mailbox.reduce(0) { $0 << 8 | UInt64($1) })
    }

    package init(_ claims: (high: UInt64, low: UInt64)) {
        sender = UInt32(truncatingIfNeeded: claims.high >> 32)
        package = UInt32(truncatingIfNeeded: claims.high)
        mailbox = (0..<Self.mailboxLength).map {
            UInt8(truncatingIfNeeded: claims.low >> UInt64(8 * (Self.mailboxLength - 1 - $0)))
        }
    }
}
