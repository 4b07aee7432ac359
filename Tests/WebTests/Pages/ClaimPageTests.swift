import Links
import Model
import Testing

@testable import Web
@testable import Workflows

/// What a claimant reads on the page of their claim.
@Suite struct ClaimPageTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private static let theme = Theme(colour: Stylesheet.standardColour, isHTTPS: true)

    private static func page(
        standing: RecoveryPage.Standing = .open, _ change: (inout RecoveryPage) throws -> Void = { _ in }
    ) throws -> RecoveryPage {
        let package = try Name("left-pad", .package)
        let claim = RecoveryCase(
            id: Identifier(high: 1, low: 50), package: package, known: KnownPackage(number: 1, id: package),
            claimant: Claimant(name: "Eve", email: try EmailAddress("eve@example.org")), why: "I wrote it.", links: [],
            state: .granted, createdAt: now, changedAt: now, confirmedAt: now, countsFrom: now, decidedAt: now)
        let gallery = Gallery(
            id: Identifier(high: 1, low: 1), slug: "main", name: "Main", url: "https://gallery.example",
            from: try EmailAddress("gallery@gallery.example"))
        let situation = RecoverySituation(policy: GalleryPolicy(), now: now)
        var page = RecoveryPage(
            gallery: gallery, purpose: .recoveryStatus, claim: claim, standing: standing, present: [], agrees: false,
            owners: 0, agreed: 0, attempts: [], clock: situation.clock(of: claim), invitation: nil, now: now)
        try change(&page)
        return page
    }

    private static func invitation(_ state: InvitationState) throws -> Invitation {
        Invitation(
            id: Identifier(high: 1, low: 60), package: KnownPackage(number: 1, id: try Name("left-pad", .package)),
            invitee: nil, email: try EmailAddress("eve@example.org"), inviter: .admin(called: "alice"), note: nil,
            state: state, createdAt: now, expiresAt: now + .seconds(604_800), sentAt: now,
            decidedAt: state == .pending ? nil : now, message: Identifier(high: 1, low: 61), asAdmin: true)
    }

    private static func status(_ state: InvitationState) throws -> String {
        let page = try page { $0.invitation = try invitation(state) }
        return String(decoding: ClaimPages.status(page, theme, isAnswer: false), as: UTF8.self)
    }

    @Test func whatBecameOfTheInvitationIsSaid() throws {
        #expect(try Self.status(.pending).contains("An invitation comes to your address"))
        let accepted = try Self.status(.accepted)
        #expect(accepted.contains("You accepted the invitation") && accepted.contains("The invitation was accepted"))
        #expect(!accepted.contains("An invitation comes"))
        for state in [InvitationState.declined, .cancelled, .expired, .void] {
            let page = try Self.status(state)
            #expect(page.contains("The invitation has ended") && !page.contains("An invitation comes"), "\(state)")
        }
    }

    /// No newer mail went to whom somebody else replaced.
    @Test func whoWasReplacedIsToldSo() throws {
        let page = try Self.page(standing: .revoked)
        let text = String(decoding: ClaimPages.tooLate(page, Self.theme), as: UTF8.self)
        #expect(text.contains("an administrator has named another claimant") && !text.contains("its time is over"))
        let late = String(decoding: ClaimPages.tooLate(try Self.page(standing: .expired), Self.theme), as: UTF8.self)
        #expect(late.contains("its time is over") && !late.contains("another claimant"))
    }
}
