import Databases
import Model
import Testing

@testable import Storage

@Suite("Counts for operators")
struct StatisticsRecordsTests {
    private static let day: Duration = .seconds(86_400)

    /// An id of a moment, as the service makes them.
    private static func id(_ number: UInt64, at moment: Timestamp) -> Identifier {
        Identifier(high: UInt64(bitPattern: moment.milliseconds) << 16 | 0x7000, low: number)
    }

    @Test("messages are counted by state, all or the young ones", arguments: Engine.allCases)
    func messages(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let now = Rows.now
                for (number, (state, age)) in [
                    (MessageState.queued, 1), (.queued, 100_000), (.sent, 1), (.sent, 86_399), (.sent, 86_401),
                    (.unknown, 1), (.unknown, 2),
                ].enumerated() as EnumeratedSequence<[(MessageState, Int64)]> {
                    try tx.messages.add(
                        Rows.message(1) {
                            $0.id = Self.id(UInt64(number), at: now - .seconds(age))
                            $0.state = state
                            $0.nextAttemptAt = state == .sent || age == 2 ? nil : now
                        })
                }
                func count(_ state: MessageState, since: Timestamp?) throws -> Int {
                    try tx.statistics.messages(state, gallery: Rows.gallery, since: since)
                }
                #expect(try count(.queued, since: nil) == 2 && count(.queued, since: now - Self.day) == 1)
                #expect(try count(.sent, since: now - Self.day) == 2 && count(.failed, since: nil) == 0)
                #expect(try tx.statistics.unknownMessages(gallery: Rows.gallery) == 1)
                let oldest = try tx.statistics.oldestMessage(.queued, gallery: Rows.gallery)
                #expect(oldest == now - .seconds(100_000))
                #expect(try tx.statistics.oldestMessage(.failed, gallery: Rows.gallery) == nil)
                #expect(try tx.statistics.messages(.queued, gallery: Rows.id(9), since: nil) == 0)
            }
        }
    }

    @Test("invitations are counted while they are pending, and by how they ended", arguments: Engine.allCases)
    func invitations(_ engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let now = Rows.now
                func add(
                    _ number: UInt64, _ state: InvitationState, decided: Int64?, change: (inout Invitation) -> Void
                ) throws {
                    let account = try Rows.account("user\(number)", tx)
                    var invitation = try rows.invitation(number) {
                        $0.invitee = account
                        $0.sentAt = now - .seconds(10)
                    }
                    _ = try tx.invitations.add(invitation, gallery: Rows.gallery)
                    invitation.state = state
                    invitation.decidedAt = decided.map { now - .seconds($0) }
                    change(&invitation)
                    try tx.invitations.update(invitation)
                }
                try add(200, .pending, decided: nil) { _ in }
                try add(201, .pending, decided: nil) { $0.expiresAt = now }
                try add(202, .pending, decided: nil) { $0.undeliverable = true }
                try add(203, .pending, decided: nil) {
                    $0.undeliverable = true
                    $0.sentAt = now - .seconds(90_000)
                }
                try add(204, .accepted, decided: 5) { _ in }
                try add(205, .accepted, decided: 86_000) { _ in }
                try add(206, .accepted, decided: 87_000) { _ in }
                try add(207, .declined, decided: 5) { _ in }
                #expect(try tx.statistics.pendingInvitations(at: now) == 3)
                let ended = try tx.statistics.decidedInvitations(since: now - Self.day)
                #expect(ended == [.accepted: 2, .declined: 1])
                #expect(try tx.statistics.undeliverableInvitations(since: now - Self.day) == 1)
            }
        }
    }

    /// Every count goes along an index that holds what it counts, whatever the planner has gathered.
    @Test("no table is scanned, and no index in which most is old", arguments: [false, true])
    func plans(analyzed: Bool) async throws {
        try await Engine.sqlite.withDatabase { database in
            let plans = try await database.write { tx in
                let rows = try Rows(tx)
                for number in 0..<2000 as Range<UInt64> {
                    let account = number % 50 == 0 ? try Rows.account("user\(number)", tx) : rows.carol
                    let invitation = try rows.invitation(1000 + number) {
                        $0.state = number % 50 == 0 ? .pending : .accepted
                        $0.invitee = account
                        $0.expiresAt = Rows.now + .seconds(Int64(number))
                    }
                    _ = try tx.invitations.add(invitation, gallery: Rows.gallery)
                    try tx.messages.add(Rows.message(5000 + number) { $0.state = number % 50 == 0 ? .queued : .sent })
                }
                if analyzed { try tx.run("ANALYZE") }
                let recorder = Recorder(base: tx)
                let statistics = StatisticsRecords(transaction: recorder)
                _ = try statistics.messages(.queued, gallery: Rows.gallery, since: nil)
                _ = try statistics.messages(.sent, gallery: Rows.gallery, since: Rows.now)
                _ = try statistics.unknownMessages(gallery: Rows.gallery)
                _ = try statistics.oldestMessage(.queued, gallery: Rows.gallery)
                _ = try statistics.pendingInvitations(at: Rows.now)
                _ = try statistics.decidedInvitations(since: Rows.now)
                _ = try statistics.undeliverableInvitations(since: Rows.now)
                _ = try statistics.webhookDeliveries(.pending)
                return try recorder.seen.map { sql, arguments in
                    try tx.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { row in
                        var row = row
                        _ = (try row.integer(), try row.integer(), try row.integer())
                        return try row.text()
                    }
                }
            }
            let indexes = [
                "messages_in_state (gallery_id=? AND state=? AND id>?)",
                "messages_in_state (gallery_id=? AND state=? AND id>?)",
                "messages_in_state (gallery_id=? AND state=?)",
                "messages_in_state (gallery_id=? AND state=?)",
                "invitations_ending (expires_at>?)",
                "invitations_decided (decided_at>?)",
                "invitations_undeliverable (sent_at>?)",
                "webhook_deliveries_in_state (webhook_id=? AND state=?)",
            ]
            #expect(plans.count == indexes.count)
            for (steps, index) in zip(plans, indexes) {
                #expect(steps.contains { $0.hasPrefix("SEARCH") && $0.hasSuffix(index) }, "\(index) in \(steps)")
                let scanned = steps.filter { $0.hasPrefix("SCAN") && !$0.contains("counted") }
                #expect(scanned.allSatisfy { $0.hasPrefix("SCAN webhooks") }, "\(steps)")
            }
        }
    }

    /// Passes statements on, and remembers them.
    private final class Recorder: Transaction {
        let base: any Transaction
        var seen: [(sql: String, arguments: [SQLValue])] = []

        init(base: any Transaction) {
            self.base = base
        }

        var dialect: Dialect { base.dialect }

        func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
            seen.append((sql, arguments))
            return try base.rows(sql, arguments)
        }

        func run(_ sql: String, _ arguments: [SQLValue]) throws -> Int { try base.run(sql, arguments) }
    }
}
