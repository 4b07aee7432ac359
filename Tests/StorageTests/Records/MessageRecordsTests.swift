import Databases
import Model
import Storage
import Testing

@Suite struct MessageRecordsTests {
    private static let later = Rows.now + .seconds(60)

    private func withMessages(
        _ engine: Engine, _ messages: [Message], _ test: @escaping @Sendable (any Transaction) throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                for message in messages { try tx.messages.add(message) }
                try test(tx)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func readsBackWhatWasWritten(engine: Engine) async throws {
        let message = try Rows.message(10)
        try await withMessages(engine, [message]) { tx in
            #expect(try tx.messages.find(message.id) == message)
            #expect(try tx.messages.find(message.id, gallery: Rows.gallery) == message)
            #expect(try tx.messages.find(message.id, gallery: Rows.id(2)) == nil)
            let attempt = DeliveryAttempt(
                number: 1, at: Rows.now, relay: "relay:25", outcome: .refused, phase: .rcpt, code: 450,
                status: EnhancedStatusCode(4, 2, 0), text: "greylisted")
            let bare = DeliveryAttempt(
                number: 2, at: Self.later, relay: "relay:25", outcome: .unknown, phase: nil, code: nil, status: nil,
                text: "")
            try tx.messages.add(bare, to: message.id)
            try tx.messages.add(attempt, to: message.id)
            try tx.messages.add(bare, to: message.id)
            #expect(try tx.messages.attempts(of: message.id) == [attempt, bare])
        }
    }

    @Test(arguments: Engine.allCases)
    func lists(engine: Engine) async throws {
        let messages = try [
            Rows.message(10), Rows.message(20) { $0.about = Rows.id(200) },
            Rows.message(30) {
                $0.state = .sent
                $0.nextAttemptAt = nil
            },
        ]
        try await withMessages(engine, messages) { tx throws in
            func ids(
                _ gallery: Identifier? = nil, about: UInt64? = nil, state: MessageState? = nil, after: UInt64? = nil,
                limit: Int = 9
            ) throws -> [UInt64] {
                let found = try tx.messages.list(
                    gallery: gallery, about: about.map { Rows.id($0) }, state: state, after: after.map { Rows.id($0) },
                    limit: limit)
                return found.map(\.id.low)
            }
            #expect(try ids() == [10, 20, 30])
            #expect(try ids(Rows.gallery) == [10, 20, 30])
            #expect(try ids(Rows.id(2)) == [])
            #expect(try ids(about: 100) == [10, 30])
            #expect(try ids(Rows.gallery, about: 100, state: .sent) == [30])
            #expect(try ids(state: .queued, after: 10) == [20])
            #expect(try ids(limit: 1) == [10, 20])
            #expect(try tx.messages.waiting(about: Rows.id(100)).map(\.id.low) == [10])
        }
    }

    @Test(arguments: Engine.allCases)
    func aClaimLeasesWhatIsDue(engine: Engine) async throws {
        let messages = try [
            Rows.message(10) { $0.nextAttemptAt = Rows.now + .milliseconds(1) },
            Rows.message(20) { $0.nextAttemptAt = Rows.now - .seconds(1) },
            Rows.message(30),
            Rows.message(40) {
                $0.nextAttemptAt = nil
                $0.state = .sent
            },
        ]
        try await withMessages(engine, messages) { tx in
            func claim(at moment: Timestamp = Rows.now, most: Int) throws -> [Message] {
                try tx.messages.claim(gallery: Rows.gallery, at: moment, lease: Self.later, most: most)
            }
            #expect(try tx.messages.claim(gallery: Rows.id(2), at: Self.later, lease: Self.later, most: 9).isEmpty)
            #expect(try tx.messages.nextDue(galleries: [Rows.gallery]) == Rows.now - .seconds(1))
            let first = try #require(try claim(most: 1).first)
            #expect((first.id.low, first.state, first.attempt, first.nextAttemptAt) == (20, .sending, 1, nil))
            #expect(try claim(most: 9).map(\.id.low) == [30])
            #expect(try claim(most: 9).isEmpty, "what is leased is nobody else's")
            #expect(try tx.messages.nextDue(galleries: [Rows.gallery, Rows.id(2)]) == Rows.now + .milliseconds(1))
            #expect(try tx.messages.nextDue(galleries: []) == nil)
            #expect(try claim(at: Self.later, most: 9).map(\.id.low) == [10])
        }
    }

    @Test(arguments: Engine.allCases)
    func completionIsFenced(engine: Engine) async throws {
        try await withMessages(engine, [try Rows.message(10)]) { tx in
            var stale = try #require(
                try tx.messages.claim(gallery: Rows.gallery, at: Rows.now, lease: Self.later, most: 1).first)
            #expect(
                try tx.messages.claimAbandoned(at: Self.later - .milliseconds(1), lease: Self.later, most: 9).isEmpty)
            let taken = try tx.messages.claimAbandoned(at: Self.later, lease: Self.later + .seconds(60), most: 9)
            var held = try #require(taken.first)
            #expect((held.attempt, held.takeovers, held.tries, held.state) == (2, 1, 0, .sending))
            // The worker that was thought dead comes back.
            stale.state = .failed
            stale.detail = "stale"
            #expect(try !tx.messages.renew(stale.id, attempt: stale.attempt, lease: Self.later + .seconds(600)))
            #expect(try !tx.messages.complete(stale))
            #expect(try tx.messages.find(held.id) == held, "a stale attempt writes nothing")
            held.state = .sent
            held.detail = "250"
            held.changedAt = Self.later
            #expect(try tx.messages.complete(held))
            #expect(try tx.messages.find(held.id) == held)
            #expect(try !tx.messages.complete(held), "it is over")
            #expect(try !tx.messages.renew(held.id, attempt: 2, lease: Self.later))
            #expect(try tx.messages.claimAbandoned(at: Self.later + .seconds(9999), lease: Self.later, most: 9).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func aRenewedLeaseIsNotTakenOver(engine: Engine) async throws {
        try await withMessages(engine, [try Rows.message(10)]) { tx in
            _ = try tx.messages.claim(gallery: Rows.gallery, at: Rows.now, lease: Self.later, most: 1)
            #expect(try tx.messages.renew(Rows.id(10), attempt: 1, lease: Self.later + .seconds(60)))
            #expect(try tx.messages.claimAbandoned(at: Self.later, lease: Self.later, most: 9).isEmpty)
            #expect(
                try tx.messages.claimAbandoned(at: Self.later + .seconds(60), lease: Self.later, most: 9).count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsPutOffIsClaimedAgain(engine: Engine) async throws {
        try await withMessages(engine, [try Rows.message(10)]) { tx in
            var held = try #require(
                try tx.messages.claim(gallery: Rows.gallery, at: Rows.now, lease: Self.later, most: 1).first)
            held.state = .deferred
            held.tries = 1
            held.nextAttemptAt = Self.later
            #expect(try tx.messages.complete(held))
            let again = try tx.messages.claim(
                gallery: Rows.gallery, at: Self.later, lease: Self.later + .seconds(60), most: 9)
            #expect(again.map(\.attempt) == [2])
            #expect(again.map(\.takeovers) == [0])
        }
    }

    @Test(
        arguments: Engine.allCases,
        [
            (.queued, false, false), (.deferred, false, false), (.sent, false, true), (.unknown, true, true),
            (.failed, false, false),
            (.deferred, true, true),
        ] as [(MessageState, Bool, Bool)])
    func whetherALetterHasLeft(engine: Engine, row: (state: MessageState, wasUnknown: Bool, hasLeft: Bool)) async throws
    {
        try await withMessages(engine, [try Rows.message(10)]) { tx in
            var message = try #require(try tx.messages.find(Rows.id(10)))
            message.state = row.state
            message.wasUnknown = row.wasUnknown
            try tx.messages.update(message)
            #expect(try (tx.messages.letter(about: Rows.id(100)) == .left) == row.hasLeft)
            #expect(try tx.messages.letter(about: Rows.id(101)) == .waiting)
        }
    }

    @Test(arguments: Engine.allCases)
    func aNoticeIsNoLetter(engine: Engine) async throws {
        let notice = try Rows.message(10) {
            $0.kind = .invitationNotice
            $0.state = .sent
            $0.nextAttemptAt = nil
        }
        try await withMessages(engine, [notice]) { tx throws in
            #expect(try tx.messages.letter(about: Rows.id(100)) == .waiting)
        }
    }
}
