package import Model

/// What an admin may do in one gallery.
package struct AdminRole: Sendable, Equatable {
    package var gallery: Gallery
    /// `admin`, and perhaps `override`.
    package var scopes: Set<Scope>

    package init(gallery: Gallery, scopes: Set<Scope>) {
        self.gallery = gallery
        self.scopes = scopes
    }
}

/// Who is signed in, for one request.
package struct AdminVisitor: Sendable {
    package let admin: Admin
    package let session: Identifier
    /// By the slugs of their galleries, never empty.
    package let roles: [AdminRole]
    /// Whether they have proved who they are within ``AdminLife/fresh``, as keys, relays and secrets ask for.
    package let isFresh: Bool
    /// When the session ends though it is used.
    package let end: Timestamp
    /// How long it lasts unless it is used.
    package let idle: Duration

    package init(
        admin: Admin, session: Identifier, roles: [AdminRole], isFresh: Bool, end: Timestamp, idle: Duration
    ) {
        self.admin = admin
        self.session = session
        self.roles = roles
        self.isFresh = isFresh
        self.end = end
        self.idle = idle
    }

    /// Nil for a gallery that is not theirs, or that there is not.
    package func role(in slug: String) -> AdminRole? {
        roles.first { $0.gallery.slug.utf8.elementsEqual(slug.utf8) }
    }
}
