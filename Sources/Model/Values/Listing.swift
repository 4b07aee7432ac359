/// Where a page of a list begins that shows the newest first.
package enum ListPlace: Sendable, Equatable {
    case newest
    /// What is older than this one.
    case before(Identifier)
    /// What is newer than this one, and nearest to it.
    case after(Identifier)
}

/// A page of a list, newest first, and where its neighbours begin.
package struct Listing<Item> {
    package var items: [Item]
    /// What the older page is before; nil where there is none.
    package var older: Identifier?
    /// What the newer page is after; nil where there is none.
    package var newer: Identifier?

    package init(items: [Item], older: Identifier? = nil, newer: Identifier? = nil) {
        self.items = items
        self.older = older
        self.newer = newer
    }

    /// - Parameters:
    ///   - found: In the order in which they are read: newest first, but nearest first behind ``ListPlace/after(_:)``;
    ///     one more than a page has, where there is more.
    ///   - limit: How many a page has.
    package init(_ found: [Item], at place: ListPlace, limit: Int, id: (Item) -> Identifier) {
        let page = Array(found.prefix(limit))
        let hasMore = found.count > limit
        switch place {
        case .newest:
            self.init(items: page, older: hasMore ? page.last.map(id) : nil)
        case .before:
            self.init(items: page, older: hasMore ? page.last.map(id) : nil, newer: page.first.map(id))
        case .after:
            let items = Array(page.reversed())
            self.init(items: items, older: items.last.map(id), newer: hasMore ? items.first.map(id) : nil)
        }
    }

    package func map<Other>(_ transform: (Item) throws -> Other) rethrows -> Listing<Other> {
        Listing<Other>(items: try items.map(transform), older: older, newer: newer)
    }
}

extension Listing: Sendable where Item: Sendable {}
extension Listing: Equatable where Item: Equatable {}
