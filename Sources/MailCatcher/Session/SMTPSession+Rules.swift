extension SMTPSession {
    /// What is fixed for a whole conversation.
    struct Rules: Sendable {
        var hostName = "localhost"
        var connection = 0
        var extensions = SMTPExtensions.all
        var limits = SMTPLimits()
        var user: String?
        var password: String?
        var plaintextAuthentication = true
        var discards = false
        /// Whether the conversation is written down.
        var logs = true
    }

    /// A mail on its way: from MAIL to the final dot.
    struct Envelope {
        var sender: String
        var utf8: Bool
        var eightBit: Bool
        var recipients: [String] = []
    }

    /// A login under way: what the next line of the client is.
    enum AuthExchange {
        case plain
        case loginName
        case loginPassword(name: [UInt8])
    }

    var offersSTARTTLS: Bool {
        rules.extensions.contains(.startTLS) && !tls && faults.plan.offerSTARTTLS
    }

    var offersAUTH: Bool {
        rules.user != nil && rules.extensions.contains(.auth) && faults.plan.offerAUTH
            && (tls || rules.plaintextAuthentication)
    }

    var offersSMTPUTF8: Bool {
        rules.extensions.contains(.smtpUTF8) && faults.plan.offerSMTPUTF8
    }
}
