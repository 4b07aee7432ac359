/// What a link about preferences is about: a package, a kind of mail, and the mailbox that the mail went to.
///
/// All of it stands in the token, so that the link outlives the message that carried it.
package struct PreferenceSubject: Sendable, Hashable {
    /// The database's number of the package.
    package var package: Int64
    /// The number of the kind of mail.
    package var kind: UInt8
    /// Which of an organization's mailboxes it is: the first seven bytes of the address's digest.
    package var mailbox: [UInt8]

    package init(package: Int64, kind: UInt8, mailbox: [UInt8]) {
        self.package = package
        self.kind = kind
        self.mailbox = Array(mailbox.prefix(Self.mailboxLength))
    }

    package static let mailboxLength = 7
    /// The purpose of the digests that ``mailbox`` is cut from.
    package static let digestPurpose = "preferences"

    /// As it stands in the sixteen bytes of a link's subject.
    package var claims: (high: UInt64, low: UInt64) {
        let digest = mailbox.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return (UInt64(bitPattern: package), UInt64(kind) << 56 | digest)
    }

    package init(_ claims: (high: UInt64, low: UInt64)) {
        package = Int64(bitPattern: claims.high)
        kind = UInt8(truncatingIfNeeded: claims.low >> 56)
        mailbox = (0..<Self.mailboxLength).map {
            UInt8(truncatingIfNeeded: claims.low >> UInt64(8 * (Self.mailboxLength - 1 - $0)))
        }
    }
}
