import Model
import Testing

/// When a case may be granted, to the millisecond.
@Suite struct RecoveryClockTests {
    private func clock(_ situation: RecoverySituation, from: Timestamp = Cases.opened) throws -> RecoveryClock {
        situation.clock(of: try Cases.claim { $0.countsFrom = from })
    }

    @Test func sixWeeksFromTheFirstAttempt() throws {
        let due = Cases.opened + Cases.day * 42
        for (moment, allowed) in [(due - .milliseconds(1), false), (due, true), (due + .milliseconds(1), true)] {
            let clock = try clock(Cases.situation(at: moment, attempts: Cases.enough))
            #expect(clock.standing == .mayBeGranted(from: due))
            #expect(clock.allows(at: moment) == allowed)
        }
    }

    @Test func oneWeekFromTheLastAttempt() throws {
        let attempts = Cases.attempts((0, .email), (10, .phone), (40, .email))
        let clock = try clock(Cases.situation(attempts: attempts))
        #expect(clock.mayBeGrantedFrom == Cases.opened + Cases.day * 47)
        #expect(
            clock.because == [
                .firstAttempt(Cases.opened, wait: Cases.day * 42),
                .lastAttempt(Cases.opened + Cases.day * 40, pause: Cases.day * 7),
            ])
    }

    /// What was done weeks ago is an admin's word; it does not end a wait that nobody has waited.
    @Test func whatIsWrittenDownLateCountsFromAWeekBefore() throws {
        let moment = Cases.opened + Cases.day * 42
        let three = [(0, ContactChannel.email), (10, .phone), (35, .email)].enumerated().map { number, one in
            Cases.attempt(number + 1, after: Cases.day * one.0, one.1, writtenAfter: Cases.day * 42)
        }
        let late = try clock(Cases.situation(at: moment, attempts: three))
        #expect(late.standing == .mayBeGranted(from: Cases.opened + Cases.day * (35 + 42)))
        #expect(
            late.because == [
                .firstAttempt(Cases.opened + Cases.day * 35, wait: Cases.day * 42),
                .lastAttempt(Cases.opened + Cases.day * 35, pause: Cases.day * 7), .writtenLate(2),
            ])
        let week = [(0, 7), (10, 17), (20, 27)].enumerated().map { number, one in
            Cases.attempt(
                number + 1, after: Cases.day * one.0, number == 1 ? .phone : .email, writtenAfter: Cases.day * one.1)
        }
        let inTime = try clock(Cases.situation(at: moment, attempts: week))
        #expect(inTime.mayBeGrantedFrom == moment && inTime.because.count == 2)
        // Between the others, nothing depends on it.
        var between = Cases.enough
        between[1] = Cases.attempt(2, after: Cases.day * 10, .phone, writtenAfter: Cases.day * 18)
        #expect(try clock(Cases.situation(at: moment, attempts: between)).because.count == 2)
    }

    /// Who was tried last has a week to answer, whatever is known of it so far.
    @Test(arguments: ContactOutcome.allCases)
    func thePauseFollowsTheLastAttemptWhateverCameOfIt(outcome: ContactOutcome) throws {
        let last = Cases.attempt(4, after: Cases.day * 41, .email, outcome)
        let clock = try clock(Cases.situation(at: last.at, attempts: Cases.enough + [last]))
        #expect(clock.standing == .mayBeGranted(from: Cases.opened + Cases.day * 48))
        #expect(clock.because.contains(.lastAttempt(last.at, pause: Cases.day * 7)))
        var before = Cases.attempts((3, .other))[0]
        before.outcome = outcome
        let restarted = try self.clock(
            Cases.situation(at: last.at, attempts: [before] + Cases.attempts((4, .email), (5, .phone), (6, .email))),
            from: Cases.opened + Cases.day * 4)
        #expect(restarted.mayBeGrantedFrom == Cases.opened + Cases.day * 46, "of before the clock began, none")
    }

    @Test func thePauseFollowsAnAttemptAfterTheWordOfAllOwners() throws {
        let answers = [try Samples.bob(), try Samples.dora()].map { Cases.answer(.agree, of: $0, after: Cases.day) }
        let refused = Cases.attempt(1, after: Cases.day * 5, .phone, .refused)
        let clock = try clock(Cases.situation(attempts: [refused], answers: answers))
        #expect(clock.standing == .mayBeGranted(from: Cases.opened + Cases.day * 12))
        #expect(
            clock.because == [
                .everyOwnerAgreed(Cases.opened + Cases.day, pause: Cases.day * 7),
                .lastAttempt(refused.at, pause: Cases.day * 7),
            ])
    }

    @Test func tooFewAttemptsAndTooFewChannels() throws {
        let moment = Cases.opened + Cases.day * 100
        let two = try clock(Cases.situation(at: moment, attempts: Cases.attempts((0, .email), (1, .phone))))
        #expect(two.missing == [.attempts(have: 2, need: 3)])
        #expect(two.earliest == moment + Cases.day * 7, "a third one made now would be the last")
        let same = try clock(
            Cases.situation(at: moment, attempts: Cases.attempts((0, .email), (1, .email), (2, .email))))
        #expect(same.missing == [.channels(have: 1, need: 2)])
        #expect(!same.allows(at: moment + Cases.day * 1000))
        let none = try clock(Cases.situation(at: moment))
        #expect(none.missing == [.attempts(have: 0, need: 3), .channels(have: 0, need: 2)])
        #expect(none.earliest == moment + Cases.day * 42)
    }

    /// What reached nobody, is on its way, or met a no, is no attempt; what was made before an objection neither.
    @Test(arguments: [ContactOutcome.underway, .undeliverable, .refused, .objected])
    func whatDoesNotCount(outcome: ContactOutcome) throws {
        var attempts = Cases.enough
        attempts[1].outcome = outcome
        let moment = Cases.opened + Cases.day * 100
        let uncounted = try clock(Cases.situation(at: moment, attempts: attempts))
        #expect(uncounted.missing == [.attempts(have: 2, need: 3), .channels(have: 1, need: 2)])
        #expect(uncounted.because.last == .uncounted(1))
        let objected = try clock(
            Cases.situation(at: moment, attempts: Cases.enough), from: Cases.opened + .milliseconds(1))
        #expect(objected.missing == [.attempts(have: 2, need: 3)])
        #expect(objected.because.last == .beforeRestart(1))
        #expect(try clock(Cases.situation(attempts: Cases.enough), from: Cases.opened).isComplete)
    }

    @Test func aPackageWithoutOwnersWaitsTwoWeeksAndForItsChecklist() throws {
        let items = ["identity", "source-repository", "project-site"]
        let due = Cases.opened + Cases.day * 14
        let open = try clock(Cases.situation(owners: [], ticks: Array(items.prefix(2))))
        #expect(open.missing == [.evidence(["project-site"])])
        #expect(open.earliest == due)
        for (moment, allowed) in [(due - .milliseconds(1), false), (due, true)] {
            let clock = try clock(Cases.situation(at: moment, owners: [], ticks: items))
            #expect(clock.standing == .mayBeGranted(from: due))
            #expect(clock.allows(at: moment) == allowed)
        }
        let unasked = try clock(Cases.situation(owners: []) { $0.checklist = [] })
        #expect(unasked.mayBeGrantedFrom == due)
    }

    /// An owner without a mailbox is an owner: somebody has to be tried otherwise.
    @Test func anOwnerWhomNoMailReachesCounts() throws {
        var silent = try Samples.bob()
        silent.email = nil
        let clock = try clock(
            Cases.situation(owners: [silent], ticks: ["identity", "source-repository", "project-site"]))
        #expect(clock.missing.contains(.attempts(have: 0, need: 3)))
    }

    /// Mailboxes alone give nothing away at once: whoever lost theirs has the pause to say so.
    @Test func everyOwnersWordEndsTheWait() throws {
        let (bob, dora) = (try Samples.bob(), try Samples.dora())
        let first = Cases.answer(.agree, of: bob, after: Cases.day)
        let one = try clock(Cases.situation(answers: [first]))
        #expect(!one.isComplete && one.because.last == .someOwnersAgreed(1, of: 2))
        let last = Cases.answer(.agree, of: dora, after: Cases.day * 2)
        let all = try clock(Cases.situation(answers: [first, last]))
        #expect(all.standing == .mayBeGranted(from: Cases.opened + Cases.day * 9))
        #expect(all.because == [.everyOwnerAgreed(Cases.opened + Cases.day * 2, pause: Cases.day * 7)])
        #expect(
            all.because.map(\.words) == [
                "every owner has agreed, the last of them on 17 January 2027, and 7 days have to pass from it"
            ])
        let late = [bob, dora].map { Cases.answer(.agree, of: $0, after: Cases.day * 41) }
        let tried = try clock(Cases.situation(attempts: Cases.enough, answers: late))
        #expect(tried.mayBeGrantedFrom == Cases.opened + Cases.day * 42, "their word takes nothing away")
        #expect(tried.because.count == 2)
        let before = try clock(
            Cases.situation(answers: [first, last]), from: Cases.opened + Cases.day + .milliseconds(1))
        #expect(!before.isComplete, "what was said before an objection is not said any more")
        let stranger = try clock(
            Cases.situation(answers: [first, Cases.answer(.agree, of: Samples.carol(), after: .zero)]))
        #expect(!stranger.isComplete)
    }

    /// Whatever is tried, the date keeps the policy's distance from the first attempt that counts and from the last of
    /// all; and one attempt more moves it earlier only where it was made before all others.
    @Test func noOrderOfAttemptsGetsAroundThePolicy() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let policy = RecoveryPolicy()
            var attempts: [ContactAttempt] = []
            for number in 1...Int.random(in: 1...8, using: &random) {
                attempts.append(
                    Cases.attempt(
                        number, after: .milliseconds(Int.random(in: 0...8_000_000_000, using: &random)),
                        ContactChannel.allCases.randomElement(using: &random) ?? .email,
                        ContactOutcome.allCases.randomElement(using: &random) ?? .noAnswer))
            }
            let before = try clock(Cases.situation(attempts: attempts))
            let counted = attempts.filter(\.outcome.counts)
            let isEnough = counted.count >= policy.attempts && Set(counted.map(\.channel)).count >= policy.channels
            #expect(before.isComplete == isEnough)
            if let date = before.mayBeGrantedFrom {
                let (first, last) = (counted.map(\.at).min()!, attempts.map(\.at).max()!)
                #expect(date == max(first + policy.wait, last + policy.pause))
            }
            #expect(before.earliest >= Cases.opened + policy.wait)
            let more = Cases.attempt(
                99, after: .milliseconds(Int.random(in: 0...8_000_000_000, using: &random)), .other)
            let after = try clock(Cases.situation(attempts: attempts + [more]))
            if let date = before.mayBeGrantedFrom, let first = counted.map(\.at).min(), more.at >= first {
                #expect(try #require(after.mayBeGrantedFrom) >= date)
            }
        }
    }

    @Test func sentencesForPeople() throws {
        #expect(
            RecoveryClock.Because.writtenLate(1).words
                == "one attempt was written down more than 7 days after it was made, and counts as made 7 days before that"
        )
        #expect(
            RecoveryClock.Because.writtenLate(2).words
                == "2 attempts were written down more than 7 days after they were made, and count as made 7 days before that"
        )
        let clock = try clock(Cases.situation(attempts: Cases.enough))
        #expect(
            clock.because.map(\.words) == [
                "the first attempt was made on 15 January 2027, and 42 days have to pass from it",
                "the last attempt was made on 4 February 2027, and 7 days have to pass from it",
            ])
        #expect(
            RecoveryClock.Missing.evidence(["identity", "source-repository"]).words
                == "the checklist is not complete: identity, source repository")
        #expect(Timestamp(milliseconds: 1_795_244_592_345).spelledOut == "21 November 2026, 07:03 UTC")
        #expect(
            RecoveryClock.Missing.attempts(have: 1, need: 3).words
                == "3 attempts to reach the owners are needed, and 1 counts so far")
    }
}
