/// What the inbox needs to know of an HTTP request; no types of the server library.
struct InboxRequest: Sendable {
    var method: String
    /// The segments of the path; none of ours needs percent-decoding.
    var path: [String]
    var query: [String: String]
    var host: String?
    var fetchSite: String?
    var fetchDestination: String?
    var origin: String?
    var body: [UInt8] = []

    /// Splits a query; `+` stays a plus, because addresses have it and have no spaces.
    static func parseQuery(_ text: some StringProtocol) -> [String: String] {
        var query: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[percentDecoded(parts[0])] = parts.count > 1 ? percentDecoded(parts[1]) : ""
        }
        return query
    }

    private static func percentDecoded(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = TransferEncoding.hexValue(bytes[index + 1]),
                let low = TransferEncoding.hexValue(bytes[index + 2])
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Whether the request came from another site's page.
    var isForeign: Bool {
        if let fetchSite, fetchSite != "same-origin", fetchSite != "none" { return true }
        guard let origin, origin != "null", let host else { return false }
        return origin != "http://\(host)" && origin != "https://\(host)"
    }
}
