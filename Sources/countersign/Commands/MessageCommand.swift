import ArgumentParser
import Model
import Workflows

struct MessageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Look at messages, retry and cancel them.",
        subcommands: [List.self, Show.self, Retry.self, Cancel.self])

    func run() async throws { throw MissingCommand(Self.self) }

    /// Every state, for help and errors.
    private static let states = MessageState.allCases.map(\.rawValue).joined(separator: ", ")

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List messages, oldest first.",
            discussion: "CONVERSATIONS is how often a relay was spoken to, whether it counts as a try or not.")

        @Option(help: "Only this gallery's.") var gallery: String?
        @Option(help: "Only those about this invitation.") var about: String?
        @Option(help: "Only those in this state: \(MessageCommand.states).") var state: String?
        @Option(help: "Only those after this id.") var after: String?
        @Option(help: "How many at most.") var limit = 100
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let about = try about.map { try MessageCommand.id($0) }
            let after = try after.map { try MessageCommand.id($0) }
            let state = try state.map { name in
                guard let state = MessageState(rawValue: name) else {
                    throw Failure(
                        "there is no state '\(name.printable)'; there are: \(MessageCommand.states)", code: .wrongUsage)
                }
                return state
            }
            guard (1...10_000).contains(limit) else { throw Failure("--limit takes 1 to 10000", code: .wrongUsage) }
            try await options.withWorkflows { context in
                var only: Identifier?
                if let gallery { only = try await context.gallery(gallery).id }
                let rows = try await Messages(context).list(
                    gallery: only, about: about, state: state, after: after, limit: limit
                ).items.map(MessageRow.init)
                if format.json { return try Terminal.json(rows) }
                Terminal.table(
                    ["ID", "KIND", "PACKAGE", "RECIPIENT", "STATE", "NEXT ATTEMPT", "CONVERSATIONS"],
                    rows.map {
                        [
                            $0.id, $0.kind, $0.package.printable, $0.recipient, $0.state, $0.nextAttemptAt ?? "-",
                            "\($0.attempts.count)",
                        ]
                    })
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one message with every attempt.")

        @Argument(help: "The message's id.") var id: String
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let id = try MessageCommand.id(id)
            try await options.withWorkflows { context in
                guard let found = try await Messages(context).find(id, gallery: nil) else {
                    throw Failure("there is no message \(id)")
                }
                let row = MessageRow(found)
                if format.json { return try Terminal.json(row) }
                Terminal.line("\(row.id)  \(row.kind) to \(row.recipient): \(row.state)")
                for attempt in row.attempts {
                    Terminal.line(
                        "  \(attempt.at)  \(attempt.relay)  \(attempt.outcome)  \(attempt.phase ?? "")  \(attempt.text)"
                    )
                }
                if let next = row.nextAttemptAt { Terminal.line("  next attempt \(next)") }
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Try a message again now.")
        @Argument(help: "The message's id.") var id: String
        @OptionGroup var options: ConfigOption
        func run() async throws { try await MessageCommand.call(.retry, id, options) }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Do not send a waiting message.")
        @Argument(help: "The message's id.") var id: String
        @OptionGroup var options: ConfigOption
        func run() async throws { try await MessageCommand.call(.cancel, id, options) }
    }

    private static func call(_ call: Messages.Call, _ id: String, _ options: ConfigOption) async throws {
        let id = try self.id(id)
        try await options.withWorkflows { context in
            switch try await Messages(context).call(call, id, gallery: nil) {
            case .success(let view): Terminal.line("\(id) is \(view.message.state.rawValue)")
            case .failure(.messageState(let state)):
                throw Failure("message \(id) is \(state.rawValue): there is nothing to \(call.rawValue)")
            case .failure: throw Failure("there is no message \(id)")
            }
        }
    }

    private static func id(_ text: String) throws -> Identifier {
        guard let id = Identifier(text) else {
            throw Failure("'\(text.printable)' is not an id", code: .wrongUsage)
        }
        return id
    }
}

/// A message as a listing shows it: to the operator's own terminal, but without whole addresses all the same, be they
/// in the words of a relay.
private struct MessageRow: Encodable {
    let id, kind, package, about, recipient, state, createdAt: String
    let nextAttemptAt, detail: String?
    let attempts: [Attempt]

    struct Attempt: Encodable {
        let at, relay, outcome: String
        let phase: String?
        let code: Int?
        let status: String?
        let text: String
    }

    init(_ view: MessageView) {
        let message = view.message
        id = message.id.description
        kind = message.kind.rawValue
        package = message.facts.package
        about = message.about.description
        recipient = message.recipient.masked
        state = message.state.rawValue
        createdAt = message.createdAt.description
        nextAttemptAt = message.nextAttemptAt?.description
        detail = message.detail?.withoutAddresses
        attempts = view.attempts.map {
            Attempt(
                at: $0.at.description, relay: $0.relay, outcome: $0.outcome.rawValue, phase: $0.phase?.rawValue,
                code: $0.code, status: $0.status?.description, text: $0.text.withoutAddresses)
        }
    }
}
