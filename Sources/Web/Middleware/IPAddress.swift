package import NIOCore

/// An address of IPv4 or IPv6, as one number of 128 bits; IPv4 stands in its mapped form (RFC 4291, 2.5.5.2).
package struct IPAddress: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    private static let mapped: UInt64 = 0xFFFF_0000_0000

    package init?(_ text: some StringProtocol) {
        guard let address = try? SocketAddress(ipAddress: String(text), port: 0) else { return nil }
        self.init(address)
    }

    /// Nil for the address of a Unix socket.
    package init?(_ address: SocketAddress) {
        // Family and port take the first four bytes of both structures; in IPv6, flow information takes four more.
        switch address {
        case .v4(let address):
            high = 0
            low = Swift.withUnsafeBytes(of: address.address) { bytes in
                bytes[4..<8].reduce(Self.mapped >> 32) { $0 << 8 | UInt64($1) }
            }
        case .v6(let address):
            (high, low) = Swift.withUnsafeBytes(of: address.address) { bytes in
                (
                    bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) },
                    bytes[16..<24].reduce(0) { $0 << 8 | UInt64($1) }
                )
            }
        case .unixDomainSocket: return nil
        }
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    var isIPv4: Bool { high == 0 && low >> 32 == Self.mapped >> 32 }

    /// What limits count by: one IPv4 address, or the /64 that one IPv6 subscriber has to himself.
    var limitKey: IPAddress { isIPv4 ? self : IPAddress(high: high, low: 0) }

    /// The address with all but its first bits zero.
    func prefix(_ length: Int) -> IPAddress {
        IPAddress(
            high: length >= 64 ? high : high & ~(UInt64.max >> UInt64(length)),
            low: length <= 64 ? 0 : length >= 128 ? low : low & ~(UInt64.max >> UInt64(length - 64)))
    }

    /// As people write it; IPv6 without the shortening of zeros.
    var text: String {
        let bytes = bytes
        guard !isIPv4 else { return bytes.suffix(4).map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }

    /// Sixteen bytes, most significant first.
    var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) }
    }
}

/// A network in CIDR notation (RFC 4632, 3.1), or a single address.
package struct IPNetwork: Sendable, Hashable {
    private let address: IPAddress
    /// Of 128 bits.
    private let length: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { return nil }
        let longest = parts[0].contains(":") ? 128 : 32
        var length = longest
        if parts.count == 2 {
            guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let given = Int(parts[1]), given <= longest else {
                return nil
            }
            length = given
        }
        self.length = length + 128 - longest
        self.address = address.prefix(self.length)
    }

    package func contains(_ other: IPAddress) -> Bool { other.prefix(length) == address }
}
