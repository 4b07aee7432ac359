/// AUTH (RFC 4954).
extension SMTPSession {
    /// Whether EHLO names AUTH and the command is taken.
    var offersAUTH: Bool {
        terms.plan.offerAUTH && terms.account != nil && (tls != nil || terms.plan.authWithoutTLS)
    }

    mutating func authenticate(_ argument: String, _ consult: Consult) -> [SMTPAction] {
        guard offersAUTH else {
            return terms.account != nil && terms.plan.offerAUTH
                ? refuse(538, "5.7.11", "AUTH needs TLS") : refuse(502, "5.5.1", "AUTH is not offered")
        }
        guard clientName != nil else { return refuse(503, "5.5.1", "EHLO first") }
        guard authenticatedUser == nil else { return refuse(503, "5.5.1", "already authenticated") }
        guard envelope == nil else { return refuse(503, "5.5.1", "not during a transaction") }
        let words = argument.split(separator: " ", maxSplits: 1)
        guard let mechanism = words.first,
            terms.plan.authMechanisms.contains(where: { $0.uppercased() == mechanism.uppercased() }),
            let outcome = AUTHExchange.begin(mechanism, initial: words.count > 1 ? words[1] : nil)
        else { return refuse(504, "5.5.4", "the mechanism is not supported") }
        return settle(outcome, consult)
    }

    mutating func proceed(_ exchange: AUTHExchange, with line: String, _ consult: Consult) -> [SMTPAction] {
        state = .commands
        return settle(exchange.proceed(with: line), consult)
    }

    private mutating func settle(_ outcome: AUTHExchange.Outcome, _ consult: Consult) -> [SMTPAction] {
        switch outcome {
        case .prompt(let text, let exchange):
            state = .authenticating(exchange)
            return [.reply(SMTPReply(334, [text]))]
        case .cancelled: return refuse(501, "5.7.0", "cancelled")
        case .malformed: return refuse(501, "5.5.2", "that is not base64 of credentials")
        case .credentials(let user, let password):
            return perform(.auth, [], consult) { session in
                guard let account = session.terms.account, account.user == user, account.password == password else {
                    return [.count(.authentication(false))]
                        + session.refuse(535, "5.7.8", "the credentials are not valid")
                }
                session.authenticatedUser = user
                return [.count(.authentication(true))] + session.reply(235, "2.7.0", "welcome")
            }
        }
    }
}
