package import Model
import Synchronization

/// The tenants.
package struct GalleryRecords {
    let transaction: any Transaction
    private static let columns = "id, slug, name, url, sender, settings, paused"

    /// How adding a gallery came out.
    package enum Addition: Sendable, Equatable {
        case added
        case slugTaken
    }

    package func add(_ gallery: Gallery, settings: [String: String], at now: Timestamp) throws -> Addition {
        let added = try transaction.run(
            """
            INSERT INTO galleries (id, slug, name, url, sender, settings, paused, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, 0, $7) ON CONFLICT (slug) DO NOTHING
            """,
            [
                .id(gallery.id), .text(gallery.slug), .text(gallery.name), .text(gallery.url),
                .text(gallery.from.text), try .json(settings), .time(now),
            ])
        return added == 1 ? .added : .slugTaken
    }

    package func find(_ id: Identifier) throws -> Gallery? {
        try transaction.row("SELECT \(Self.columns) FROM galleries WHERE id = $1", [.id(id)]).map(Self.read)
    }

    package func find(slug: String) throws -> Gallery? {
        try transaction.row("SELECT \(Self.columns) FROM galleries WHERE slug = $1", [.text(slug)]).map(Self.read)
    }

    /// Every gallery, by slug.
    ///
    /// There are few: tens, not thousands.
    package func all() throws -> [Gallery] {
        try transaction.rows("SELECT \(Self.columns) FROM galleries ORDER BY slug").map(Self.read)
    }

    /// The settings as the operator wrote them.
    package func settings(_ id: Identifier) throws -> [String: String] {
        var row = try transaction.row("SELECT settings FROM galleries WHERE id = $1", [.id(id)])
        return try row?.json([String: String].self) ?? [:]
    }

    /// Replaces what can be edited.
    package func update(_ gallery: Gallery, settings: [String: String]) throws {
        try transaction.run(
            "UPDATE galleries SET name = $1, url = $2, sender = $3, settings = $4 WHERE id = $5",
            [
                .text(gallery.name), .text(gallery.url), .text(gallery.from.text), try .json(settings),
                .id(gallery.id),
            ])
    }

    package func pause(_ id: Identifier, _ paused: Bool) throws {
        try transaction.run("UPDATE galleries SET paused = $1 WHERE id = $2", [.flag(paused), .id(id)])
    }

    private static func read(_ row: SQLRow) throws -> Gallery {
        var row = row
        let id = try row.id()
        let (slug, name, url) = (try row.text(), try row.text(), try row.text())
        let from = try row.address()
        let policy = try PolicyTexts.policy(of: try row.text(), row)
        return Gallery(id: id, slug: slug, name: name, url: url, from: from, policy: policy, paused: try row.bool())
    }
}

/// Policies by the text that they are stored as: every request reads its gallery, and few galleries differ.
private enum PolicyTexts {
    private static let mostKept = 1000
    private static let read = Mutex<[String: GalleryPolicy]>([:])

    static func policy(of text: String, _ row: SQLRow) throws -> GalleryPolicy {
        if let policy = read.withLock({ $0[text] }) { return policy }
        var inner = SQLRow([.text(text)])
        let settings = try inner.json([String: String].self)
        guard let policy = try? GalleryPolicy(settings: settings) else { throw row.mismatch("known settings") }
        read.withLock { read in
            if read.count >= mostKept { read.removeAll() }
            read[text] = policy
        }
        return policy
    }
}

extension Transaction {
    package var galleries: GalleryRecords { GalleryRecords(transaction: self) }
}
