extension InvitationMachine {
    /// What becomes of an invitation to an address that is to be forgotten.
    ///
    /// One that is pending is cancelled; an organization that has other mailboxes keeps it.
    ///
    /// - Parameter isErased: Whether an address is the one.
    package static func erase(
        _ invitation: Invitation, at now: Timestamp, where isErased: (EmailAddress) -> Bool
    ) -> InvitationChange {
        var change = InvitationChange(invitation: invitation)
        if let invitee = invitation.invitee, invitee.kind == .organization,
            let other = invitee.mailboxes.first(where: { !isErased($0) })
        {
            change.invitation.email = other
            return change
        }
        change.invitation.email = .erased
        change.invitation.note = nil
        change.invitation.reason = nil
        change.invitation.locale = nil
        guard invitation.state == .pending else { return change }
        change.invitation.state = .cancelled
        change.invitation.decidedAt = now
        change.invitation.remindAt = nil
        change.dropsWaitingMail = true
        change.events = [
            event(.invitationCancelled, of: change.invitation, actor: EventDraft.system, reason: Erasure.reason)
        ]
        return change
    }
}
