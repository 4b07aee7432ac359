import JSONText
import Model
import Storage
import Workflows

extension JSONWriter {
    mutating func invitation(_ view: InvitationView) {
        let invitation = view.invitation
        open()
        field("id", invitation.id.description)
        field("package", invitation.package.id.text)
        key("invitee")
        open()
        field("username", invitation.invitee?.username.text)
        field("email", invitation.email.text)
        close()
        field("invitedBy", invitation.inviter.username.text)
        field("note", invitation.note)
        field("state", view.state.rawValue)
        field("generation", invitation.generation)
        key("transfer")
        bool(invitation.transfer)
        key("asAdmin")
        bool(invitation.asAdmin)
        field("createdAt", invitation.createdAt)
        field("expiresAt", invitation.expiresAt)
        if let decided = invitation.decidedAt { field("decidedAt", decided) }
        if let reason = invitation.reason { field("reason", reason) }
        key("delivery")
        open()
        field("state", view.delivery.state.rawValue)
        field("at", view.delivery.at)
        if let detail = view.delivery.detail { field("detail", detail) }
        close()
        close()
    }

    mutating func owners(_ view: OwnersView) {
        open()
        field("package", view.package.id.text)
        key("owners")
        openArray()
        for owner in view.owners {
            open()
            field("username", owner.account.username.text)
            field("since", owner.since)
            field("via", owner.via.rawValue)
            close()
        }
        closeArray()
        key("pending")
        openArray()
        for view in view.pending { invitation(view) }
        closeArray()
        close()
    }

    mutating func message(_ view: MessageView) {
        let message = view.message
        open()
        field("id", message.id.description)
        field("kind", message.kind.rawValue)
        field("about", message.about.description)
        field("recipient", message.recipient.text)
        field("locale", message.locale)
        field("state", message.state.rawValue)
        field("createdAt", message.createdAt)
        field("nextAttemptAt", message.nextAttemptAt)
        field("messageID", "<\(message.id)@\(view.domain)>")
        if let detail = message.detail { field("detail", detail) }
        key("attempts")
        openArray()
        for attempt in view.attempts {
            open()
            field("at", attempt.at)
            field("relay", attempt.relay)
            field("outcome", attempt.outcome.rawValue)
            field("phase", attempt.phase?.rawValue)
            field("code", attempt.code)
            field("status", attempt.status?.description)
            field("text", attempt.text)
            close()
        }
        closeArray()
        close()
    }
}
