import JSONText
import Model
import Workflows

/// Names the state of a case that a form acts on, so that nobody decides about another case than the one they saw.
///
/// It is made as the `ETag` of the API is, but of what people do alone: what becomes of the service's mails, and with it
/// the clock, changes by itself while somebody types, and is looked at again by whoever decides.
enum CaseTag {
    static func of(_ view: CaseView) -> String {
        var view = view
        for index in view.attempts.indices where !view.attempts[index].attempt.messages.isEmpty {
            view.attempts[index].attempt.outcome = .underway
            view.attempts[index].attempt.deliveredAt = nil
            view.attempts[index].messages = []
        }
        if view.claim.state.isRunning { view.claim.state = .open }
        view.claim.changedAt = view.claim.createdAt
        view.claim.due = nil
        var writer = JSONWriter(capacity: 2048)
        writer.recoveryCaseWithoutClock(view)
        return EntityTag(of: writer.bytes).text
    }
}

extension HTMLWriter {
    /// Opens a form that acts on a case as it was seen.
    ///
    /// - Parameter seen: The case's ``CaseTag``.
    mutating func form(to path: String, nonce: String, seen: String) {
        form(to: path, nonce: nonce)
        hidden("seen", seen)
    }
}
