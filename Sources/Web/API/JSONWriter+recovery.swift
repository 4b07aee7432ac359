import JSONText
import Model
import Storage
import Workflows

extension JSONWriter {
    /// A case as lists show it.
    mutating func recoveryCase(_ claim: RecoveryCase) {
        open()
        members(of: claim)
        close()
    }

    /// A case with all that was done about it.
    ///
    /// - Parameter isUnchanged: Whether a call was to change it, and found nothing to do.
    mutating func recoveryCase(_ view: CaseView, isUnchanged: Bool = false) {
        open()
        work(on: view)
        key("clock")
        open()
        members(of: view.clock)
        close()
        if isUnchanged {
            key("unchanged")
            bool(true)
        }
        close()
    }

    /// The same without what hangs on the moment of asking.
    mutating func recoveryCaseWithoutClock(_ view: CaseView) {
        open()
        work(on: view)
        close()
    }

    private mutating func work(on view: CaseView) {
        members(of: view.claim)
        list("attempts", view.attempts) { $0.attempt($1) }
        list("notes", view.notes) { writer, note in
            writer.field("number", note.number)
            writer.field("at", note.at)
            writer.field("by", note.by)
            writer.field("text", note.text)
        }
        list("checklist", view.checklist) { writer, item in
            writer.field("item", item.item)
            writer.key("ticked")
            writer.bool(item.tick != nil)
            if let tick = item.tick {
                writer.field("at", tick.at)
                writer.field("by", tick.by)
            }
        }
        list("answers", view.answers) { writer, answer in
            writer.field("username", answer.username)
            writer.field("word", answer.word.rawValue)
            writer.field("at", answer.at)
            if let reason = answer.reason { writer.field("reason", reason) }
        }
        list("owners", view.owners) { writer, owner in
            writer.field("username", owner.account.username.text)
            writer.field("since", owner.since)
            writer.field("via", owner.via.rawValue)
        }
        list("otherCases", view.others) { writer, other in
            writer.field("id", other.id.description)
            writer.field("state", other.state.rawValue)
            writer.field("claimant", other.claimant?.shown)
            writer.field("createdAt", other.createdAt)
        }
    }

    private mutating func members(of claim: RecoveryCase) {
        field("id", claim.id.description)
        field("package", claim.package.text)
        key("claimant")
        if let claimant = claim.claimant {
            open()
            field("name", claimant.name)
            field("username", claimant.username?.text)
            field("email", claimant.email.text)
            field("locale", claimant.locale)
            close()
        } else {
            null()
        }
        field("why", claim.why)
        strings("links", claim.links)
        field("state", claim.state.rawValue)
        field("assignee", claim.assignee)
        key("locked")
        bool(claim.locked)
        if let report = claim.report { field("report", report.description) }
        field("createdAt", claim.createdAt)
        field("changedAt", claim.changedAt)
        if let confirmed = claim.confirmedAt { field("confirmedAt", confirmed) }
        if let decided = claim.decidedAt { field("decidedAt", decided) }
        if let decision = claim.decision { self.decision(decision) }
        if let invitation = claim.invitation { field("invitation", invitation.description) }
        if let completed = claim.completedAt { field("completedAt", completed) }
        guard let due = claim.due else { return }
        key("due")
        open()
        field("at", due.at)
        field("why", due.why.rawValue)
        close()
    }

    private mutating func decision(_ decision: RecoveryDecision) {
        key("decision")
        open()
        if let keeps = decision.keepsOwners {
            key("keepOwners")
            bool(keeps)
        }
        field("reason", decision.reason)
        field("by", decision.by)
        key("overridden")
        bool(decision.overridden)
        close()
    }

    private mutating func attempt(_ view: CaseView.Attempt) {
        let attempt = view.attempt
        field("number", attempt.number)
        field("channel", attempt.channel.rawValue)
        field("at", attempt.at)
        field("recordedAt", attempt.recordedAt)
        if let delivered = attempt.deliveredAt { field("deliveredAt", delivered) }
        field("by", attempt.by)
        field("outcome", attempt.outcome.rawValue)
        if let whom = attempt.whom { field("whom", whom) }
        if let evidence = attempt.evidence { field("evidence", evidence) }
        if let note = attempt.note { field("note", note) }
        list("messages", view.messages) { writer, message in
            writer.field("id", message.id.description)
            writer.field("recipient", message.recipient.text)
            writer.field("state", message.state.rawValue)
            writer.field("at", message.changedAt)
            if let detail = message.detail { writer.field("detail", detail) }
        }
    }

    /// A list of objects.
    private mutating func list<Item>(
        _ name: StaticString, _ items: [Item], _ write: (inout JSONWriter, Item) -> Void
    ) {
        key(name)
        openArray()
        for item in items {
            open()
            write(&self, item)
            close()
        }
        closeArray()
    }
}
