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
        let (context, cause) = (context, context.cause())
        return try await context.database.write { transaction in
            let now = context.clock()
            let gallery = Gallery(
                id: context.makeID(now), slug: slug, name: name, url: url, from: from, policy: policy)
            let addition = try transaction.galleries.add(gallery, settings: settings, at: now)
            guard case .added = addition else { return addition }
            try context.work(in: transaction, for: gallery, cause: cause).append([
                EventDraft(.galleryAdded, actor: EventDraft.system, subject: slug, data: EventData())
            ])
            return addition
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
    package func edit(
        _ slug: String, _ edit: Edit, by actor: String = EventDraft.system
    ) async throws -> Gallery? {
        let (context, cause) = (context, context.cause())
        return try await context.database.write { transaction in
            guard var (gallery, settings) = try transaction.galleries.stored(slug: slug) else { return nil }
            let before = (gallery, settings)
            settings = settings.filter { !edit.unset.contains($0.key) }.merging(edit.settings) { $1 }
            gallery.policy = try GalleryPolicy(settings: settings)
            gallery.name = edit.name ?? gallery.name
            gallery.url = edit.url ?? gallery.url
            gallery.from = edit.from ?? gallery.from
            try transaction.galleries.update(gallery, settings: settings)
            let changed = Self.changed(before, (gallery, settings))
            if GalleryPolicy.movesCases(changed) { try transaction.galleries.reviewCases(of: gallery.id) }
            if !changed.isEmpty {
                try context.work(in: transaction, for: gallery, cause: cause).append([
                    EventDraft(
                        .galleryChanged, actor: actor, subject: slug,
                        data: EventData(detail: changed.joined(separator: ", ")))
                ])
            }
            return gallery
        }
    }

    /// What is not as it was, by name alone: a setting may be an address.
    private static func changed(
        _ before: (Gallery, [String: String]), _ after: (Gallery, [String: String])
    ) -> [String] {
        var names: [String] = []
        if before.0.name != after.0.name { names.append("name") }
        if before.0.url != after.0.url { names.append("url") }
        if before.0.from != after.0.from { names.append("from") }
        return names + Set(before.1.keys).union(after.1.keys).filter { before.1[$0] != after.1[$0] }.sorted()
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
        gallery: Identifier, scopes: Set<Scope>, expiresAt: Timestamp? = nil, by actor: String = EventDraft.system
    ) async throws -> (key: APIKey, secret: String) {
        let secret = APIKeySecret.make()
        let now = context.clock()
        let key = APIKey(
            id: context.makeID(now), gallery: gallery, scopes: scopes, createdAt: now, expiresAt: expiresAt)
        try await context.work(for: gallery) { work in
            try work.transaction.keys.add(key, hash: APIKeySecret.hash(secret))
            try work.append([work.event(.keyAdded, of: key, by: actor)])
        }
        return (key, secret)
    }

    package func keys(gallery: Identifier?) async throws -> [APIKey] {
        try await context.database.read { try $0.keys.list(gallery: gallery) }
    }

    /// Revokes a key; a second time changes nothing.
    ///
    /// - Parameter gallery: The only one whose key it may be; nil for any.
    /// - Returns: false where there is no such key.
    package func revokeKey(
        _ id: Identifier, gallery: Identifier? = nil, by actor: String = EventDraft.system
    ) async throws -> Bool {
        let (context, cause) = (context, context.cause())
        return try await context.database.write { transaction in
            guard let key = try transaction.keys.find(id), gallery == nil || key.gallery == gallery else {
                return false
            }
            guard key.revokedAt == nil else { return true }
            _ = try transaction.keys.revoke(id, at: context.clock())
            // A gallery that cannot be read is no reason to leave a key in force.
            if let owner = try unlessDamaged({ try transaction.galleries.find(key.gallery) }) {
                let work = context.work(in: transaction, for: owner, cause: cause)
                try work.append([work.event(.keyRevoked, of: key, by: actor)])
            }
            return true
        }
    }

    /// Whether a text has the form of an API key; names may begin like one.
    package static func isKey(_ text: String) -> Bool {
        text.utf8.count == APIKeySecret.length && text.utf8.starts(with: APIKeySecret.prefix.utf8)
    }

    /// The key with this secret and whether it holds; nil where there is none.
    ///
    /// That a key was used, or let nobody in, is remembered in memory alone: see ``writeKeyUses()``.
    ///
    /// - Parameter address: Where the request comes from; told where the key does not hold any more.
    package func authenticate(
        _ secret: String, from address: String? = nil
    ) async throws -> (key: APIKey, standing: KeyStanding)? {
        guard Self.isKey(secret) else { return nil }
        let hash = APIKeySecret.hash(secret)
        guard let key = try await context.database.read({ try $0.keys.find(hash: hash) }) else { return nil }
        let now = context.clock()
        let standing = KeyStanding(revokedAt: key.revokedAt, expiresAt: key.expiresAt, at: now)
        if standing != .good { context.keyUses.note(KeyRefusal(key: key, standing: standing, address: address)) }
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
        let context = context
        let (uses, refusals) = context.keyUses.take()
        guard !uses.isEmpty || !refusals.isEmpty else { return }
        do {
            try await context.database.write { transaction in
                for (key, moment) in uses { try transaction.keys.noteUse(key, at: moment) }
                for (refusal, count) in refusals { try context.tell(of: refusal, count, transaction) }
            }
        } catch {
            context.keyUses.putBack(uses, refusals)
            throw error
        }
    }

    /// Holds all mail back or lets it go, of one gallery or of all; takes hold on all nodes.
    ///
    /// - Returns: false where there is no such gallery.
    package func pauseCourier(
        _ paused: Bool, gallery slug: String?, by actor: String = EventDraft.system
    ) async throws -> Bool {
        let (context, cause) = (context, context.cause())
        let found = try await context.database.write { transaction -> Bool in
            func tell(_ gallery: Gallery, all: Bool) throws {
                try context.work(in: transaction, for: gallery, cause: cause).append([
                    EventDraft(
                        paused ? .courierPaused : .courierResumed, actor: actor, subject: gallery.slug,
                        data: EventData(detail: all ? "the mail of all galleries" : nil))
                ])
            }
            guard let slug else {
                guard try transaction.switches.courierIsPaused() != paused else { return true }
                try transaction.switches.pauseCourier(paused)
                for gallery in try transaction.galleries.all() { try tell(gallery, all: true) }
                return true
            }
            guard let gallery = try transaction.galleries.find(slug: slug) else { return false }
            guard gallery.paused != paused else { return true }
            try transaction.galleries.pause(gallery.id, paused)
            try tell(gallery, all: false)
            return true
        }
        context.bell.ring()
        return found
    }
}

extension Work {
    fileprivate func event(_ type: EventType, of key: APIKey, by actor: String) -> EventDraft {
        EventDraft(
            type, actor: actor, subject: key.id.description,
            data: EventData(detail: key.scopes.map(\.rawValue).sorted().joined(separator: " ")))
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
