extension InvitationMachine {
    /// A mail that asks the invitee to decide, and that could not be delivered, is tried again: the invitation waits as
    /// before, with its reminder where that is still to come.
    ///
    /// - Parameters:
    ///   - kind: The kind of the mail: a reminder is not followed by another.
    ///   - generation: The generation of its link; an older one opens nothing.
    package static func retry(
        _ invitation: Invitation, kind: MailKind, generation: Int, policy: GalleryPolicy, at now: Timestamp
    ) -> InvitationDecision {
        guard invitation.state(at: now) == .pending, invitation.undeliverable, generation == invitation.generation
        else {
            return .unchanged(invitation)
        }
        var change = InvitationChange(invitation: invitation)
        change.invitation.undeliverable = false
        if kind == .invitation, let reminder = policy.invitationReminder, invitation.expiresAt - reminder > now {
            change.invitation.remindAt = invitation.expiresAt - reminder
        }
        return .change(change)
    }
}
