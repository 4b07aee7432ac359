/// What becomes of a package when one of its owners is removed.
package struct OwnerRemoval: Sendable, Equatable {
    package var package: KnownPackage
    package var removed: Account
    /// Pending invitations of the removed owner, all void from now on.
    package var voided: [InvitationChange]
    package var messages: [MessageDraft]
    package var events: [EventDraft]

    /// Decides on a removal.
    ///
    /// - Parameters:
    ///   - username: Whom to remove; must be an owner.
    ///   - requester: Who asks; may be the owner themselves. An admin may take the last owner away.
    ///   - pending: The package's pending invitations.
    ///   - id: Names the mails about it.
    package static func decide(
        _ username: String, by requester: Requester, package: KnownPackage, pending: [Invitation], id: Identifier,
        in situation: InvitationSituation
    ) -> Result<OwnerRemoval, Refusal> {
        let actor: String
        switch requester.actor(in: situation) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let name): actor = name
        }
        guard let removed = situation.owner(username) else { return .failure(.unknownOwner) }
        guard situation.owners.count > 1 || requester.isAdmin else { return .failure(.lastOwner) }
        let remover = requester.isAdmin ? nil : situation.owner(actor)
        let until = situation.now + MailLife.longest
        func message(to account: Account, as role: MailRole) -> [MessageDraft] {
            var facts = MailFacts(
                package: package.id.text, role: role, invitee: removed.username.text, actor: actor)
            facts.asAdmin = requester.isAdmin ? true : nil
            return account.mailboxes.map {
                MessageDraft(
                    kind: .ownerRemoved, recipient: $0, account: account.number, locale: account.locale, about: id,
                    generation: 1, facts: facts, until: until)
            }
        }
        let others = situation.owners.map(\.account)
            .filter { $0.number != removed.number && $0.number != remover?.number }
        let silent =
            remover?.number == removed.number
            ? [] : (remover?.mailboxes ?? []).filter { !removed.mailboxes.contains($0) }
        let voided = pending.filter {
            ($0.state == .pending || $0.isUnnamed) && $0.inviter.number == removed.number && !$0.asAdmin
        }
        return .success(
            OwnerRemoval(
                package: package, removed: removed,
                voided: voided.map { InvitationMachine.void($0, at: situation.now) },
                messages: Audience.oneEach(
                    message(to: removed, as: .removed) + others.flatMap { message(to: $0, as: .owner) }, except: silent),
                events: [
                    EventDraft(
                        .ownerRemoved, actor: actor, subject: package.id.text,
                        data: EventData(
                            package: package.id.text, username: removed.username.text, reason: requester.reason,
                            asAdmin: requester.isAdmin ? true : nil))
                ]))
    }
}
