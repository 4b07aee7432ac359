import Model
import Testing

@Suite struct OverviewTests {
    private static let now = Timestamp(rfc3339: "2026-03-02T10:30:00.000Z") ?? Timestamp(seconds: 0)

    private static func at(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? Timestamp(seconds: 0) }

    @Test func stretchesBeginAtWholeHoursAndDays() {
        let moment = Self.at("2026-03-02T10:59:59.999Z")
        #expect(CountSpan.hour.start(of: moment) == Self.at("2026-03-02T10:00:00Z"))
        #expect(CountSpan.day.start(of: moment) == Self.at("2026-03-02T00:00:00Z"))
        #expect(CountSpan.hour.start(of: moment + .milliseconds(1)) == Self.at("2026-03-02T11:00:00Z"))
        #expect(CountSpan.day.start(of: Timestamp(milliseconds: -1)) == Self.at("1969-12-31T00:00:00Z"))
        let starts = CountSpan.day.starts(3, until: moment)
        #expect(starts == ["2026-02-28", "2026-03-01", "2026-03-02"].map { Self.at("\($0)T00:00:00Z") })
        #expect(CountSpan.hour.starts(0, until: moment).isEmpty)
    }

    @Test func mailIsShownByTheHourAndByTheDay() {
        let hour = Self.at("2026-03-02T09:00:00Z")
        let hours = RunningCounts([
            (hour, .events(.messageSent), 7), (hour, .events(.messageDeferred), 2), (hour, .events(.ownerAdded), 99),
            (Self.at("2026-03-01T10:00:00Z"), .events(.messageFailed), 1),
            (Self.at("2026-03-02T10:00:00Z"), .events(.messageBounced), 1),
        ])
        let day = Self.at("2026-02-17T00:00:00Z")
        let days = RunningCounts([
            (day, .events(.messageFailed), 3), (day - .seconds(86_400), .events(.messageFailed), 50),
            (day, .events(.messageFailed), 1),
        ])
        let overview = Overview(hours: hours, days: days, at: Self.now)
        #expect(overview.hours.count == 24 && overview.days.count == 14)
        #expect(overview.hours.last?.start == Self.at("2026-03-02T10:00:00Z"))
        #expect(overview.hours[22] == Overview.Mail(start: hour, sent: 7, deferred: 2, failed: 0))
        #expect(overview.hours.map(\.bounced) == [Int](repeating: 0, count: 23) + [1], "what came back is no refusal")
        #expect(overview.hours.map(\.failed).reduce(0, +) == 0, "what is a day old is not of these 24 hours")
        #expect(overview.days.first == Overview.Mail(start: day, sent: 0, deferred: 0, failed: 4))
        #expect(overview.days.map(\.failed).reduce(0, +) == 4)
    }

    @Test func whatBecameOfInvitationsIsShownByTheMonth() {
        let days = RunningCounts([
            (Self.at("2026-03-01T00:00:00Z"), .events(.invitationAccepted), 5),
            (Self.at("2026-02-28T00:00:00Z"), .events(.invitationAccepted), 2),
            (Self.at("2026-02-01T00:00:00Z"), .events(.invitationCancelled), 1),
            (Self.at("2026-02-02T00:00:00Z"), .events(.invitationVoided), 1),
            (Self.at("2025-04-01T00:00:00Z"), .events(.invitationExpired), 4),
            (Self.at("2025-03-31T00:00:00Z"), .events(.invitationExpired), 9),
        ])
        let months = Overview(hours: RunningCounts(), days: days, at: Self.now).months
        #expect(months.map(\.month) == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3])
        #expect(months.map(\.year) == [Int](repeating: 2025, count: 9) + [2026, 2026, 2026])
        #expect(months[11].accepted == 5 && months[10].accepted == 2 && months[10].cancelled == 2)
        #expect(months[0].expired == 4 && months.map(\.total).reduce(0, +) == 13)
    }

    @Test func answersAreShownByHowLongTheyTook() throws {
        #expect(PendingTime(.seconds(-5)) == .withinAnHour && PendingTime(.milliseconds(3_599_999)) == .withinAnHour)
        #expect(PendingTime(.seconds(3600)) == .withinSixHours)
        #expect(PendingTime(.seconds(7 * 86_400)) == .later && PendingTime(.seconds(1_000_000_000)) == .later)
        for time in PendingTime.allCases.dropLast() {
            let end = try #require(time.end)
            #expect(PendingTime(end - .milliseconds(1)) == time && PendingTime(end).rawValue == time.rawValue + 1)
        }
        let first = Self.at("2025-12-02T00:00:00Z")
        let days = RunningCounts([
            (first, .answered(.withinADay), 3), (Self.now - .seconds(37_800), .answered(.later), 2),
            (first - .seconds(86_400), .answered(.withinADay), 100),
        ])
        #expect(Overview(hours: RunningCounts(), days: days, at: Self.now).answered == [0, 0, 3, 0, 0, 0, 2])
    }

    @Test func anEventCountsForItselfAndAnAnswerForItsTime() {
        let made = Timestamp(milliseconds: 1_800_000_000_000)
        var random = SystemRandomNumberGenerator()
        let id = Identifier(at: made, using: &random)
        func names(_ type: EventType, _ subject: String, after seconds: Int64) -> [CountName] {
            CountName.counted(
                EventDraft(type, actor: "a", subject: subject, data: EventData()), at: made + .seconds(seconds))
        }
        #expect(names(.ownerAdded, id.description, after: 5) == [.events(.ownerAdded)])
        let accepted: [CountName] = [.events(.invitationAccepted), .answered(.withinTwoDays)]
        #expect(names(.invitationAccepted, id.description, after: 86_400) == accepted)
        #expect(names(.invitationDeclined, "erased", after: 86_400) == [.events(.invitationDeclined)])
    }

    @Test func namesOfCountsAreReadAsTheyAreWritten() {
        let all = EventType.allCases.map { CountName.events($0) } + PendingTime.allCases.map { .answered($0) }
        #expect(all.allSatisfy { CountName($0.text) == $0 })
        #expect(Set(all.map(\.text)).count == all.count)
        for text in ["", "answered.", "answered.99", "invitation.sparkled"] { #expect(CountName(text) == nil) }
    }
}
