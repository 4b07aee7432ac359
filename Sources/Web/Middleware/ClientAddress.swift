import HTTPTypes
import Hummingbird
import NIOCore

/// Whose request it is, as far as limits count by network address.
enum ClientAddress {
    /// The address of the connection or, where that is a trusted proxy's, the rightmost one in `X-Forwarded-For` that
    /// is not a trusted proxy's too: everything further left is what the client may have made up.
    static func find(_ headers: HTTPFields, peer: SocketAddress?, trusted: [IPNetwork]) -> IPAddress? {
        guard let peer, var client = IPAddress(peer) else { return nil }
        guard !trusted.isEmpty, trusted.contains(where: { $0.contains(client) }) else { return client }
        let hops = headers[values: ExtraField.forwardedFor].flatMap { $0.split(separator: ",") }
        for hop in hops.reversed() {
            guard let address = IPAddress(bare(hop)) else { break }
            client = address
            guard trusted.contains(where: { $0.contains(address) }) else { break }
        }
        return client
    }

    /// Without white space, and without the port or the brackets that some proxies add.
    private static func bare(_ hop: Substring) -> Substring {
        var hop = hop
        while let first = hop.utf8.first, first == 0x20 || first == 0x09 { hop = hop.dropFirst() }
        while let last = hop.utf8.last, last == 0x20 || last == 0x09 { hop = hop.dropLast() }
        if hop.utf8.first == UInt8(ascii: "["), let end = hop.firstIndex(of: "]") {
            return hop[hop.index(after: hop.startIndex)..<end]
        }
        if let colon = hop.firstIndex(of: ":"),
            hop[hop.index(after: colon)...].allSatisfy({ $0.isASCII && $0.isNumber }),
            hop[..<colon].contains(".")
        {
            return hop[..<colon]
        }
        return hop
    }
}
