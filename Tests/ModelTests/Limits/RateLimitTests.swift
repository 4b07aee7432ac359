import Model
import Testing

@Suite struct RateLimitTests {
    private let start = Samples.now

    @Test func aBurstOfFiveThenOneEachSixMinutes() {
        var record = RateRecord()
        for _ in 0..<5 { #expect(record.take(.invitations, at: start) == nil) }
        #expect(record.take(.invitations, at: start) == .seconds(360))
        #expect(record.take(.invitations, at: start + .milliseconds(359_999)) == .milliseconds(1))
        #expect(record.take(.invitations, at: start + .seconds(360)) == nil)
        #expect(record.take(.invitations, at: start + .seconds(360)) == .seconds(360))
    }

    /// What was counted while the clock was ahead leaves room once the clock is right.
    @Test func aClockThatWasAheadUsesNothingUp() {
        var record = RateRecord()
        #expect(record.take(.invitations, at: start) == nil)
        for _ in 0..<5 { #expect(record.take(.invitations, at: start + .seconds(365 * 86_400)) == nil) }
        for _ in 0..<5 { #expect(record.take(.invitations, at: start + .seconds(1)) == nil) }
        #expect(record.take(.invitations, at: start + .seconds(1)) == .seconds(360))
        #expect(record.keptUntil == start + .seconds(86_401))
        // Clocks of several nodes differ.
        var other = RateRecord()
        for _ in 0..<5 { #expect(other.take(.invitations, at: start + .seconds(60)) == nil) }
        #expect(other.take(.invitations, at: start) == .seconds(420))
    }

    @Test func tenAnHour() {
        var record = RateRecord()
        for step in 0..<10 { #expect(record.take(.invitations, at: start + .seconds(step * 300)) == nil) }
        // The eleventh has to wait until the first is an hour old.
        #expect(record.take(.invitations, at: start + .seconds(3000)) == .seconds(600))
        #expect(record.take(.invitations, at: start + .seconds(3600)) == nil)
    }

    @Test func fortyEightADay() {
        var record = RateRecord()
        for step in 0..<48 { #expect(record.take(.invitations, at: start + .seconds(step * 400)) == nil) }
        #expect(record.take(.invitations, at: start + .seconds(48 * 400)) == .seconds(86_400 - 48 * 400))
        #expect(record.take(.invitations, at: start + .seconds(86_400)) == nil)
    }

    @Test func threeMailsAnHourAndTenADayToOneAddress() {
        var record = RateRecord()
        for _ in 0..<3 { #expect(record.take(.recipient, at: start) == nil) }
        #expect(record.take(.recipient, at: start) == .seconds(3600))
        for step in 1...7 { #expect(record.take(.recipient, at: start + .seconds(step * 3600)) == nil) }
        #expect(record.take(.recipient, at: start + .seconds(8 * 3600)) == .seconds(16 * 3600))
    }

    @Test(arguments: [RateLimit.client, .forgedTokens])
    func aHundredInTenMinutes(limit: RateLimit) {
        var record = RateRecord()
        for _ in 0..<100 { #expect(record.take(limit, at: start) == nil) }
        #expect(record.take(limit, at: start + .seconds(599)) == .seconds(1))
        #expect(record.take(limit, at: start + .seconds(600)) == nil)
    }

    @Test(arguments: [RateLimit.invitations, .recipient, .client], [1, 2, 3] as [UInt64])
    func neverMoreThanTheCeilingInAnyWindow(limit: RateLimit, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (record, now, taken) = (RateRecord(), start, [Timestamp]())
        for _ in 0..<3000 {
            now =
                now
                + .milliseconds(Int64.random(in: 0...(Bool.random(using: &random) ? 500_000 : 5_000), using: &random))
            if let wait = record.take(limit, at: now) {
                #expect(wait > .zero)
                // The wait is exact: a millisecond earlier it is refused, then taken.
                var (early, late) = (record, record)
                #expect(early.take(limit, at: now + wait - .milliseconds(1)) == .milliseconds(1))
                #expect(late.take(limit, at: now + wait) == nil)
            } else {
                taken.append(now)
            }
        }
        for ceiling in limit.ceilings {
            for (index, moment) in taken.enumerated() where index >= ceiling.count {
                #expect(moment - taken[index - ceiling.count] >= ceiling.window)
            }
        }
        if let burst = limit.burst {
            for (index, moment) in taken.enumerated() where index >= burst.count {
                #expect(moment - taken[index - burst.count] >= burst.refill)
            }
        }
        #expect(record.entries.count <= limit.ceilings.map(\.count).max() ?? 0)
    }

    @Test func aRefusalCountsNothing() {
        var record = RateRecord()
        for _ in 0..<3 { _ = record.take(.recipient, at: start) }
        let full = record
        for step in 0..<50 { #expect(record.take(.recipient, at: start + .seconds(step)) != nil) }
        #expect(record == full)
    }

    @Test func remembersAsLongAsItMatters() {
        #expect(RateLimit.invitations.memory == .seconds(86_400))
        #expect(RateLimit(burst: (5, .seconds(10)), ceilings: []).memory == .seconds(50))
    }
}
