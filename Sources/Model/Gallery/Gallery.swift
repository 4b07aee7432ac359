/// A tenant: one package gallery.
///
/// Every row of the database belongs to one.
package struct Gallery: Sendable, Equatable {
    package var id: Identifier
    /// What the command line calls it: lower-case letters, digits and hyphens.
    package var slug: String
    /// What people call it; the display name of its mails.
    ///
    /// Operator's text, still escaped everywhere.
    package var name: String
    /// Its public site; `http` or `https`.
    package var url: String
    /// The From address and the envelope sender of its mails.
    package var from: EmailAddress
    package var policy: GalleryPolicy
    /// Whether the courier holds its mail back.
    package var paused: Bool

    package init(
        id: Identifier, slug: String, name: String, url: String, from: EmailAddress,
        policy: GalleryPolicy = GalleryPolicy(), paused: Bool = false
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.url = url
        self.from = from
        self.policy = policy
        self.paused = paused
    }

    /// Lower-case letters, digits and hyphens, at most 40, beginning with a letter or digit.
    package static func isSlug(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

/// What an API key may be used for.
package enum Scope: String, Sendable, CaseIterable {
    /// Post what causes mail, and change owners.
    case notify
    /// Read.
    case read
    /// Recovery cases and configuration.
    case admin
    /// Act as an admin over the owners' heads.
    case override

    /// Whether a key with this scope may do what the other one is for: `admin` includes `notify` and `read`; nothing
    /// else includes anything.
    package func includes(_ other: Scope) -> Bool {
        self == other || (self == .admin && (other == .notify || other == .read))
    }
}
