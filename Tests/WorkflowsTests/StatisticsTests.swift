import Databases
import Model
import Storage
import Testing

@testable import Workflows

@Suite("Numbers for operators")
struct StatisticsTests {
    private func numbers(_ house: House) async throws -> [String: Double] {
        let all = try await Statistics(house.context).read()
        return Dictionary(uniqueKeysWithValues: all.map { ("\($0.subject.rawValue) \($0.label ?? "-")", $0.value) })
    }

    @Test("an empty service has every number, and each is nothing", arguments: Engine.allCases)
    func empty(_ engine: Engine) async throws {
        try await House.open(engine) { house in
            let numbers = try await numbers(house)
            #expect(numbers["mailQueue queued"] == 0 && numbers["mailOldestDue -"] == 0)
            #expect(numbers["invitationsRecent accepted"] == 0 && numbers["invitationsRecent undeliverable"] == 0)
            #expect(MessageState.allCases.allSatisfy { numbers["mailRecent \($0.rawValue)"] == 0 })
            #expect(numbers["invitationsRecent pending"] == nil && numbers["webhookDeliveries pending"] == 0)
        }
    }

    @Test("mail that waits has a length and an age; a pause is seen", arguments: Engine.allCases)
    func mail(_ engine: Engine) async throws {
        try await House.open(engine) { house in
            let messages = try await house.queueSomeMail()
            house.clock.advance(by: .milliseconds(90_500))
            var numbers = try await numbers(house)
            #expect(numbers["mailQueue queued"] == Double(messages) && numbers["mailRecent queued"] == Double(messages))
            #expect(numbers["mailOldestDue -"] == 90.5 && numbers["newestEvent -"] == 90.5)
            #expect(numbers["mailOldestWaiting -"] == 90.5)
            #expect(numbers["invitationsPending -"] == 1 && numbers["galleriesPaused -"] == 0)
            let gallery = house.gallery
            try await house.context.database.write { try $0.galleries.pause(gallery, true) }
            try await house.context.database.write { try $0.switches.pauseCourier(true) }
            numbers = try await self.numbers(house)
            #expect(numbers["mailOldestDue -"] == 0 && numbers["mailQueue queued"] == Double(messages))
            #expect(numbers["galleriesPaused -"] == 1 && numbers["courierPaused -"] == 1)
            house.clock.advance(by: .seconds(86_400))
            numbers = try await self.numbers(house)
            #expect(numbers["mailRecent queued"] == 0 && numbers["mailQueue queued"] == Double(messages))
        }
    }

    @Test("parts that are added have their numbers, too")
    func more() async throws {
        try await House.open(.sqlite) { house in
            let source: Statistics.Source = { _, galleries, _ in
                [Statistic(.webhookDeliveries, "lost", Double(galleries.count))]
            }
            let all = try await Statistics(house.context, sources: Statistics.sources + [source]).read()
            #expect(all.last == Statistic(.webhookDeliveries, "lost", 1) && all.count > 10)
        }
    }
}

extension House {
    /// Has bob invite carol.
    ///
    /// - Returns: how many messages that makes.
    fileprivate func queueSomeMail() async throws -> Int {
        _ = try await invite("carol")
        let gallery = gallery
        return try await context.database.read {
            try $0.messages.list(gallery: gallery, about: nil, state: .queued, after: nil, limit: 100).count
        }
    }
}
