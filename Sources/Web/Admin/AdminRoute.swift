import HTTPTypes
import Model

/// Where a request of the admin site goes, by its path.
enum AdminRoute: Sendable, Equatable {
    /// `/admin`: the queue of the only gallery, or a choice of galleries.
    case home
    case signIn
    /// `/admin/in/{token}`: the link that is mailed.
    case link(token: Substring)
    /// `/admin/second`: the second factor.
    case second
    case enrol
    /// `/admin/again`: the second factor once more, for what gives secrets away.
    case again
    case signOut
    case account
    /// `/admin/shortcuts`: keys that go somewhere, and whether they do.
    case shortcuts
    case openIDStart, openIDCallback
    /// `/admin/g/{slug}/…`: everything of a gallery.
    case gallery(slug: String, Place)

    typealias Area = AdminArea

    /// A page of an area: `{area}`, `{area}/{id}`, `{area}/{word}` or `{area}/{id}/{word}`.
    struct Place: Sendable, Equatable {
        var area: Area
        var thing: Identifier?
        /// A part of the area, or what is done with the thing: lower-case letters and hyphens, as it stands in the path.
        var word: String?

        init(_ area: Area, _ thing: Identifier? = nil, word: String? = nil) {
            self.area = area
            self.thing = thing
            self.word = word
        }
    }

    /// - Parameter segments: What stands behind `/admin`, still percent-encoded; nothing in it need be encoded.
    /// - Returns: nil where nothing is.
    init?(_ segments: ArraySlice<Substring>) {
        guard let first = segments.first else {
            self = .home
            return
        }
        let rest = segments.dropFirst()
        switch (String(first), rest.count) {
        case ("sign-in", 0): self = .signIn
        case ("in", 1): self = .link(token: rest[rest.startIndex])
        case ("second", 0): self = .second
        case ("enrol", 0): self = .enrol
        case ("again", 0): self = .again
        case ("sign-out", 0): self = .signOut
        case ("account", 0): self = .account
        case ("shortcuts", 0): self = .shortcuts
        case ("oidc", 1) where rest.first == "start": self = .openIDStart
        case ("oidc", 1) where rest.first == "callback": self = .openIDCallback
        case ("g", 2...4):
            let slug = String(rest[rest.startIndex])
            guard Gallery.isSlug(slug), let place = Place(rest.dropFirst()) else { return nil }
            self = .gallery(slug: slug, place)
        default: return nil
        }
    }

    /// Whether it is a part of signing in by mail; the form itself also leads to the identity provider.
    var isOfMail: Bool {
        switch self {
        case .link, .second, .enrol: true
        case .home, .signIn, .again, .signOut, .account, .shortcuts, .openIDStart, .openIDCallback, .gallery: false
        }
    }

    /// What it can be asked with; HEAD goes wherever GET does.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .home, .openIDStart, .openIDCallback: [.get]
        case .signIn, .link, .second, .enrol, .again, .account, .shortcuts, .gallery: [.get, .post]
        case .signOut: [.post]
        }
    }
}

extension AdminRoute.Place {
    fileprivate init?(_ segments: ArraySlice<Substring>) {
        guard let first = segments.first, let area = AdminRoute.Area(spelled: String(first)) else { return nil }
        self.init(area)
        var rest = segments.dropFirst()
        if let id = rest.first.flatMap({ Identifier($0) }) {
            thing = id
            rest = rest.dropFirst()
        }
        if let last = rest.popFirst() {
            guard (1...40).contains(last.utf8.count),
                last.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-") }
                )
            else { return nil }
            word = String(last)
        }
        guard rest.isEmpty else { return nil }
    }
}
