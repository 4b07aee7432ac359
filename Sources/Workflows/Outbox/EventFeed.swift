package import Model
package import Storage

/// The feed of what happened in a gallery.
package struct EventFeed: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Events after a place in the feed, in order.
    package func after(_ seq: Int64, gallery: Identifier, limit: Int) async throws -> [Event] {
        try await context.database.read { try $0.events.after(seq, gallery: gallery, limit: limit) }
    }

    /// Whether a place is one that the feed has not come to, so that the next event is not after it.
    package func isAhead(_ seq: Int64, gallery: Identifier) async throws -> Bool {
        try await context.database.read { try seq > $0.events.last(gallery: gallery) }
    }
}
