/// Calls about everything that happened.
public struct EventCalls: Sendable {
    let transport: Transport

    /// Events after a place in the feed.
    ///
    /// - Parameters:
    ///   - seq: The `seq` of the last event that was dealt with; 0 for the beginning.
    ///   - limit: How many at most, 1 to 200.
    ///   - wait: How long the service may wait for an event where there is none, in whole seconds up to 60.
    public func page(after seq: Int64, limit: Int = 200, wait: Duration = .zero) async throws -> EventPage {
        let seconds = min(max(0, wait.components.seconds), 60)
        var call = Call.get(
            "events.page", ["events"],
            query: [
                ("after", String(seq)), ("limit", String(limit)), ("wait", seconds > 0 ? String(seconds) : nil),
            ])
        call.patience = .seconds(seconds)
        return try await transport.value(call)
    }

    /// Every event after a place in the feed, each once and in order, and those to come: it does not end by itself.
    ///
    /// - Parameters:
    ///   - seq: The `seq` of the last event that was dealt with; 0 for the beginning.
    ///   - wait: How long one request waits for an event.
    public func follow(after seq: Int64, wait: Duration = .seconds(30)) -> EventStream {
        EventStream(calls: self, start: seq, wait: wait)
    }
}
