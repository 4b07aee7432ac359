import Model
import Testing

@testable import Storage
@testable import Web
@testable import Workflows

/// What the page of a case says, and what it offers.
@Suite struct CasePageTests {
    static let now = Timestamp(seconds: 1_800_000_000)

    private static func claim(_ change: (inout RecoveryCase) throws -> Void = { _ in }) throws -> RecoveryCase {
        let package = try Name("left-pad", .package)
        var claim = RecoveryCase(
            id: Identifier(high: 1, low: 50), package: package, known: KnownPackage(number: 1, id: package),
            claimant: Claimant(name: "Eve", email: try EmailAddress("eve@example.org")), why: "I wrote it.", links: [],
            state: .open, createdAt: now, changedAt: now, confirmedAt: now, countsFrom: now)
        try change(&claim)
        return claim
    }

    /// The page as an admin named alice gets it.
    private static func page(
        _ claim: RecoveryCase, answers: [OwnerAnswer] = [], invitation: Invitation? = nil, history: [EventDraft] = []
    ) throws -> String {
        let gallery = Gallery(
            id: Identifier(high: 1, low: 1), slug: "main", name: "Main", url: "https://gallery.example",
            from: try EmailAddress("gallery@gallery.example"))
        let frame = AdminFrame(
            theme: Themes.admin(isHTTPS: true).standard, gallery: gallery, admin: "alice", nonce: "n", root: "/admin",
            now: now)
        let situation = RecoverySituation(policy: GalleryPolicy(), now: now)
        let shown = invitation.map {
            InvitationView(invitation: $0, delivery: InvitationView.Delivery(state: .sent, at: now), now: now)
        }
        let view = CaseView(
            claim: claim, attempts: [], notes: [], checklist: [], answers: answers, owners: [], others: [],
            clock: situation.clock(of: claim), invitation: shown, otherMailboxes: [], now: now)
        let events = history.enumerated().map { number, draft in
            Event(
                seq: Int64(number + 1), id: Identifier(high: 2, low: UInt64(number)), type: draft.type, at: now,
                actor: draft.actor, subject: draft.subject, data: draft.data)
        }
        let page = CasePage(
            frame: frame, view: view, seen: "seen", history: events.reversed(),
            messages: Listing(items: []), admins: ["alice"], mayOverride: true)
        return String(decoding: page.html(), as: UTF8.self)
    }

    private static func event(
        _ type: EventType, by actor: String, _ change: (inout EventData) -> Void = { _ in }
    ) -> EventDraft {
        var data = EventData(package: "left-pad")
        change(&data)
        return EventDraft(type, actor: actor, subject: Identifier(high: 1, low: 50).description, data: data)
    }

    private static func words(_ html: String) -> String {
        html.replacing(#/<[^>]*>/#, with: "").replacing(#/\s+/#, with: " ")
    }

    private static func invitation(_ change: (inout Invitation) -> Void = { _ in }) throws -> Invitation {
        let email = try EmailAddress("eve@example.org")
        let package = KnownPackage(number: 1, id: try Name("left-pad", .package))
        var invitation = Invitation(
            id: Identifier(high: 1, low: 60), package: package, invitee: nil, email: email,
            inviter: .admin(called: "alice"), note: nil, createdAt: now, expiresAt: now + .seconds(604_800),
            sentAt: now, message: Identifier(high: 1, low: 61), asAdmin: true, recovery: Identifier(high: 1, low: 50))
        change(&invitation)
        return invitation
    }

    /// What the machine would refuse is not offered.
    @Test func grantingOnceMoreIsOfferedWhereItWorks() throws {
        let granted = try Self.claim {
            $0.state = .granted
            $0.decision = RecoveryDecision(keepsOwners: true, reason: "r", by: "alice")
            $0.invitation = Identifier(high: 1, low: 60)
        }
        let accepted = try Self.invitation { ($0.state, $0.decidedAt) = (.accepted, Self.now) }
        for invitation in [try Self.invitation(), accepted] {
            let page = try Self.page(granted, invitation: invitation)
            #expect(!page.contains("/grant\"") && page.contains("/deny\""), "\(invitation.state)")
        }
        #expect(try Self.page(granted, invitation: accepted).contains("the claimant has accepted"))
        let declined = try Self.invitation { ($0.state, $0.decidedAt) = (.declined, Self.now) }
        #expect(try Self.page(granted, invitation: declined).contains("/grant\""))
    }

    /// As the rules have it, and the API: an owner is heard until the package has changed hands.
    @Test func whatTheRulesAllowIsOffered() throws {
        let granted = try Self.page(Self.claim { $0.state = .granted }, invitation: Self.invitation())
        #expect(granted.contains("Log the objection") && granted.contains(#"name="outcome" value="objected""#))
        let done = try Self.page(Self.claim { ($0.state, $0.completedAt) = (.granted, Self.now) })
        #expect(!done.contains("/attempt\""))
        let objected = try Self.page(Self.claim { $0.state = .objected })
        #expect(objected.contains("/lock\"") && !objected.contains("/attempt\""))
        #expect(try !Self.page(Self.claim { $0.state = .denied }).contains("/lock\""))
        let disowned = try Self.page(Self.claim { ($0.state, $0.confirmedAt) = (.withdrawn, nil) })
        #expect(!disowned.contains("/reopen\""), "there is nobody to write to")
    }

    /// Who objects is an owner, whoever wrote it down.
    @Test func anObjectionThatAnAdminHeardIsNotTheAdmins() throws {
        let heard = Self.event(.recoveryObjected, by: "alice") { ($0.attempt, $0.channel) = (1, "phone") }
        let pressed = Self.event(.recoveryObjected, by: "bob")
        let page = Self.words(try Self.page(Self.claim { $0.state = .objected }, history: [heard, pressed]))
        #expect(page.contains("alice wrote down that an owner objects") && !page.contains("alice objects"))
        #expect(page.contains("bob objects, by link"))
    }

    /// They stand in the case alone: the feed goes to everybody who reads.
    @Test func anOwnersWordsAreTheCases() throws {
        let said = [
            OwnerAnswer(
                account: 7, username: "bob", word: .object, at: Self.now - .seconds(3600), reason: "I am here."),
            OwnerAnswer(account: 7, username: "bob", word: .agree, at: Self.now, reason: "I am ill."),
            // A moment before its event: the clock goes on within one act.
            OwnerAnswer(
                account: 7, username: "bob", word: .object, at: Self.now - .milliseconds(3), reason: "I am well again."),
        ]
        let history = [Self.event(.recoveryAgreed, by: "bob"), Self.event(.recoveryObjected, by: "bob")]
        let page = Self.words(try Self.page(Self.claim { $0.state = .objected }, answers: said, history: history))
        #expect(page.contains("agrees, by link I am ill.") && page.contains("objects, by link I am well again."))
    }

    @Test func whatEndsTheWaitStandsInTheTimeline() throws {
        let resumed = Self.event(.recoveryResumed, by: EventDraft.system)
        #expect(try Self.page(Self.claim(), history: [resumed]).contains("More is to be done again"))
    }
}
