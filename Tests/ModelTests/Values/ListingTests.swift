import Testing

@testable import Model

/// Pages of lists that show the newest first.
@Suite struct ListingTests {
    /// 1 to 10, as a record would find them: one more than a page has.
    private static func page(_ place: ListPlace, limit: Int) -> Listing<Identifier> {
        let all = (1...10).map { Identifier(high: 0, low: $0) }
        let found: [Identifier] =
            switch place {
            case .newest: all.reversed()
            case .before(let id): all.filter { $0.low < id.low }.reversed()
            case .after(let id): all.filter { $0.low > id.low }
            }
        return Listing(Array(found.prefix(limit + 1)), at: place, limit: limit, id: \.self)
    }

    private static func numbers(_ listing: Listing<Identifier>) -> [UInt64] { listing.items.map(\.low) }

    @Test(arguments: 1...11)
    func olderAndNewerLeadToEverythingOnce(limit: Int) {
        var page = Self.page(.newest, limit: limit)
        #expect(page.newer == nil)
        var seen = Self.numbers(page)
        while let older = page.older {
            page = Self.page(.before(older), limit: limit)
            #expect(!page.items.isEmpty && page.newer != nil)
            seen += Self.numbers(page)
        }
        #expect(seen == (1...10).reversed())
        var back = Self.numbers(page)
        while let newer = page.newer {
            page = Self.page(.after(newer), limit: limit)
            guard !page.items.isEmpty else { break }
            #expect(Self.numbers(page) == Self.numbers(page).sorted(by: >))
            back = Self.numbers(page) + back
        }
        #expect(back == (1...10).reversed())
    }

    @Test func whatIsNewerThanTheNewestIsNothing() {
        let page = Self.page(.after(Identifier(high: 0, low: 10)), limit: 3)
        #expect(page.items.isEmpty && page.older == nil && page.newer == nil)
    }

    @Test func mappedItKeepsItsPlaces() {
        let page = Self.page(.before(Identifier(high: 0, low: 8)), limit: 3).map { "\($0.low)" }
        #expect(page.items == ["7", "6", "5"])
        #expect(page.older?.low == 5 && page.newer?.low == 7)
    }
}
