import Foundation
import NIOConcurrencyHelpers

extension Mailbox {
    /// How many wait for a mail now.
    var waiting: Int { state.withLockedValue { $0.waiters.count } }

    /// The first mail with a higher number for a recipient (or any); waits until there is one.
    ///
    /// A cancelled wait answers with an empty mail of number 0.
    package func next(after number: Int = 0, to recipient: String? = nil) async -> CaughtMessage {
        await nextUnlessCancelled(after: number, to: recipient)
            ?? CaughtMessage(
                number: 0, sender: "", recipients: [], raw: [], receivedAt: .distantPast, tls: false, user: nil,
                connection: 0)
    }

    /// As `next`, but nil when the wait was cancelled.
    package func nextUnlessCancelled(after number: Int = 0, to recipient: String? = nil) async -> CaughtMessage? {
        let key = UUID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waiter = Waiter(after: number, recipient: recipient, continuation: continuation)
                let known: CaughtMessage?? = state.withLockedValue { state in
                    if let message = state.messages.first(where: { Self.suits(waiter, $0) }) { return .some(message) }
                    // Cancelled before it began: the handler below found nothing to remove.
                    if Task.isCancelled { return .some(nil) }
                    state.waiters[key] = waiter
                    return .none
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLockedValue { $0.waiters.removeValue(forKey: key) }
            waiter?.continuation.resume(returning: nil)
        }
    }
}
