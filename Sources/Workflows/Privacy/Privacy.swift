import Links
package import Model
import Storage

/// What is done about one address because its owner asks: it is shown, or forgotten.
package struct Privacy: Sendable {
    /// How many rows are looked at in one snapshot.
    static let step = 1000
    /// How many are changed in one transaction, so that no request waits long behind it.
    static let batch = 50
    /// How often everything is gone through until nothing more is found: a service that runs goes on writing.
    static let mostPasses = 5

    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How asking for an address to be forgotten came out.
    package enum PurgeOutcome: Sendable, Equatable {
        case erased(PurgeReport)
        /// A gallery is configured with the address; nothing was done.
        case configured(gallery: String, setting: String)
        /// It is that of an admin of a gallery; nothing was done.
        case admin(gallery: String, name: String)
    }

    /// Forgets an address wherever it stands.
    ///
    /// Suppressions and blocks of it hold on: they know it by its HMAC. In a transaction for every few rows; one that is
    /// cut short is finished by asking again.
    ///
    /// - Parameter gallery: The only one to forget it; nil for all.
    package func purge(_ address: EmailAddress, gallery: Identifier? = nil) async throws -> PurgeOutcome {
        guard let secrets = context.secrets else { throw MissingSecrets() }
        let pattern = AddressPattern(address)
        if let (gallery, setting) = try await configured(pattern, gallery) {
            return .configured(gallery: gallery, setting: setting)
        }
        if let outcome = try await admin(pattern, gallery) { return outcome }
        try await context.database.write { try $0.privacy.overwriteFreedSpace() }
        var purge = Purge(
            context: context.here(), pattern: pattern, name: secrets.shortName(of: address), gallery: gallery)
        for _ in 0..<Self.mostPasses {
            let before = purge.report
            try await purge.pass()
            if purge.report == before { break }
        }
        try await purge.leaveTrace()
        context.bell.ring()
        return .erased(purge.report)
    }

    /// Where the operator named it: what a gallery works with cannot be taken from it.
    private func configured(
        _ pattern: AddressPattern, _ only: Identifier?
    ) async throws -> (gallery: String, setting: String)? {
        try await context.database.read { transaction in
            for gallery in try transaction.galleries.all() where only == nil || gallery.id == only {
                if pattern.isSame(gallery.from) { return (gallery.slug, "from") }
                if pattern.isIn(gallery.name) { return (gallery.slug, "name") }
                if pattern.isIn(gallery.url) { return (gallery.slug, "url") }
                let settings = try transaction.galleries.settings(gallery.id).sorted { $0.key < $1.key }
                if let found = settings.first(where: { pattern.isIn($0.value) }) { return (gallery.slug, found.key) }
            }
            return nil
        }
    }

    /// Admins are named by the operator, too: `countersign admin remove` comes first.
    private func admin(_ pattern: AddressPattern, _ only: Identifier?) async throws -> PurgeOutcome? {
        try await context.database.read { transaction in
            for admin in try transaction.admins.list() where pattern.isSame(admin.email) {
                let galleries = try transaction.roles(of: admin.id).map(\.gallery)
                if let gallery = galleries.first(where: { only == nil || $0.id == only }) {
                    return .admin(gallery: gallery.slug, name: admin.name.text)
                }
            }
            return nil
        }
    }
}

/// What became of what was known of an address.
package struct PurgeReport: Sendable, Equatable {
    package var accounts = 0
    package var invitations = 0
    /// Of the invitations, those that were pending.
    package var cancelledInvitations = 0
    package var messages = 0
    /// Of the messages, those that were not sent yet.
    package var cancelledMessages = 0
    package var events = 0
    /// Other rows in which it stood.
    package var others = 0
    /// Suppressions and blocks that hold on.
    package var held = 0
    /// Where it still stands, for it is not ours to change: `packages 17`.
    package var left: Set<String> = []

    package init() {}

    /// Whether there was nothing to erase.
    package var isEmpty: Bool { accounts + invitations + messages + events + others == 0 }
}

extension ServiceSecrets {
    /// The beginning of an address's HMAC in hexadecimal: what its events are found by, by whoever knows the address.
    func shortName(of address: EmailAddress) -> String {
        digest(of: address.folded, for: "privacy").prefix(8).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}

extension WorkflowContext {
    /// Goes through a table in steps and hands on what is looked for, a few rows at a time.
    ///
    /// - Parameter gallery: Whose rows; nil for all.
    func search(
        _ table: WordTable, of gallery: Identifier?, most: Int, for isWanted: @escaping @Sendable (WordRow) -> Bool,
        _ body: ([WordRow]) async throws -> Void
    ) async throws {
        var last: [SQLValue]?
        while true {
            let after = last
            let (found, next) = try await database.read { transaction in
                let rows = try transaction.privacy.rows(of: table, after: after, gallery: gallery, limit: Privacy.step)
                return (rows.filter(isWanted), rows.count == Privacy.step ? rows.last?.key : nil)
            }
            for start in stride(from: 0, to: found.count, by: most) {
                try await body(Array(found[start..<min(start + most, found.count)]))
            }
            guard let next else { return }
            last = next
        }
    }
}

/// What can be read of a row; nil where it is damaged: what stands in it is found, and erased, as words all the same.
func unlessDamaged<Value>(_ read: () throws -> Value?) throws -> Value? {
    do {
        return try read()
    } catch let flaw as StorageError where flaw.isOfOneRow {
        return nil
    }
}

extension WordRow {
    /// Whether the address stands in any of its words, or in its key.
    func holds(_ pattern: AddressPattern) -> Bool {
        words.contains { value in
            switch value {
            case .text(let text): pattern.isIn(text)
            case .blob(let bytes): pattern.isIn(bytes)
            case .null, .integer: false
            }
        } || key.contains { $0.isKey(with: pattern) }
    }
}
