/// What kind of address a request was for, as it is counted: a few words, whatever clients think of.
///
/// By the path alone and apart from `Route`, so that what no page and no call has is counted, too.
enum RouteClass {
    /// - Parameters:
    ///   - target: As it was sent.
    ///   - base: The path of the public address, which a proxy may or may not have taken away.
    static func name(_ target: String, base: String) -> String {
        var path = target.utf8[...]
        if let end = path.firstIndex(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            path = path[..<end]
        }
        if !base.isEmpty, path.starts(with: base.utf8) {
            let rest = path.dropFirst(base.utf8.count)
            if rest.first == UInt8(ascii: "/") { path = rest }
        }
        guard path.first == UInt8(ascii: "/") else { return "other" }
        let segments = path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard segments.first.map({ matches($0, "v1") }) == true else {
            if segments.count > 2, matches(segments[0], "report") { return "report" }
            let isAdmin = segments.first.map { matches($0, "admin") } == true
            return segments.count > (isAdmin ? 6 : 3) ? "other" : page(segments)
        }
        return call(segments.dropFirst())
    }

    private static func page(_ segments: [Substring.UTF8View]) -> String {
        guard let first = segments.first else { return "home" }
        if first.isEmpty { return segments.count == 1 ? "home" : "other" }
        for (path, name) in pages where matches(first, path) { return name }
        return "other"
    }

    private static func call(_ segments: ArraySlice<Substring.UTF8View>) -> String {
        guard let first = segments.first else { return "other" }
        for name in collections where matches(first, name) { return name }
        guard matches(first, "packages") else { return "other" }
        // A package id may have slashes in it: the last segments say which call it is.
        for segment in segments.suffix(2).reversed() {
            for name in ofPackages where matches(segment, name) { return name }
        }
        return "other"
    }

    private static func matches(_ segment: Substring.UTF8View, _ name: String) -> Bool {
        segment.elementsEqual(name.utf8)
    }

    private static let pages = [
        ("c", "link"), ("u", "unsubscribe"), ("recovery", "recovery"), ("admin", "admin"), ("healthz", "health"),
        ("readyz", "health"), ("metrics", "metrics"), ("problems", "static"), ("openapi.yaml", "static"),
        ("docs", "static"), ("robots.txt", "static"), ("favicon.ico", "static"), (".well-known", "static"),
    ]

    private static let collections = [
        "invitations", "publications", "preferences", "blocks", "suppressions", "addresses", "reports", "messages",
        "events",
        "webhooks", "recovery-cases",
    ]

    private static let ofPackages = ["owners", "invitations", "publications", "contact", "reports"]
}
