import Model
import Testing

@Suite struct PublicationMachineTests {
    /// Which stages follow which state, and to what; nil where the gallery is refused.
    static let steps: [(PublicationState, PublicationStage, PublicationState?)] = [
        (.received, .validating, .validating), (.received, .live, .live), (.received, .failed, .failed),
        (.received, .withdrawn, .withdrawn), (.received, .delayed, .received),
        (.validating, .live, .live), (.validating, .failed, .failed), (.validating, .withdrawn, .withdrawn),
        (.validating, .delayed, .validating), (.validating, .received, nil),
        (.held, .validating, .held), (.held, .failed, .failed), (.held, .withdrawn, .withdrawn), (.held, .live, nil),
        (.held, .delayed, nil),
        (.live, .failed, .failed), (.live, .withdrawn, .withdrawn), (.live, .received, nil), (.live, .validating, nil),
        (.live, .delayed, nil),
        (.failed, .live, nil), (.rejected, .live, nil), (.withdrawn, .live, nil), (.rejected, .validating, nil),
    ]

    @Test(arguments: steps)
    func stages(from state: PublicationState, stage: PublicationStage, to next: PublicationState?) throws {
        // Told of something else before, so that it is no repetition.
        let before: PublicationStage = stage == .withdrawn ? .received : .withdrawn
        let decision = try Versions.advance(Versions.publication(state, stage: before), to: stage)
        guard let next else {
            #expect(decision.refusal == .publicationState(state))
            return
        }
        #expect(decision.changed?.publication.state == next)
        #expect(decision.changed?.publication.stage == stage)
    }

    @Test(arguments: PublicationStage.allCases)
    func theSameStageAgainChangesNothing(stage: PublicationStage) throws {
        let change = try #require(try Versions.begin(stage).changed)
        #expect(try Versions.advance(change.publication, to: stage) == .unchanged(change.publication))
    }

    @Test func aHoldWaitsAndOnlyForWhatIsNotPublic() throws {
        let change = try #require(try Versions.begin(.received, hold: true).changed)
        #expect(change.publication.state == .held)
        #expect(change.publication.holdUntil == Samples.now + .seconds(86_400))
        #expect(change.messages.map(\.kind) == [.publicationConfirm, .publicationConfirm])
        #expect(change.messages.allSatisfy { $0.facts.expires == change.publication.holdUntil?.milliseconds })
        for stage in [PublicationStage.live, .failed, .withdrawn, .delayed] {
            guard case .invalid(let flaws) = try Versions.begin(stage, hold: true).refusal else {
                Issue.record("\(stage) can be held")
                continue
            }
            #expect(flaws.map(\.pointer) == ["/hold"])
        }
    }

    @Test(arguments: [true, false])
    func anOwnerDecides(confirm: Bool) throws {
        let held = try Versions.publication(.held)
        let dora = try Samples.dora()
        let situation = try Versions.situation()
        let decided = PublicationMachine.decide(held, confirm: confirm, by: dora, in: situation)
        let change = try #require(decided.changed)
        #expect(change.publication.state == (confirm ? .validating : .rejected))
        #expect(change.publication.decidedBy == "dora")
        #expect(change.events.map(\.type) == [confirm ? .publicationConfirmed : .publicationRejected])
        #expect(Set(change.messages.map(\.kind)) == [confirm ? .publicationConfirmed : .publicationFailed])
        // The same again shows the same; the opposite does not undo it.
        let again = PublicationMachine.decide(change.publication, confirm: confirm, by: dora, in: situation)
        #expect(again == .unchanged(change.publication))
        let other = PublicationMachine.decide(change.publication, confirm: !confirm, by: dora, in: situation)
        #expect(other.refusal == .publicationState(change.publication.state))
        #expect(
            PublicationMachine.decide(held, confirm: true, by: nil, in: situation).refusal == .notAnOwner(username: ""))
    }

    @Test func timeRejects() throws {
        let held = try Versions.publication(.held)
        let end = Samples.now + .seconds(3600)
        #expect(held.state(at: end - .milliseconds(1)) == .held)
        #expect(held.state(at: end) == .rejected)
        #expect(
            PublicationMachine.expire(held, in: try Versions.situation(at: end - .milliseconds(1))) == .unchanged(held))
        let late = PublicationMachine.decide(
            held, confirm: true, by: try Samples.dora(), in: try Versions.situation(at: end))
        #expect(late.changed?.publication.state == .rejected)
        #expect(late.changed?.publication.decidedBy == nil)
        #expect(late.changed?.events.map(\.actor) == [EventDraft.system])
    }

    @Test func standings() throws {
        let (held, dora) = (try Versions.publication(.held), try Samples.dora())
        let far = Samples.now + .seconds(7200)
        func standing(
            _ publication: Publication, _ owner: Account?, at now: Timestamp = Samples.now
        )
            -> PublicationStanding
        {
            PublicationMachine.standing(of: publication, owner: owner, expires: far, now: now)
        }
        #expect(standing(held, dora) == .open)
        #expect(standing(held, nil) == .revoked)
        #expect(standing(held, dora, at: far) == .expired)
        #expect(standing(try Versions.publication(.withdrawn), dora) == .overtaken(.withdrawn))
        #expect(standing(try Versions.publication(.live) { $0.decidedBy = "dora" }, dora) == .decided(.live))
        #expect(standing(try Versions.publication(.rejected), dora) == .expired)
    }

    @Test(arguments: [
        ("1.0.0-rc.1+build", true), ("", false), ("1 0", false), ("1.0\r\n", false), ("１.0", false),
        (String(repeating: "9", count: 128), true), (String(repeating: "9", count: 129), false), ("<b>", false),
    ])
    func versions(text: String, isOne: Bool) {
        #expect(((try? VersionText(text)) != nil) == isOne)
    }
}
