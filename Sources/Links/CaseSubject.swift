/// What a link to a case in a mail to an owner is about: the case, and the mailbox that the mail went to.
///
/// The account stands in the link's recipient. The mailbox is another matter: whoever reads an owner's former one still
/// has the link, and must not hand the package over by it.
package struct CaseSubject: Sendable, Hashable {
    /// The first twelve bytes of the case's id: its millisecond, and 42 bits that are random.
    package var high: UInt64
    package var middle: UInt32
    /// Which of the owner's mailboxes it is: the first four bytes of the address's digest.
    package var mailbox: [UInt8]

    package init(caseID: (high: UInt64, low: UInt64), mailbox: [UInt8]) {
        high = caseID.high
        middle = UInt32(truncatingIfNeeded: caseID.low >> 32)
        self.mailbox = Array(mailbox.prefix(Self.mailboxLength))
    }

    package static let mailboxLength = 4
    /// The purpose of the digests that ``mailbox`` is cut from.
    package static let digestPurpose = "case-link"

    /// As it stands in the sixteen bytes of a link's subject.
    package var claims: (high: UInt64, low: UInt64) {
        (high, UInt64(middle) << 32 | mailbox.reduce(0) { $0 << 8 | UInt64($1) })
    }

    package init(_ claims: (high: UInt64, low: UInt64)) {
        self.init(
            caseID: claims,
            mailbox: (0..<Self.mailboxLength).map {
                UInt8(truncatingIfNeeded: claims.low >> UInt64(8 * (Self.mailboxLength - 1 - $0)))
            })
    }
}
