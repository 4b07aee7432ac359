import Model
import Testing

/// What the headers tell of a limit: never more than can be had.
@Suite struct RateRoomTests {
    private let start = Samples.now

    @Test func theBurstIsTold() {
        var record = RateRecord()
        for left in (0..<5).reversed() {
            #expect(record.take(.invitations, at: start) == nil)
            let room = record.room(under: .invitations, at: start)
            #expect(room == RateRoom(quota: 5, window: .seconds(1800), left: left, resets: .seconds(360)))
        }
        #expect(record.take(.invitations, at: start) == .seconds(360))
        let later = record.room(under: .invitations, at: start + .seconds(300))
        #expect(later == RateRoom(quota: 5, window: .seconds(1800), left: 0, resets: .seconds(60)))
    }

    @Test func ofWhatIsUsedUpTheLongestWaitIsTold() {
        let limit = RateLimit(ceilings: [.init(2, in: .seconds(60)), .init(2, in: .seconds(3600))])
        var record = RateRecord()
        for _ in 0..<2 { #expect(record.take(limit, at: start) == nil) }
        #expect(record.room(under: limit, at: start)?.resets == .seconds(3600))
        #expect(record.take(limit, at: start) == .seconds(3600))
    }

    /// As many as are told can be taken, and then there is exactly the wait that is told.
    @Test(arguments: [RateLimit.invitations, .recipient, .client], [1, 2, 3] as [UInt64])
    func whatIsToldHolds(limit: RateLimit, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (record, now) = (RateRecord(), start)
        for _ in 0..<300 {
            now = now + .milliseconds(Int64.random(in: 0...400_000, using: &random))
            let room = try #require(record.room(under: limit, at: now))
            var ahead = record
            for _ in 0..<room.left { #expect(ahead.take(limit, at: now) == nil) }
            let refused = ahead.take(limit, at: now)
            let wait = try #require(refused)
            #expect(ahead.room(under: limit, at: now)?.resets == wait)
            if room.left == 0 { #expect(room.resets == wait) }
            _ = record.take(limit, at: now)
        }
    }
}
