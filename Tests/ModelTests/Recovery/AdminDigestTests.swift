import Model
import Testing

@Suite struct AdminDigestTests {
    private static let day: Int64 = 86_400_000
    private static let seven: Int64 = 7 * 3_600_000
    private let now = Timestamp(milliseconds: 20_000 * Self.day + 9 * 3_600_000)

    @Test func theMomentIsTheLastOneThatHasCome() {
        let midnight = 20_000 * Self.day
        func last(_ milliseconds: Int64, minute: Int = AdminDigest.standardMinute) -> Int64 {
            AdminDigest.lastMoment(minute: minute, at: Timestamp(milliseconds: milliseconds)).milliseconds
        }
        #expect(last(midnight + Self.seven) == midnight + Self.seven)
        #expect(last(midnight + Self.seven - 1) == midnight + Self.seven - Self.day)
        #expect(last(midnight + Self.day - 1) == midnight + Self.seven)
        #expect(last(midnight, minute: 0) == midnight)
        #expect(last(midnight - 1, minute: 0) == midnight - Self.day)
        #expect(last(midnight + 1, minute: 23 * 60 + 59) == midnight - 60_000)
    }

    @Test func nothingDueIsNoMail() throws {
        #expect(AdminDigest.draft(to: try admin("Grace"), due: [], count: 0, about: id(1), at: now) == nil)
    }

    /// What falls due later today is of today; and open reports are told of although no case is due.
    @Test func todayEndsAtMidnightAndReportsAlone() throws {
        let midnight = Timestamp(milliseconds: 20_000 * Self.day)
        let end = Timestamp(milliseconds: 20_001 * Self.day - 1)
        #expect(AdminDigest.endOfDay(midnight) == end && AdminDigest.endOfDay(end) == end)
        let draft = try #require(
            AdminDigest.draft(to: try admin("Grace"), due: [], count: 0, reports: 20, about: id(1), at: now))
        #expect(draft.facts.reports == 20 && draft.facts.due == nil && draft.facts.count == 0)
        let both = AdminDigest.draft(
            to: try admin("Grace"), due: [try claim("A", assignee: nil)], count: 1, about: id(1), at: now)
        #expect(both?.facts.reports == nil && both?.facts.due?.count == 1)
    }

    @Test func onesOwnCasesComeFirstAndThenNobodys() throws {
        let due = try [
            claim("A", assignee: "Ada"), claim("B", assignee: nil), claim("C", assignee: "GRACE"),
            claim("D", assignee: "grace"),
        ]
        let draft = try #require(
            AdminDigest.draft(to: try admin("Grace"), due: due, count: 250, about: id(1), at: now))
        #expect(draft.facts.due?.map(\.package) == ["C", "D", "B", "A"])
        #expect(draft.facts.count == 250)
        #expect(draft.recipient.text == "grace@example.org")
        #expect(draft.until == now + .seconds(86_400))
        #expect(draft.facts.role == .admin)
    }

    @Test(arguments: ["07:00", "00:00", "23:59", "none"])
    func theHourIsReadBack(_ text: String) throws {
        #expect(try GalleryPolicy(settings: ["recovery.digest": text]).value(of: "recovery.digest") == text)
    }

    @Test(arguments: ["7:00", "24:00", "12:60", "noon", "", "-1:00", "07:00:00", "+7:00"])
    func whatIsNoHourIsRefused(_ text: String) {
        #expect(throws: GalleryPolicy.Flaw.self) { try GalleryPolicy(settings: ["recovery.digest": text]) }
    }

    private func id(_ number: UInt64) -> Identifier { Identifier(high: 0, low: number) }

    private func admin(_ name: String) throws -> Admin {
        Admin(
            id: id(9), name: try Name(name, .username), email: try EmailAddress("\(name.lowercased())@example.org"),
            createdAt: now)
    }

    private func claim(_ package: String, assignee: String?) throws -> RecoveryCase {
        RecoveryCase(
            id: id(2), package: try Name(package, .package), claimant: nil, why: "", links: [], state: .open,
            assignee: assignee, createdAt: now, changedAt: now, countsFrom: now,
            due: RecoveryAppointment(at: now, why: .contact))
    }
}
