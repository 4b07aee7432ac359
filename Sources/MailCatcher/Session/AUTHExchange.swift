import Foundation

/// One AUTH exchange on its way (RFC 4954; PLAIN is RFC 4616, LOGIN has none).
enum AUTHExchange: Equatable {
    case plain
    case loginUser
    case loginPassword(user: String)

    /// What the credentials in base64 say, or what to ask for next.
    enum Outcome: Equatable {
        /// 334 with this prompt.
        case prompt(String, AUTHExchange)
        case credentials(user: String, password: String)
        case malformed
        /// The client said `*`.
        case cancelled
    }

    /// Begins with a mechanism and its initial response, if there was one; nil for a mechanism that is not known.
    static func begin(_ mechanism: Substring, initial: Substring?) -> Outcome? {
        switch mechanism.uppercased() {
        case "PLAIN":
            guard let initial else { return .prompt("", .plain) }
            return AUTHExchange.plain.proceed(with: initial == "=" ? "" : String(initial))
        case "LOGIN":
            // The prompts are "Username:" and "Password:", which is what clients of this mechanism expect.
            guard let initial else { return .prompt("VXNlcm5hbWU6", .loginUser) }
            return AUTHExchange.loginUser.proceed(with: initial == "=" ? "" : String(initial))
        default: return nil
        }
    }

    func proceed(with line: String) -> Outcome {
        guard line != "*" else { return .cancelled }
        guard let data = Data(base64Encoded: line) else { return .malformed }
        switch self {
        case .plain:
            // authzid NUL authcid NUL passwd
            let parts = data.split(separator: 0, omittingEmptySubsequences: false)
            guard parts.count == 3 else { return .malformed }
            return .credentials(
                user: String(decoding: parts[1], as: UTF8.self), password: String(decoding: parts[2], as: UTF8.self))
        case .loginUser:
            return .prompt("UGFzc3dvcmQ6", .loginPassword(user: String(decoding: data, as: UTF8.self)))
        case .loginPassword(let user):
            return .credentials(user: user, password: String(decoding: data, as: UTF8.self))
        }
    }

    /// The command for the log: without what may be a password.
    static func masked(_ line: CommandLine) -> String {
        let words = line.argument.split(separator: " ")
        return (["AUTH"] + words.prefix(1).map(String.init) + (words.count > 1 ? ["(credentials)"] : []))
            .joined(separator: " ")
    }
}
