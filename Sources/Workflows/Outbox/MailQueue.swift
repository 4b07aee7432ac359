package import Model
import Storage

/// How much mail of a gallery waits, and whether it is held back: what a page about the courier shows.
package struct MailQueue: Sendable, Equatable {
    /// Where counting ends: more is shown as more than that.
    package static let most = 10_000

    /// Messages by state, of those that messages do not stay in.
    package var counts: [MessageState: Int]
    /// When the message was queued that waits longest.
    package var oldest: Timestamp?
    package var galleryIsPaused: Bool
    package var allIsPaused: Bool
}

extension Messages {
    package func queue(of gallery: Identifier) async throws -> MailQueue {
        try await context.database.read { transaction in
            let states: [MessageState] = [.queued, .sending, .deferred]
            var counts: [MessageState: Int] = [:]
            for state in states {
                counts[state] = try transaction.statistics.messages(
                    state, gallery: gallery, since: nil, most: MailQueue.most + 1)
            }
            return MailQueue(
                counts: counts,
                oldest: try states.compactMap { try transaction.statistics.oldestMessage($0, gallery: gallery) }.min(),
                galleryIsPaused: try transaction.galleries.find(gallery)?.paused ?? false,
                allIsPaused: try transaction.switches.courierIsPaused())
        }
    }
}
