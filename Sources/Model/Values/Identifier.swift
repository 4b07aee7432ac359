/// A UUID of version 7 (RFC 9562, 5.7): sorts by the millisecond in which it was made.
///
/// Its time and randomness are arguments, so that a test names its ids.
package struct Identifier: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes an id for a moment: 48 bits of time, 74 bits of randomness.
    package init(at moment: Timestamp, using random: inout some RandomNumberGenerator) {
        let time = UInt64(bitPattern: moment.milliseconds) & 0xFFFF_FFFF_FFFF
        high = time << 16 | 0x7000 | random.next() & 0xFFF
        low = 0x8000_0000_0000_0000 | random.next() >> 2
    }

    /// Sixteen bytes, most significant first: how the database and a token hold it.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<8 {
                buffer[index] = UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64(index)))
                buffer[8 + index] = UInt8(truncatingIfNeeded: low >> (56 - 8 * UInt64(index)))
            }
            count = 16
        }
    }

    /// Nil unless there are exactly sixteen bytes.
    ///
    /// The same for the type that columns come in: a generic one costs more than the rest of reading a row.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for index in 0..<8 {
            high = high << 8 | UInt64(bytes[index])
            low = low << 8 | UInt64(bytes[8 + index])
        }
        (self.high, self.low) = (high, low)
    }

    /// Nil unless there are exactly sixteen bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// When it was made, as far as its first 48 bits tell.
    package var moment: Timestamp { Timestamp(milliseconds: Int64(high >> 16)) }
}

extension Identifier: CustomStringConvertible {
    /// The lower-case text form of RFC 9562, 4.
    package var description: String {
        func digit(_ value: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: value < 10 ? 48 + value : 87 + value) }
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                buffer[position] = digit((index < 16 ? high : low) >> UInt64(60 - 4 * (index % 16)) & 15)
                position += 1
            }
            return position
        }
    }

    /// Reads the text form, in either case; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        var nibbles: [UInt8] = []
        nibbles.reserveCapacity(32)
        for (index, character) in characters.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibbles.append(character - 48)
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibbles.append(character - 87)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): nibbles.append(character - 55)
            default: return nil
            }
        }
        self.init(bytes: stride(from: 0, to: 32, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] })
    }
}

/// In the order of their bytes, which is that of their time.
extension Identifier: Comparable {
    package static func < (left: Identifier, right: Identifier) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
