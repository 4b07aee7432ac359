/// Some items of a list, in its order.
public struct Page<Item: Codable & Sendable>: Sendable, Codable {
    /// The items.
    public var items: [Item]
    /// Where the next page begins; nil on the last.
    public var next: String?

    /// Puts a page together.
    public init(items: [Item], next: String?) {
        self.items = items
        self.next = next
    }
}

extension Page: Equatable where Item: Equatable {}
