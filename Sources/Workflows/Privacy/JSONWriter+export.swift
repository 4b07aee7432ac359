import JSONText
import Model
import Storage

/// Things as an export shows them, within an object that is open.
extension JSONWriter {
    mutating func account(_ account: Account, of gallery: String, _ pattern: AddressPattern) {
        field("gallery", gallery)
        field("username", account.username.text)
        field("kind", account.kind.rawValue)
        field("locale", account.locale)
        if let email = account.email, pattern.isSame(email) { field("email", email.text) }
        let places = account.members.indices.filter { pattern.isSame(account.members[$0]) }
        guard !places.isEmpty else { return }
        // The others are other people's.
        key("members")
        openArray()
        for place in places {
            open()
            field("place", place + 1)
            field("email", account.members[place].text)
            close()
        }
        closeArray()
    }

    mutating func invitation(_ invitation: Invitation, of gallery: String, _ pattern: AddressPattern) {
        field("gallery", gallery)
        field("id", invitation.id.description)
        field("package", invitation.package.id.text)
        field("invitee", invitation.invitee?.username.text)
        if pattern.isSame(invitation.email) { field("email", invitation.email.text) }
        field("invitedBy", invitation.inviter.username.text)
        field("note", invitation.note)
        field("reason", invitation.reason)
        field("locale", invitation.locale)
        field("state", invitation.state.rawValue)
        field("createdAt", invitation.createdAt)
        field("expiresAt", invitation.expiresAt)
        field("decidedAt", invitation.decidedAt)
    }

    mutating func message(_ message: Message, _ attempts: [DeliveryAttempt], of gallery: String) {
        field("gallery", gallery)
        field("id", message.id.description)
        field("kind", message.kind.rawValue)
        field("about", message.about.description)
        field("recipient", message.recipient.text)
        field("locale", message.locale)
        field("state", message.state.rawValue)
        field("detail", message.detail)
        field("createdAt", message.createdAt)
        field("changedAt", message.changedAt)
        key("facts")
        facts(message.facts)
        key("attempts")
        openArray()
        for attempt in attempts {
            open()
            field("at", attempt.at)
            field("relay", attempt.relay)
            field("outcome", attempt.outcome.rawValue)
            field("code", attempt.code)
            field("status", attempt.status?.description)
            field("text", attempt.text)
            close()
        }
        closeArray()
    }

    /// What its words were made of.
    private mutating func facts(_ facts: MailFacts) {
        open()
        field("package", facts.package)
        field("role", facts.role.rawValue)
        if let inviter = facts.inviter { field("inviter", inviter) }
        if let invitee = facts.invitee { field("invitee", invitee) }
        if let actor = facts.actor { field("actor", actor) }
        if let note = facts.note { field("note", note) }
        if let reason = facts.reason { field("reason", reason) }
        if let version = facts.version { field("version", version) }
        if let publisher = facts.publisher { field("publisher", publisher) }
        if let message = facts.message { field("message", message) }
        if let sender = facts.sender { field("sender", sender) }
        if let address = facts.replyTo { field("replyTo", address) }
        close()
    }

    mutating func report(_ report: AbuseReport, of gallery: String) {
        field("gallery", gallery)
        field("id", report.id.description)
        field("package", report.package.id.text)
        field("reporter", report.reporter)
        field("email", report.email?.text)
        field("reason", report.reason)
        field("message", report.message)
        field("createdAt", report.createdAt)
    }

    mutating func block(_ block: Block, of gallery: String) {
        field("gallery", gallery)
        field("id", block.id.description)
        field("recipient", block.masked)
        if let account = block.account { field("username", account.username.text) }
        if let inviter = block.inviter { field("inviter", inviter.username.text) }
        if let package = block.package { field("package", package.id.text) }
        field("createdAt", block.createdAt)
    }
}

extension AddressPattern {
    /// Whether the address is an account's own, one of its members', or its name.
    func hasPlace(in account: Account) -> Bool {
        account.email.map(isSame) == true || account.members.contains(where: isSame) || isIn(account.username.text)
    }
}
