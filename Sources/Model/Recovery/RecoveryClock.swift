/// When a case may be granted, by what was tried and what the gallery asks for.
package struct RecoveryClock: Sendable, Equatable {
    /// What it depends on, as one transaction saw it.
    package struct Facts: Sendable {
        package var policy: RecoveryPolicy
        /// When the case was opened, when an owner last objected, or when it was last reopened.
        package var countsFrom: Timestamp
        /// Account numbers of the package's owners; whether any of them has a mailbox does not matter.
        package var owners: Set<Int64>
        package var attempts: [ContactAttempt]
        /// Of owners who agree to hand over to the claimant of now, since then.
        package var agreements: [OwnerAnswer]
        package var ticked: Set<String>

        package init(
            policy: RecoveryPolicy, countsFrom: Timestamp, owners: Set<Int64>, attempts: [ContactAttempt] = [],
            agreements: [OwnerAnswer] = [], ticked: Set<String> = []
        ) {
            self.policy = policy
            self.countsFrom = countsFrom
            self.owners = owners
            self.attempts = attempts
            self.agreements = agreements
            self.ticked = ticked
        }
    }

    /// What must still happen, beside time.
    package enum Missing: Sendable, Equatable {
        case attempts(have: Int, need: Int)
        case channels(have: Int, need: Int)
        /// Items of the checklist.
        case evidence([String])
    }

    /// What the date follows from.
    package enum Because: Sendable, Equatable {
        case firstAttempt(Timestamp, wait: Duration)
        case lastAttempt(Timestamp, pause: Duration)
        case noOwner(since: Timestamp, wait: Duration)
        case everyOwnerAgreed(Timestamp, pause: Duration)
        /// So many owners agreed, of so many: not all of them.
        case someOwnersAgreed(Int, of: Int)
        /// So many attempts do not count: they are on their way still, reached nobody, or were answered by a no.
        case uncounted(Int)
        /// So many attempts count from later than they were made, because they were written down late; told where the
        /// first or the last of them is another by it.
        case writtenLate(Int)
        /// So many attempts do not count, because the clock has begun anew since: an owner objected, or the case was
        /// reopened.
        case beforeRestart(Int)
    }

    package enum Standing: Sendable, Equatable {
        case mayBeGranted(from: Timestamp)
        /// The earliest moment, were all that is missing done now.
        case missing([Missing], earliest: Timestamp)
    }

    package let standing: Standing
    package let because: [Because]

    package init(_ facts: Facts, now: Timestamp) {
        let agreed = facts.agreements.filter { facts.owners.contains($0.account) }
        let agreeing = Set(agreed.map(\.account))
        if facts.owners.isEmpty {
            (standing, because) = Self.ownerless(facts, now: now)
        } else if let (date, reasons) = Self.agreed(facts, agreed, now: now) {
            (standing, because) = (.mayBeGranted(from: date), reasons)
        } else {
            let owned = Self.owned(facts, now: now)
            let isPartial = !agreeing.isEmpty && agreeing != facts.owners
            standing = owned.0
            because = owned.1 + (isPartial ? [.someOwnersAgreed(agreeing.count, of: facts.owners.count)] : [])
        }
    }

    /// When a case may be granted because every owner wants it so; nil where not all do, or it may be granted sooner.
    ///
    /// Their word stands for attempts, channels and the wait, and never for the pause: a link proves only that somebody
    /// holds a mailbox, and whoever lost theirs needs time to say so.
    private static func agreed(_ facts: Facts, _ agreed: [OwnerAnswer], now: Timestamp) -> (Timestamp, [Because])? {
        guard Set(agreed.map(\.account)) == facts.owners, let word = agreed.map(\.at).max() else { return nil }
        let pause = facts.policy.pause
        var (date, because) = (word + pause, [Because.everyOwnerAgreed(word, pause: pause)])
        if let last = lastAttempt(facts), last > word {
            date = last + pause
            because.append(.lastAttempt(last, pause: pause))
        }
        if case .mayBeGranted(let sooner) = owned(facts, now: now).0, sooner <= date { return nil }
        return (date, because)
    }

    /// When somebody was last tried, whatever came of it: who was tried a moment ago has had no time to answer.
    private static func lastAttempt(_ facts: Facts) -> Timestamp? {
        facts.attempts.filter { $0.at >= facts.countsFrom }.map(\.countedFrom).max()
    }

    private static func ownerless(_ facts: Facts, now: Timestamp) -> (Standing, [Because]) {
        let policy = facts.policy
        let date = facts.countsFrom + policy.ownerless
        let because = [Because.noOwner(since: facts.countsFrom, wait: policy.ownerless)]
        let open = policy.checklist.filter { !facts.ticked.contains($0) }
        guard open.isEmpty else { return (.missing([.evidence(open)], earliest: max(date, now)), because) }
        return (.mayBeGranted(from: date), because)
    }

    private static func owned(_ facts: Facts, now: Timestamp) -> (Standing, [Because]) {
        let policy = facts.policy
        let ofNow = facts.attempts.filter { $0.at >= facts.countsFrom }
        let counted = ofNow.filter(\.outcome.counts)
        let channels = Set(counted.map(\.channel)).count
        var missing: [Missing] = []
        if counted.count < policy.attempts { missing.append(.attempts(have: counted.count, need: policy.attempts)) }
        if channels < policy.channels { missing.append(.channels(have: channels, need: policy.channels)) }
        var because: [Because] = []
        let first = counted.map(\.countedFrom).min()
        let last = lastAttempt(facts)
        if let first, let last {
            because = [.firstAttempt(first, wait: policy.wait), .lastAttempt(last, pause: policy.pause)]
        }
        if first != counted.map(\.reachedAt).min() || last != ofNow.map(\.reachedAt).max() {
            because.append(.writtenLate(ofNow.count(where: \.isWrittenLate)))
        }
        let uncounted = ofNow.count - counted.count
        if uncounted > 0 { because.append(.uncounted(uncounted)) }
        let earlier = facts.attempts.count - ofNow.count
        if earlier > 0 { because.append(.beforeRestart(earlier)) }
        // What is missing would be done now, and be the last.
        let end = missing.isEmpty ? last ?? now : max(now, last ?? now)
        let date = max((first ?? now) + policy.wait, end + policy.pause)
        guard missing.isEmpty else { return (.missing(missing, earliest: max(date, now)), because) }
        return (.mayBeGranted(from: date), because)
    }

    /// Whether enough was done, and only time is missing.
    package var isComplete: Bool {
        if case .mayBeGranted = standing { true } else { false }
    }

    /// From when on it may be granted; nil while something is missing.
    package var mayBeGrantedFrom: Timestamp? {
        if case .mayBeGranted(let date) = standing { date } else { nil }
    }

    /// That, or the earliest that it could be.
    package var earliest: Timestamp {
        switch standing {
        case .mayBeGranted(let date), .missing(_, let date): date
        }
    }

    package var missing: [Missing] {
        if case .missing(let missing, _) = standing { missing } else { [] }
    }

    package func allows(at now: Timestamp) -> Bool {
        mayBeGrantedFrom.map { now >= $0 } ?? false
    }
}
