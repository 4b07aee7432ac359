package import Model

/// Reports of abuse, and what was written to owners.
package struct ReportRecords {
    let transaction: any Transaction

    /// - Parameter fingerprint: What it is recognised by, should it be made again.
    package func add(_ report: AbuseReport, fingerprint: [UInt8]?, gallery: Identifier) throws {
        try transaction.run(
            """
            INSERT INTO reports
            (id, gallery_id, package_number, reporter, email, reason, message, state, created_at, fingerprint)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9)
            """,
            [
                .id(report.id), .id(gallery), .integer(report.package.number), .text(report.reporter),
                .text(report.email?.text), .text(report.reason), .text(report.message), .time(report.createdAt),
                fingerprint.map { .blob($0) } ?? .null,
            ])
    }

    /// The same report, made since a moment.
    package func find(_ fingerprint: [UInt8], since: Timestamp, gallery: Identifier) throws -> AbuseReport? {
        try transaction.row(
            "\(Self.selection) WHERE r.gallery_id = $1 AND r.fingerprint = $2 AND r.created_at >= $3 LIMIT 1",
            [.id(gallery), .blob(fingerprint), .time(since)]
        ).map(Self.read)
    }

    package func find(_ id: Identifier, gallery: Identifier) throws -> AbuseReport? {
        try transaction.row("\(Self.selection) WHERE r.id = $1 AND r.gallery_id = $2", [.id(id), .id(gallery)])
            .map(Self.read)
    }

    package func find(_ id: Identifier) throws -> (report: AbuseReport, gallery: Identifier)? {
        guard let report = try transaction.row("\(Self.selection) WHERE r.id = $1", [.id(id)]).map(Self.read),
            var row = try transaction.row("SELECT gallery_id FROM reports WHERE id = $1", [.id(id)])
        else { return nil }
        return (report, try row.id())
    }

    /// After a cursor, oldest first, one more than asked for.
    package func list(gallery: Identifier, after: Identifier?, limit: Int) throws -> [AbuseReport] {
        try transaction.rows(
            "\(Self.selection) WHERE r.gallery_id = $1 AND r.id > $2 ORDER BY r.id LIMIT $3",
            [.id(gallery), .id(after ?? Identifier(high: 0, low: 0)), .integer(limit + 1)]
        ).map(Self.read)
    }

    private static let selection = """
        SELECT r.id, p.number, p.package, p.package_key, r.reporter, r.email, r.reason, r.message, r.created_at
        FROM reports r JOIN packages p ON p.number = r.package_number
        """

    private static func read(_ row: SQLRow) throws -> AbuseReport {
        var row = row
        return try read(&row)
    }

    static func read(_ row: inout SQLRow) throws -> AbuseReport {
        let id = try row.id()
        let package = KnownPackage(
            number: try row.integer(), id: Name(stored: try row.text(), key: try row.text()))
        return AbuseReport(
            id: id, package: package, reporter: try row.optional { try $0.text() },
            email: try row.optional { try $0.address() }, reason: try row.text(),
            message: try row.optional { try $0.text() }, createdAt: try row.time())
    }

    /// Remembers a message to owners.
    ///
    /// - Parameter fingerprint: A digest of who wrote what about which package.
    package func addContact(_ contact: Contact, fingerprint: [UInt8], gallery: Identifier) throws {
        try transaction.run(
            """
            INSERT INTO contacts (id, gallery_id, package_number, fingerprint, recipients, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .id(contact.id), .id(gallery), .integer(contact.package.number), .blob(fingerprint),
                .integer(contact.recipients), .time(contact.createdAt),
            ])
    }

    /// The same words of the same person about the same package, since a moment.
    package func contact(
        _ fingerprint: [UInt8], about package: KnownPackage, since: Timestamp, gallery: Identifier
    ) throws -> Contact? {
        try transaction.row(
            """
            SELECT id, recipients, created_at FROM contacts
            WHERE gallery_id = $1 AND fingerprint = $2 AND created_at > $3 ORDER BY created_at DESC LIMIT 1
            """,
            [.id(gallery), .blob(fingerprint), .time(since)]
        ).map { row in
            var row = row
            return Contact(
                id: try row.id(), package: package, recipients: try row.int(), createdAt: try row.time())
        }
    }

    /// Drops what is no longer needed to tell the same words from others.
    package func forgetContacts(before: Timestamp, most: Int) throws -> Int {
        try transaction.run(
            """
            DELETE FROM contacts WHERE id IN (SELECT id FROM contacts WHERE created_at <= $1 LIMIT $2)
            """,
            [.time(before), .integer(most)])
    }
}

/// A message that somebody sent to the owners of a package.
package struct Contact: Sendable, Equatable {
    package var id: Identifier
    package var package: KnownPackage
    /// How many mails went to owners.
    package var recipients: Int
    package var createdAt: Timestamp

    package init(id: Identifier, package: KnownPackage, recipients: Int, createdAt: Timestamp) {
        self.id = id
        self.package = package
        self.recipients = recipients
        self.createdAt = createdAt
    }
}

extension Transaction {
    package var reports: ReportRecords { ReportRecords(transaction: self) }
}
