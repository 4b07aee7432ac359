/// Some events, in order.
public struct EventPage: Hashable, Sendable, Codable {
    /// The events; none where nothing happened yet.
    public var items: [Event]
    /// Where to go on: the last event's `seq`, or what was asked for where there is none.
    public var next: Int64

    /// Puts a page together, for tests.
    public init(items: [Event], next: Int64) {
        self.items = items
        self.next = next
    }
}
