import Model

/// A case of `left-pad`, opened at ``Samples/now`` by eve and given to alice; bob and dora own the package.
enum Cases {
    static let opened = Samples.now
    static let day = Duration.seconds(86_400)

    static func claimant(_ username: String? = "eve") throws -> Claimant {
        Claimant(
            name: "Eve", username: username.map(Samples.name), email: try EmailAddress("eve@example.org"), locale: "de")
    }

    static func claim(_ change: (inout RecoveryCase) throws -> Void = { _ in }) throws -> RecoveryCase {
        var claim = RecoveryCase(
            id: Samples.id(50), package: Samples.package.id, known: Samples.package, claimant: try claimant(),
            why: "I wrote it.", links: ["https://example.org/eve"], state: .open, assignee: "alice",
            createdAt: opened, changedAt: opened, confirmedAt: opened, countsFrom: opened)
        try change(&claim)
        return claim
    }

    static func situation(
        at moment: Timestamp = opened, owners: [Account]? = nil, attempts: [ContactAttempt] = [],
        answers: [OwnerAnswer] = [], ticks: [String] = [], invitation: Invitation? = nil, admin: Bool = true,
        _ change: (inout RecoveryPolicy) -> Void = { _ in }
    ) throws -> RecoverySituation {
        var policy = GalleryPolicy()
        change(&policy.recovery)
        return RecoverySituation(
            policy: policy, now: moment,
            owners: try (owners ?? [Samples.bob(), Samples.dora()]).map(Samples.ownership), attempts: attempts,
            answers: answers, ticks: ticks.map { EvidenceTick(item: $0, at: opened, by: "alice") },
            invitation: invitation, admin: admin ? try EmailAddress("alice@example.org") : nil)
    }

    /// Attempts, each so many days after the opening.
    static func attempts(_ made: (days: Int, channel: ContactChannel)...) -> [ContactAttempt] {
        made.enumerated().map { number, one in
            attempt(number + 1, after: day * one.days, one.channel)
        }
    }

    static func attempt(
        _ number: Int, after wait: Duration, _ channel: ContactChannel = .phone, _ outcome: ContactOutcome = .noAnswer,
        messages: [Identifier] = [], writtenAfter written: Duration? = nil
    ) -> ContactAttempt {
        ContactAttempt(
            number: number, channel: channel, at: opened + wait, recordedAt: opened + (written ?? wait),
            outcome: outcome, by: "alice", messages: messages)
    }

    static func answer(_ word: OwnerAnswer.Word, of account: Account, after wait: Duration) -> OwnerAnswer {
        OwnerAnswer(account: account.number, username: account.username.text, word: word, at: opened + wait)
    }

    static func words(_ text: String = "because") throws -> PlainText { try PlainText(text) }

    /// What the owners are tried by so that the clock runs: on days 0, 10 and 20, over two channels.
    static let enough = attempts((0, .email), (10, .phone), (20, .email))
}

extension RecoveryOutcome {
    var changed: RecoveryChange? {
        if case .change(let change) = self { change } else { nil }
    }

    var refusal: Refusal? {
        if case .refuse(let refusal) = self { refusal } else { nil }
    }

    var isUnchanged: Bool {
        if case .unchanged = self { true } else { false }
    }
}
