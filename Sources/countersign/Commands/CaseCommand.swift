import ArgumentParser
import Model
import Storage
import Workflows

struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Look at recovery cases.", subcommands: [List.self, Show.self])

    func run() async throws { throw MissingCommand(Self.self) }

    /// Every state that is listed, for help and errors.
    private static let states = RecoveryState.listed.map(\.rawValue).joined(separator: ", ")

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "List recovery cases, oldest first; with --due those that ask for attention, the longest due first.")

        @Option(help: "Only this gallery's; needed where there are several.") var gallery: String?
        @Option(help: "Only those in this state: \(CaseCommand.states).") var state: String?
        @Option(help: "Only those of this package.") var package: String?
        @Option(help: "Only those that this admin has; 'none' for those that nobody has.") var assignee: String?
        @Flag(help: "Only those that ask for attention by the end of today, in UTC.") var due = false
        @Option(help: "Only those after this id.") var after: String?
        @Option(help: "How many at most.") var limit = 100
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let after = try after.map { try CaseCommand.id($0) }
            if due, after != nil { throw Failure("--after does not go with --due", code: .wrongUsage) }
            guard (1...10_000).contains(limit) else { throw Failure("--limit takes 1 to 10000", code: .wrongUsage) }
            var filter = RecoveryFilter(package: package)
            filter.state = try state.map { name in
                guard let state = RecoveryState.listed.first(where: { $0.rawValue == name }) else {
                    throw Failure(
                        "there is no state '\(name.printable)'; there are: \(CaseCommand.states)", code: .wrongUsage)
                }
                return state
            }
            filter.assignee = assignee.map { $0 == "none" ? .nobody : .admin($0) }
            let (wanted, isQueue) = (filter, due)
            try await options.withWorkflows { context in
                let gallery = try await CaseCommand.gallery(gallery, context)
                var filter = wanted
                if isQueue { filter.due = AdminDigest.endOfDay(context.clock()) }
                let recovery = Recovery(context)
                let cases =
                    isQueue
                    ? try await recovery.queue(filter, gallery: gallery.id, after: nil, limit: limit).items
                    : try await recovery.list(filter, gallery: gallery.id, after: after, limit: limit).items
                let rows = cases.map(CaseRow.init)
                if format.json { return try Terminal.json(rows) }
                Terminal.table(
                    ["ID", "PACKAGE", "STATE", "ASSIGNEE", "DUE", "WHY"],
                    rows.map {
                        [
                            $0.id, $0.package.printable, $0.state, ($0.assignee ?? "-").printable, $0.due?.at ?? "-",
                            $0.due?.why ?? "-",
                        ]
                    })
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one recovery case with what was tried, and when it may be granted.")

        @Argument(help: "The case's id.") var id: String
        @Option(help: "The case's gallery; needed where there are several.") var gallery: String?
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let id = try CaseCommand.id(id)
            try await options.withWorkflows { context in
                let gallery = try await CaseCommand.gallery(gallery, context)
                guard let view = try await Recovery(context).find(id, gallery: gallery.id) else {
                    throw Failure("gallery '\(gallery.slug)' has no case \(id)")
                }
                let row = CaseDetails(view)
                if format.json { return try Terminal.json(row) }
                row.print()
            }
        }
    }

    /// The gallery of this name, or the only one.
    private static func gallery(_ slug: String?, _ context: WorkflowContext) async throws -> Gallery {
        if let slug { return try await context.gallery(slug) }
        let all = try await Galleries(context).list()
        guard let only = all.first, all.count == 1 else {
            let slugs = all.map(\.slug).joined(separator: ", ")
            guard !all.isEmpty else { throw Failure("there is no gallery") }
            throw Failure("there are several galleries; name one with --gallery: \(slugs)", code: .wrongUsage)
        }
        return only
    }

    private static func id(_ text: String) throws -> Identifier {
        guard let id = Identifier(text) else {
            throw Failure("'\(text.printable)' is not an id", code: .wrongUsage)
        }
        return id
    }
}
