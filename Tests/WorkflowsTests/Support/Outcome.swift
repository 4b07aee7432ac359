import Foundation
import Model
import Storage
import Workflows

/// What a call answered, as a backend would read it from the kept answer.
struct Outcome: Sendable, Equatable, Codable {
    /// `created`, `pending`, `done`, or the refusal.
    var word: String
    var id: Identifier? { text.flatMap { Identifier($0) } }
    var state: String?
    var retryAfter: Int64?
    var replayed = false
    private var text: String?

    /// Renders as the API does: 2xx for what was done, 4xx for what was refused.
    static func render(_ outcome: InvitationOutcome) throws -> KeptAnswer {
        var shown: Outcome
        let status: Int
        switch outcome {
        case .created(let view): (shown, status) = (Outcome("created", view), 201)
        case .pending(let view): (shown, status) = (Outcome("pending", view), 200)
        case .done(let view): (shown, status) = (Outcome("done", view), 200)
        case .refused(let refusal):
            shown = Outcome(word: "\(refusal)")
            if case .limited(let name, let wait) = refusal {
                shown.word = "limited \(name)"
                shown.retryAfter = wait.secondsRoundedUp
            }
            status = 409
        }
        return KeptAnswer(status: status, body: Array(try JSONEncoder().encode(shown)))
    }

    init(_ answer: OnceAnswer) throws {
        self = try JSONDecoder().decode(Outcome.self, from: Data(answer.answer.body))
        replayed = answer.replayed
    }

    private init(word: String) { self.word = word }

    private init(_ word: String, _ view: InvitationView) {
        self.word = word
        state = view.state.rawValue
        text = view.invitation.id.description
    }
}
