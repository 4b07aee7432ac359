package import Model

/// A report and what became of it.
package struct ReportStanding: Sendable, Equatable {
    package var report: AbuseReport
    /// Whether nobody has dealt with it yet.
    package var isOpen: Bool
    /// The case that it became.
    package var recoveryCase: Identifier?

    package init(report: AbuseReport, isOpen: Bool, recoveryCase: Identifier? = nil) {
        self.report = report
        self.isOpen = isOpen
        self.recoveryCase = recoveryCase
    }
}

extension ReportRecords {
    /// Reports as a page lists them, the newest first, one more than asked for.
    ///
    /// Index `reports_of_gallery` or `reports_of_package`; `reports_open` or `reports_open_of_package` where only those are
    /// asked for that nobody has dealt with.
    package func newest(
        openOnly: Bool, package: KnownPackage?, gallery: Identifier, at place: ListPlace, limit: Int
    ) throws -> [ReportStanding] {
        var query = NewestFirst("r.id", at: place)
        if let package {
            query.add("r.package_number = ?", .integer(package.number))
        } else {
            query.add("r.gallery_id = ?", .id(gallery))
        }
        if openOnly { query.add("r.state = 'open'") }
        let index =
            switch (openOnly, package) {
            case (true, nil): "reports_open"
            case (true, _?): "reports_open_of_package"
            case (false, nil): "reports_of_gallery"
            case (false, _?): "reports_of_package"
            }
        let sql = query.sql(standing(along: transaction.dialect.along(index)), limit: limit)
        return try transaction.rows(sql, query.arguments).map(Self.readStanding)
    }

    /// After a cursor, oldest first, one more than asked for.
    package func standings(gallery: Identifier, after: Identifier?, limit: Int) throws -> [ReportStanding] {
        try transaction.rows(
            "\(standing()) WHERE r.gallery_id = $1 AND r.id > $2 ORDER BY r.id LIMIT $3",
            [.id(gallery), .id(after ?? Identifier(high: 0, low: 0)), .integer(limit + 1)]
        ).map(Self.readStanding)
    }

    package func standing(_ id: Identifier, gallery: Identifier) throws -> ReportStanding? {
        try transaction.row(
            "\(standing()) WHERE r.id = $1 AND r.gallery_id = $2", [.id(id), .id(gallery)]
        ).map(Self.readStanding)
    }

    /// How many nobody has dealt with.
    package func countOpen(gallery: Identifier) throws -> Int {
        var row = try transaction.row(
            "SELECT COUNT(*) FROM reports WHERE gallery_id = $1 AND state = 'open'", [.id(gallery)])
        return try row?.int() ?? 0
    }

    /// Notes that somebody has dealt with it.
    ///
    /// - Returns: whether it was open until now.
    package func close(_ id: Identifier, gallery: Identifier) throws -> Bool {
        try transaction.run(
            "UPDATE reports SET state = 'closed' WHERE id = $1 AND gallery_id = $2 AND state = 'open'",
            [.id(id), .id(gallery)]) == 1
    }

    private func standing(along: String = "") -> String {
        """
        SELECT r.id, p.number, p.package, p.package_key, r.reporter, r.email, r.reason, r.message, r.created_at, r.state,
            c.id
        FROM reports r \(along) JOIN packages p ON p.number = r.package_number
        LEFT JOIN recovery_cases c ON c.report_id = r.id
        """
    }

    private static func readStanding(_ row: SQLRow) throws -> ReportStanding {
        var row = row
        let report = try read(&row)
        let state = try row.text()
        return ReportStanding(
            report: report, isOpen: state == "open", recoveryCase: try row.optional { try $0.id() })
    }
}
