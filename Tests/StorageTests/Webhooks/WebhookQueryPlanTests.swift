import Databases
import Model
import Testing

@testable import Storage

/// No listing and no claim of webhooks reads a whole table, however much lies in it.
@Suite struct WebhookQueryPlanTests {
    @Test func nothingIsScanned() async throws {
        try await Engine.sqlite.withDatabase { database in
            let plans = try await database.write { tx -> [(String, [String])] in
                try Self.fill(tx)
                let recorder = Recorder(base: tx)
                try Self.runEverything(recorder)
                return try recorder.seen.map { sql, arguments in
                    (
                        sql,
                        try tx.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { row in
                            var row = row
                            _ = (try row.integer(), try row.integer(), try row.integer())
                            return try row.text()
                        }
                    )
                }
            }
            #expect(plans.count > 20)
            for (sql, steps) in plans {
                for step in steps {
                    #expect(!step.hasPrefix("SCAN") || step.contains("CONSTANT"), "\(step) in \(sql)")
                    #expect(!step.contains("TEMP B-TREE"), "\(step) in \(sql)")
                }
            }
        }
    }

    private static func fill(_ tx: any Transaction) throws {
        _ = try Rows(tx)
        try WebhookRows.append(200, tx)
        for number in 10..<60 as Range<UInt64> {
            try tx.webhooks.add(WebhookRows.webhook(number), SealedSecrets(current: [1]), after: Int64(number))
            for event in 0..<20 as Range<UInt64> {
                _ = try tx.webhookDeliveries.add(
                    WebhookRows.delivery(10_000 + number * 100 + event, to: number) {
                        $0.nextAttemptAt = event % 10 == 0 ? Rows.now : nil
                        $0.state = event % 10 == 0 ? .pending : .succeeded
                    })
            }
        }
    }

    private static func runEverything(_ tx: any Transaction) throws {
        let (gallery, webhook, now) = (Rows.gallery, Rows.id(10), Rows.now)
        let (webhooks, deliveries) = (tx.webhooks, tx.webhookDeliveries)
        guard let known = try webhooks.find(webhook) else { throw Undo() }
        _ = try (webhooks.find(webhook, gallery: gallery), webhooks.list(gallery: gallery, after: webhook, limit: 9))
        _ = try (webhooks.count(gallery: gallery), webhooks.secrets(of: webhook), webhooks.behind(most: 9))
        try webhooks.update(known)
        try webhooks.setSecrets(SealedSecrets(current: []), of: webhook)
        _ = try webhooks.advance(webhook, from: 10, to: 11)
        try webhooks.skipToEnd(webhook)
        try webhooks.isFailing(webhook, since: now)
        try webhooks.isWell(webhook)
        _ = try (deliveries.waiting(after: nil), deliveries.waiting(after: webhook))
        let claimed = try deliveries.claim(webhook: webhook, at: now, lease: now, most: 9)
        guard let first = claimed.first else { throw Undo() }
        _ = try (deliveries.abandoned(at: now, most: 9), deliveries.renew(first.id, attempt: 1, lease: now))
        _ = try (deliveries.complete(first), deliveries.update(first))
        try deliveries.add(WebhookAttempt(number: 1, at: now, took: .zero, outcome: .failed), to: first.id)
        _ = try (deliveries.attempts(of: first.id), deliveries.find(first.id, webhook: webhook))
        _ = try deliveries.find(event: 10_000, webhook: webhook)
        for state in [nil, WebhookDeliveryState.failed] {
            _ = try deliveries.list(webhook: webhook, state: state, after: first.id, limit: 9)
        }
        _ = try webhooks.disable(webhook, because: "x")
    }
}

/// Passes statements on, and remembers them.
private final class Recorder: Transaction {
    private let base: any Transaction
    private(set) var seen: [(String, [SQLValue])] = []

    init(base: any Transaction) { self.base = base }

    var dialect: Dialect { base.dialect }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        seen.append((sql, arguments))
        return try base.rows(sql, arguments)
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        seen.append((sql, arguments))
        return try base.run(sql, arguments)
    }
}
