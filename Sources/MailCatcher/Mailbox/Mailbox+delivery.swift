import Foundation

extension Mailbox {
    /// Keeps what a session took.
    func store(_ delivery: SMTPSession.Delivery, at time: Date, connection: Int) {
        store(
            CaughtMessage(
                number: 0, sender: delivery.sender, recipients: delivery.recipients, raw: delivery.raw,
                receivedAt: time, tls: delivery.tls, user: delivery.user, connection: connection))
    }
}
