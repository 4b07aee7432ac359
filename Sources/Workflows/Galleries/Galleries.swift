import Crypto
package import Model
package import Storage

/// Tenants and their keys: what the command line does, and what a request is let in by.
package struct Galleries: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Adds a tenant.
    ///
    /// - Throws: `GalleryPolicy.Flaw` for a setting that is not one.
    package func add(
        slug: String, name: String, url: String, from: EmailAddress, settings: [String: String]
    ) async throws -> GalleryRecords.Addition {
        let policy = try GalleryPolicy(settings: settings)
        let (clock, makeID) = (context.clock, context.makeID)
        return try await context.database.write { transaction in
            let now = clock()
            let gallery = Gallery(id: makeID(now), slug: slug, name: name, url: url, from: from, policy: policy)
            return try transaction.galleries.add(gallery, settings: settings, at: now)
        }
    }

    /// What can be changed of a gallery beside its settings.
    package struct Edit: Sendable {
        package var name: String?
        package var url: String?
        package var from: EmailAddress?
        package var settings: [String: String]
        /// Settings that go back to their defaults, or that this version does not know.
        package var unset: Set<String>

        package init(
            name: String? = nil, url: String? = nil, from: EmailAddress? = nil, settings: [String: String] = [:],
            unset: Set<String> = []
        ) {
            self.name = name
            self.url = url
            self.from = from
            self.settings = settings
            self.unset = unset
        }
    }

    /// Changes a tenant; holds for the next request, in every process.
    ///
    /// Also one that cannot be read, where the change mends it.
    ///
    /// - Returns: the gallery as it is now, or nil where there is none of this name.
    /// - Throws: `GalleryPolicy.Flaw` for a setting that is not one, be it there already.
    package func edit(_ slug: String, _ edit: Edit) async throws -> Gallery? {
        try await context.database.write { transaction in
            guard var (gallery, settings) = try transaction.galleries.stored(slug: slug) else { return nil }
            settings = settings.filter { !edit.unset.contains($0.key) }.merging(edit.settings) { $1 }
            gallery.policy = try GalleryPolicy(settings: settings)
            gallery.name = edit.name ?? gallery.name
            gallery.url = edit.url ?? gallery.url
            gallery.from = edit.from ?? gallery.from
            try transaction.galleries.update(gallery, settings: settings)
            return gallery
        }
    }

    package func list() async throws -> [Gallery] {
        try await context.database.read { try $0.galleries.all() }
    }

    /// The settings of one as they are stored, whether they can be used or not; nil where there is none of this name.
    package func settings(slug: String) async throws -> [String: String]? {
        try await context.database.read { try $0.galleries.stored(slug: slug)?.settings }
    }

    package func find(slug: String) async throws -> Gallery? {
        try await context.database.read { try $0.galleries.find(slug: slug) }
    }

    /// A new key and its secret, which is nowhere to be had again.
    ///
    /// - Parameter expiresAt: The first moment at which it does not hold any more; nil for a key without end.
    package func addKey(
        gallery: Identifier, scopes: Set<Scope>, expiresAt: Timestamp? = nil
    ) async throws -> (key: APIKey, secret: String) {
        let secret = APIKeySecret.make()
        let now = context.clock()
        let key = APIKey(
            id: context.makeID(now), gallery: gallery, scopes: scopes, createdAt: now, expiresAt: expiresAt)
        try await context.database.write { try $0.keys.add(key, hash: APIKeySecret.hash(secret)) }
        return (key, secret)
    }

    package func keys(gallery: Identifier?) async throws -> [APIKey] {
        try await context.database.read { try $0.keys.list(gallery: gallery) }
    }

    package func revokeKey(_ id: Identifier) async throws -> Bool {
        let now = context.clock()
        return try await context.database.write { try $0.keys.revoke(id, at: now) }
    }

    /// Whether a text has the form of an API key; names may begin like one.
    package static func isKey(_ text: String) -> Bool {
        text.utf8.count == APIKeySecret.length && text.utf8.starts(with: APIKeySecret.prefix.utf8)
    }

    /// The key with this secret and whether it holds; nil where there is none.
    ///
    /// That a key was used is remembered in memory alone: see ``writeKeyUses()``.
    package func authenticate(_ secret: String) async throws -> (key: APIKey, standing: KeyStanding)? {
        guard Self.isKey(secret) else { return nil }
        let hash = APIKeySecret.hash(secret)
        guard let key = try await context.database.read({ try $0.keys.find(hash: hash) }) else { return nil }
        let now = context.clock()
        let standing = KeyStanding(revokedAt: key.revokedAt, expiresAt: key.expiresAt, at: now)
        if standing == .good, KeyLife.isWorthNoting(key.lastUsedAt, at: now) { context.keyUses.note(key.id, at: now) }
        return (key, standing)
    }

    /// Writes down which keys were used since the last time, in one transaction; none where there was nothing new.
    ///
    /// To be called every few seconds by whoever lets requests in, and once more when that ends. What a crash loses is
    /// noted again by the next use.
    ///
    /// - Throws: what storage throws; what could not be written is kept for the next call.
    package func writeKeyUses() async throws {
        let uses = context.keyUses.take()
        guard !uses.isEmpty else { return }
        do {
            try await context.database.write { transaction in
                for (key, moment) in uses { try transaction.keys.noteUse(key, at: moment) }
            }
        } catch {
            context.keyUses.putBack(uses)
            throw error
        }
    }

    /// Holds all mail back or lets it go, of one gallery or of all; takes hold on all nodes.
    ///
    /// - Returns: false where there is no such gallery.
    package func pauseCourier(_ paused: Bool, gallery slug: String?) async throws -> Bool {
        let found = try await context.database.write { transaction -> Bool in
            guard let slug else {
                try transaction.switches.pauseCourier(paused)
                return true
            }
            guard let gallery = try transaction.galleries.find(slug: slug) else { return false }
            try transaction.galleries.pause(gallery.id, paused)
            return true
        }
        context.bell.ring()
        return found
    }
}

/// API keys: `cs_` and 43 characters that carry 256 bits.
enum APIKeySecret {
    static let prefix = "cs_"
    static let length = 46

    static func make() -> String {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text = Array(prefix.utf8)
        var (bits, count) = (UInt32(0), 0)
        for byte in bytes {
            (bits, count) = (bits << 8 | UInt32(byte), count + 8)
            while count >= 6 {
                count -= 6
                text.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
        }
        text.append(alphabet[Int(bits << UInt32(6 - count) & 63)])
        return String(decoding: text, as: UTF8.self)
    }

    /// A plain digest is enough for 256 random bits: there is nothing to guess.
    static func hash(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Array(secret.utf8))) }
}
