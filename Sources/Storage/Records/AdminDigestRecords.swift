package import Model

/// Which admin was told what is due, and when.
package struct AdminDigestRecords {
    let transaction: any Transaction

    /// Admins of a gallery who were not told since a moment.
    ///
    /// - Returns: with whether they were ever.
    package func waiting(
        gallery: Identifier, since: Timestamp, most: Int
    ) throws -> [(admin: Identifier, isFirst: Bool)] {
        try transaction.rows(
            """
            SELECT r.admin_id, d.sent_at FROM admin_roles r
            LEFT JOIN admin_digests d ON d.gallery_id = r.gallery_id AND d.admin_id = r.admin_id
            WHERE r.gallery_id = $1 AND (d.sent_at IS NULL OR d.sent_at < $2) LIMIT $3
            """,
            [.id(gallery), .time(since), .integer(most)]
        ).map { row in
            var row = row
            return (try row.id(), try row.optional { try $0.time() } == nil)
        }
    }

    /// Notes that an admin was told, or that nothing was due.
    package func keep(_ admin: Identifier, gallery: Identifier, at now: Timestamp) throws {
        try transaction.run(
            """
            INSERT INTO admin_digests (gallery_id, admin_id, sent_at) VALUES ($1, $2, $3)
            ON CONFLICT (gallery_id, admin_id) DO UPDATE SET sent_at = excluded.sent_at
            """,
            [.id(gallery), .id(admin), .time(now)])
    }
}

extension Transaction {
    package var adminDigests: AdminDigestRecords { AdminDigestRecords(transaction: self) }
}
