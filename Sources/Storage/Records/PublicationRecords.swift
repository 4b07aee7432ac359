package import Model

/// Versions of packages, with the package and the publisher that they name.
package struct PublicationRecords {
    let transaction: any Transaction

    static let selection = """
        SELECT v.id, v.gallery_id, p.number, p.package, p.package_key, v.version, v.via, v.state, v.stage, v.hold_until,
            v.decided_by, v.warnings, v.reasons, v.created_at, v.changed_at, v.unusual, v.told_at, v.rolled_up,
            \(AccountRecords.columns(of: "publisher"))
        FROM publications v JOIN packages p ON p.number = v.package_number
        JOIN accounts publisher ON publisher.number = v.publisher_number
        """

    /// How storing a new one came out.
    package enum Addition: Sendable, Equatable {
        case added
        /// Another transaction was first with the same version.
        case known
    }

    package func add(_ publication: Publication, gallery: Identifier) throws -> Addition {
        let added = try transaction.run(
            """
            INSERT INTO publications (id, gallery_id, package_number, version, publisher_number, via, state, stage,
                hold_until, warnings, reasons, created_at, changed_at, unusual, told_at, rolled_up)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT DO NOTHING
            """,
            [
                .id(publication.id), .id(gallery), .integer(publication.package.number),
                .text(publication.version.text), .integer(publication.publisher.number), .text(publication.via),
                .text(publication.state.rawValue), .text(publication.stage.rawValue), .time(publication.holdUntil),
                try .json(publication.warnings), try .json(publication.reasons), .time(publication.createdAt),
                .time(publication.changedAt), .flag(publication.unusual), .time(publication.toldAt),
                .flag(publication.rolledUp),
            ])
        return added == 1 ? .added : .known
    }

    /// Writes what a decision can change.
    package func update(_ publication: Publication) throws {
        try transaction.run(
            """
            UPDATE publications SET via = $1, state = $2, stage = $3, decided_by = $4, warnings = $5, reasons = $6,
                changed_at = $7, told_at = $8, rolled_up = $9 WHERE id = $10
            """,
            [
                .text(publication.via), .text(publication.state.rawValue), .text(publication.stage.rawValue),
                .text(publication.decidedBy), try .json(publication.warnings), try .json(publication.reasons),
                .time(publication.changedAt), .time(publication.toldAt), .flag(publication.rolledUp),
                .id(publication.id),
            ])
    }

    package func find(_ id: Identifier, gallery: Identifier) throws -> Publication? {
        try transaction.row("\(Self.selection) WHERE v.id = $1 AND v.gallery_id = $2", [.id(id), .id(gallery)])
            .map { try Self.read($0).publication }
    }

    /// A publication and the gallery that it belongs to.
    package func find(_ id: Identifier) throws -> (publication: Publication, gallery: Identifier)? {
        try transaction.row("\(Self.selection) WHERE v.id = $1", [.id(id)]).map(Self.read)
    }

    /// The one of a version that has not come to nothing.
    package func find(_ version: VersionText, of package: KnownPackage) throws -> Publication? {
        try transaction.row(
            """
            \(Self.selection) WHERE v.package_number = $1 AND v.version = $2
            AND v.state NOT IN ('failed', 'rejected', 'withdrawn')
            """,
            [.integer(package.number), .text(version.text)]
        ).map { try Self.read($0).publication }
    }

    /// After a cursor, oldest first, one more than asked for.
    package func list(
        of package: KnownPackage, state: PublicationState?, after: Identifier?, limit: Int
    ) throws -> [Publication] {
        var arguments: [SQLValue] = [.integer(package.number), .id(after ?? Identifier(high: 0, low: 0))]
        var condition = "v.package_number = $1 AND v.id > $2"
        if let state {
            arguments.append(.text(state.rawValue))
            condition += " AND v.state = $3"
        }
        arguments.append(.integer(limit + 1))
        return try transaction.rows(
            "\(Self.selection) WHERE \(condition) ORDER BY v.id LIMIT $\(arguments.count)", arguments
        ).map { try Self.read($0).publication }
    }

    /// Whether the owners were told of another version that an account published, and that is in one of these states.
    package func wasTold(
        of package: KnownPackage, by account: Account, in states: Set<PublicationState>, other than: Identifier
    ) throws -> Bool {
        let states = states.map(\.rawValue).sorted()
        let places = states.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
        return try transaction.row(
            """
            SELECT id FROM publications WHERE package_number = $1 AND publisher_number = $2 AND id <> $3
            AND told_at IS NOT NULL AND state IN (\(places)) LIMIT 1
            """,
            [.integer(package.number), .integer(account.number), .id(than)] + states.map { .text($0) }) != nil
    }

    /// Whether there is a version of the package by another account.
    package func isPublished(_ package: KnownPackage, byOtherThan account: Account) throws -> Bool {
        try transaction.row(
            "SELECT id FROM publications WHERE package_number = $1 AND publisher_number <> $2 LIMIT 1",
            [.integer(package.number), .integer(account.number)]) != nil
    }

    /// When the owners were told of other versions, each by mails of its own, since a moment.
    package func told(of package: KnownPackage, since: Timestamp, other than: Identifier) throws -> [Timestamp] {
        try transaction.rows(
            """
            SELECT told_at FROM publications WHERE package_number = $1 AND told_at IS NOT NULL AND told_at > $2
            AND rolled_up = 0 AND id <> $3 ORDER BY told_at DESC LIMIT 1000
            """,
            [.integer(package.number), .time(since), .id(than)]
        ).map { row in
            var row = row
            return try row.time()
        }
    }

    /// Ids of held versions whose time to be confirmed is over.
    package func ending(at now: Timestamp, most: Int) throws -> [Identifier] {
        try transaction.rows(
            """
            SELECT id FROM publications WHERE state = 'held' AND hold_until <= $1 ORDER BY hold_until LIMIT $2
            """,
            [.time(now), .integer(most)]
        ).map { row in
            var row = row
            return try row.id()
        }
    }

    /// The state alone: what the courier asks before it sends.
    package func state(_ id: Identifier) throws -> PublicationState? {
        var row = try transaction.row("SELECT state FROM publications WHERE id = $1", [.id(id)])
        return try row?.value(PublicationState.self)
    }

    static func read(_ row: SQLRow) throws -> (publication: Publication, gallery: Identifier) {
        var row = row
        let (id, gallery) = (try row.id(), try row.id())
        let number = try row.integer()
        let (package, key) = (try row.text(), try row.text())
        let version = try row.text()
        let via = try row.optional { try $0.text() }
        let state = try row.value(PublicationState.self)
        let stage = try row.value(PublicationStage.self)
        let hold = try row.optional { try $0.time() }
        let decided = try row.optional { try $0.text() }
        let (warnings, reasons) = (try row.json([String].self), try row.json([String].self))
        let (created, changed) = (try row.time(), try row.time())
        let unusual = try row.bool()
        let told = try row.optional { try $0.time() }
        let rolled = try row.bool()
        let publication = Publication(
            id: id, package: KnownPackage(number: number, id: Name(stored: package, key: key)),
            version: VersionText(stored: version), publisher: try AccountRecords.read(&row), via: via, state: state,
            stage: stage, holdUntil: hold, decidedBy: decided, warnings: warnings, reasons: reasons,
            createdAt: created, changedAt: changed, unusual: unusual, toldAt: told, rolledUp: rolled)
        return (publication, gallery)
    }
}

extension Transaction {
    package var publications: PublicationRecords { PublicationRecords(transaction: self) }
}
