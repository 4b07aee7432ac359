import Databases
import Model
import Testing

@testable import Storage

@Suite struct AuditTests {
    private static let hour = Duration.seconds(3600)

    /// An event every hour; `number` is its place.
    private static func fill(_ tx: any Transaction, _ count: Int = 60) throws {
        for number in 1...count {
            let isAlice = number % 10 == 0
            let origin: Origin =
                isAlice
                ? .admin(Rows.id(7), address: "192.0.2.\(number)")
                : number % 3 == 0 ? .key(Rows.id(8), address: nil) : .service
            try tx.events.append(
                [
                    EventDraft(
                        number % 2 == 0 ? .messageSent : .ownerAdded, actor: isAlice ? "Alice" : "system",
                        subject: "s\(number % 5)", data: EventData(package: number % 4 == 0 ? "Straße" : "b"))
                ], gallery: Rows.gallery, at: Rows.now + Self.hour * number, origin: origin,
                makeID: { _ in Rows.id(UInt64(number)) })
        }
    }

    private static func places(
        _ tx: any Transaction, _ filter: AuditFilter, limit: Int = 100, reach: Int = EventRecords.auditReach
    ) throws -> [Int64] {
        var (places, before, pages): ([Int64], Int64?, Int) = ([], nil, 0)
        repeat {
            let page = try tx.events.audit(filter, gallery: Rows.gallery, before: before, limit: limit, reach: reach)
            #expect(page.events.count <= limit)
            places += page.events.map(\.seq)
            before = page.next
            pages += 1
            guard pages < 200 else { throw Undo() }
        } while before != nil
        return places
    }

