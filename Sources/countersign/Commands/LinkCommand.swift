import ArgumentParser
import Links
import Model
import Settings

struct LinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Look into links.", subcommands: [Inspect.self])

    func run() async throws { throw MissingCommand(Self.self) }

    struct Inspect: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what a token claims, and whether a key of the keyring signed it.")

        @Argument(help: "The token: the last part of a link.") var token: String
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let keyring = try KeyringFile(path: try options.load().keyringFile).read().keyring()
            let last = token.split(separator: "/").last.map(String.init) ?? token
            guard let inspection = LinkInspection(last, keyring: keyring) else {
                throw Failure("this is not a token: \(Keyring.tokenLength) characters of A-Z a-z 0-9 - _ are")
            }
            let claims = inspection.claims
            let facts = Facts(
                verified: inspection.verified, kid: Int(inspection.keyID), purpose: claims.purpose.description,
                subject: Identifier(high: claims.subject.high, low: claims.subject.low).description,
                recipient: Int(claims.recipient), generation: Int(claims.generation),
                expiresAt: Timestamp(seconds: Int64(claims.expires)).description,
                about: Dictionary(inspection.about.map { ($0.name, $0.words) }) { first, _ in first })
            if format.json {
                try Terminal.json(facts)
            } else {
                Terminal.line("verified    \(facts.verified ? "yes" : "no")")
                Terminal.line("key         \(facts.kid)")
                Terminal.line("purpose     \(facts.purpose)")
                for one in inspection.about {
                    let gap = String(repeating: " ", count: max(1, 12 - one.name.utf8.count))
                    Terminal.line(one.name + gap + one.words)
                }
                Terminal.line("subject     \(facts.subject)")
                Terminal.line("recipient   \(facts.recipient)")
                Terminal.line("generation  \(facts.generation)")
                Terminal.line("expires     \(facts.expiresAt)")
            }
            if !inspection.verified {
                throw Failure("no key of the keyring signed this token: what it says is not to be believed")
            }
        }

        private struct Facts: Encodable {
            let verified: Bool
            let kid: Int
            let purpose, subject: String
            let recipient, generation: Int
            let expiresAt: String
            /// What the subject and the recipient stand for, by name.
            let about: [String: String]
        }
    }
}
