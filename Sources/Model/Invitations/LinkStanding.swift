/// What a link that verifies is worth now.
package enum LinkStanding: Sendable, Equatable {
    /// It can be acted on.
    case open
    /// Somebody decided; the link shows what.
    case decided(InvitationState)
    /// A newer mail replaced it.
    case superseded
    case expired
    /// Its holder no longer has the right that it stood for.
    case revoked

    /// The standing of a link in the invitee's mail.
    ///
    /// - Parameters:
    ///   - generation: The link's; only the invitation's own acts.
    ///   - recipient: The account number that the link names.
    ///   - expires: The end that the link itself carries.
    package static func ofInvitee(
        _ invitation: Invitation, generation: Int, recipient: Int64, expires: Timestamp, now: Timestamp
    ) -> LinkStanding {
        guard recipient == invitation.recipientNumber else { return .revoked }
        switch invitation.state(at: now) {
        case .accepted, .declined, .cancelled, .void: return .decided(invitation.state)
        case .expired: return .expired
        case .pending:
            guard generation == invitation.generation else { return .superseded }
            return now < expires ? .open : .expired
        }
    }

    /// The standing of the link in another owner's notice.
    ///
    /// - Parameter owner: The account that the link names, where it is still an owner.
    package static func ofNotice(
        _ invitation: Invitation, owner: Account?, expires: Timestamp, now: Timestamp
    ) -> LinkStanding {
        switch invitation.state(at: now) {
        case .accepted, .declined, .cancelled, .void: return .decided(invitation.state)
        case .expired: return .expired
        case .pending:
            guard owner != nil else { return .revoked }
            return now < expires ? .open : .expired
        }
    }
}
