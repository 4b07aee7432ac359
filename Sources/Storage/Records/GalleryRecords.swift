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

    /// One that this version cannot read, because it does not know a setting of it.
    package struct Unreadable: Sendable, Equatable {
        package var slug: String
        package var flaw: StorageError
    }

    /// Every gallery, by slug; those that cannot be read are apart, so that they stop nobody else.
    ///
    /// There are few: tens, not thousands.
    package func list() throws -> (galleries: [Gallery], unreadable: [Unreadable]) {
        var list: (galleries: [Gallery], unreadable: [Unreadable]) = ([], [])
        for row in try transaction.rows("SELECT \(Self.columns) FROM galleries ORDER BY slug") {
            do {
                list.galleries.append(try Self.read(row))
            } catch let flaw as StorageError where flaw.isOfOneRow {
                var row = row
                _ = try? row.blob()
                list.unreadable.append(Unreadable(slug: (try? row.text()) ?? "?", flaw: flaw))
            }
        }
        return list
    }

    /// Every gallery that can be read, by slug.
    package func all() throws -> [Gallery] { try list().galleries }

    /// The settings as the operator wrote them.
    package func settings(_ id: Identifier) throws -> [String: String] {
        var row = try transaction.row("SELECT settings FROM galleries WHERE id = $1", [.id(id)])
        return try row?.json([String: String].self) ?? [:]
    }

    /// A gallery with the standard policy, and its settings, whether they make a policy or not: for who mends them.
    package func stored(slug: String) throws -> (gallery: Gallery, settings: [String: String])? {
        guard var row = try transaction.row("SELECT \(Self.columns) FROM galleries WHERE slug = $1", [.text(slug)])
        else { return nil }
        var gallery = try Self.readFace(&row)
        let settings = try row.json([String: String].self)
        gallery.paused = try row.bool()
        return (gallery, settings)
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

    /// Has the gallery's cases looked at again, from the first.
    package func reviewCases(of id: Identifier) throws { try reviewCases(of: id, after: Identifier(high: 0, low: 0)) }

    /// How far they were looked at; nil when all were.
    package func reviewCases(of id: Identifier, after last: Identifier?) throws {
        try transaction.run(
            "UPDATE galleries SET review_after = $1 WHERE id = $2", [last.map { .id($0) } ?? .null, .id(id)])
    }

    /// Galleries whose cases are to be looked at again, and after which case.
    package func underReview() throws -> [(gallery: Identifier, after: Identifier)] {
        try transaction.rows("SELECT id, review_after FROM galleries WHERE review_after IS NOT NULL").map { row in
            var row = row
            return (try row.id(), try row.id())
        }
    }

    package func pause(_ id: Identifier, _ paused: Bool) throws {
        try transaction.run("UPDATE galleries SET paused = $1 WHERE id = $2", [.flag(paused), .id(id)])
    }

    private static func read(_ row: SQLRow) throws -> Gallery {
        var row = row
        var gallery = try readFace(&row)
        gallery.policy = try PolicyTexts.policy(of: try row.text(), row)
        gallery.paused = try row.bool()
        return gallery
    }

    /// What stands before the settings.
    private static func readFace(_ row: inout SQLRow) throws -> Gallery {
        let id = try row.id()
        let (slug, name, url) = (try row.text(), try row.text(), try row.text())
        return Gallery(id: id, slug: slug, name: name, url: url, from: try row.address())
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
