import HTTPTypes

/// The fields that answers carry whatever they say: what a browser may do with them, and that nobody keeps them.
struct SecurityHeaders: Sendable {
    private let json: HTTPFields
    private let problem: HTTPFields
    private let text: HTTPFields
    private let bare: HTTPFields

    /// - Parameter isHTTPS: Whether the public address is one of HTTPS; only then is HSTS (RFC 6797) said.
    init(isHTTPS: Bool) {
        var common: HTTPFields = [
            .xContentTypeOptions: "nosniff",
            .cacheControl: "no-store",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
            .referrerPolicy: "strict-origin",
        ]
        if isHTTPS { common[.strictTransportSecurity] = "max-age=31536000" }
        func with(_ type: String) -> HTTPFields {
            var fields = common
            fields[.contentType] = type
            return fields
        }
        json = with("application/json")
        problem = with("application/problem+json")
        text = with("text/plain; charset=utf-8")
        bare = common
    }

    func fields(for content: Reply.Content) -> HTTPFields {
        switch content {
        case .json, .kept: json
        case .problem: problem
        case .text: text
        case .none: bare
        case .page(let theme): theme.fields
        }
    }

    /// The fields of a page whose only style is the one with this digest, and whose only script, if it has one, is the
    /// one with that.
    ///
    /// `strict-origin` and not `no-referrer`: with the latter browsers send `Origin: null` with the page's own form.
    /// The referrer that is left holds no path, and so no token.
    static func page(styleDigest: String, scriptDigest: String? = nil, isHTTPS: Bool) -> HTTPFields {
        let script = scriptDigest.map { "script-src 'sha256-\($0)'; " } ?? ""
        var fields: HTTPFields = [
            .contentType: "text/html; charset=utf-8",
            .contentLanguage: "en",
            .contentSecurityPolicy: """
            default-src 'none'; \(script)style-src 'sha256-\(styleDigest)'; img-src 'self'; form-action 'self'; \
            base-uri 'none'; frame-ancestors 'none'
            """,
            .xFrameOptions: "DENY",
            .cacheControl: "no-store",
            .referrerPolicy: "strict-origin",
            .xRobotsTag: "noindex, nofollow",
            .xContentTypeOptions: "nosniff",
            .crossOriginOpenerPolicy: "same-origin",
            .crossOriginResourcePolicy: "same-origin",
        ]
        if isHTTPS { fields[.strictTransportSecurity] = "max-age=31536000" }
        return fields
    }
}

/// Names that HTTPTypes does not know.
enum ExtraField {
    static let forwardedFor = name("X-Forwarded-For")
    static let fetchSite = name("Sec-Fetch-Site")
    static let idempotencyKey = name("Idempotency-Key")
    static let idempotencyReplayed = name("Idempotency-Replayed")
    static let link = name("Link")
    static let rateLimit = name("RateLimit")
    static let rateLimitPolicy = name("RateLimit-Policy")

    fileprivate static func name(_ text: String) -> HTTPField.Name {
        // Each literal is a name, as the tests of the headers see; the other side is there for the type alone.
        HTTPField.Name(text) ?? .server
    }
}

extension HTTPField.Name {
    fileprivate static let xFrameOptions = ExtraField.name("X-Frame-Options")
    fileprivate static let referrerPolicy = ExtraField.name("Referrer-Policy")
    fileprivate static let xRobotsTag = ExtraField.name("X-Robots-Tag")
    fileprivate static let crossOriginOpenerPolicy = ExtraField.name("Cross-Origin-Opener-Policy")
    fileprivate static let crossOriginResourcePolicy = ExtraField.name("Cross-Origin-Resource-Policy")
}
