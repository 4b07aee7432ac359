/// What becomes of a package when one of its owners is removed.
package struct OwnerRemoval: Sendable, Equatable {
    package var package: KnownPackage
    package var removed: [Account]
    /// Pending invitations of the removed owners, all void from now on.
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
        return .success(
            remove([removed], by: requester, as: actor, package: package, pending: pending, id: id, in: situation))
    }

    /// Several at once, by an admin: each of them hears of their own removal, and who stays hears once of all.
    ///
    /// - Parameter removed: At least one, all of them owners.
    package static func decide(
        all removed: [Account], byAdmin name: String, reason: PlainText, package: KnownPackage, pending: [Invitation],
        id: Identifier, in situation: InvitationSituation
    ) -> OwnerRemoval {
        remove(
            removed, by: .admin(name: name, reason: reason), as: name, package: package, pending: pending, id: id,
            in: situation)
    }

    private static func remove(
        _ removed: [Account], by requester: Requester, as actor: String, package: KnownPackage, pending: [Invitation],
        id: Identifier, in situation: InvitationSituation
    ) -> OwnerRemoval {
        let remover = requester.isAdmin ? nil : situation.owner(actor)
        let until = situation.now + MailLife.longest
        let numbers = Set(removed.map(\.number))
        let names = removed.map(\.username.text)
        func message(to account: Account, as role: MailRole) -> [MessageDraft] {
            var facts = MailFacts(
                package: package.id.text, role: role, invitee: role == .removed ? account.username.text : names.first,
                actor: actor)
            facts.asAdmin = requester.isAdmin ? true : nil
            if role == .owner, names.count > 1 { facts.removed = names }
            return account.mailboxes.map {
                MessageDraft(
                    kind: .ownerRemoved, recipient: $0, account: account.number, locale: account.locale, about: id,
                    generation: 1, facts: facts, until: until)
            }
        }
        let others = situation.owners.map(\.account)
            .filter { !numbers.contains($0.number) && $0.number != remover?.number }
        let concerned = removed.flatMap(\.mailboxes)
        let silent =
            remover.map { numbers.contains($0.number) } == true
            ? [] : (remover?.mailboxes ?? []).filter { !concerned.contains($0) }
        let voided = pending.filter {
            ($0.state == .pending || $0.isUnnamed) && numbers.contains($0.inviter.number) && !$0.asAdmin
        }
        return OwnerRemoval(
            package: package, removed: removed,
            voided: voided.map { InvitationMachine.void($0, at: situation.now) },
            messages: Audience.oneEach(
                removed.flatMap { message(to: $0, as: .removed) } + others.flatMap { message(to: $0, as: .owner) },
                except: silent),
            events: names.map { name in
                EventDraft(
                    .ownerRemoved, actor: actor, subject: package.id.text,
                    data: EventData(
                        package: package.id.text, username: name, reason: requester.reason,
                        asAdmin: requester.isAdmin ? true : nil))
            })
    }
}
