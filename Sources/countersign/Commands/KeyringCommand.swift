import ArgumentParser
import Links
import Model
import Settings

struct KeyringCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keyring", abstract: "The keys that links are signed with.",
        subcommands: [Init.self, Rotate.self, Retire.self, List.self])

    func run() async throws { throw MissingCommand(Self.self) }

    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make the keyring with its first key.")

        @OptionGroup var options: ConfigOption

        func run() async throws {
            let file = KeyringFile(path: try options.load().keyringFile)
            guard try file.make(createdAt: Timestamp.wallClock().description) else {
                throw Failure("there is a keyring at \(file.path) already; 'countersign keyring rotate' adds a key")
            }
            Terminal.line("made \(file.path) with key 1")
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a key that signs from now on; links of the older ones stay good.")

        @OptionGroup var options: ConfigOption

        func run() async throws {
            let file = KeyringFile(path: try options.load().keyringFile)
            let kid = try file.change { try $0.rotate(createdAt: Timestamp.wallClock().description) }
            Terminal.line("key \(kid) signs from now on")
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a key; its links die. After a rotation, wait the longest life of a link before this.")

        @Argument(help: "The key's number.") var kid: Int
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let file = KeyringFile(path: try options.load().keyringFile)
            do {
                let signs = try file.change { document in
                    let signed = document.keys.last?.kid
                    try document.retire(kid)
                    let signs = document.keys.last?.kid
                    return signs == signed ? nil : signs
                }
                let successor = signs.map { "; key \($0) signs from now on" } ?? ""
                Terminal.line("key \(kid) is retired; its links no longer verify\(successor)")
            } catch let flaw as KeyringDocument.Flaw {
                throw Failure(flaw.description)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, without their secrets.")

        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let document = try KeyringFile(path: try options.load().keyringFile).read()
            let newest = document.keys.last?.kid
            let rows = document.keys.map { Row(kid: $0.kid, createdAt: $0.createdAt, signs: $0.kid == newest) }
            if format.json { return try Terminal.json(rows) }
            Terminal.table(
                ["KID", "CREATED", "SIGNS"], rows.map { ["\($0.kid)", $0.createdAt, $0.signs ? "yes" : "-"] })
        }

        private struct Row: Encodable {
            let kid: Int
            let createdAt: String
            let signs: Bool
        }
    }
}
