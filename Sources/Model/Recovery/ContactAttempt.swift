/// How an owner was tried.
package enum ContactChannel: String, Sendable, CaseIterable {
    case email
    case projectURL = "project-url"
    case social, phone, other
}

/// What came of an attempt.
package enum ContactOutcome: String, Sendable, CaseIterable {
    /// The service's mails are on their way.
    case underway
    /// Nothing was heard.
    case noAnswer = "no-answer"
    /// It reached a mailbox, or wherever it was sent to.
    case delivered
    /// It did not reach anybody.
    case undeliverable
    case answered, refused, agreed, objected, other

    /// Whether an owner has said something.
    var isAnswer: Bool {
        switch self {
        case .answered, .refused, .agreed, .objected: true
        case .underway, .noAnswer, .delivered, .undeliverable, .other: false
        }
    }

    /// Whether an attempt that ended so counts for the clock: it may have reached somebody, who has not said no.
    package var counts: Bool {
        switch self {
        case .underway, .undeliverable, .refused, .objected: false
        case .noAnswer, .delivered, .answered, .agreed, .other: true
        }
    }
}

/// One attempt to reach the owners of a package.
package struct ContactAttempt: Sendable, Equatable {
    /// 1, 2, 3, … within its case.
    package var number: Int
    package var channel: ContactChannel
    /// When it was made.
    package var at: Timestamp
    /// When it was written down.
    package var recordedAt: Timestamp
    /// Who was tried, in the admin's words.
    package var whom: String?
    /// A web address that shows it.
    package var evidence: String?
    package var note: String?
    package var outcome: ContactOutcome
    /// The admin's name.
    package var by: String
    /// The mails that the service sent for it; empty where it sent none.
    package var messages: [Identifier]
    /// When the first of those was taken by a relay: a mail may have waited for days.
    package var deliveredAt: Timestamp?

    package init(
        number: Int, channel: ContactChannel, at: Timestamp, recordedAt: Timestamp, whom: String? = nil,
        evidence: String? = nil, note: String? = nil, outcome: ContactOutcome, by: String,
        messages: [Identifier] = [], deliveredAt: Timestamp? = nil
    ) {
        self.number = number
        self.channel = channel
        self.at = at
        self.recordedAt = recordedAt
        self.whom = whom
        self.evidence = evidence
        self.note = note
        self.outcome = outcome
        self.by = by
        self.messages = messages
        self.deliveredAt = deliveredAt
    }

    /// How long after it was made an attempt can be written down, and still count from then.
    ///
    /// When an attempt was made is an admin's word, which nobody can check: were every date taken, whoever does not want
    /// to wait would write all attempts down at the end of it, and need no right to override. A week leaves time to
    /// write down what one has done.
    package static let writtenDownWithin: Duration = .seconds(7 * 86_400)

    /// From when on the clock counts it: nobody had time to answer a mail that was not sent yet.
    package var countedFrom: Timestamp { max(reachedAt, recordedAt - Self.writtenDownWithin) }

    /// When it was made, or its mail was taken.
    var reachedAt: Timestamp { deliveredAt.map { max($0, at) } ?? at }

    /// Whether it counts from a later moment than it was made, because it was written down late.
    package var isWrittenLate: Bool { countedFrom > reachedAt }

    /// What the service's mails came to, all of one attempt together.
    ///
    /// One that was taken is enough; what may have been taken, and is not tried again, is not known to have reached
    /// anybody.
    package static func outcome(of letters: [AttemptLetter]) -> ContactOutcome {
        if letters.contains(where: { $0.state == .sent }) { return .delivered }
        return letters.contains(where: \.isUnderway) ? .underway : .undeliverable
    }

    /// The same attempt, with what its mails came to.
    func settled(by letters: [AttemptLetter]) -> ContactAttempt {
        var settled = self
        settled.outcome = Self.outcome(of: letters)
        settled.deliveredAt =
            settled.outcome == .delivered ? letters.filter { $0.state == .sent }.map(\.since).min() : nil
        return settled
    }
}

/// How one of an attempt's mails fares.
package struct AttemptLetter: Sendable, Equatable {
    package var state: MessageState
    /// Since when.
    package var since: Timestamp
    /// Whether it is tried once more.
    package var hasNextTry: Bool

    package init(state: MessageState, since: Timestamp, hasNextTry: Bool) {
        self.state = state
        self.since = since
        self.hasNextTry = hasNextTry
    }

    package init(_ message: Message) {
        self.init(
            state: message.state, since: message.changedAt, hasNextTry: message.nextAttemptAt != nil)
    }

    var isUnderway: Bool {
        switch state {
        case .queued, .sending, .deferred: true
        case .unknown: hasNextTry
        case .sent, .failed, .suppressed, .cancelled: false
        }
    }
}

/// An admin's own words about a case.
package struct CaseNote: Sendable, Equatable {
    package var number: Int
    package var at: Timestamp
    package var by: String
    package var text: String

    package init(number: Int, at: Timestamp, by: String, text: String) {
        self.number = number
        self.at = at
        self.by = by
        self.text = text
    }

    /// In Unicode scalars.
    package static let longest = 4000
}

/// An item of the checklist that an admin has found proven.
package struct EvidenceTick: Sendable, Equatable {
    package var item: String
    package var at: Timestamp
    package var by: String

    package init(item: String, at: Timestamp, by: String) {
        self.item = item
        self.at = at
        self.by = by
    }
}

/// What an owner said by the link that was mailed to them.
///
/// The link proves only that somebody holds the owner's mailbox.
package struct OwnerAnswer: Sendable, Equatable {
    package enum Word: String, Sendable, CaseIterable { case object, agree }

    /// The account's number.
    package var account: Int64
    package var username: String
    package var word: Word
    package var at: Timestamp
    /// The owner's words.
    package var reason: String?
    /// The case's, and so for which claimant it was said.
    package var generation: Int

    package init(
        account: Int64, username: String, word: Word, at: Timestamp, reason: String? = nil, generation: Int = 1
    ) {
        self.account = account
        self.username = username
        self.word = word
        self.at = at
        self.reason = reason
        self.generation = generation
    }

    /// Whether it was said since the clock of a case began; and, for who agrees, to the claimant of now.
    package func holds(in claim: RecoveryCase) -> Bool {
        at >= claim.countsFrom && (word == .object || generation == claim.generation)
    }
}
