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
        let state = invitation.state(at: now)
        guard state != .expired else { return .expired }
        // A link that died stays dead, whatever is decided by the one that replaced it.
        guard generation == invitation.generation else { return .superseded }
        guard state == .pending else { return .decided(state) }
        return now < expires ? .open : .expired
    }

    /// The standing of the link in another owner's notice.
    ///
    /// It lives as long as the invitation, also where a resend has made that longer than the link itself says: the
    /// other owners are not mailed again.
    ///
    /// - Parameter owner: The account that the link names, where it is still an owner.
    package static func ofNotice(_ invitation: Invitation, owner: Account?, now: Timestamp) -> LinkStanding {
        switch invitation.state(at: now) {
        case .accepted where invitation.isUnnamed: return owner != nil ? .open : .revoked
        case .accepted, .declined, .cancelled, .void: return .decided(invitation.state)
        case .expired: return .expired
        case .pending: return owner != nil ? .open : .revoked
        }
    }
}
