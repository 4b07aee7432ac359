/// A network in CIDR notation (RFC 4632, 3.1), or a single address.
package struct AddressBlock: Sendable, Hashable {
    private let first: HostAddress
    private let length: Int

    /// Nil unless it is an address, perhaps with a prefix length that its family has.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = HostAddress(first) else { return nil }
        let longest = if case .v4 = address { 32 } else { 128 }
        var length = longest
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let given = Int(parts[1]), given <= longest
            else { return nil }
            length = given
        }
        self.length = length
        self.first = Self.masked(address, length)
    }

    package func contains(_ address: HostAddress) -> Bool {
        switch (first, address) {
        case (.v4, .v4), (.v6, .v6): Self.masked(address, length) == first
        case (.v4, .v6), (.v6, .v4): false
        }
    }

    /// The address with all but its first bits zero; Swift's shifts by the whole width or more leave nothing.
    private static func masked(_ address: HostAddress, _ length: Int) -> HostAddress {
        switch address {
        case .v4(let number): .v4(number & ~(UInt32.max >> length))
        case .v6(let high, let low):
            .v6(high: high & ~(UInt64.max >> min(length, 64)), low: low & ~(UInt64.max >> max(length - 64, 0)))
        }
    }
}
