package import Model

/// A table with columns that hold words of people or machines, in which an address may stand.
package struct WordTable: Sendable, Equatable {
    enum Kind: Sendable { case integer, text, blob }

    struct Column: Sendable, Equatable {
        let name: String
        let kind: Kind

        static func text(_ name: String) -> Column { Column(name: name, kind: .text) }
        static func blob(_ name: String) -> Column { Column(name: name, kind: .blob) }
        static func integer(_ name: String) -> Column { Column(name: name, kind: .integer) }
    }

    package let name: String
    /// The primary key.
    let key: [Column]
    let words: [Column]
    /// Where a row says of which gallery it is.
    private let owner: Owner

    private enum Owner: Sendable, Equatable {
        case column(String)
        /// A column of the row that names a row of another table.
        case row(of: String, key: String, named: String)
    }

    private init(
        _ name: String, key: [Column] = [.blob("id")], of owner: Owner = .column("gallery_id"), _ words: String...
    ) {
        self.init(name, key: key, of: owner, words)
    }

    private init(_ name: String, key: [Column], of owner: Owner, _ words: [String]) {
        self.name = name
        self.key = key
        self.owner = owner
        self.words = words.map { $0 == "body" ? .blob($0) : .text($0) }
    }

    package static let accounts = WordTable(
        "accounts", key: [.integer("number")], "username_key", "username", "email", "locale", "members")
    package static let invitations = WordTable("invitations", "email", "note", "reason", "locale", "admin")
    package static let messages = WordTable("messages", "recipient", "locale", "facts", "detail")
    package static let attempts = WordTable(
        "attempts", key: [.blob("message_id"), .integer("number")],
        of: .row(of: "messages", key: "id", named: "message_id"), "relay", "status", "words")
    package static let events = WordTable(
        "events", key: [.blob("gallery_id"), .integer("seq")], "type", "actor", "subject", "data", "trace",
        "origin_address", "package_key")
    package static let idempotency = WordTable(
        "idempotency", key: [.blob("key_id"), .text("idempotency_key")],
        of: .row(of: "api_keys", key: "id", named: "key_id"), "location", "body")
    package static let publications = WordTable(
        "publications", "version", "via", "decided_by", "warnings", "reasons")
    package static let digestEntries = WordTable(
        "digest_entries", key: [.integer("package_number"), .blob("publication_id"), .text("kind")],
        of: .row(of: "packages", key: "number", named: "package_number"), "version", "publisher")
    package static let blocks = WordTable("blocks", "masked")
    package static let suppressions = WordTable("suppressions", "email", "reason")
    package static let reports = WordTable("reports", "reporter", "email", "reason", "message")
    package static let recoveryCases = WordTable(
        "recovery_cases", "package_key", "package", "claimant", "username_key", "username", "email", "locale", "why",
        "links", "assignee_key", "assignee", "decided_by", "decision_reason")
    package static let recoveryAttempts = part("attempts", "whom", "evidence", "note", "made_by")
    package static let recoveryNotes = part("notes", "made_by", "words")
    package static let recoveryTicks = WordTable(
        "recovery_ticks", key: [.blob("case_id"), .text("item")],
        of: .row(of: "recovery_cases", key: "id", named: "case_id"), "made_by")
    package static let recoveryAnswers = part("answers", "username", "reason")
    package static let reportIntake = WordTable("report_intake", "package_key", "package", "email", "reason", "message")
    package static let webhooks = WordTable("webhooks", "url", "description", "disabled_reason")
    package static let webhookDeliveries = WordTable("webhook_deliveries", "detail")
    package static let webhookAttempts = WordTable(
        "webhook_attempts", key: [.blob("delivery_id"), .integer("number")],
        of: .row(of: "webhook_deliveries", key: "id", named: "delivery_id"), "detail")
    /// What only the operator and the galleries name.
    package static let galleries = WordTable(
        "galleries", of: .column("id"), "slug", "name", "url", "sender", "settings")
    package static let packages = WordTable("packages", key: [.integer("number")], "package_key", "package")

    /// Every one of them; a test holds this to the schema.
    package static let all = [
        accounts, invitations, messages, attempts, events, idempotency, publications, digestEntries, blocks,
        suppressions, reports, reportIntake, webhooks, webhookDeliveries, webhookAttempts, galleries, packages,
        recoveryCases, recoveryAttempts, recoveryNotes, recoveryTicks, recoveryAnswers,
    ]

    /// What was done about a recovery case.
    private static func part(_ name: String, _ words: String...) -> WordTable {
        WordTable(
            "recovery_\(name)", key: [.blob("case_id"), .integer("number")],
            of: .row(of: "recovery_cases", key: "id", named: "case_id"), words)
    }

    var keyNames: String { key.map(\.name).joined(separator: ", ") }
    var wordNames: String { words.map(\.name).joined(separator: ", ") }

    /// That a row is of the gallery that stands at this place.
    func condition(ofGallery place: Int) -> String {
        switch owner {
        case .column(let column): "\(column) = $\(place)"
        case .row(let table, let key, let column):
            """
            EXISTS (SELECT 1 FROM \(table) o WHERE o.\(key) = \(name).\(column) AND o.gallery_id = $\(place))
            """
        }
    }

    /// That a row has a key whose first value stands at this place.
    func condition(from place: Int) -> String {
        key.enumerated().map { "\($1.name) = $\($0 + place)" }.joined(separator: " AND ")
    }
}

/// The words of one row, with what it is found by.
package struct WordRow: Sendable, Equatable {
    package let key: [SQLValue]
    /// Text, bytes or null, in the order of the table's columns.
    package var words: [SQLValue]

    init(_ row: SQLRow, of table: WordTable) throws {
        var row = row
        func read(_ column: WordTable.Column) throws -> SQLValue {
            try row.optional { row in
                switch column.kind {
                case .integer: .integer(try row.integer())
                case .text: .text(try row.text())
                case .blob: .blob(try row.blob())
                }
            } ?? .null
        }
        key = try table.key.map { try read($0) }
        words = try table.words.map { try read($0) }
    }

    /// What a column holds; nil where there is nothing.
    package func text(_ column: String, of table: WordTable) -> String? {
        guard let index = table.words.firstIndex(where: { $0.name == column }), case .text(let text) = words[index]
        else { return nil }
        return text
    }

    /// Takes what a column holds.
    package mutating func empty(_ column: String, of table: WordTable) {
        guard let index = table.words.firstIndex(where: { $0.name == column }) else { return }
        words[index] = .null
    }

    /// The key of a row that has an id.
    package var id: Identifier? {
        guard case .blob(let bytes) = key.first else { return nil }
        return Identifier(bytes: bytes)
    }

    /// The key of a row that has a number.
    package var number: Int64? {
        guard case .integer(let number) = key.last else { return nil }
        return number
    }
}
