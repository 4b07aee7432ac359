import Model
import Testing

@Suite struct OwnerRemovalTests {
    private func remove(
        _ username: String, by remover: String, owners: [Account]? = nil, pending: [Invitation] = []
    ) throws -> Result<OwnerRemoval, Refusal> {
        OwnerRemoval.decide(
            username, by: .owner(remover), package: Samples.package, pending: pending, id: Samples.id(7),
            in: try Samples.situation(owners: owners))
    }

    private func refusal(_ result: Result<OwnerRemoval, Refusal>) -> Refusal? {
        guard case .failure(let refusal) = result else { return nil }
        return refusal
    }

    @Test func refusals() throws {
        #expect(try refusal(remove("dora", by: "eve")) == .notAnOwner(username: "eve"))
        #expect(try refusal(remove("eve", by: "bob")) == .unknownOwner)
        #expect(try refusal(remove("bob", by: "bob", owners: [Samples.bob()])) == .lastOwner)
        #expect(try refusal(remove("bob", by: "dora", owners: [Samples.bob()])) == .notAnOwner(username: "dora"))
    }

    @Test func anyOwnerRemovesAny() throws {
        let removal = try remove("DORA", by: "bob").get()
        #expect(try removal.removed == [Samples.dora()])
        #expect(removal.events.map(\.type) == [.ownerRemoved])
        #expect(removal.events.first?.actor == "bob")
        #expect(removal.events.first?.data.username == "dora")
    }

    /// Who is removed hears of that alone; who stays hears of all of them at once.
    @Test func severalAtOnceAreOneMailEach() throws {
        let gone = try [Samples.bob(), Samples.dora(), Samples.account(4, "erin")]
        let staying = try [Samples.carol(), Samples.account(5, "zoe")]
        let offered = try Samples.invitation { $0.inviter = try Samples.dora() }
        let removal = OwnerRemoval.decide(
            all: gone, byAdmin: "alice", reason: try PlainText("handed over"), package: Samples.package,
            pending: [offered], id: Samples.id(7), in: try Samples.situation(owners: gone + staying))
        #expect(
            removal.messages.map { "\($0.recipient.local) \($0.facts.role.rawValue)" }
                == ["bob removed", "dora removed", "erin removed", "carol owner", "zoe owner"])
        #expect(removal.messages.map(\.facts.invitee).prefix(3) == ["bob", "dora", "erin"])
        #expect(removal.messages.suffix(2).allSatisfy { $0.facts.removed == ["bob", "dora", "erin"] })
        #expect(removal.messages.allSatisfy { $0.facts.asAdmin == true && $0.facts.actor == "alice" })
        #expect(removal.events.map(\.data.username) == ["bob", "dora", "erin"])
        #expect(removal.voided.map(\.invitation.id) == [offered.id])
    }

    @Test func itsInvitationsAreVoid() throws {
        let own = try Samples.invitation { $0.inviter = try Samples.dora() }
        let anothers = try Samples.invitation { $0.id = Samples.id(20) }
        let decided = try Samples.invitation {
            $0.inviter = try Samples.dora()
            $0.state = .declined
        }
        let voided = try remove("dora", by: "bob", pending: [own, anothers, decided]).get().voided
        #expect(voided.map(\.invitation.id) == [own.id])
        #expect(voided.map(\.invitation.state) == [.void])
        #expect(voided.flatMap(\.events).map(\.type) == [.invitationVoided])
        #expect(voided.map(\.dropsWaitingMail) == [true])
    }
}
