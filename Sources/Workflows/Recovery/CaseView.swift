package import Model
import Storage

/// A case with all that was done about it, as of one moment: what the API and the admin site show.
package struct CaseView: Sendable, Equatable {
    /// An attempt with the mails that the service sent for it, as far as they are stored still.
    package struct Attempt: Sendable, Equatable {
        package var attempt: ContactAttempt
        package var messages: [Message]
    }

    /// An item of the checklist; one that the gallery no longer asks for stays as long as it is ticked.
    package struct Item: Sendable, Equatable {
        package var item: String
        package var tick: EvidenceTick?
    }

    package var claim: RecoveryCase
    package var attempts: [Attempt]
    package var notes: [CaseNote]
    package var checklist: [Item]
    package var answers: [OwnerAnswer]
    package var owners: [Ownership]
    /// Other cases of the same package, oldest first.
    package var others: [RecoveryCase]
    package var clock: RecoveryClock
    /// What granting issued.
    package var invitation: InvitationView?
    /// Where the account that the claimant names reads mail, as far as the gallery has told; none where it is the
    /// claimant's address.
    package var otherMailboxes: [EmailAddress]
    package var now: Timestamp
}

extension CaseView {
    /// How many other cases one answer lists.
    static let mostOthers = 50

    /// What a call shows of a case: nothing but the case itself where somebody looks at it after the commit.
    static func load(_ claim: RecoveryCase, _ work: Work) throws -> CaseView {
        work.showsCases ? try whole(claim, work) : outline(of: claim, work)
    }

    /// With all that was done about it.
    static func whole(_ claim: RecoveryCase, _ work: Work) throws -> CaseView {
        let situation = try work.situation(of: claim)
        let ticks = Dictionary(situation.ticks.map { ($0.item, $0) }) { first, _ in first }
        let asked = work.gallery.policy.recovery.checklist
        let items = asked + situation.ticks.map(\.item).filter { !asked.contains($0) }
        let others = try work.transaction.recovery.list(
            RecoveryFilter(package: claim.package.text), gallery: work.gallery.id, after: nil, limit: mostOthers)
        return CaseView(
            claim: claim,
            attempts: try situation.attempts.map { attempt in
                Attempt(
                    attempt: attempt,
                    messages: try attempt.messages.compactMap { id in
                        try unlessDamaged { try work.transaction.messages.find(id) }
                    })
            },
            notes: try work.transaction.recovery.notes(of: claim.id),
            checklist: items.map { Item(item: $0, tick: ticks[$0]) },
            answers: situation.answers, owners: situation.owners, others: others.filter { $0.id != claim.id },
            clock: situation.clock(of: claim), invitation: try situation.invitation.map { try work.view($0) },
            otherMailboxes: try otherMailboxes(of: claim, work), now: work.now)
    }

    /// The case alone, where nobody looks at what was done about it before the transaction has ended.
    private static func outline(of claim: RecoveryCase, _ work: Work) -> CaseView {
        let situation = RecoverySituation(policy: work.gallery.policy, now: work.now)
        return CaseView(
            claim: claim, attempts: [], notes: [], checklist: [], answers: [], owners: [], others: [],
            clock: situation.clock(of: claim), otherMailboxes: [], now: work.now)
    }

    private static func otherMailboxes(of claim: RecoveryCase, _ work: Work) throws -> [EmailAddress] {
        guard let claimant = claim.claimant, let username = claimant.username,
            let account = try work.transaction.accounts.find(username.text, gallery: work.gallery.id),
            case let mailboxes = account.mailboxes, !mailboxes.contains(claimant.email)
        else { return [] }
        return mailboxes
    }
}
