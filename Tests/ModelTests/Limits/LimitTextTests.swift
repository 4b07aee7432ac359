import Model
import Testing

@Suite struct LimitTextTests {
    @Test func readsWhatAnOperatorWrites() throws {
        let limit = try #require(RateLimit(text: "5,10/1h,48/1d"))
        #expect(limit == .invitations)
        #expect(RateLimit(text: "none")?.ceilings.isEmpty == true)
        #expect(RateLimit(text: "3/90s")?.ceilings == [RateLimit.Ceiling(3, in: .seconds(90))])
    }

    @Test(arguments: ["", "5", "0/1h", "-1/1h", "5/1x", "5/1h,", "1/2/3", "5/1h,6", "5/31d", "2000000/1h", "５/1h"])
    func refusesTheRest(text: String) {
        #expect(RateLimit(text: text) == nil)
    }

    @Test func aLargeCountIsKeptInFewEntriesAndHoldsAllTheSame() throws {
        let limit = RateLimit(ceilings: [.init(1000, in: .seconds(3600))])
        var record = RateRecord()
        var taken = 0
        for millisecond in 0..<1200 as Range<Int64> {
            if record.take(limit, at: Samples.now + .milliseconds(millisecond)) == nil { taken += 1 }
        }
        #expect(taken == 1000 && record.entries.count <= 2)
        let later = Samples.now + .seconds(3599)
        #expect(record.take(limit, at: later) != nil)
        #expect(record.room(under: limit, at: later)?.left == 0)
        #expect(record.take(limit, at: Samples.now + .seconds(3601)) == nil)
    }

    @Test func spreadOutItIsASlidingWindow() throws {
        let limit = RateLimit(ceilings: [.init(640, in: .seconds(640))])
        var record = RateRecord()
        for second in 0..<6400 as Range<Int64> {
            #expect(record.take(limit, at: Samples.now + .seconds(second)) == nil, "\(second)")
        }
        #expect(record.entries.count <= 66)
    }

    @Test func aPolicySetsEachByItsName() throws {
        let policy = try GalleryPolicy(settings: ["limits.recipient": "1/1h", "limits.total": "none"])
        #expect(policy.rates[.recipient].ceilings == [RateLimit.Ceiling(1, in: .seconds(3600))])
        #expect(policy.rates[.total].ceilings.isEmpty)
        #expect(policy.rates[.inviter] == .invitations)
        #expect(throws: GalleryPolicy.Flaw.self) { try GalleryPolicy(settings: ["limits.pending": "1/1h"]) }
    }
}
