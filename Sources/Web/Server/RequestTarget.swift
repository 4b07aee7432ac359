/// The target of a request (RFC 9112, 3.2) cut into path and query, as it was sent.
struct RequestTarget: Sendable {
    /// Begins with a slash; still percent-encoded.
    let path: Substring
    /// Without its question mark.
    let query: Substring?

    /// - Parameter base: The path of the public address, which a proxy may or may not have taken away.
    init(_ raw: String, base: String) throws(Problem) {
        guard raw.utf8.count <= 8192, raw.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(
                .malformedRequest,
                """
                The address is too long, or holds a character that must be percent-encoded.
                """)
        }
        var rest = raw[...]
        if rest.utf8.first != UInt8(ascii: "/") {
            // The absolute form, as proxies are sent it.
            guard let scheme = ["http://", "https://"].first(where: { raw.lowercased().hasPrefix($0) }) else {
                throw Problem(.malformedRequest, "The address does not begin with a slash.")
            }
            let afterHost = rest.dropFirst(scheme.count).utf8.firstIndex { $0 == UInt8(ascii: "/") }
            rest = afterHost.map { rest[$0...] } ?? "/"
        }
        if !base.isEmpty, rest.hasPrefix(base), rest.utf8.dropFirst(base.utf8.count).first == UInt8(ascii: "/") {
            rest = rest.dropFirst(base.count)
        }
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = rest[..<mark]
            let after = rest[rest.utf8.index(after: mark)...]
            query = after.utf8.firstIndex(of: UInt8(ascii: "#")).map { after[..<$0] } ?? after
        } else {
            path = rest
            query = nil
        }
    }

    /// What stands between the slashes, still percent-encoded; the first slash begins the first segment.
    var segments: [Substring] {
        path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            Substring($0)
        }
    }

    /// Whether its errors are answered as JSON.
    var isForPrograms: Bool {
        path == "/v1" || path.hasPrefix("/v1/") || path == "/healthz" || path == "/readyz"
            || path == "/openapi.yaml"
    }

    /// What may stand in a log or in an answer: no query, and no token.
    var redacted: String {
        for prefix in ["/c/", "/u/", "/recovery/status/", "/admin/in/"] where path.hasPrefix(prefix) {
            return prefix + "***"
        }
        // Behind another spelling of those, or pasted to where it does not belong, a token still opens what it opens.
        return String(segments.map { Self.mayBeToken($0) ? "/***" : "/" + $0 }.joined().prefix(300))
    }

    /// Whether so long a run of a token's alphabet stands in a segment that it may be one, or most of one.
    private static func mayBeToken(_ segment: Substring) -> Bool {
        segment.utf8.split { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                false
            default: true
            }
        }.contains { $0.count >= 40 }
    }
}
