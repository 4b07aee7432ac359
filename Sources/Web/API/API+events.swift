import HTTPTypes
import JSONText
import Model
import ServiceLifecycle
import Storage
import Workflows

extension API {
    /// The longest that a request may wait, in seconds.
    static let longestWait: Int64 = 60

    /// Events after a place in the feed.
    ///
    /// With `wait`, an answer without any is put off until there is one, the time is over, the client has gone, or the
    /// server is stopping.
    func listEvents(_ call: Call, _ query: inout QueryReader) async throws -> Reply {
        let after = query.number("after", in: 0 ... .max) ?? 0
        let wait = query.number("wait", in: 0...Self.longestWait) ?? 0
        let limit = query.limit()
        try query.finish()
        var events = try await feed.after(after, gallery: call.caller.gallery, limit: limit)
        if events.isEmpty, wait > 0, let seat = waiting.take(for: call.caller.key) {
            defer { waiting.leave(seat) }
            let isAhead = try await feed.isAhead(after, gallery: call.caller.gallery)
            let patience: Duration = .seconds(wait)
            let deadline = ContinuousClock.now + (isAhead ? min(patience, configuration.longestWaitAhead) : patience)
            let watch = await ConnectionWatch.of(call.exchange.channel)
            while events.isEmpty, ContinuousClock.now < deadline, !Task.isShuttingDownGracefully, !Task.isCancelled,
                watch?.isClosed != true
            {
                try? await Task.sleep(for: configuration.eventPollInterval)
                events = try await feed.after(after, gallery: call.caller.gallery, limit: limit)
            }
            // The key may have been revoked meanwhile.
            _ = try await Caller(call.exchange.headers, galleries, client: call.exchange.client)
        }
        return render(events, after: after, limit: limit, call)
    }

    private func render(_ events: [Event], after: Int64, limit: Int, _ call: Call) -> Reply {
        let next = events.last?.seq ?? after
        var writer = JSONWriter(capacity: 64 + 400 * events.count)
        writer.open()
        writer.key("items")
        writer.openArray()
        for event in events { writer.event(event) }
        writer.closeArray()
        writer.key("next")
        writer.number(next)
        writer.close()
        var reply = Reply(.ok, .json, writer.bytes)
        if events.count == limit {
            reply.fields[ExtraField.link] = Self.link(call.target, base: configuration.basePath, after: String(next))
        }
        return reply
    }
}
