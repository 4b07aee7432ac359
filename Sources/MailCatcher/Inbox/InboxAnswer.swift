/// An HTTP answer before it becomes one of the server library's.
struct InboxAnswer: Sendable, Equatable {
    var status: Int
    var type: String
    var body: [UInt8]
    var policy = InboxAnswer.pagePolicy
    var location: String?
    var allow: String?
    var isCacheable = false

    static func page(_ markup: Markup, status: Int = 200) -> InboxAnswer {
        InboxAnswer(status: status, type: "text/html; charset=utf-8", body: markup.bytes)
    }

    static func json(_ bytes: [UInt8], status: Int = 200) -> InboxAnswer {
        InboxAnswer(status: status, type: "application/json", body: bytes)
    }

    static func redirect(to location: String) -> InboxAnswer {
        InboxAnswer(status: 303, type: "text/plain; charset=utf-8", body: [], location: location)
    }

    static let empty = InboxAnswer(status: 204, type: "text/plain; charset=utf-8", body: [])

    /// A mail's HTML is framed from our own origin, and nothing else is.
    static let pagePolicy = """
        default-src 'none'; style-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; \
        base-uri 'none'; frame-ancestors 'none'
        """

    /// A mail's own HTML: no script, nothing from anywhere else, an origin of its own.
    static let mailPolicy = """
        default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; \
        frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox
        """

    /// All header fields but Content-Length and Date.
    var fields: [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = [
            ("Content-Type", type),
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", policy == Self.mailPolicy ? "SAMEORIGIN" : "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-DNS-Prefetch-Control", "off"),
            ("X-Robots-Tag", "noindex"),
            ("Cache-Control", isCacheable ? "max-age=300" : "no-store"),
        ]
        if let location { fields.append(("Location", location)) }
        if let allow { fields.append(("Allow", allow)) }
        return fields
    }
}
