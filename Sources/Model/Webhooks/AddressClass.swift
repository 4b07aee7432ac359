/// What kind of address it is, where nothing of ours has business there unless an operator says so.
package enum AddressClass: String, Sendable, CaseIterable {
    case unspecified
    case loopback
    /// RFC 1918 and the unique local addresses of RFC 4193.
    case `private`
    /// RFC 3927 and RFC 4291, 2.5.6: 169.254.169.254, where clouds keep their credentials, is one.
    case linkLocal = "link-local"
    /// RFC 6598.
    case carrier = "shared by a carrier's customers"
    case multicast
    case documentation = "kept for documentation"
    /// IPv4 in a disguise of IPv6: mapped, translated (RFC 6052, 8215), 6to4 (RFC 3056), Teredo (RFC 4380).
    case embedded = "IPv4 within IPv6"
    case reserved

    /// Nil for an address that is anybody's on the Internet.
    package init?(_ address: HostAddress) {
        guard let found = Self.blocks.first(where: { $0.block.contains(address) })?.kind else {
            // Of IPv6 nothing else is given out than 2000::/3.
            guard case .v6(let high, _) = address, high >> 61 != 0b001 else { return nil }
            self = .reserved
            return
        }
        self = found
    }

    /// The more special before the more general.
    private static let blocks: [(block: AddressBlock, kind: AddressClass)] = table.flatMap { kind, texts in
        texts.compactMap { AddressBlock($0) }.map { ($0, kind) }
    }

    /// The special-purpose registries of IANA (RFC 6890), and what has been withdrawn from use since.
    static let table: [(AddressClass, [String])] = [
        (.unspecified, ["0.0.0.0/8", "::/128"]),
        (.loopback, ["127.0.0.0/8", "::1/128"]),
        (.private, ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"]),
        (.linkLocal, ["169.254.0.0/16", "fe80::/10"]),
        (.carrier, ["100.64.0.0/10"]),
        (.documentation, ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"]),
        (.multicast, ["224.0.0.0/4", "ff00::/8"]),
        (
            .embedded,
            ["::ffff:0:0/96", "::ffff:0:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"]
        ),
        (.reserved, ["192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4", "100::/64", "2001::/23"]),
    ]
}
