import Model
import Testing

@Suite struct RecoveryMachineTests {
    private func decide(
        _ act: RecoveryAct, _ claim: RecoveryCase? = nil, in situation: RecoverySituation? = nil
    ) throws -> RecoveryOutcome {
        RecoveryMachine.decide(
            act, on: try claim ?? Cases.claim(), by: "alice", in: try situation ?? Cases.situation())
    }

    private func grant(
        _ claim: RecoveryCase? = nil, override: Bool = false, in situation: RecoverySituation
    ) throws -> RecoveryOutcome {
        try decide(.grant(keepsOwners: true, reason: Cases.words(), override: override), claim, in: situation)
    }

    // MARK: How it begins

    @Test func aClaimIsNobodysBusinessUntilItsAddressIsConfirmed() throws {
        let change = RecoveryMachine.submit(
            Samples.id(50), package: Samples.package.id, claimant: try Cases.claimant(), why: try PlainText("mine"),
            links: [], in: try Cases.situation())
        #expect(change.claim.state == .submitted && change.claim.due == nil && change.claim.known == nil)
        #expect(change.messages.map(\.kind) == [.recoveryConfirmAddress])
        #expect(change.messages[0].until == Samples.now + RecoveryCase.confirmationLife)
        #expect(change.events.map(\.type) == [.recoverySubmitted])
        #expect(!change.events[0].actor.contains("eve@"), "no address in the feed")
        for act in [RecoveryAct.assign("bob"), .deny(try Cases.words())] {
            #expect(try decide(act, change.claim).refusal == .caseState(.submitted))
        }
        let opened = try #require(
            RecoveryMachine.confirm(change.claim, package: Samples.package, in: try Cases.situation()).changed)
        #expect(opened.claim.state == .open && opened.claim.confirmedAt == Samples.now)
        #expect(opened.claim.due == RecoveryAppointment(at: Samples.now, why: .unassigned))
        #expect(opened.messages.map(\.kind) == [.recoveryOpened] && opened.messages[0].facts.news == nil)
        let vouched = RecoveryMachine.submit(
            Samples.id(50), package: Samples.package.id, claimant: try Cases.claimant(), why: try PlainText("mine"),
            links: [], actor: "alice", vouched: Samples.package, in: try Cases.situation())
        #expect(vouched.messages.map(\.facts.news) == [.vouched], "nobody has confirmed the address")
        #expect(opened.events.map(\.type) == [.recoveryConfirmed, .recoveryOpened])
        #expect(
            RecoveryMachine.confirm(opened.claim, package: Samples.package, in: try Cases.situation()).isUnchanged)
    }

    @Test func whoNeverClaimedItSaysSo() throws {
        let claim = try Cases.claim { ($0.state, $0.confirmedAt, $0.assignee) = (.submitted, nil, nil) }
        let change = try #require(RecoveryMachine.disown(claim, in: Cases.situation()).changed)
        #expect(change.claim.state == .withdrawn && change.claim.claimant?.email == .erased)
        #expect(change.claim.why.isEmpty && change.claim.links.isEmpty && change.dropsWaitingMail)
        #expect(change.messages.isEmpty, "nobody knew of it")
        #expect(change.events.map(\.type) == [.recoveryWithdrawn])
        #expect(change.events[0].data.reason == RecoveryMachine.notTheirs && change.events[0].data.username == nil)
        #expect(RecoveryMachine.disown(change.claim, in: try Cases.situation()).isUnchanged)
        #expect(
            RecoveryMachine.disown(try Cases.claim(), in: try Cases.situation()).refusal == .caseState(.open),
            "who has confirmed it withdraws it by its page")
        let reopened = try decide(.reopen(Cases.words()), change.claim)
        #expect(reopened.refusal == .caseState(.withdrawn))
    }

    @Test func theSameClaimAgainIsMailedOnceInAnHour() throws {
        let claim = try Cases.claim {
            $0.state = .submitted
            $0.mailedAt = Samples.now
        }
        let soon = try Cases.situation(at: Samples.now + RecoveryCase.coolDown - .milliseconds(1))
        #expect(RecoveryMachine.repeated(claim, in: soon).isUnchanged)
        let later = try Cases.situation(at: Samples.now + RecoveryCase.coolDown)
        let again = try #require(RecoveryMachine.repeated(claim, in: later).changed)
        #expect(again.messages.map(\.kind) == [.recoveryConfirmAddress] && again.claim.mailedAt == later.now)
        let running = try #require(RecoveryMachine.repeated(Cases.claim(), in: later).changed)
        #expect(running.messages.map(\.kind) == [.recoveryOpened], "who lost the link gets another")
        #expect(running.messages.map(\.facts.news) == [.again], "nothing was confirmed just now")
        #expect(RecoveryMachine.repeated(try Cases.claim { $0.state = .denied }, in: later).isUnchanged)
    }

    // MARK: Work

    @Test func goesFromHandToHand() throws {
        #expect(try decide(.assign("alice")).isUnchanged)
        let handed = try #require(try decide(.assign("ben")).changed)
        #expect(handed.claim.assignee == "ben" && handed.events[0].data.assignee == "ben")
        let nobody = try #require(try decide(.assign(nil)).changed)
        #expect(nobody.claim.assignee == nil && nobody.claim.due?.why == .unassigned)
    }

    @Test func attemptsMoveItOn() throws {
        let report = AttemptReport(channel: .phone, at: Samples.now, outcome: .noAnswer)
        let first = try #require(try decide(.attempt(report)).changed)
        #expect(first.claim.state == .contacting && first.attempt?.number == 1)
        #expect(first.messages.map(\.facts.news) == [.contacting])
        #expect(first.claim.due == RecoveryAppointment(at: Samples.now + Cases.day * 7, why: .contact))
        let third = AttemptReport(channel: .social, at: Samples.now + Cases.day * 20, outcome: .answered)
        let situation = try Cases.situation(
            at: Samples.now + Cases.day * 20, attempts: Cases.attempts((0, .email), (10, .phone)))
        let waiting = try #require(
            try decide(.attempt(third), Cases.claim { $0.state = .contacting }, in: situation).changed)
        #expect(waiting.claim.state == .waiting)
        #expect(waiting.events.map(\.type) == [.recoveryAttempted, .recoveryWaiting])
        #expect(waiting.messages.map(\.facts.news) == [.waiting])
        #expect(waiting.messages[0].facts.grantableFrom == (Samples.now + Cases.day * 42).milliseconds)
        #expect(waiting.claim.due == RecoveryAppointment(at: Samples.now + Cases.day * 42, why: .decision))
    }

    /// Whoever reads the feed alone knows where each case stands.
    @Test func everyStateIsInAnEvent() throws {
        func states(_ change: RecoveryChange?) -> [String?] { change?.events.map(\.data.state) ?? [] }
        let report = AttemptReport(channel: .phone, at: Samples.now, outcome: .noAnswer)
        #expect(states(try decide(.attempt(report)).changed) == ["contacting"])
        let moment = Samples.now + Cases.day * 20
        let third = AttemptReport(channel: .social, at: moment, outcome: .answered)
        let contacting = try Cases.claim { $0.state = .contacting }
        let enough = try Cases.situation(at: moment, attempts: Cases.attempts((0, .email), (10, .phone)))
        #expect(states(try decide(.attempt(third), contacting, in: enough).changed) == ["waiting", "waiting"])

        // Nobody owns it, the checklist was complete, and is not any more.
        let ownerless = try Cases.claim { $0.state = .waiting }
        let ticked = try Cases.situation(owners: [], ticks: ["identity"]) { $0.checklist = ["identity"] }
        let unticked = try #require(try decide(.tick("identity", false), ownerless, in: ticked).changed)
        #expect(unticked.claim.state == .open && states(unticked) == ["open", "open"])
        #expect(unticked.events.map(\.type) == [.recoveryEvidence, .recoveryResumed])

        // What happens elsewhere: an owner joins, the gallery asks for more.
        let waiting = try Cases.claim { $0.state = .waiting }
        let joined = try #require(RecoveryMachine.review(ownerless, in: Cases.situation()).changed)
        #expect(joined.events.map(\.type) == [.recoveryResumed] && states(joined) == ["open"])
        #expect(joined.events[0].actor == EventDraft.system)
        let more = try Cases.situation(at: moment, attempts: Cases.enough) { $0.attempts = 4 }
        let asked = try #require(RecoveryMachine.review(waiting, in: more).changed)
        #expect(asked.events.map(\.type) == [.recoveryResumed] && states(asked) == ["contacting"])
    }

    @Test func attemptsAreOfThePastAndOfThisCase() throws {
        func attempt(_ moment: Timestamp) throws -> Refusal? {
            try decide(.attempt(AttemptReport(channel: .phone, at: moment, outcome: .noAnswer))).refusal
        }
        #expect(try attempt(Samples.now + .milliseconds(1)) == .invalid([FieldFlaw("/at", "lies in the future")]))
        #expect(
            try attempt(Samples.now - .milliseconds(1))
                == .invalid([FieldFlaw("/at", "lies before the case was opened")]))
        #expect(try attempt(Samples.now) == nil)
        for state in RecoveryState.allCases where !state.isRunning {
            let outcome = try decide(
                .attempt(AttemptReport(channel: .phone, at: Samples.now, outcome: .noAnswer)),
                Cases.claim { $0.state = state })
            #expect(outcome.refusal == .caseState(state))
        }
    }

    @Test func whatIsSentTwiceIsDoneOnce() throws {
        let one = Cases.attempt(1, after: .zero)
        let same = AttemptReport(channel: .phone, at: Samples.now, outcome: .noAnswer)
        let soon = try Cases.situation(at: Samples.now + .seconds(599), attempts: [one])
        #expect(try decide(.attempt(same), in: soon).isUnchanged)
        let later = try Cases.situation(at: Samples.now + .seconds(600), attempts: [one])
        #expect(try decide(.attempt(same), in: later).changed != nil)
        let mailed = Cases.attempt(1, after: .zero, .email, .delivered, messages: [Samples.id(9)])
        #expect(
            try decide(.contact(note: nil), in: Cases.situation(at: soon.now, attempts: [mailed])).isUnchanged)
        #expect(
            try decide(.contact(note: nil), in: Cases.situation(at: later.now, attempts: [mailed])).changed != nil)
    }

    @Test func ownersAreMailedEachForThemselves() throws {
        let change = try #require(try decide(.contact(note: nil)).changed)
        #expect(change.attempt?.outcome == .underway)
        #expect(change.contacts.map(\.recipient.local) == ["bob", "dora"])
        for mail in change.contacts {
            #expect(
                mail.kind == .recoveryContact && mail.facts.claimant == "Eve" && mail.facts.message == "I wrote it.")
            #expect(!"\(mail.facts)".contains("eve@example.org"), "never the claimant's address")
        }
        var silent = try Samples.bob()
        silent.email = nil
        #expect(try decide(.contact(note: nil), in: Cases.situation(owners: [silent])).refusal == .noOwners)
    }

    /// The mail is an attempt itself, and so the one that the pause is counted from.
    @Test func ownersAreToldNoEarlierDateThanTheirMailLeaves() throws {
        let situation = try Cases.situation(at: Samples.now + Cases.day * 40, attempts: Cases.enough)
        let change = try #require(
            try decide(.contact(note: nil), Cases.claim { $0.state = .waiting }, in: situation).changed)
        let told = (Samples.now + Cases.day * 47).milliseconds
        #expect(change.contacts.map(\.facts.grantableFrom) == [told, told])
    }

    /// An attempt that reached nobody takes the case back, and its admin hears of it.
    @Test func mailThatFailsDoesNotCount() throws {
        var attempts = Cases.enough
        attempts[2].messages = [Samples.id(9), Samples.id(10)]
        attempts[2].outcome = .delivered
        let claim = try Cases.claim { $0.state = .waiting }
        let situation = try Cases.situation(at: Samples.now + Cases.day * 21, attempts: attempts)
        let both = RecoveryMachine.review(
            claim, letters: [Samples.id(9): letter(.failed), Samples.id(10): letter(.suppressed)], in: situation)
        let change = try #require(both.changed)
        #expect(change.claim.state == .contacting && change.settled.map(\.outcome) == [.undeliverable])
        #expect(change.claim.due?.why == .undeliverable)
        #expect(change.messages.map(\.facts.news) == [.undeliverable])
        #expect(change.messages[0].recipient.local == "alice")
        let one = RecoveryMachine.review(
            claim, letters: [Samples.id(9): letter(.failed), Samples.id(10): letter(.sent)], in: situation)
        #expect(one.changed?.claim.state ?? .waiting == .waiting, "one mailbox reached is enough")
        let forgotten = RecoveryMachine.review(claim, letters: [Samples.id(9): letter(.failed)], in: situation)
        #expect(forgotten.changed?.settled.isEmpty ?? true, "what is not stored any more changes nothing")
    }

    @Test(arguments: [
        ([MessageState.queued], ContactOutcome.underway), ([.deferred, .failed], .underway),
        ([.sent, .queued], .delivered),
        ([.failed], .undeliverable), ([.suppressed, .cancelled], .undeliverable), ([.unknown], .undeliverable),
    ])
    func whatMailsMakeOfAnAttempt(states: [MessageState], outcome: ContactOutcome) {
        #expect(ContactAttempt.outcome(of: states.map { letter($0) }) == outcome)
    }

    /// The relay may have it, and it is sent once more: there is nothing to mend yet.
    @Test func whatMayHaveBeenTakenAndIsTriedAgainIsUnderway() throws {
        #expect(ContactAttempt.outcome(of: [letter(.unknown, hasNextTry: true)]) == .underway)
        #expect(ContactAttempt.outcome(of: [letter(.unknown, hasNextTry: true), letter(.sent)]) == .delivered)
        let attempt = Cases.attempt(1, after: .zero, .email, .underway, messages: [Samples.id(9)])
        let outcome = RecoveryMachine.review(
            try Cases.claim { $0.state = .contacting }, letters: [Samples.id(9): letter(.unknown, hasNextTry: true)],
            in: try Cases.situation(attempts: [attempt]))
        #expect(outcome.changed?.messages.isEmpty ?? true, "no admin is told of a mail that is sent again")
        #expect(outcome.changed?.settled.isEmpty ?? true)
    }

    /// A mail that waited for days leaves its readers as long as any other.
    @Test func mailCountsFromWhenItWasTaken() throws {
        var attempts = Cases.enough
        attempts[0] = Cases.attempt(1, after: .zero, .email, .underway, messages: [Samples.id(8), Samples.id(9)])
        attempts[2] = Cases.attempt(3, after: Cases.day * 20, .email, .underway, messages: [Samples.id(10)])
        let (first, last) = (Samples.now + Cases.day * 4, Samples.now + Cases.day * 39)
        let change = try #require(
            RecoveryMachine.review(
                Cases.claim { $0.state = .contacting },
                letters: [
                    Samples.id(8): letter(.sent, since: first + Cases.day), Samples.id(9): letter(.sent, since: first),
                    Samples.id(10): letter(.sent, since: last),
                ], in: Cases.situation(at: last, attempts: attempts)
            ).changed)
        #expect(change.settled.map(\.deliveredAt) == [first, last])
        #expect(change.claim.state == .waiting)
        #expect(change.claim.due == RecoveryAppointment(at: last + Cases.day * 7, why: .decision))
        attempts[0].outcome = .delivered
        attempts[0].deliveredAt = first
        let clock = try Cases.situation(at: last, attempts: [attempts[0], attempts[1]]).clock(of: Cases.claim())
        #expect(clock.because.first == .firstAttempt(first, wait: Cases.day * 42))
    }

    private func letter(
        _ state: MessageState, since: Timestamp = Samples.now, hasNextTry: Bool = false
    ) -> AttemptLetter {
        AttemptLetter(state: state, since: since, hasNextTry: hasNextTry)
    }

    @Test func evidenceIsTickedAndTakenBack() throws {
        #expect(try decide(.tick("nonsense", true)).refusal != nil)
        let ticked = try #require(try decide(.tick("identity", true)).changed)
        #expect(ticked.tick?.by == "alice" && ticked.events[0].data.ticked == true)
        let known = try Cases.situation(ticks: ["identity", "former"])
        #expect(try decide(.tick("identity", true), in: known).isUnchanged)
        #expect(try decide(.tick("former", false), in: known).changed?.untick == "former")
    }

    @Test func lockingVoidsWhatOwnersOffer() throws {
        let locked = try #require(try decide(.lock(Cases.words())).changed)
        #expect(locked.claim.locked && locked.voidsInvitations)
        #expect(locked.events.map(\.type) == [.recoveryLocked] && locked.events[0].data.reason == "because")
        #expect(try decide(.lock(Cases.words()), locked.claim).isUnchanged)
        let denied = try #require(try decide(.deny(Cases.words()), locked.claim).changed)
        #expect(!denied.claim.locked, "until the case ends")
        #expect(try decide(.lock(Cases.words()), denied.claim).refusal == .caseState(.denied))
    }

    // MARK: Decisions

    @Test func isNotGrantedBeforeItsTime() throws {
        let due = Cases.opened + Cases.day * 42
        let early = try Cases.situation(at: due - .milliseconds(1), attempts: Cases.enough)
        guard case .tooEarly(let clock) = try grant(in: early).refusal else {
            Issue.record("granted too early")
            return
        }
        #expect(clock.mayBeGrantedFrom == due)
        let overridden = try #require(try grant(override: true, in: early).changed)
        #expect(overridden.claim.decision?.overridden == true)
        #expect(overridden.events[0].data.overridden == true && overridden.events[0].data.reason == "because")
        let inTime = try #require(
            try grant(override: true, in: Cases.situation(at: due, attempts: Cases.enough)).changed)
        #expect(inTime.claim.decision?.overridden == false && inTime.events[0].data.overridden == nil)
        #expect(inTime.invites && inTime.claim.state == .granted)
        #expect(inTime.messages.map(\.recipient.local) == ["eve", "bob", "dora"])
    }

    /// The wait is waited, whatever dates are written down at its end.
    @Test func attemptsOfOneDayDoNotGrantAtOnce() throws {
        let moment = Cases.opened + Cases.day * 42
        var (situation, claim) = (try Cases.situation(at: moment), try Cases.claim())
        for (days, channel) in [(0, ContactChannel.email), (10, .phone), (35, .social)] {
            let report = AttemptReport(channel: channel, at: Cases.opened + Cases.day * days, outcome: .noAnswer)
            let change = try #require(try decide(.attempt(report), claim, in: situation).changed)
            claim = change.claim
            situation.attempts.append(try #require(change.attempt))
        }
        #expect(claim.state == .waiting && claim.due?.at == moment + Cases.day * 35)
        #expect(try grant(claim, in: situation).refusal == .tooEarly(situation.clock(of: claim)))
    }

    @Test func anOverrideNeedsWords() throws {
        let empty = RecoveryAct.grant(keepsOwners: true, reason: try PlainText(""), override: true)
        #expect(try decide(empty).refusal == .invalid([FieldFlaw("/reason", "cannot be empty")]))
    }

    @Test func thereMustBeSomebodyWhoDoesNotOwnItYet() throws {
        let nobody = try Cases.claim { $0.claimant = nil }
        #expect(try grant(nobody, override: true, in: Cases.situation()).refusal == .noClaimant)
        let owner = try Cases.claim { $0.claimant = try Cases.claimant("BOB") }
        #expect(try grant(owner, override: true, in: Cases.situation()).refusal == .alreadyOwner(username: "bob"))
        let named = try #require(
            try decide(.name(Cases.claimant()), nobody).changed)
        #expect(named.messages.map(\.kind) == [.recoveryOpened])
        #expect(try grant(named.claim, override: true, in: Cases.situation()).changed != nil)
        let other = Claimant(name: "E", email: try EmailAddress("e@other.example"))
        let generation = try decide(.name(other), named.claim).changed?.claim.generation
        #expect(generation == named.claim.generation + 1, "old links are dead")
    }

    /// Owners agree to one claimant, and to nobody who is named after they did.
    @Test func whatWasAgreedDoesNotOutliveItsClaimant() throws {
        let owners = [try Samples.bob(), try Samples.dora()]
        let answers = owners.map { Cases.answer(.agree, of: $0, after: .zero) }
        let later = try Cases.situation(at: Samples.now + Cases.day * 30, answers: answers)
        let agreed = try Cases.claim { $0.state = .waiting }
        #expect(try grant(agreed, in: later).changed != nil)
        let eve = try Cases.claimant()
        for other in [
            Claimant(name: "Eve", username: eve.username, email: try EmailAddress("mallory@other.example")),
            Claimant(name: "Eve", username: Samples.name("mallory"), email: eve.email),
            Claimant(name: "Eve", email: eve.email),
        ] {
            let named = try #require(try decide(.name(other), agreed, in: later).changed)
            #expect(named.claim.state == .open, "nothing was tried, and nobody agrees")
            #expect(try grant(named.claim, in: later).refusal == .tooEarly(later.clock(of: named.claim)))
            #expect(later.clock(of: named.claim).because.isEmpty)
            let isElsewhere = other.email != eve.email
            #expect(
                named.messages.map(\.kind) == [.recoveryOpened] + (isElsewhere ? [.recoveryStatus] : []),
                "the link of before is dead")
            let again = RecoveryMachine.agree(named.claim, by: [owners[0]], reason: nil, in: later).changed
            #expect(again?.answers.map(\.generation) == [named.claim.generation])
        }
        let spelled = Claimant(name: "Eva", username: eve.username, email: eve.email, locale: "en")
        let same = try #require(try decide(.name(spelled), agreed, in: later).changed)
        #expect(same.claim.state == .waiting && same.claim.generation == agreed.generation)
    }

    /// One link is all that owners get who share a mailbox.
    @Test func whoShareAMailboxAgreeTogether() throws {
        let (bob, dora) = (try Samples.bob(), try Samples.dora())
        let change = try #require(
            RecoveryMachine.agree(Cases.claim(), by: [bob, dora], reason: nil, in: Cases.situation()).changed)
        #expect(change.claim.state == .waiting && change.answers.map(\.username) == ["bob", "dora"])
        #expect(change.events.map(\.actor) == ["bob", "dora", EventDraft.system])
        #expect(change.messages.first?.facts.actor == "bob, dora")
        let one = try Cases.situation(answers: [Cases.answer(.agree, of: bob, after: .zero)])
        let rest = RecoveryMachine.agree(try Cases.claim(), by: [bob, dora], reason: nil, in: one).changed
        #expect(rest?.answers.map(\.username) == ["dora"])
    }

    /// Of a report that became a case, nobody knows yet to whom it would go.
    @Test func nobodyAgreesToNobody() throws {
        let unclaimed = try Cases.claim { $0.claimant = nil }
        #expect(
            RecoveryMachine.agree(unclaimed, by: [try Samples.bob()], reason: nil, in: try Cases.situation()).refusal
                == .noClaimant)
        #expect(
            RecoveryMachine.object(unclaimed, by: try Samples.bob(), reason: nil, in: try Cases.situation()).changed
                != nil)
    }

    @Test func whoIsNamedIsAnEventOfItsOwn() throws {
        let other = Claimant(name: "E", username: Samples.name("zoe"), email: try EmailAddress("zoe@other.example"))
        let named = try #require(try decide(.name(other)).changed)
        #expect(named.messages.map(\.facts.news) == [.named, .replaced])
        #expect(named.messages.map(\.recipient.local) == ["zoe", "eve"], "who is replaced is told")
        #expect(named.messages.map(\.generation) == [2, 1] && named.messages[1].facts.claimant == "Eve")
        let event = named.events[0]
        #expect(event.type == .recoveryNamed && event.actor == "alice" && event.data.username == "zoe")
        #expect(event.data.claimant == other.email.masked && event.data.formerUsername == "eve")
        #expect(event.data.formerClaimant == (try Cases.claimant()).email.masked)
        #expect(!"\(event.data)".contains("zoe@other.example") && !"\(event.data)".contains("eve@example.org"))
        let first = try #require(try decide(.name(other), Cases.claim { $0.claimant = nil }).changed).events[0]
        #expect(first.data.formerClaimant == nil && first.data.formerUsername == nil)
    }

    @Test func anObjectionFreezes() throws {
        let bob = try Samples.bob()
        let claim = try Cases.claim {
            $0.state = .waiting
            $0.locked = true
        }
        var attempts = Cases.enough
        attempts[0].messages = [Samples.id(9)]
        let moment = Samples.now + Cases.day * 60
        let situation = try Cases.situation(at: moment, attempts: attempts)
        let change = try #require(
            RecoveryMachine.object(claim, by: bob, reason: try Cases.words("mine"), in: situation).changed)
        #expect(change.claim.state == .objected && change.claim.locked && change.claim.countsFrom == moment)
        #expect(change.claim.due == RecoveryAppointment(at: moment, why: .objection))
        #expect(change.messages.map(\.recipient.local) == ["eve", "dora", "alice"])
        #expect(change.messages.map(\.facts.reason) == [nil, "mine", "mine"], "the claimant hears no owner's words")
        #expect(change.answers[0].reason == "mine" && change.events.allSatisfy { $0.data.reason == nil })
        #expect(try grant(change.claim, override: true, in: situation).refusal == .caseState(.objected))
        var said = situation
        said.answers = change.answers
        #expect(RecoveryMachine.object(change.claim, by: bob, reason: nil, in: said).isUnchanged)
        let reopened = try #require(try decide(.reopen(Cases.words()), change.claim, in: situation).changed)
        #expect(reopened.claim.state == .open)
        let after = try Cases.situation(at: moment + Cases.day * 100, attempts: attempts)
        guard case .tooEarly(let clock) = try grant(reopened.claim, in: after).refusal else {
            Issue.record("attempts before the objection count")
            return
        }
        #expect(clock.missing.first == .attempts(have: 0, need: 3))
    }

    /// Whoever thinks of reopening the case knows of each owner who said no.
    @Test func ownersObjectEachForThemselves() throws {
        let frozen = try Cases.claim {
            $0.state = .objected
            $0.countsFrom = Samples.now
            $0.due = RecoveryAppointment(at: Samples.now, why: .objection)
        }
        let mailed = Cases.attempt(1, after: .zero, .email, .delivered, messages: [Samples.id(9)])
        let situation = try Cases.situation(
            at: Samples.now + Cases.day, attempts: [mailed],
            answers: [Cases.answer(.object, of: Samples.bob(), after: .zero)])
        let change = try #require(
            RecoveryMachine.object(
                frozen, by: Samples.dora(), reason: try Cases.words("neither do I"), in: situation
            ).changed)
        #expect(change.claim == frozen, "it is stopped already")
        #expect(change.answers.map(\.username) == ["dora"] && change.answers[0].reason == "neither do I")
        #expect(change.events.map(\.type) == [.recoveryObjected] && change.events[0].actor == "dora")
        #expect(change.messages.map(\.recipient.local) == ["bob", "alice"])
        #expect(change.messages.allSatisfy { $0.facts.reason == "neither do I" })
        #expect(change.events[0].data.reason == nil, "the feed goes to everybody who reads")
        #expect(RecoveryMachine.object(frozen, by: try Samples.bob(), reason: nil, in: situation).isUnchanged)
    }

    /// What an admin hears by telephone weighs as much as a press of a button.
    @Test func anObjectionThatAnAdminHeardFreezes() throws {
        var attempts = Cases.enough
        attempts[0].messages = [Samples.id(9)]
        let moment = Samples.now + Cases.day * 60
        let situation = try Cases.situation(at: moment, attempts: attempts)
        let report = AttemptReport(
            channel: .phone, at: moment, whom: try PlainText("+49 30 1"), note: try PlainText("said no"),
            outcome: .objected)
        let change = try #require(
            try decide(.attempt(report), Cases.claim { $0.state = .waiting }, in: situation).changed)
        #expect(change.claim.state == .objected && change.claim.countsFrom == moment && change.answers.isEmpty)
        #expect(change.attempt?.outcome == .objected && change.dropsWaitingMail)
        #expect(change.events.map(\.type) == [.recoveryAttempted, .recoveryObjected])
        #expect(change.events[1].actor == "alice", "who wrote it down")
        #expect(change.events[1].data.attempt == change.attempt?.number && change.events[1].data.channel == "phone")
        #expect(change.messages.map(\.recipient.local) == ["eve", "bob", "dora", "alice"])
        #expect(change.messages.allSatisfy { $0.facts.actor == nil && $0.facts.reason == nil })
        #expect(try grant(change.claim, override: true, in: situation).refusal == .caseState(.objected))
        let invitation = try Samples.invitation { $0.recovery = Samples.id(50) }
        let granted = try Cases.claim {
            $0.state = .granted
            $0.invitation = invitation.id
        }
        let late = AttemptReport(channel: .phone, at: Samples.now, outcome: .objected)
        let back = try #require(
            try decide(.attempt(late), granted, in: Cases.situation(invitation: invitation)).changed)
        #expect(back.claim.state == .objected && back.cancelsInvitation)
    }

    @Test func whoObjectsAfterTheGrantTakesItBack() throws {
        let invitation = try Samples.invitation { $0.recovery = Samples.id(50) }
        let granted = try Cases.claim {
            $0.state = .granted
            $0.decision = RecoveryDecision(keepsOwners: false, reason: "r", by: "alice")
            $0.invitation = invitation.id
        }
        let situation = try Cases.situation(invitation: invitation)
        let change = try #require(
            RecoveryMachine.object(granted, by: Samples.bob(), reason: nil, in: situation).changed)
        #expect(change.cancelsInvitation && change.claim.state == .objected && change.claim.decision == nil)
        let completed = try Cases.claim {
            $0.state = .granted
            $0.completedAt = Samples.now
        }
        #expect(
            RecoveryMachine.object(completed, by: try Samples.bob(), reason: nil, in: situation).refusal
                == .caseState(.granted))
    }

    @Test func everyOwnerHasToAgree() throws {
        let (bob, dora) = (try Samples.bob(), try Samples.dora())
        let one = try #require(
            RecoveryMachine.agree(Cases.claim(), by: [bob], reason: Cases.words("ill"), in: Cases.situation()).changed)
        #expect(one.claim.state == .open && one.events.map(\.type) == [.recoveryAgreed])
        #expect(one.answers[0].reason == "ill" && one.events[0].data.reason == nil, "the feed has no owner's words")
        let situation = try Cases.situation(answers: [Cases.answer(.agree, of: bob, after: .zero)])
        #expect(RecoveryMachine.agree(one.claim, by: [bob], reason: nil, in: situation).isUnchanged)
        let all = try #require(RecoveryMachine.agree(one.claim, by: [dora], reason: nil, in: situation).changed)
        let due = Samples.now + Cases.day * 7
        #expect(all.claim.state == .waiting && all.claim.due == RecoveryAppointment(at: due, why: .decision))
        let answers = [bob, dora].map { Cases.answer(.agree, of: $0, after: .zero) }
        let early = try Cases.situation(at: due - .milliseconds(1), answers: answers)
        #expect(try grant(all.claim, in: early).refusal == .tooEarly(early.clock(of: all.claim)))
        #expect(try grant(all.claim, in: Cases.situation(at: due, answers: answers)).changed != nil)
    }

    @Test func isDecidedOnceAndCanBeReopened() throws {
        let denied = try #require(try decide(.deny(Cases.words())).changed)
        #expect(denied.claim.state == .denied && denied.claim.due == nil && denied.dropsWaitingMail)
        #expect(denied.messages.map(\.recipient.local) == ["eve"], "owners who never heard of it hear nothing")
        #expect(try decide(.deny(Cases.words()), denied.claim).isUnchanged)
        #expect(try decide(.deny(Cases.words("again")), denied.claim).refusal == .caseState(.denied))
        let reopened = try #require(try decide(.reopen(Cases.words()), denied.claim).changed)
        #expect(reopened.claim.state == .open && reopened.claim.decision == nil)
        #expect(try decide(.reopen(Cases.words()), reopened.claim).isUnchanged)
        let withdrawn = try #require(RecoveryMachine.withdraw(Cases.claim(), in: Cases.situation()).changed)
        #expect(withdrawn.claim.state == .withdrawn)
        #expect(RecoveryMachine.withdraw(withdrawn.claim, in: try Cases.situation()).isUnchanged)
        #expect(
            RecoveryMachine.withdraw(denied.claim, in: try Cases.situation()).refusal == .caseState(.denied))
    }

    /// Whoever reopens a case cannot grant it by what was tried before it ended, nor by what is dated while it was stopped.
    @Test(arguments: [RecoveryState.denied, .withdrawn, .objected])
    func theClockBeginsAnewAtTheReopening(state: RecoveryState) throws {
        let moment = Cases.opened + Cases.day * 100
        let stopped = try Cases.claim { $0.state = state }
        let meanwhile = Cases.attempts((0, .email), (10, .phone), (99, .social))
        let owners = [try Samples.bob(), try Samples.dora()]
        let answers = owners.map { Cases.answer(.agree, of: $0, after: Cases.day) }
        let situation = try Cases.situation(at: moment, attempts: meanwhile, answers: answers)
        let change = try #require(try decide(.reopen(Cases.words()), stopped, in: situation).changed)
        #expect(change.claim.state == .open && change.claim.countsFrom == moment)
        #expect(change.claim.due == RecoveryAppointment(at: moment, why: .contact))
        let later = try Cases.situation(at: moment + .seconds(60), attempts: meanwhile, answers: answers)
        #expect(try grant(change.claim, in: later).refusal == .tooEarly(later.clock(of: change.claim)))
        #expect(later.clock(of: change.claim).because == [.beforeRestart(3)])
        let orphan = try Cases.situation(
            at: moment + .seconds(60), owners: [], ticks: ["identity", "source-repository", "project-site"])
        #expect(orphan.clock(of: change.claim).mayBeGrantedFrom == moment + Cases.day * 14)
    }

    /// Whoever knows of a case hears how it ends, and whoever does not is left alone.
    @Test func allPartiesHearTheOutcome() throws {
        func withdrawn(_ claim: RecoveryCase, _ situation: RecoverySituation) -> [MessageDraft] {
            RecoveryMachine.withdraw(claim, in: situation).changed?.messages ?? []
        }
        let claim = try Cases.claim()
        #expect(withdrawn(claim, try Cases.situation()).map(\.recipient.local) == ["eve", "alice"])
        let mailed = Cases.attempt(1, after: .zero, .email, .delivered, messages: [Samples.id(9)])
        let called = Cases.attempt(1, after: .zero, .phone, .agreed)
        let said = Cases.answer(.agree, of: try Samples.bob(), after: .zero)
        for situation in [
            try Cases.situation(attempts: [mailed]), try Cases.situation(attempts: [called]),
            try Cases.situation(answers: [said]),
        ] {
            let drafts = withdrawn(claim, situation)
            #expect(drafts.map(\.recipient.local) == ["eve", "bob", "dora", "alice"])
            #expect(drafts.allSatisfy { $0.kind == .recoveryStatus && $0.facts.news == .withdrawn })
            #expect(drafts.map { $0.facts.expires != nil } == [true, false, false, false], "owners get no link")
        }
        let silent = Cases.attempt(1, after: .zero, .phone, .noAnswer)
        #expect(withdrawn(claim, try Cases.situation(attempts: [silent])).count == 2)

        // Of a grant every owner was mailed, whoever was tried before: so they hear that it is taken back.
        let granted = try Cases.claim { $0.state = .granted }
        let situation = try Cases.situation()
        let report = AttemptReport(channel: .phone, at: Samples.now, outcome: .objected)
        for change in [
            try decide(.deny(Cases.words()), granted).changed, RecoveryMachine.withdraw(granted, in: situation).changed,
            try decide(.attempt(report), granted).changed,
        ] {
            let owners = try #require(change?.messages.filter { $0.facts.role == .owner })
            #expect(owners.map(\.recipient.local) == ["bob", "dora"])
            #expect(owners.allSatisfy { $0.facts.takenBack == true })
        }
        let unconfirmed = try Cases.claim { ($0.state, $0.confirmedAt) = (.submitted, nil) }
        #expect(withdrawn(unconfirmed, situation).isEmpty)
        let erased = RecoveryMachine.erase(claim, in: try Cases.situation(attempts: [mailed]))
        #expect(
            erased.messages.map(\.recipient.local) == ["bob", "dora", "alice"], "who is forgotten is not written to")
        #expect(erased.messages.allSatisfy { $0.facts.claimant == nil })
    }

    /// An end lifts the lock, and the feed says so.
    @Test func whatEndsACaseUnlocksThePackage() throws {
        let locked = try Cases.claim { $0.locked = true }
        let granted = try Cases.claim {
            $0.state = .granted
            $0.locked = true
        }
        let ends = [
            try decide(.deny(Cases.words()), locked), RecoveryMachine.withdraw(locked, in: try Cases.situation()),
            RecoveryMachine.answered(granted, by: try Samples.carol(), in: try Cases.situation()),
        ].map(\.changed)
        for change in ends {
            let last = try #require(change?.events.last)
            #expect(last.type == .recoveryUnlocked && last.actor == EventDraft.system)
            #expect(last.data.state == change?.claim.state.rawValue && change?.claim.locked == false)
        }
        let open = try #require(try decide(.deny(Cases.words())).changed)
        #expect(open.events.map(\.type) == [.recoveryDenied], "what was not locked is not unlocked")
    }

    @Test func theAnswerToTheInvitationEndsIt() throws {
        var invitation = try Samples.invitation { $0.recovery = Samples.id(50) }
        let granted = try Cases.claim {
            $0.state = .granted
            $0.decidedAt = Samples.now
            $0.decision = RecoveryDecision(keepsOwners: false, reason: "r", by: "alice")
            $0.invitation = invitation.id
            $0.due = RecoveryAppointment(at: invitation.expiresAt, why: .invitation)
        }
        let done = try #require(
            RecoveryMachine.answered(granted, by: Samples.carol(), in: Cases.situation(invitation: invitation)).changed)
        #expect(done.claim.completedAt == Samples.now && done.claim.due == nil && done.claim.isOver)
        #expect(done.events.map(\.type) == [.recoveryCompleted] && done.events[0].data.keepsOwners == false)
        invitation.state = .declined
        invitation.decidedAt = Samples.now
        let declined = try Cases.situation(invitation: invitation)
        let open = try #require(RecoveryMachine.answered(granted, by: nil, in: declined).changed)
        #expect(open.claim.state == .granted && open.claim.due?.why == .unanswered)
        #expect(open.messages.map(\.recipient.local) == ["eve", "alice"])
        #expect(open.messages.allSatisfy { $0.facts.news == .unanswered })
        var accepted = invitation
        (accepted.state, accepted.invitee) = (.accepted, nil)
        let unnamed = try #require(
            RecoveryMachine.answered(granted, by: nil, in: Cases.situation(invitation: accepted)).changed)
        #expect(unnamed.claim.due == RecoveryAppointment(at: Samples.now, why: .account), "it was answered")
        #expect(unnamed.messages.isEmpty)
        var lost = invitation
        (lost.state, lost.decidedAt, lost.undeliverable) = (.pending, nil, true)
        let bounced = try #require(
            RecoveryMachine.answered(granted, by: nil, in: Cases.situation(invitation: lost)).changed)
        #expect(bounced.messages.allSatisfy { $0.facts.news == .uninvited })
        #expect(bounced.messages.map(\.recipient.local) == ["eve", "alice"])
        #expect(RecoveryMachine.answered(open.claim, by: nil, in: declined).isUnchanged)
        let again = try #require(try grant(open.claim, override: true, in: declined).changed)
        #expect(again.invites, "what came to nothing can be granted once more")
    }

    /// The gallery has made the claimant an owner itself, which ended the invitation: nothing is left to answer.
    @Test func aClaimantWhoIsMadeAnOwnerHasAccepted() throws {
        var invitation = try Samples.invitation { $0.recovery = Samples.id(50) }
        invitation.state = .cancelled
        invitation.decidedAt = Samples.now
        let granted = try Cases.claim {
            $0.claimant = try Cases.claimant("carol")
            $0.state = .granted
            $0.decidedAt = Samples.now
            $0.decision = RecoveryDecision(keepsOwners: false, reason: "r", by: "alice")
            $0.invitation = invitation.id
        }
        let owners = [try Samples.bob(), try Samples.dora(), try Samples.carol()]
        let situation = try Cases.situation(owners: owners, invitation: invitation)
        let done = try #require(RecoveryMachine.answered(granted, by: nil, in: situation).changed)
        #expect(done.claim.completedAt == Samples.now && done.claim.due == nil)
        #expect(done.events.map(\.type) == [.recoveryCompleted] && done.events[0].actor == EventDraft.system)
        #expect(done.leaving.map(\.username.text) == ["bob", "dora"])
        #expect(done.messages.map(\.facts.news) == [.completed])
        // Who declined, and owns it all the same, is for an admin to look at.
        invitation.state = .declined
        let declined = try Cases.situation(owners: owners, invitation: invitation)
        #expect(
            RecoveryMachine.answered(granted, by: nil, in: declined).changed?.claim.due?.why == .settled)
    }

    @Test func whoOwnsItByNowIsDueAtOnce() throws {
        let claim = try Cases.claim { $0.claimant = try Cases.claimant("bob") }
        let change = try #require(RecoveryMachine.review(claim, in: Cases.situation()).changed)
        #expect(change.claim.due?.why == .settled)
    }

    /// A case is read as a whole whenever something is done about it: what it holds has an end, and says so.
    @Test func aCaseHoldsSoMuchAndNoMore() throws {
        var situation = try Cases.situation()
        let note = { CaseNote(number: $0, at: Cases.opened, by: "alice", text: "before") }
        situation.notes = [note(RecoveryMachine.mostNotes - 1)]
        let last = RecoveryMachine.decide(.note(try Cases.words()), on: try Cases.claim(), by: "alice", in: situation)
        guard case .change(let change) = last else { throw Unmet() }
        #expect(change.note?.number == 500)
        situation.notes = [note(RecoveryMachine.mostNotes)]
        #expect(
            RecoveryMachine.decide(.note(try Cases.words()), on: try Cases.claim(), by: "alice", in: situation)
                == .refuse(
                    .invalid([
                        FieldFlaw("/text", "cannot be added: the case has 500 notes, as many as one can have")
                    ])))

        let report = AttemptReport(channel: .phone, at: Cases.opened, outcome: .noAnswer)
        situation.attempts = [Cases.attempt(RecoveryMachine.mostAttempts, after: .zero, .social)]
        for act in [RecoveryAct.attempt(report), .contact(note: nil)] {
            #expect(
                RecoveryMachine.decide(act, on: try Cases.claim(), by: "alice", in: situation)
                    == .refuse(
                        .invalid([
                            FieldFlaw(
                                "/channel", "cannot be logged: the case has 200 attempts, as many as one can have")
                        ])))
        }
        situation.attempts = [Cases.attempt(RecoveryMachine.mostAttempts - 1, after: .zero, .social)]
        guard
            case .change = RecoveryMachine.decide(
                .attempt(report), on: try Cases.claim(), by: "alice", in: situation)
        else { throw Unmet() }
    }

    private struct Unmet: Error {}
}
