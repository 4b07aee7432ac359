import Model
import Testing

/// What an act changes, leaves as it is, or refuses.
@Suite struct RecoveryActTests {
    private func decide(
        _ act: RecoveryAct, _ claim: RecoveryCase? = nil, in situation: RecoverySituation? = nil
    ) throws -> RecoveryOutcome {
        RecoveryMachine.decide(
            act, on: try claim ?? Cases.claim(), by: "alice", in: try situation ?? Cases.situation())
    }

    private func granted(_ keepsOwners: Bool = true) throws -> (RecoveryCase, RecoverySituation) {
        let invitation = try Samples.invitation { $0.recovery = Samples.id(50) }
        let claim = try Cases.claim {
            $0.state = .granted
            $0.decidedAt = Samples.now
            $0.decision = RecoveryDecision(keepsOwners: keepsOwners, reason: "because", by: "bea")
            $0.invitation = invitation.id
        }
        return (claim, try Cases.situation(invitation: invitation))
    }

    /// Whoever decides otherwise than was decided is not told that it was done.
    @Test func anotherDecisionIsRefused() throws {
        let (claim, situation) = try granted()
        func again(_ keepsOwners: Bool, _ words: String) throws -> RecoveryOutcome {
            try decide(
                .grant(keepsOwners: keepsOwners, reason: Cases.words(words), override: true), claim, in: situation)
        }
        #expect(try again(true, "because").isUnchanged)
        #expect(try again(false, "because").refusal == .caseState(.granted))
        #expect(try again(true, "another reason").refusal == .caseState(.granted))
    }

    /// Owners are not mailed twice within ten minutes, and a note that came with the second is not dropped silently.
    @Test func otherWordsOfASecondMailAreNotLost() throws {
        var mailed = Cases.attempt(1, after: .zero, .email, .underway, messages: [Samples.id(9)])
        mailed.note = "first"
        let soon = try Cases.situation(at: Samples.now + .seconds(599), attempts: [mailed])
        #expect(try decide(.contact(note: nil), in: soon).isUnchanged)
        #expect(try decide(.contact(note: PlainText("first")), in: soon).isUnchanged)
        #expect(
            try decide(.contact(note: PlainText("second")), in: soon).refusal == .contactedAlready(at: Samples.now))
        let later = try Cases.situation(at: Samples.now + .seconds(600), attempts: [mailed])
        #expect(try decide(.contact(note: PlainText("second")), in: later).changed?.attempt?.note == "second")
    }

    @Test func isGivenToWhoIsThere() throws {
        var situation = try Cases.situation()
        let named = try decide(.assign("bea"), in: situation).changed
        #expect(named?.claim.assignee == "bea", "the backend knows whom it names")
        situation.admins = ["alice", "bea"]
        #expect(try decide(.assign("Bea"), in: situation).changed?.claim.assignee == "Bea")
        #expect(
            try decide(.assign("carl"), in: situation).refusal
                == .invalid([FieldFlaw("/assignee", "is not an admin of this gallery")]))
        #expect(try decide(.assign(nil), in: situation).changed?.claim.assignee == nil)
    }

    /// One claimant has one case of a package that lives.
    @Test func anotherLivingCaseStandsInTheWay() throws {
        var situation = try Cases.situation()
        situation.other = try Cases.claim { $0.id = Samples.id(51) }
        let denied = try Cases.claim { $0.state = .denied }
        #expect(try decide(.reopen(Cases.words()), denied, in: situation).refusal == .caseState(.denied))
        let refusal = try decide(.name(Cases.claimant("frank")), in: situation).refusal
        #expect(
            refusal
                == .invalid([
                    FieldFlaw("/claimant/email", "has a case of its own for this package: \(Samples.id(51))")
                ]))
        #expect(try decide(.note(Cases.words()), in: situation).changed != nil, "nothing else minds it")
    }

    /// Those whom the decision meant, and nobody who came after it.
    @Test func whoGoesWhenItIsAccepted() throws {
        func leaving(_ keepsOwners: Bool) throws -> [String] {
            var (claim, situation) = try granted(keepsOwners)
            claim.decidedAt = Samples.now - .seconds(60)
            situation.owners.append(
                Ownership(account: try Samples.account(4, "erin"), since: Samples.now, via: .import))
            situation.owners.append(Ownership(account: try Samples.carol(), since: Samples.now, via: .invitation))
            let change = try #require(RecoveryMachine.answered(claim, by: Samples.carol(), in: situation).changed)
            return change.leaving.map(\.username.text)
        }
        #expect(try leaving(false) == ["bob", "dora"])
        #expect(try leaving(true).isEmpty)
    }

    @Test func aReportThatBecameACaseIsClosed() throws {
        let event = RecoveryMachine.closed(Samples.id(8), as: try Cases.claim(), by: "alice")
        #expect(event.type == .reportClosed && event.subject == Samples.id(8).description)
        #expect(event.data.recoveryCase == Samples.id(50).description && event.actor == "alice")
    }
}
