extension InvitationMachine {
    /// What granting a recovery case makes of a package's invitations.
    package struct Offer: Sendable, Equatable {
        /// What was offered to the claimant in the ordinary way ends.
        package var givesWay: [InvitationDecision]
        package var created: InvitationChange
    }

    /// The invitation that a granted case issues.
    ///
    /// Whoever granted it is an admin, and no account of the gallery: nothing is mailed to an account that happens to have
    /// the same name.
    ///
    /// - Parameters:
    ///   - claim: The case as it was granted.
    ///   - invitee: The claimant's account, where they named one.
    ///   - open: What is open already for that account, or for the claimant's address.
    /// - Returns: nil where the case names nobody, or was not granted.
    package static func offer(
        _ fresh: Fresh, by claim: RecoveryCase, invitee: Account?, open: [Invitation], in situation: InvitationSituation
    ) -> Offer? {
        guard let claimant = claim.claimant, let package = claim.known, let decision = claim.decision else {
            return nil
        }
        let reason = (try? PlainText(decision.reason)) ?? PlainText.none
        return Offer(
            givesWay: open.map {
                cancel($0, by: .admin(name: decision.by, reason: reason), letter: .waiting, in: situation)
            },
            created: create(
                fresh, package: package, invitee: invitee, email: claimant.email, inviter: .admin(called: decision.by),
                note: nil, locale: claimant.locale, adminReason: reason, recovery: claim.id,
                keepsOwners: decision.keepsOwners == true, in: situation))
    }
}

extension Claimant {
    /// What is learnt of the account that they name; their address only where none is known.
    package func described(knowing known: Account?) -> AccountDescription {
        var description = AccountDescription(username: username)
        if known?.mailboxes.isEmpty ?? true {
            description.email = email
            description.locale = locale
        }
        return description
    }

    /// Whom the invitation goes to: the claimant, or every mailbox of the organization whose account they name.
    package func invited(knowing known: Account?) -> [EmailAddress] {
        guard let known, known.kind == .organization, !known.mailboxes.isEmpty else { return [email] }
        return known.mailboxes
    }
}
