/// What an admin sees at a glance: numbers over time, none of which is counted when they are asked for.
package struct Overview: Sendable, Equatable {
    /// Mail in one stretch of time.
    package struct Mail: Sendable, Equatable {
        package var start: Timestamp
        package var sent: Int
        /// Tries that are made again; one mail may be among them several times.
        package var deferred: Int
        /// Refused for good before any relay took it.
        package var failed: Int
        /// Sent, and come back.
        package var bounced: Int

        package init(start: Timestamp, sent: Int, deferred: Int, failed: Int, bounced: Int = 0) {
            self.start = start
            self.sent = sent
            self.deferred = deferred
            self.failed = failed
            self.bounced = bounced
        }
    }

    /// What became of invitations in one month.
    package struct Month: Sendable, Equatable {
        package var year: Int
        /// 1 to 12.
        package var month: Int
        package var accepted = 0
        package var declined = 0
        package var expired = 0
        package var undeliverable = 0
        /// Taken back, or void.
        package var cancelled = 0

        package var total: Int { accepted + declined + expired + undeliverable + cancelled }
    }

    /// The last 24 hours, oldest first; the last one is under way.
    package var hours: [Mail]
    /// The last 14 days, oldest first; the last one is under way.
    package var days: [Mail]
    /// The last twelve months, oldest first.
    package var months: [Month]
    /// Invitations answered in the last 90 days, by how long that took: one number for each `PendingTime`.
    package var answered: [Int]
    /// Invitations that wait for an answer now, by how long they have: one number for each `PendingTime`.
    package var pending: [Int]
    /// Cases that wait for something, by state; for each, one number for each `CaseAge`.
    package var cases: [RecoveryState: [Int]]

    /// In which a case waits for an admin, an owner or the clock.
    package static let caseStates: [RecoveryState] = [.open, .contacting, .waiting, .objected]

    package static let hourCount = 24
    package static let dayCount = 14
    package static let monthCount = 12
    package static let answeredDays = 90

    /// How far back counts by the day have to go for it.
    package static func firstDay(_ now: Timestamp) -> Timestamp {
        now - .milliseconds(Int64(31 * monthCount) * CountSpan.day.rawValue)
    }

    /// - Parameters:
    ///   - hours: Counts by the hour, of the last day at least.
    ///   - days: Counts by the day since ``firstDay(_:)``.
    ///   - pending: As ``pending``.
    ///   - cases: As ``cases``.
    package init(
        hours: RunningCounts, days: RunningCounts, pending: [Int] = [], cases: [RecoveryState: [Int]] = [:],
        at now: Timestamp
    ) {
        self.pending = pending
        self.cases = cases
        self.hours = CountSpan.hour.starts(Self.hourCount, until: now).map { Self.mail(hours, $0) }
        self.days = CountSpan.day.starts(Self.dayCount, until: now).map { Self.mail(days, $0) }
        months = Self.months(days, now)
        let first = CountSpan.day.start(of: now - .seconds(Int64(Self.answeredDays) * 86_400))
        answered = PendingTime.allCases.map { days.amount(of: [.answered($0)], since: first) }
    }

    private static func mail(_ counts: RunningCounts, _ start: Timestamp) -> Mail {
        Mail(
            start: start, sent: counts.amount(of: [.events(.messageSent)], at: start),
            deferred: counts.amount(of: [.events(.messageDeferred)], at: start),
            failed: counts.amount(of: [.events(.messageFailed)], at: start),
            bounced: counts.amount(of: [.events(.messageBounced)], at: start))
    }

    private static func months(_ counts: RunningCounts, _ now: Timestamp) -> [Month] {
        let today = CivilTime(now)
        var months = (0..<monthCount).reversed().map { back in
            let number = today.year * 12 + today.month - 1 - back
            return Month(year: number / 12, month: number % 12 + 1)
        }
        for start in counts.starts {
            let day = CivilTime(start)
            guard let index = months.firstIndex(where: { ($0.year, $0.month) == (day.year, day.month) }) else {
                continue
            }
            func count(_ types: EventType...) -> Int { counts.amount(of: types.map { .events($0) }, at: start) }
            months[index].accepted += count(.invitationAccepted)
            months[index].declined += count(.invitationDeclined)
            months[index].expired += count(.invitationExpired)
            months[index].undeliverable += count(.invitationUndeliverable)
            months[index].cancelled += count(.invitationCancelled, .invitationVoided)
        }
        return months
    }
}
