import Model
import Workflows

/// A recovery case as a listing shows it.
struct CaseRow: Encodable, Sendable {
    struct Due: Encodable, Sendable {
        var at: String
        var why: String
    }

    var id: String
    var package: String
    var state: String
    var assignee: String?
    var claimant: String?
    var createdAt: String
    var due: Due?

    init(_ claim: RecoveryCase) {
        id = claim.id.description
        package = claim.package.text
        state = claim.state.rawValue
        assignee = claim.assignee
        claimant = claim.claimant?.shown
        createdAt = claim.createdAt.description
        due = claim.due.map { Due(at: $0.at.description, why: $0.why.rawValue) }
    }
}

/// A recovery case with what was done about it.
struct CaseDetails: Encodable, Sendable {
    struct Attempt: Encodable, Sendable {
        var number: Int
        var channel: String
        var at: String
        var outcome: String
        var by: String
        var messages: [String]
    }

    struct Clock: Encodable, Sendable {
        var mayBeGrantedFrom: String?
        var because: [String]
        var missing: [String]
    }

    var summary: CaseRow
    var owners: [String]
    var attempts: [Attempt]
    var notes: Int
    var clock: Clock

    init(_ view: CaseView) {
        summary = CaseRow(view.claim)
        owners = view.owners.map(\.account.username.text)
        attempts = view.attempts.map { one in
            Attempt(
                number: one.attempt.number, channel: one.attempt.channel.rawValue, at: one.attempt.at.description,
                outcome: one.attempt.outcome.rawValue, by: one.attempt.by,
                messages: one.messages.map { "\($0.id) \($0.state.rawValue)" })
        }
        notes = view.notes.count
        clock = Clock(
            mayBeGrantedFrom: view.clock.mayBeGrantedFrom?.description, because: view.clock.because.map(\.words),
            missing: view.clock.missing.map(\.words))
    }

    /// The fields of the summary and its own, beside each other.
    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(owners, forKey: .owners)
        try container.encode(attempts, forKey: .attempts)
        try container.encode(notes, forKey: .notes)
        try container.encode(clock, forKey: .clock)
    }

    private enum CodingKeys: String, CodingKey {
        case owners, attempts, notes, clock
    }

    func print() {
        Terminal.line("\(summary.id)  \(summary.package.printable): \(summary.state)")
        Terminal.line("  claimed by \((summary.claimant ?? "nobody").printable), since \(summary.createdAt)")
        Terminal.line("  with \((summary.assignee ?? "nobody").printable)")
        let owners = owners.map(\.printable).joined(separator: ", ")
        Terminal.line("  owned by \(owners.isEmpty ? "nobody" : owners)")
        for attempt in attempts {
            Terminal.line("  \(attempt.at)  \(attempt.channel)  \(attempt.outcome)  by \(attempt.by.printable)")
            for message in attempt.messages { Terminal.line("    \(message)") }
        }
        if let date = clock.mayBeGrantedFrom { Terminal.line("  may be granted from \(date)") }
        for words in clock.because { Terminal.line("  because \(words)") }
        for words in clock.missing { Terminal.line("  missing: \(words)") }
        if let due = summary.due { Terminal.line("  due \(due.at): \(due.why)") }
    }
}
