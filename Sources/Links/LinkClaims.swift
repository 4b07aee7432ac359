/// What a link says, all of it readable by whoever holds it: nothing in a token is secret but its MAC.
package struct LinkClaims: Sendable, Hashable {
    package var purpose: LinkPurpose
    /// When it ends, in whole seconds since the epoch.
    package var expires: UInt32
    /// The sixteen bytes of the id of the thing that it is about, as two numbers, most significant first.
    package var subject: (high: UInt64, low: UInt64) {
        get { (subjectHigh, subjectLow) }
        set { (subjectHigh, subjectLow) = newValue }
    }
    /// Which of the thing's recipients this link was mailed to; 0 where there is but one.
    package var recipient: UInt32
    /// Raised whenever the link is sent anew: only the thing's current generation can be acted on.
    package var generation: UInt16

    private var subjectHigh: UInt64
    private var subjectLow: UInt64

    package init(
        purpose: LinkPurpose, expires: UInt32, subject: (high: UInt64, low: UInt64), recipient: UInt32 = 0,
        generation: UInt16
    ) {
        self.purpose = purpose
        self.expires = expires
        self.subjectHigh = subject.high
        self.subjectLow = subject.low
        self.recipient = recipient
        self.generation = generation
    }
}

extension LinkClaims {
    /// Purpose, expiry, subject, recipient and generation, most significant byte first.
    static let encodedLength = 1 + 4 + 16 + 4 + 2

    func append(to bytes: inout [UInt8]) {
        bytes.append(purpose.rawValue)
        bytes.append(bigEndian: expires)
        bytes.append(bigEndian: subjectHigh)
        bytes.append(bigEndian: subjectLow)
        bytes.append(bigEndian: recipient)
        bytes.append(bigEndian: generation)
    }

    /// Nil where the purpose is not one that this version knows.
    init?(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        guard rest.count == Self.encodedLength, let purpose = rest.popFirst().flatMap(LinkPurpose.init) else {
            return nil
        }
        self.purpose = purpose
        self.expires = rest.takeBigEndian()
        self.subjectHigh = rest.takeBigEndian()
        self.subjectLow = rest.takeBigEndian()
        self.recipient = rest.takeBigEndian()
        self.generation = rest.takeBigEndian()
    }
}

extension [UInt8] {
    mutating func append(bigEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}

extension ArraySlice<UInt8> {
    /// Takes as many bytes as the number has; the caller has checked that they are there.
    mutating func takeBigEndian<Number: FixedWidthInteger>() -> Number {
        let length = Number.bitWidth / 8
        defer { removeFirst(length) }
        return prefix(length).reduce(0) { $0 << 8 | Number($1) }
    }
}
