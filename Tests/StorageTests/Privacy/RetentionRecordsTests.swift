import Databases
import Model
import Testing

@testable import Storage

@Suite struct RetentionRecordsTests {
    private static let day = Duration.seconds(86_400)

    /// An id made at a moment.
    private static func id(_ moment: Timestamp, _ number: UInt64) -> Identifier {
        Identifier(high: UInt64(bitPattern: moment.milliseconds) << 16 | 0x7000, low: number)
    }

    @Test(arguments: Engine.allCases)
    func messagesGoOldestFirstWithTheirAttempts(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let now = Rows.now
                func add(_ number: UInt64, _ change: (inout Message) -> Void) throws -> Identifier {
                    let made = now - Self.day * 10
                    let message = try Rows.message(0) {
                        $0.id = Self.id(made + .seconds(Int(number)), number)
                        $0.state = .sent
                        $0.nextAttemptAt = nil
                        $0.createdAt = made
                        $0.changedAt = made
                        change(&$0)
                    }
                    try tx.messages.add(message)
                    try tx.messages.add(
                        DeliveryAttempt(
                            number: 1, at: made, relay: "r", outcome: .accepted, phase: nil, code: nil, status: nil,
                            text: ""), to: message.id)
                    return message.id
                }
                let old = try [add(1) { _ in }, add(2) { $0.state = .failed }, add(3) { $0.state = .cancelled }]
                let waiting = try add(4) {
                    $0.state = .deferred
                    $0.nextAttemptAt = now
                }
                let changed = try add(5) { $0.changedAt = now }
                let held = try add(6) { $0.nextAttemptAt = now - .seconds(1) }
                _ = try tx.messages.claim(gallery: Rows.gallery, at: now - .seconds(1), lease: now, most: 1)
                let pending = try rows.invitation(900)
                _ = try tx.invitations.add(pending, gallery: Rows.gallery)
                let letter = try add(7) { $0.about = pending.id }
                let limit = now - Self.day
                #expect(try tx.retention.forgetMessages(before: now - Self.day * 11, most: 9) == 0)
                #expect(try tx.retention.forgetMessages(before: limit, most: 2) == 2)
                #expect(try tx.messages.find(old[2]) != nil)
                #expect(try tx.retention.forgetMessages(before: limit, most: 9) == 1)
                #expect(try tx.retention.forgetMessages(before: limit, most: 9) == 0)
                for id in old {
                    #expect(try tx.messages.find(id) == nil && tx.messages.attempts(of: id).isEmpty)
                }
                for id in [waiting, changed, held, letter] { #expect(try tx.messages.find(id) != nil) }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func invitationsGoByWhenTheyWereDecided(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                for (number, state) in InvitationState.allCases.enumerated() {
                    let invitation = try rows.invitation(UInt64(100 + number)) {
                        $0.state = state
                        $0.decidedAt = state == .pending ? nil : Rows.now - Self.day * number
                    }
                    _ = try tx.invitations.add(invitation, gallery: Rows.gallery)
                    try tx.invitations.update(invitation)
                }
                #expect(try tx.retention.forgetInvitations(before: Rows.now - Self.day * 2, most: 2) == 2)
                #expect(try tx.retention.forgetInvitations(before: Rows.now - Self.day * 2, most: 2) == 1)
                #expect(try tx.retention.forgetInvitations(before: Rows.now - Self.day * 2, most: 2) == 0)
                let left = try tx.invitations.list(
                    InvitationFilter(), gallery: Rows.gallery, after: nil, limit: 9
                ).map(\.state)
                #expect(left == [.pending, .accepted, .declined])
                #expect(try tx.packages.owners(of: rows.package).count == 1)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func eventsGoButTheNewestAndTheSequenceGoesOn(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let second = Rows.id(2)
                _ = try Rows(tx, gallery: second, slug: "npm")
                let draft = EventDraft(.ownerAdded, actor: "bob", subject: "s", data: EventData())
                for gallery in [Rows.gallery, second] {
                    for day in 0..<10 {
                        try tx.events.append([draft], gallery: gallery, at: Rows.now + Self.day * day) {
                            Self.id($0, 1)
                        }
                    }
                }
                func left() throws -> [Int64] {
                    try tx.events.after(0, gallery: Rows.gallery, limit: 99).map(\.seq)
                }
                #expect(try tx.retention.forgetEvents(gallery: Rows.gallery, before: Rows.now, most: 5) == 0)
                let limit = Rows.now + Self.day * 7
                #expect(try tx.retention.forgetEvents(gallery: Rows.gallery, before: limit, most: 5) == 5)
                #expect(try tx.retention.forgetEvents(gallery: Rows.gallery, before: limit, most: 5) == 2)
                #expect(try left() == [8, 9, 10])
                let end = Rows.now + Self.day * 99
                #expect(try tx.retention.forgetEvents(gallery: Rows.gallery, before: end, most: 5) == 2)
                #expect(try tx.retention.forgetEvents(gallery: Rows.gallery, before: end, most: 5) == 0)
                #expect(try left() == [10])
                try tx.events.append([draft], gallery: Rows.gallery, at: end) { Self.id($0, 1) }
                #expect(try left() == [10, 11])
                #expect(try tx.events.after(0, gallery: second, limit: 99).count == 10)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func deliveriesGoWithTheirWebhooksWhereThoseAreDeleted(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let hooks = [Rows.id(50), Rows.id(51)]
                for id in hooks {
                    try tx.webhooks.add(
                        Webhook(id: id, gallery: Rows.gallery, url: "https://x.example", createdAt: Rows.now),
                        SealedSecrets(current: [1]), after: 0)
                    for (number, state) in WebhookDeliveryState.allCases.enumerated() {
                        var delivery = WebhookDelivery(
                            id: Identifier(high: id.high, low: id.low * 100 + UInt64(number)), gallery: Rows.gallery,
                            webhook: id, event: Int64(number), eventID: Rows.id(1), eventType: .ownerAdded,
                            createdAt: Rows.now, nextAttemptAt: nil)
                        delivery.state = state
                        #expect(try tx.webhookDeliveries.add(delivery))
                    }
                }
                #expect(try tx.retention.forgetDeliveries(before: Rows.now, most: 9) == 0)
                #expect(try tx.retention.forgetDeletedWebhooks(most: 9) == 0)
                let later = Rows.now + .seconds(1)
                #expect(try tx.retention.forgetDeliveries(before: later, most: 3) == 3)
                #expect(try tx.retention.forgetDeliveries(before: later, most: 3) == 1)
                guard var gone = try tx.webhooks.find(hooks[0]) else { throw Undo() }
                gone.state = .deleted
                try tx.webhooks.update(gone)
                #expect(try tx.retention.forgetDeletedWebhooks(most: 9) == 2)
                #expect(try tx.webhooks.find(hooks[0]) == nil && tx.webhooks.find(hooks[1]) != nil)
                let left = try tx.webhookDeliveries.list(webhook: hooks[1], state: nil, after: nil, limit: 9)
                #expect(left.map(\.state) == [.pending])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func reportsLoseTheirAddressFirst(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                for day in 0..<4 {
                    let at = Rows.now + Self.day * day
                    let report = AbuseReport(
                        id: Self.id(at, 1), package: rows.package, reporter: nil,
                        email: try EmailAddress("eve@example.org"), reason: "spam", message: nil, createdAt: at)
                    try tx.reports.add(report, fingerprint: nil, gallery: Rows.gallery)
                }
                func left() throws -> [Bool] {
                    try tx.reports.list(gallery: Rows.gallery, after: nil, limit: 9).map { $0.email != nil }
                }
                let limit = Rows.now + Self.day * 3
                #expect(try tx.retention.forgetReporters(before: limit, most: 2) == 2)
                #expect(try tx.retention.forgetReporters(before: limit, most: 2) == 1)
                #expect(try left() == [false, false, false, true])
                #expect(try tx.retention.forgetReports(before: Rows.now + Self.day, most: 9) == 1)
                #expect(try left() == [false, false, true])
            }
        }
    }

    /// However much there is, each step looks at little more than what it drops.
    @Test(arguments: [false, true])
    func nothingIsScanned(analyzed: Bool) async throws {
        try await Engine.sqlite.withDatabase { database in
            let plans = try await database.write { tx in
                let rows = try Rows(tx)
                for number in 0..<2000 as Range<UInt64> {
                    _ = try tx.invitations.add(
                        rows.invitation(1000 + number) { $0.state = .accepted }, gallery: Rows.gallery)
                    try tx.messages.add(Rows.message(5000 + number))
                }
                if analyzed { try tx.run("ANALYZE") }
                let recorder = PlanRecorder(base: tx)
                let records = RetentionRecords(transaction: recorder)
                _ = try records.forgetMessages(before: Rows.now, most: 10)
                _ = try records.forgetInvitations(before: Rows.now, most: 10)
                _ = try records.forgetDeliveries(before: Rows.now, most: 10)
                _ = try records.forgetDeletedWebhooks(most: 10)
                _ = try records.forgetReports(before: Rows.now, most: 10)
                _ = try records.forgetReporters(before: Rows.now, most: 10)
                _ = try records.forgetEvents(gallery: Rows.gallery, before: Rows.now, most: 10)
                return try recorder.plans()
            }
            #expect(plans.count >= 8)
            for (sql, steps) in plans {
                for step in steps {
                    #expect(!step.hasPrefix("SCAN"), "\(step) in \(sql)")
                    #expect(!step.contains("TEMP B-TREE"), "\(step) in \(sql)")
                }
            }
        }
    }
}

/// Passes statements on, and remembers them.
private final class PlanRecorder: Transaction {
    let base: any Transaction
    private var seen: [(sql: String, arguments: [SQLValue])] = []

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

    func plans() throws -> [(sql: String, steps: [String])] {
        try seen.map { sql, arguments in
            (
                sql,
                try base.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { row in
                    var row = row
                    row.skip(3)
                    return try row.text()
                }
            )
        }
    }
}
