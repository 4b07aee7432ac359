import Model
import Testing
import Workflows

@testable import Courier

/// The three things that hold messages between a claim and its outcome lose none and give none out twice.
@Suite struct HoldingTests {
    @Test func theBacklogGivesEachMessageOnceAndSendsTheTakersHome() async throws {
        let backlog = Backlog()
        let messages = (0..<200).map(Sample.claimed)
        let takers = (0..<8).map { _ in
            Task {
                var taken: [Identifier] = []
                while let message = await backlog.next() { taken.append(message.message.id) }
                return taken
            }
        }
        for start in stride(from: 0, to: 200, by: 20) { backlog.add(Array(messages[start..<(start + 20)])) }
        while !backlog.isEmpty { await Task.yield() }
        backlog.close()
        var taken: [Identifier] = []
        for taker in takers { taken += await taker.value }
        #expect(taken.count == 200)
        #expect(Set(taken) == Set(messages.map(\.message.id)))
    }

    @Test func whatIsWithdrawnIsGivenToNobody() async {
        let backlog = Backlog()
        backlog.add((0..<10).map(Sample.claimed))
        let withdrawn = backlog.withdraw { $0.message.attempt % 2 == 0 }
        #expect(withdrawn.count == 5)
        backlog.close()
        var rest = 0
        while let message = await backlog.next() {
            #expect(message.message.attempt % 2 == 1)
            rest += 1
        }
        #expect(rest == 5)
    }

    @Test func theTrayIsEmptiedAtOnceAndEndsWhenClosed() async {
        let tray = OutcomeTray()
        tray.put([Sample.completion(1), Sample.completion(2)])
        tray.put([Sample.completion(3)])
        #expect(await tray.take()?.count == 3)
        let waiting = Task { await tray.take()?.count }
        tray.put([Sample.completion(4)])
        #expect(await waiting.value == 1)
        tray.put([Sample.completion(5)])
        tray.close()
        #expect(await tray.take()?.count == 1, "what was there when it closed is still written")
        #expect(await tray.take() == nil)
    }

    @Test func anOlderClaimDoesNotLetGoOfANewerOne() {
        let held = InHand()
        var message = Sample.claimed(1).message
        _ = held.add([message], at: Sample.now, leaseEnds: Sample.now + .seconds(60))
        var older = message
        older.attempt -= 1
        held.remove([older])
        #expect(held.count == 1)
        message.state = .sent
        held.remove([message])
        #expect(held.count == 0)
    }

    @Test func whatIsBegunDependsOnTheLeaseAndItsAge() {
        func beginning(after seconds: Int64) -> InHand.Beginning {
            let held = InHand()
            let message = Sample.claimed(1).message
            _ = held.add([message], at: Sample.now, leaseEnds: Sample.now + .seconds(60))
            return held.begin(message, at: Sample.now + .seconds(seconds))
        }
        #expect(beginning(after: 0) == .send)
        #expect(beginning(after: 5) == .askFirst, "it may have been decided meanwhile")
        #expect(beginning(after: 60) == .putBack, "another process may have it")
        #expect(InHand().begin(Sample.claimed(1).message, at: Sample.now) == .drop)
    }

    @Test func aRenewalMovesTheEnd() {
        let held = InHand()
        let message = Sample.claimed(1).message
        _ = held.add([message], at: Sample.now, leaseEnds: Sample.now + .seconds(60))
        held.renewed([message.id], leaseEnds: Sample.now + .seconds(90))
        #expect(held.begin(message, at: Sample.now + .seconds(80)) == .askFirst)
    }

    /// A process that could not renew takes over what it is speaking about: one conversation, under the new claim.
    @Test func aConversationGoesOnUnderItsOwnTakeover() {
        let held = InHand()
        let message = Sample.claimed(1).message
        let end = Sample.now + .seconds(60)
        _ = held.add([message], at: Sample.now, leaseEnds: end)
        #expect(held.begin(message, at: Sample.now) == .send)
        var again = message
        (again.attempt, again.takeovers) = (2, 1)
        #expect(held.add([again], at: end, leaseEnds: end + .seconds(60)).isEmpty, "not a second time")
        #expect(held.attempt(of: message) == 2, "its outcome belongs to the newer claim")
    }

    /// What was settled and fell due at once is another matter, even before the first claim is let go of.
    @Test func aNewClaimOfWhatWasPutBackIsSent() {
        let held = InHand()
        let message = Sample.claimed(1).message
        let end = Sample.now + .seconds(60)
        _ = held.add([message], at: Sample.now, leaseEnds: end)
        #expect(held.begin(message, at: Sample.now) == .send)
        var again = message
        again.attempt = 2
        #expect(held.add([again], at: Sample.now, leaseEnds: end).map(\.attempt) == [2])
        #expect(held.begin(message, at: Sample.now) == .drop)
        #expect(held.begin(again, at: Sample.now) == .send)
    }
}
