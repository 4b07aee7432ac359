import Model
import Testing

@Suite struct PublicationTellingTests {
    private func recipients(_ decision: PublicationDecision) -> [String] {
        decision.changed?.messages.map(\.recipient.text) ?? []
    }

    @Test func eachOwnerHearsOnceAndThePublisherInTheirOwnWords() throws {
        let change = try #require(try Versions.begin(.live).changed)
        #expect(change.messages.map(\.recipient.text) == ["bob@example.org", "dora@example.org"])
        #expect(change.messages.map(\.facts.role) == [.publisher, .owner])
        #expect(change.messages.allSatisfy { $0.kind == .publicationLive && $0.facts.packageNumber == 9 })
        #expect(try Versions.begin(.validating).changed?.messages == [])
        let team = try Samples.account(4, "team", kind: .organization, members: ["dora@example.org", "x@example.org"])
        let both = try Versions.situation(owners: [Samples.bob(), Samples.dora(), team])
        #expect(
            recipients(try Versions.begin(.live, in: both)) == ["bob@example.org", "dora@example.org", "x@example.org"])
    }

    @Test func whatIsMutedDoesNotComeButForWhatMustBeHeard() throws {
        let dora = try EmailAddress("dora@example.org")
        let muted = Set(MailKind.allCases.map { Muted(mailbox: dora, kind: $0) })
        for stage in [PublicationStage.received, .live, .delayed, .withdrawn] {
            #expect(recipients(try Versions.begin(stage, in: Versions.situation(muted: muted))) == ["bob@example.org"])
        }
        #expect(recipients(try Versions.begin(.failed, in: Versions.situation(muted: muted))).count == 2)
        let stranger = try Versions.situation(muted: muted, publishedBefore: false)
        let unusual = try #require(try Versions.begin(.live, in: stranger).changed)
        #expect(unusual.messages.count == 2 && unusual.messages.allSatisfy { $0.facts.unusual == true })
    }

    /// Who has published before, whether anybody has, who publishes: and whether that is unusual.
    @Test(arguments: [
        (true, true, "bob", false), (false, true, "bob", true), (false, false, "bob", false),
        (false, false, "carol", true), (true, true, "carol", false),
    ])
    func unusual(before: Bool, history: Bool, who: String, isUnusual: Bool) throws {
        let situation = try Versions.situation(publishedBefore: before, hasHistory: history)
        let publisher = try who == "bob" ? Samples.bob() : Samples.carol()
        let change = try #require(try Versions.begin(.live, by: publisher, in: situation).changed)
        #expect(change.publication.unusual == isUnusual)
    }

    @Test func manyInAWindowAreRolledUp() throws {
        let start = Samples.now - .seconds(600)
        let told = (0..<5).map { start + .seconds(Int64($0)) }
        let fourth = try #require(
            try Versions.begin(.live, in: Versions.situation(told: Array(told.prefix(4)))).changed)
        #expect(fourth.digest == nil && fourth.messages.count == 2 && fourth.publication.toldAt == Samples.now)
        let sixth = try #require(try Versions.begin(.live, in: Versions.situation(told: told)).changed)
        #expect(sixth.messages.isEmpty && sixth.publication.rolledUp)
        #expect(sixth.digest?.dueAt == start + .seconds(3600))
        // What follows of it is rolled up as well, but for a failure.
        let later = try Versions.situation(at: Samples.now + .seconds(60))
        func next(_ stage: PublicationStage) -> PublicationChange? {
            PublicationMachine.advance(sixth.publication, by: PublicationReport(stage: stage), in: later).changed
        }
        #expect(next(.withdrawn)?.messages.isEmpty == true && next(.withdrawn)?.digest != nil)
        #expect(next(.failed)?.messages.count == 2 && next(.failed)?.digest == nil)
        let unusual = try Versions.begin(.live, in: Versions.situation(told: told, publishedBefore: false)).changed
        #expect(unusual?.messages.count == 2 && unusual?.publication.rolledUp == false)
        let never = try Versions.situation(told: told) { $0.digestAfter = .max }
        #expect(try Versions.begin(.live, in: never).changed?.messages.count == 2)
    }

    @Test func aDigestHasWhatItsReaderWants() throws {
        let entries = try (0..<60).map { number in
            DigestEntry(
                publication: Samples.id(UInt64(100 + number)), version: try VersionText("1.\(number)"),
                publisher: "bob", kind: number % 2 == 0 ? .publicationLive : .publicationWithdrawn, at: Samples.now,
                dueAt: Samples.now)
        }
        let (bob, dora) = (try EmailAddress("bob@example.org"), try EmailAddress("dora@example.org"))
        func digest(_ muted: Set<Muted>) throws -> [MessageDraft] {
            PublicationMachine.digest(
                entries, of: Samples.package, about: Samples.id(50), in: try Versions.situation(muted: muted))
        }
        let all = try digest([Muted(mailbox: dora, kind: .publicationLive)])
        #expect(all.map(\.facts.count) == [60, 30])
        #expect(all.map { $0.facts.lines?.count } == [50, 30])
        #expect(all[1].facts.lines?.allSatisfy { $0.state == "withdrawn" } == true)
        #expect(try digest([Muted(mailbox: bob, kind: .publicationDigest)]).map(\.recipient) == [dora])
        let nothing = Set(MailKind.allCases.map { Muted(mailbox: dora, kind: $0) })
        #expect(try digest(nothing).map(\.recipient) == [bob])
    }

    @Test func whatFindsNoRoomIsRolledUpAFailureToo() throws {
        let situation = try Versions.situation()
        for stage in [PublicationStage.received, .live, .failed, .delayed, .withdrawn] {
            let change = PublicationMachine.rollUp(
                try #require(try Versions.begin(stage, in: situation).changed), in: situation)
            #expect(change.messages.isEmpty && change.publication.rolledUp && change.events.count == 1)
            #expect(change.digest?.dueAt == Samples.now + .seconds(3600))
        }
    }

    /// A mail that warns, or asks for a decision, has nothing that could stand for it.
    @Test func whatWarnsIsNeverRolledUp() throws {
        let stranger = try Versions.situation(publishedBefore: false)
        let unusual = try #require(try Versions.begin(.live, in: stranger).changed)
        #expect(PublicationMachine.rollUp(unusual, in: stranger) == unusual)
        let held = try #require(try Versions.begin(.received, hold: true).changed)
        #expect(PublicationMachine.rollUp(held, in: try Versions.situation()) == held)
        let rejected = try #require(
            PublicationMachine.decide(
                Versions.publication(.held), confirm: false, by: Samples.dora(), in: Versions.situation()
            ).changed)
        #expect(PublicationMachine.rollUp(rejected, in: try Versions.situation()) == rejected)
    }

    @Test func aFailureInADigestComesToThoseWhoWantNone() throws {
        let entry = { (kind: MailKind) in
            DigestEntry(
                publication: Samples.id(100), version: try VersionText("1.0"), publisher: "bob", kind: kind,
                at: Samples.now, dueAt: Samples.now)
        }
        let dora = try EmailAddress("dora@example.org")
        let situation = try Versions.situation(muted: [Muted(mailbox: dora, kind: .publicationDigest)])
        let drafts = PublicationMachine.digest(
            [try entry(.publicationLive), try entry(.publicationFailed)], of: Samples.package, about: Samples.id(50),
            in: situation)
        #expect(drafts.map { $0.facts.lines?.map(\.state) } == [["live", "failed"], ["failed"]])
    }
}
