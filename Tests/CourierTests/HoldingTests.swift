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

    @Test func whatIsOverdueIsKnown() {
        let held = InHand()
        let messages = (1...3).map { Sample.claimed($0).message }
        let end = Sample.now + .seconds(60)
        _ = held.add(messages, at: Sample.now, leaseEnds: end)
        held.renewed([messages[0].id], leaseEnds: end + .seconds(60))
        _ = held.begin(messages[1], at: Sample.now)
        #expect(held.lose([messages[1]]) == [messages[1]])
        #expect(held.overdue(at: end - .milliseconds(1)).isEmpty)
        #expect(held.overdue(at: end) == [messages[2]], "neither what was renewed nor what another process has")
    }

    /// Also where it was said to be lost in between: another process had it, and died.
    @Test func aConversationThatWasLostGoesOnWhenItIsTakenUpAgain() {
        let held = InHand()
        let message = Sample.claimed(1).message
        let end = Sample.now + .seconds(60)
        _ = held.add([message], at: Sample.now, leaseEnds: end)
        #expect(held.begin(message, at: Sample.now) == .send)
        #expect(held.lose([message]) == [message])
        #expect(held.all.isEmpty)
        var again = message
        (again.attempt, again.takeovers) = (3, 2)
        #expect(held.add([again], at: end, leaseEnds: end + .seconds(60)).isEmpty)
        #expect(held.attempt(of: message) == 3)
        #expect(held.mayBegin(message, at: end))
        held.remove([again])
        #expect(held.count == 0)
    }

    /// The outcome of one claim is not that of another that came after it was settled.
    @Test func anOutcomeIsWrittenUnderNoStrangersClaim() {
        let held = InHand()
        let message = Sample.claimed(1).message
        var again = message
        again.attempt = 2
        _ = held.add([again], at: Sample.now, leaseEnds: Sample.now + .seconds(60))
        #expect(held.attempt(of: message) == 1)
    }

    @Test func whatWaitsForAConnectionMayHaveToGoBack() {
        func mayBegin(after seconds: Int64, _ change: (InHand, Message) -> Void = { _, _ in }) -> Bool {
            let held = InHand()
            let message = Sample.claimed(1).message
            _ = held.add([message], at: Sample.now, leaseEnds: Sample.now + .seconds(60))
            #expect(held.begin(message, at: Sample.now) == .send)
            change(held, message)
            return held.mayBegin(message, at: Sample.now + .seconds(seconds))
        }
        #expect(mayBegin(after: 4))
        #expect(!mayBegin(after: 5), "it may have been decided meanwhile")
        #expect(mayBegin(after: 50) { $0.isWanted($1, at: Sample.now + .seconds(49)) })
        #expect(!mayBegin(after: 60) { $0.isWanted($1, at: Sample.now + .seconds(59)) }, "its lease is over")
        #expect(
            mayBegin(after: 60) {
                $0.isWanted($1, at: Sample.now + .seconds(59))
                $0.renewed([$1.id], leaseEnds: Sample.now + .seconds(90))
            })
        #expect(!mayBegin(after: 0) { held, _ in held.callBack { _ in true } }, "a pause")
        #expect(!mayBegin(after: 0) { _ = $0.lose([$1]) }, "another process has it")
        #expect(!mayBegin(after: 0) { $0.remove([$1]) })
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
