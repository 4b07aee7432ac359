extension SMTPSession {
    /// What the session wants done, in this order.
    enum Action: Equatable {
        case send([UInt8])
        /// Seconds in which nothing else is done.
        case pause(Double)
        /// Keeps a mail; must have happened before any reply behind it goes out.
        case store(Delivery)
        case startTLS
        /// Closes in good order, after all that was sent.
        case close
        /// Closes without a word.
        case drop
        /// Closes so that the client gets a reset.
        case reset
    }

    /// A mail that was taken.
    struct Delivery: Equatable {
        var sender: String
        var recipients: [String]
        var raw: [UInt8]
        var user: String?
        var tls: Bool
    }
}