    @Test(arguments: Engine.allCases)
    func whereAnEventComesFromIsKept(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                try Self.fill(tx, 10)
                let events = try tx.events.after(0, gallery: Rows.gallery, limit: 20)
                #expect(events[0].origin == .service && events[2].origin == .key(Rows.id(8), address: nil))
                #expect(events[9].origin == .admin(Rows.id(7), address: "192.0.2.10"))
                try tx.events.append(
                    [EventDraft(.ownerAdded, actor: "a", subject: "s", data: EventData())], gallery: Rows.gallery,
                    at: Rows.now, makeID: { _ in Rows.id(99) })
                #expect(try tx.events.find(11, gallery: Rows.gallery)?.origin == nil)
            }
        }
    }

    /// Each filter, and two at once, by whatever index and in whatever steps, finds what looking at every event finds.
    @Test(arguments: Engine.allCases, [(100, 2000), (3, 2000), (3, 4), (1, 1)])
    func aFilterFindsAllThatItTakes(engine: Engine, steps: (limit: Int, reach: Int)) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                _ = try Rows(tx, gallery: Rows.id(2), slug: "npm")
                try Self.fill(tx)
                try tx.events.append(
                    [EventDraft(.ownerAdded, actor: "Alice", subject: "s0", data: EventData(package: "b"))],
                    gallery: Rows.id(2), at: Rows.now, makeID: { _ in Rows.id(500) })
                let all = try tx.events.after(0, gallery: Rows.gallery, limit: 100)
                let actors: [[String]] = [[], ["Alice"], ["alice", "Alice"], ["system"], ["nobody"]]
                let types: [[EventType]] = [[], [.messageSent], [.messageSent, .ownerAdded], [.webhookCreated]]
                for actor in actors {
                    for type in types {
                        for subject in [nil, "s0"] {
                            for package in [nil, "straße"] {
                                for origin in [nil] + Origin.Kind.allCases {
                                    let filter = AuditFilter(
                                        types: type, actors: actor, subject: subject, package: package, origin: origin)
                                    let wanted = all.filter { event in
                                        (actor.isEmpty || actor.contains(event.actor))
                                            && (type.isEmpty || type.contains(event.type))
                                            && (subject.map { $0 == event.subject } ?? true)
                                            && (package.map { $0 == event.data.package.map(Name.fold) } ?? true)
                                            && (origin.map { $0 == event.origin?.kind } ?? true)
                                    }
                                    let found = try Self.places(tx, filter, limit: steps.limit, reach: steps.reach)
                                    #expect(found == wanted.map(\.seq).reversed(), "\(filter)")
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Six of sixty come from an admin, thirty are of one type: whichever is named first, six are looked at.
    @Test(arguments: Engine.allCases)
    func theNarrowestConditionIsGoneAlong(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                try Self.fill(tx)
                for filter in [
                    AuditFilter(types: [.messageSent], origin: .admin),
                    AuditFilter(types: [.ownerAdded], origin: .admin),
                    AuditFilter(types: [.messageSent], actors: ["Alice"]),
                    AuditFilter(types: [.messageSent, .ownerAdded], package: "straße", origin: .admin),
                ] {
                    let page = try tx.events.audit(filter, gallery: Rows.gallery, limit: 20, reach: 12)
                    #expect(page.next == nil && page.events.last?.seq ?? 0 <= 20, "\(filter)")
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func timesAreFoundByPlaces(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                try Self.fill(tx)
                // The oldest are no longer kept.
                _ = try tx.retention.forgetEvents(
                    gallery: Rows.gallery, before: Rows.now + Self.hour * 5, most: 100)
                func places(from: Int?, until: Int?) throws -> [Int64] {
                    try Self.places(
                        tx,
                        AuditFilter(
                            from: from.map { Rows.now + Self.hour * $0 },
                            until: until.map { Rows.now + Self.hour * $0 }))
                }
                #expect(try places(from: nil, until: nil) == Array((5...60).reversed()))
                #expect(try places(from: 10, until: 12) == [11, 10])
                #expect(try places(from: 59, until: nil) == [60, 59])
                #expect(try places(from: nil, until: 7) == [6, 5])
                #expect(try places(from: 61, until: nil).isEmpty && places(from: nil, until: 5).isEmpty)
                #expect(try places(from: 12, until: 10).isEmpty)
                let half = Rows.now + Self.hour * 10 + .milliseconds(1)
                #expect(try Self.places(tx, AuditFilter(from: half, until: Rows.now + Self.hour * 12)) == [11])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func nothingButErasureAndRetentionTouchesAnEvent(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                try Self.fill(tx, 10)
                let before = try tx.events.after(0, gallery: Rows.gallery, limit: 20)
                for statement in [
                    "UPDATE events SET data = '{}'", "UPDATE events SET actor = 'x' WHERE seq = 3",
                    "UPDATE events SET origin = 'link'", "DELETE FROM events", "DELETE FROM events WHERE seq = 1",
                    "UPDATE events SET origin_address = NULL WHERE seq = 10",
                    "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 1",
                ] {
                    if statement.contains("OR REPLACE"), engine != .sqlite { continue }
                    #expect(throws: (any Error).self, "\(statement)") {
                        try tx.alone { _ = try tx.run(statement) }
                    }
                }
                // While words may be erased, that it happened, what and when stays.
                for column in ["seq = seq + 100", "id = gallery_id", "type = 'owner.removed'", "at = at + 1"] {
                    #expect(throws: (any Error).self, "\(column)") {
                        try tx.alone {
                            try tx.events.changing(.erasure) { _ = try tx.run("UPDATE events SET \(column)") }
                        }
                    }
                }
                #expect(throws: (any Error).self) {
                    try tx.alone { try tx.events.changing(.erasure) { _ = try tx.run("DELETE FROM events") } }
                }
                #expect(throws: (any Error).self) {
                    try tx.alone {
                        try tx.events.changing(.retention) { _ = try tx.run("UPDATE events SET actor = 'x'") }
                    }
                }
                #expect(try tx.events.after(0, gallery: Rows.gallery, limit: 20) == before)
                try tx.events.changing(.erasure) { _ = try tx.run("UPDATE events SET actor = 'x' WHERE seq = 3") }
                #expect(try tx.events.find(3, gallery: Rows.gallery)?.actor == "x")
                #expect(throws: (any Error).self, "the way is closed again") {
                    try tx.alone { _ = try tx.run("UPDATE events SET actor = 'y' WHERE seq = 3") }
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func addressesOfClientsAreForgotten(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                try Self.fill(tx)
                let end = Rows.now + Self.hour * 45
                #expect(try tx.retention.forgetOrigins(before: end, most: 3) == 3)
                #expect(try tx.retention.forgetOrigins(before: end, most: 3) == 1)
                #expect(try tx.retention.forgetOrigins(before: end, most: 3) == 0)
                let events = try tx.events.after(0, gallery: Rows.gallery, limit: 100)
                #expect(events[39].origin == .admin(Rows.id(7), address: nil), "who it was stays")
                #expect(events.compactMap(\.origin?.address) == ["192.0.2.50", "192.0.2.60"])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func eventsAreCountedAsTheyAreAppended(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                try Self.fill(tx)
                let days = RunningCounts(
                    try tx.counts.list(.day, gallery: Rows.gallery, since: Timestamp(milliseconds: 0)))
                #expect(days.amount(of: [.events(.messageSent)], since: Timestamp(milliseconds: 0)) == 30)
                #expect(days.starts.count == 3)
                let hours = try tx.counts.list(.hour, gallery: Rows.gallery, since: Rows.now + Self.hour * 60)
                #expect(hours.count == 1 && hours.first?.name == .events(.messageSent) && hours.first?.amount == 1)
                #expect(try tx.counts.list(.hour, gallery: Rows.id(2), since: Rows.now).isEmpty)
                let kept = Rows.now + Self.hour * 50
                #expect(try tx.retention.forgetCounts(gallery: Rows.gallery, before: kept) > 40)
                #expect(try tx.counts.list(.hour, gallery: Rows.gallery, since: Rows.now).first?.start ?? kept >= kept)
                let after = try tx.counts.list(.day, gallery: Rows.gallery, since: Timestamp(milliseconds: 0))
                #expect(RunningCounts(after) == days, "those by the day stay")
            }
        }
    }

    /// What a schema before this one held is counted, and found by its package.
    @Test func whatWasThereBeforeIsCountedAndFound() async throws {
        try await Engine.sqlite.withDatabase(migrated: false) { database in
            try await database.write { tx in
                let older = Migration.all.filter { $0.number < 10 }
                for step in older { for statement in step.statements(tx.dialect) { try tx.run(statement) } }
                let gallery = Rows.gallery
                try tx.run(
                    """
                    INSERT INTO galleries (id, slug, name, url, sender, settings, created_at)
                    VALUES ($1, 'g', 'g', 'https://g', 'a@g.example', '{}', 0)
                    """, [.id(gallery)])
                for package in ["Straße-ÄÖ", "Plain"] {
                    try tx.run(
                        "INSERT INTO packages (gallery_id, package_key, package, created_at) VALUES ($1, $2, $3, 0)",
                        [.id(gallery), .text(Name.fold(package)), .text(package)])
                }
                let rows = [
                    ("invitation.accepted", #"{"package":"Straße-ÄÖ"}"#), ("owner.added", #"{"package":"Plain"}"#),
                    ("owner.added", "{}"),
                ]
                for (index, row) in rows.enumerated() {
                    try tx.run(
                        """
                        INSERT INTO events (gallery_id, seq, id, type, at, actor, subject, data)
                        VALUES ($1, $2, $3, $4, $5, 'ann', 's', $6)
                        """,
                        [
                            .id(gallery), .integer(index + 1), .id(Rows.id(UInt64(index))), .text(row.0),
                            .time(Rows.now), .text(row.1),
                        ])
                }
                try tx.run("INSERT INTO event_counters (gallery_id, last) VALUES ($1, 3)", [.id(gallery)])
                try tx.run(
                    """
                    INSERT INTO accounts (gallery_id, username_key, username, kind, members)
                    VALUES ($1, 'ann', 'ann', 'person', '[]')
                    """, [.id(gallery)])
                try tx.run(
                    """
                    INSERT INTO invitations (id, gallery_id, package_number, email, inviter_number, state, generation,
                        created_at, expires_at, sent_at, decided_at, message_id, undeliverable)
                    VALUES ($1, $2, 1, 'a@b.example', 1, 'declined', 1, $3, 0, 0, $4, $5, 0)
                    """,
                    [
                        .id(Rows.id(5)), .id(gallery), .time(Rows.now - .seconds(7200)), .time(Rows.now),
                        .id(Rows.id(6)),
                    ])
                for statement in Migration.audit.statements(tx.dialect) { try tx.run(statement) }
                let found = try tx.events.audit(AuditFilter(package: "straße-äö"), gallery: gallery, limit: 9).events
                #expect(found.map(\.seq) == [1] && found.first?.origin == nil)
                #expect(
                    try tx.events.audit(AuditFilter(package: "plain"), gallery: gallery, limit: 9).events.count == 1)
                for span in CountSpan.allCases {
                    let counts = RunningCounts(try tx.counts.list(span, gallery: gallery, since: Rows.now))
                    let start = span.start(of: Rows.now)
                    #expect(counts.amount(of: [.events(.ownerAdded)], at: start) == 2)
                    #expect(counts.amount(of: [.events(.invitationAccepted)], at: start) == 1)
                }
                let days = RunningCounts(try tx.counts.list(.day, gallery: gallery, since: Rows.now))
                #expect(days.amount(of: [.answered(.withinSixHours)], since: Timestamp(milliseconds: 0)) == 1)
            }
        }
    }
}
