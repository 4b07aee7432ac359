import HTTPTypes

/// Tells a form of our own pages from one of another site.
///
/// The token is the capability, so no cookie or nonce stands behind it; this keeps another site's page that has come
/// by a link from pressing its button in the reader's name.
struct OwnOrigin: Sendable {
    /// Scheme, host and port (RFC 6454, 6.2) of the public address; the only one that counts as our own.
    private let origin: String

    init(baseURL: String) {
        let lowered = baseURL.lowercased()
        let scheme = lowered.hasPrefix("https://") ? "https://" : "http://"
        var authority = lowered.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let standard = scheme == "https://" ? ":443" : ":80"
        if authority.hasSuffix(standard) { authority = authority.dropLast(standard.count) }
        origin = scheme + authority
    }

    /// Whether a POST may come from where its headers say.
    ///
    /// A missing or `null` Origin says nothing: programs send none, and browsers send `null` where a policy keeps them
    /// from telling.
    func admits(_ headers: HTTPFields) -> Bool {
        if let site = headers[ExtraField.fetchSite], site.lowercased().isSpelled("cross-site") { return false }
        return headers[values: .origin].allSatisfy { $0.isSpelled("null") || $0.lowercased().isSpelled(origin) }
    }
}
