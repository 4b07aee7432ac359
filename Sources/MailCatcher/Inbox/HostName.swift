import NIOCore

/// The host part of a Host header field (RFC 9110, 7.2).
struct HostName: Equatable {
    /// In lower case, without port and brackets.
    let name: String
    private let isBracketed: Bool

    init(authority: String) {
        let bytes = Array(authority.lowercased().utf8)
        isBracketed = bytes.first == UInt8(ascii: "[")
        if isBracketed, let end = bytes.firstIndex(of: UInt8(ascii: "]")) {
            name = String(decoding: bytes[1..<end], as: UTF8.self)
        } else {
            name = String(decoding: bytes.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        }
    }

    /// An IP address as it stands, which no DNS answer can redirect.
    var isAddress: Bool {
        guard isBracketed else {
            let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return parts.count == 4
                && parts.allSatisfy { part in
                    (1...3).contains(part.count) && part.allSatisfy { (48...57).contains($0) }
                        && Int(String(Substring(part))).map { $0 <= 255 } ?? false
                }
        }
        return (try? SocketAddress(ipAddress: name, port: 0)) != nil
    }

    /// Whether a browser that asked for this name cannot have been lured here by a foreign one.
    func isTrusted(bound: String) -> Bool {
        isAddress || name == "localhost" || name == bound.lowercased()
    }
}
