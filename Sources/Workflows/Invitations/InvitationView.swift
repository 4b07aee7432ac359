package import Model
import Storage

/// An invitation with how its mail fares: what the API shows.
package struct InvitationView: Sendable, Equatable {
    package var invitation: Invitation
    package var delivery: Delivery
    package var now: Timestamp

    /// The newest message that carries the link.
    package struct Delivery: Sendable, Equatable {
        package var state: MessageState
        package var at: Timestamp
        package var detail: String?
    }

    /// As of now: what has run out is shown as expired.
    package var state: InvitationState { invitation.state(at: now) }
}

extension Work {
    func view(_ invitation: Invitation) throws -> InvitationView {
        try InvitationView.load(invitation, transaction, now: now)
    }
}

extension InvitationView {
    static func load(_ invitation: Invitation, _ transaction: any Transaction, now: Timestamp) throws -> InvitationView
    {
        InvitationView(invitation: invitation, delivery: try delivery(of: invitation, transaction), now: now)
    }

    /// A mail that cannot be read does not keep its invitation from being shown and decided.
    private static func delivery(of invitation: Invitation, _ transaction: any Transaction) throws -> Delivery {
        do {
            let message = try transaction.messages.find(invitation.message)
            return Delivery(
                state: message?.state ?? (invitation.undeliverable ? .failed : .sent),
                at: message?.changedAt ?? invitation.sentAt, detail: message?.detail)
        } catch let flaw as StorageError where flaw.isOfOneRow {
            return Delivery(state: .unknown, at: invitation.sentAt, detail: "this version cannot read its mail")
        }
    }
}
