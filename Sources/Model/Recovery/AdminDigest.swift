/// The mail that tells an admin once a day what waits in a gallery.
package enum AdminDigest {
    /// How many minutes after midnight (UTC) it goes out where a gallery says nothing: at 07:00.
    package static let standardMinute = 7 * 60

    /// How many cases are looked at; a mail lists fewer, and says how many more there are.
    package static let most = 200

    /// The last moment of the day (UTC): what is due by then is of today.
    package static func endOfDay(_ now: Timestamp) -> Timestamp {
        lastMoment(minute: 0, at: now) + .milliseconds(86_400_000 - 1)
    }

    /// The last moment at which it was to go out, at or before now.
    ///
    /// - Parameter minute: Of the day, in UTC.
    package static func lastMoment(minute: Int, at now: Timestamp) -> Timestamp {
        let day: Int64 = 86_400_000
        let offset = Int64(minute) * 60_000
        let since = (now.milliseconds - offset) % day
        return Timestamp(milliseconds: now.milliseconds - (since >= 0 ? since : since + day))
    }

    /// The mail to one admin: their own cases first, then those that nobody has, each by how long they have waited.
    ///
    /// - Parameters:
    ///   - due: What asks for attention today, the longest due first; no case twice.
    ///   - count: How many that are, where there are more.
    ///   - reports: How many reports of abuse nobody has dealt with yet.
    /// - Returns: nil where nothing waits.
    package static func draft(
        to admin: Admin, due: [RecoveryCase], count: Int, reports: Int = 0, about id: Identifier, at now: Timestamp
    ) -> MessageDraft? {
        guard !due.isEmpty || reports > 0 else { return nil }
        func rank(_ claim: RecoveryCase) -> Int {
            guard let assignee = claim.assignee else { return 1 }
            return Name.fold(assignee) == admin.name.key ? 0 : 2
        }
        let sorted = due.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
        var facts = MailFacts(package: "", role: .admin)
        let lines = sorted.prefix(mostLines).compactMap { _, claim in
            claim.due.map {
                DueLine(
                    package: claim.package.text, why: $0.why, at: $0.at.milliseconds, assignee: claim.assignee)
            }
        }
        facts.due = lines.isEmpty ? nil : lines
        facts.count = max(count, due.count)
        facts.reports = reports > 0 ? reports : nil
        return MessageDraft(
            kind: .adminDigest, recipient: admin.email, account: 0, locale: nil, about: id, generation: 1, facts: facts,
            until: now + life)
    }

    /// How many cases one mail lists.
    package static let mostLines = 30

    /// Then the next one is due.
    private static let life: Duration = .seconds(86_400)
}
