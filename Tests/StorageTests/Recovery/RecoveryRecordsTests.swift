import Databases
import Model
import Testing

@testable import Storage

@Suite struct RecoveryRecordsTests {
    static func claim(
        _ number: UInt64, _ id: Identifier? = nil, _ change: (inout RecoveryCase) throws -> Void = { _ in }
    ) throws -> RecoveryCase {
        var claim = RecoveryCase(
            id: id ?? Rows.id(number), package: Rows.name("Left-Pad"),
            claimant: Claimant(
                name: "Eve", username: Rows.name("Eve"), email: try EmailAddress("eve\(number)@example.org"),
                locale: "de"), why: "w", links: ["https://example.org/"], createdAt: Rows.now, changedAt: Rows.now,
            countsFrom: Rows.now)
        try change(&claim)
        if claim.state.isListed, claim.confirmedAt == nil { claim.confirmedAt = claim.createdAt }
        return claim
    }

    @Test(arguments: Engine.allCases)
    func comesBackAsItWasWritten(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let package = try tx.packages.learn(Rows.name("Left-Pad"), gallery: Rows.gallery, at: Rows.now)
                let bare = try Self.claim(1) { $0.claimant = nil }
                #expect(try tx.recovery.add(bare, gallery: Rows.gallery) == .added)
                #expect(try tx.recovery.find(Rows.id(1), gallery: Rows.gallery) == bare)
                let full = try Self.claim(2) {
                    $0.known = package
                    $0.state = .granted
                    $0.generation = 3
                    $0.assignee = "Alice"
                    $0.report = Rows.id(9)
                    $0.confirmedAt = Rows.now
                    $0.decidedAt = Rows.now
                    $0.decision = RecoveryDecision(keepsOwners: false, reason: "r", by: "Alice", overridden: true)
                    $0.invitation = Rows.id(8)
                    $0.completedAt = Rows.now
                    $0.locked = true
                    $0.mailedAt = Rows.now
                    $0.due = RecoveryAppointment(at: Rows.now, why: .contact)
                }
                #expect(try tx.recovery.add(full, gallery: Rows.gallery) == .added)
                #expect(try tx.recovery.find(Rows.id(2))?.claim == full)
                #expect(try tx.recovery.find(report: Rows.id(9), gallery: Rows.gallery) == full)
                #expect(try tx.recovery.isLocked(package))
                #expect(try tx.recovery.list(of: package, most: 10) == [full])
                #expect(try tx.recovery.find(Rows.id(2), gallery: Rows.id(77)) == nil)
            }
        }
    }

    /// The last word where the same claim comes twice at once.
    @Test(arguments: Engine.allCases)
    func oneCaseAClaimantAndPackage(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let email = try EmailAddress("eve@example.org")
                var first = try Self.claim(1) {
                    $0.claimant?.email = email
                    $0.state = .open
                }
                let second = try Self.claim(2) {
                    $0.claimant?.email = email
                    $0.package = Rows.name("LEFT-PAD")
                    $0.state = .open
                }
                #expect(try tx.recovery.add(first, gallery: Rows.gallery) == .added)
                #expect(try tx.recovery.add(second, gallery: Rows.gallery) == .known)
                #expect(try tx.recovery.alive(second.package, by: email, gallery: Rows.gallery)?.id == first.id)
                first.state = .denied
                try tx.recovery.update(first)
                #expect(try tx.recovery.alive(second.package, by: email, gallery: Rows.gallery) == nil)
                #expect(try tx.recovery.add(second, gallery: Rows.gallery) == .added)
            }
        }
    }

    /// Anybody can make a claim with anybody's address: it takes nobody's place.
    @Test(arguments: Engine.allCases)
    func whatNobodyConfirmedStandsBesideTheRest(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let email = try EmailAddress("eve@example.org")
                func add(_ number: UInt64, _ state: RecoveryState) throws -> RecoveryRecords.Addition {
                    try tx.recovery.add(
                        Self.claim(number) {
                            $0.claimant?.email = email
                            $0.state = state
                        }, gallery: Rows.gallery)
                }
                #expect(try [add(1, .submitted), add(2, .submitted)] == [.added, .added])
                let package = Rows.name("left-PAD")
                #expect(try tx.recovery.alive(package, by: email, gallery: Rows.gallery) == nil)
                func unconfirmed(_ most: Int) throws -> [Identifier] {
                    try tx.recovery.unconfirmed(package, by: email, gallery: Rows.gallery, most: most).map(\.id)
                }
                #expect(try unconfirmed(9) == [Rows.id(2), Rows.id(1)])
                #expect(try [add(3, .contacting), add(4, .submitted), add(5, .open)] == [.added, .added, .known])
                #expect(try tx.recovery.alive(package, by: email, gallery: Rows.gallery)?.id == Rows.id(3))
                #expect(try unconfirmed(2) == [Rows.id(4), Rows.id(2)])
                var withdrawn = try #require(try tx.recovery.find(Rows.id(4))?.claim)
                withdrawn.state = .withdrawn
                try tx.recovery.update(withdrawn)
                #expect(try tx.retention.forgetUnconfirmedCases(before: Rows.now, most: 10) == 3)
                #expect(try tx.recovery.find(Rows.id(3)) != nil && tx.recovery.find(Rows.id(4)) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func partsComeBackAsTheyWereWritten(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let id = Rows.id(1)
                _ = try tx.recovery.add(Self.claim(1), gallery: Rows.gallery)
                var attempts = [
                    ContactAttempt(
                        number: 1, channel: .email, at: Rows.now, recordedAt: Rows.now, outcome: .underway, by: "a",
                        messages: [Rows.id(5), Rows.id(6)]),
                    ContactAttempt(
                        number: 2, channel: .projectURL, at: Rows.now, recordedAt: Rows.now, whom: "w",
                        evidence: "https://example.org/", note: "n", outcome: .noAnswer, by: "b"),
                ]
                for attempt in attempts { try tx.recovery.add(attempt, to: id) }
                attempts[0].outcome = .delivered
                attempts[0].deliveredAt = Rows.now + .seconds(1)
                try tx.recovery.update(attempts[0], of: id)
                #expect(try tx.recovery.attempts(of: id) == attempts)
                let note = CaseNote(number: 1, at: Rows.now, by: "a", text: "t")
                try tx.recovery.add(note, to: id)
                #expect(try tx.recovery.notes(of: id) == [note])
                let later = CaseNote(number: 2, at: Rows.now, by: "b", text: "u")
                try tx.recovery.add(later, to: id)
                #expect(try tx.recovery.lastNote(of: id) == later)
                #expect(try tx.recovery.notes(of: id) == [note, later])
                let tick = EvidenceTick(item: "identity", at: Rows.now, by: "a")
                for _ in 0..<2 { try tx.recovery.add(tick, to: id) }
                #expect(try tx.recovery.ticks(of: id) == [tick])
                try tx.recovery.removeTick("identity", from: id)
                #expect(try tx.recovery.ticks(of: id).isEmpty)
                let answers = [
                    OwnerAnswer(account: 1, username: "bob", word: .agree, at: Rows.now),
                    OwnerAnswer(account: 1, username: "bob", word: .object, at: Rows.now, reason: "r", generation: 2),
                ]
                for answer in answers { try tx.recovery.add(answer, to: id) }
                #expect(try tx.recovery.answers(of: id) == answers)
                _ = try tx.retention.forgetUnconfirmedCases(before: Rows.now, most: 10)
                #expect(try tx.recovery.find(id) == nil)
                #expect(try tx.recovery.attempts(of: id).isEmpty, "what was done goes with its case")
            }
        }
    }

    /// What begins two ids names neither.
    @Test(arguments: Engine.allCases)
    func isFoundByTheBeginningOfItsId(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let ids = [0x1_0000_0000, 0x2_0000_0000, 0x2_FFFF_FFFF, 0x3_0000_0000].map { low in
                    Identifier(high: 7, low: 0x8000_0000_0000_0000 | low)
                }
                for (number, id) in ids.enumerated() {
                    _ = try tx.recovery.add(Self.claim(UInt64(number), id), gallery: Rows.gallery)
                }
                func found(_ high: UInt64, _ low: UInt64) throws -> Identifier? {
                    try tx.recovery.find(
                        beginningAs: Identifier(high: high, low: 0x8000_0000_0000_0000 | low))?.claim.id
                }
                #expect(try found(7, 0x1_1234_5678) == ids[0] && found(7, 0x3_0000_0000) == ids[3])
                #expect(try found(7, 0x2_0000_0000) == nil && found(8, 0x1_0000_0000) == nil)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func theQueueIsPagedByWhatIsDueFirst(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                for number in 1...9 as ClosedRange<UInt64> {
                    _ = try tx.recovery.add(
                        Self.claim(number) {
                            $0.state = .open
                            $0.assignee = number % 3 == 0 ? "Alice" : nil
                            // Three at a time are due at one moment.
                            $0.due = RecoveryAppointment(
                                at: Rows.now + .seconds(10 - Int64((number - 1) / 3)), why: .contact)
                        }, gallery: Rows.gallery)
                }
                var (seen, place): ([UInt64], RecoveryPlace?) = ([], nil)
                repeat {
                    let page = try tx.recovery.queue(RecoveryFilter(), gallery: Rows.gallery, after: place, limit: 2)
                    seen += page.prefix(2).map(\.id.low)
                    place = page.count > 2 ? page[1].due.map { RecoveryPlace(due: $0.at, id: page[1].id) } : nil
                } while place != nil
                #expect(seen == [7, 8, 9, 4, 5, 6, 1, 2, 3].map { Rows.id($0).low })
                func count(_ filter: RecoveryFilter) throws -> Int {
                    try tx.recovery.queue(filter, gallery: Rows.gallery, after: nil, limit: 50).count
                }
                #expect(try count(RecoveryFilter(assignee: .admin("ALICE"))) == 3)
                #expect(try count(RecoveryFilter(assignee: .nobody)) == 6)
                #expect(try count(RecoveryFilter(due: Rows.now + .seconds(9))) == 6)
                #expect(try tx.recovery.countDue(by: Rows.now + .seconds(8), gallery: Rows.gallery) == 3)
            }
        }
    }

    /// No list shows what nobody confirmed, not even once it was withdrawn.
    @Test(arguments: Engine.allCases)
    func whatNobodyConfirmedIsInNoList(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                var hidden = try Self.claim(1)
                _ = try tx.recovery.add(hidden, gallery: Rows.gallery)
                hidden.state = .withdrawn
                try tx.recovery.update(hidden)
                let shown = try Self.claim(2) { $0.state = .withdrawn }
                _ = try tx.recovery.add(shown, gallery: Rows.gallery)
                for filter in [
                    RecoveryFilter(), RecoveryFilter(state: .withdrawn), RecoveryFilter(package: "left-pad"),
                ] {
                    let listed = try tx.recovery.list(filter, gallery: Rows.gallery, after: nil, limit: 9)
                    #expect(listed.map(\.id) == [shown.id])
                    let newest = try tx.recovery.newest(filter, gallery: Rows.gallery, at: .newest, limit: 9)
                    #expect(newest.map(\.id) == [shown.id])
                }
            }
        }
    }
}
