import Foundation

/// AUTH (RFC 4954) with PLAIN (RFC 4616) and LOGIN, which has prompts but no standard.
extension SMTPSession {
    mutating func authenticate(_ argument: ArraySlice<UInt8>) {
        guard offersAUTH else {
            let needsTLS = rules.user != nil && rules.extensions.contains(.auth) && faults.plan.offerAUTH
            return say(
                needsTLS ? SMTPReply(538, "5.7.11", "AUTH needs TLS") : SMTPReply(502, "5.5.1", "AUTH is not on offer"))
        }
        guard greeted else { return say(SMTPReply(503, "5.5.1", "EHLO first")) }
        guard user == nil else { return say(SMTPReply(503, "5.5.1", "Authenticated already")) }
        guard envelope == nil else { return say(SMTPReply(503, "5.5.1", "Not in the middle of a mail")) }
        let words = argument.split(separator: UInt8(ascii: " "))
        guard let mechanism = words.first, words.count <= 2 else {
            return say(SMTPReply(501, "5.5.4", "A mechanism is wanted"))
        }
        let initial = words.count > 1 ? words[1] : nil
        let (exchange, prompt): (AuthExchange, String)
        switch String(decoding: mechanism, as: UTF8.self).uppercased() {
        case "PLAIN": (exchange, prompt) = (.plain, "")
        case "LOGIN": (exchange, prompt) = (.loginName, Self.namePrompt)
        default: return say(SMTPReply(504, "5.5.4", "PLAIN or LOGIN"))
        }
        guard let initial else { return ask(prompt, exchange) }
        // A single equals sign is an empty response (RFC 4954, 4).
        authenticate(exchange, initial.elementsEqual("=".utf8) ? [] : initial)
    }

    /// Takes the client's line in an exchange under way.
    mutating func authenticate(_ exchange: AuthExchange, _ line: ArraySlice<UInt8>) {
        if line.elementsEqual("*".utf8) { return say(SMTPReply(501, "5.7.0", "Cancelled")) }
        guard let data = Data(base64Encoded: Data(line)) else {
            return say(SMTPReply(501, "5.5.2", "Not base64"))
        }
        let response = Array(data)
        switch exchange {
        case .plain:
            // authorization identity NUL authentication identity NUL password
            let parts = response.split(separator: 0, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return say(SMTPReply(501, "5.5.2", "Not the credentials of PLAIN")) }
            check(name: parts[1], password: parts[2], onBehalfOf: parts[0])
        case .loginName:
            ask(Self.passwordPrompt, .loginPassword(name: response))
        case .loginPassword(let name):
            check(name: name[...], password: response[...], onBehalfOf: [])
        }
    }

    private mutating func ask(_ prompt: String, _ exchange: AuthExchange) {
        state = .auth(exchange)
        say(SMTPReply(334, nil, prompt))
    }

    private mutating func check(
        name: ArraySlice<UInt8>, password: ArraySlice<UInt8>, onBehalfOf other: ArraySlice<UInt8>
    ) {
        guard passes(.auth) else { return }
        guard let user = rules.user, let wanted = rules.password, name.elementsEqual(user.utf8),
            password.elementsEqual(wanted.utf8), other.isEmpty || other.elementsEqual(name)
        else {
            tally.failedLogins += 1
            return say(SMTPReply(535, "5.7.8", "Wrong user name or password"))
        }
        tally.logins += 1
        self.user = user
        say(SMTPReply(235, "2.7.0", "Welcome"))
    }

    /// `Username:` and `Password:`, which is what clients of LOGIN look for.
    private static var namePrompt: String { "VXNlcm5hbWU6" }
    private static var passwordPrompt: String { "UGFzc3dvcmQ6" }
}
