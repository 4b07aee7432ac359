import Foundation

extension Form where Value == String {
    /// What links start with, without a slash at the end, so that a path can be put behind it.
    static var baseURL: Form {
        .single("an http or https URL without user, query or fragment") { (text: String) throws(Flaw) in
            let url = try parts(of: text)
            guard let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https" else {
                throw Flaw(words: "its scheme is neither http nor https")
            }
            guard url.host?.isEmpty == false else { throw Flaw(words: "it has no host") }
            guard url.user == nil, url.password == nil else { throw Flaw(words: "it has a user or password") }
            guard url.query == nil else { throw Flaw(words: "it has a query") }
            guard url.fragment == nil else { throw Flaw(words: "it has a fragment") }
            guard url.port.map({ (1...65_535).contains($0) }) ?? true else { throw Flaw(words: "its port is none") }
            var rest = text.drop { $0 != ":" }
            while rest.last == "/" { rest.removeLast() }
            return scheme + rest
        }
    }

    /// Of an identity provider: kept as it is written, for it is compared letter by letter.
    static var issuer: Form {
        .single("an https URL without user, query or fragment (http for this machine alone)") {
            (text: String) throws(Flaw) in
            let url = try parts(of: text)
            let isOwn = ["127.0.0.1", "localhost", "[::1]"].contains(url.host ?? "")
            guard url.scheme == "https" || url.scheme == "http" && isOwn else {
                throw Flaw(words: "its scheme is not https")
            }
            guard url.host?.isEmpty == false, url.user == nil, url.query == nil, url.fragment == nil else {
                throw Flaw.plain
            }
            return text
        }
    }

    static var databaseURL: Form {
        .single("sqlite:PATH or postgres://user:pass@host:port/db") { (text: String) throws(Flaw) in
            guard !text.utf8.contains(0) else { throw Flaw.plain }
            if text.hasPrefix("sqlite:") {
                guard text.utf8.count > 7 else { throw Flaw(words: "it names no file") }
                return text
            }
            // What libpq takes in it is libpq's to say: several hosts, sockets, and many parameters.
            guard let scheme = ["postgres://", "postgresql://"].first(where: text.hasPrefix) else {
                throw Flaw(words: "it starts neither with sqlite: nor with postgres://")
            }
            guard text.count > scheme.count else { throw Flaw(words: "it names no server") }
            return text
        }
    }

    /// One relay; how it is used is for the room SMTP, here only what a slip of the hand would break.
    static var relayURL: Form {
        .single("smtp://host:port or smtps://user:pass@host:port") { (text: String) throws(Flaw) in
            let url = try parts(of: text)
            guard let scheme = url.scheme?.lowercased(), scheme == "smtp" || scheme == "smtps" else {
                throw Flaw(words: "its scheme is neither smtp nor smtps")
            }
            guard url.host?.isEmpty == false else { throw Flaw(words: "it has no host") }
            guard url.port.map({ (1...65_535).contains($0) }) ?? true else { throw Flaw(words: "its port is none") }
            guard (url.user == nil) == (url.password == nil), url.user?.isEmpty != true else {
                throw Flaw(words: "it needs both user and password, or neither")
            }
            guard url.fragment == nil else {
                throw Flaw(words: "it has a fragment; a # in a password is written %23")
            }
            return text
        }
    }

    /// Whom to write to or to call (RFC 9116, 2.5.3).
    static var contactURI: Form {
        .single("a URI such as mailto:security@example.org or https://example.org/report") {
            (text: String) throws(Flaw) in
            let scheme = try parts(of: text).scheme?.lowercased()
            guard scheme == "mailto" || scheme == "https" || scheme == "tel" else {
                throw Flaw(words: "its scheme is none of mailto, https and tel")
            }
            return text
        }
    }

    /// Splits a URL, which is printable ASCII throughout (RFC 3986, 2): what else it needs is percent-encoded.
    private static func parts(of text: String) throws(Flaw) -> URLComponents {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Flaw(words: "it has a space or a character that is not ASCII")
        }
        guard let parts = URLComponents(string: text, encodingInvalidCharacters: false) else {
            throw Flaw(words: "it is not a URL; in user and password, percent-encode all but letters and digits")
        }
        return parts
    }
}

extension Form where Value == [String] {
    /// Relays in failover order; a comma inside a password is put back where the list was split at it.
    static var relayURLs: Form {
        let each = Form<[String]>.list(
            "a list of smtp://host:port or smtps://user:pass@host:port", of: Form<String>.relayURL, atLeast: 1)
        return Form(expected: each.expected, isList: true) { (texts: [String]) throws(Flaw) in
            try each.read(
                texts.reduce(into: []) { relays, text in
                    if let last = relays.last, !text.isEmpty, !text.contains("://") {
                        relays[relays.count - 1] = "\(last),\(text)"
                    } else {
                        relays.append(text)
                    }
                })
        }
    }
}
