import Model
import Storage

extension Transaction {
    /// Drops one batch of what was kept for long enough.
    ///
    /// - Returns: the most that was found of one sort; as many as asked for where there may be more.
    func forget(_ retention: Retention, at now: Timestamp, most: Int) throws -> Int {
        let records = self.retention
        var counts = [
            try records.forgetInvitations(before: now - retention.invitations, most: most),
            try records.forgetMessages(before: now - retention.messages, most: most),
            try records.forgetDeliveries(before: now - retention.deliveries, most: most),
            try records.forgetDeletedWebhooks(most: most),
            try records.forgetReports(before: now - retention.reports, most: most),
            try records.forgetReporters(before: now - retention.messages, most: most),
            try records.forgetOrigins(before: now - retention.messages, most: most),
        ]
        for gallery in try galleries.all() {
            counts.append(
                try records.forgetEvents(gallery: gallery.id, before: now - retention.events, most: most))
            _ = try records.forgetCounts(gallery: gallery.id, before: now - .seconds(7 * 86_400))
        }
        return counts.max() ?? 0
    }
}
