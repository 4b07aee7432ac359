import ArgumentParser
import Model
import Workflows

struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Add, list and remove who may use the admin site.",
        subcommands: [Add.self, List.self, Remove.self, Reset.self])

    func run() async throws { throw MissingCommand(Self.self) }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: """
                Add an admin, or change what one may do in galleries. The code that the first sign-in asks for is \
                printed once, as the last line, and kept nowhere.
                """)

        @Argument(help: "Where the links to sign in are mailed.") var address: String
        @Option(help: "What they are called: shown, and in the audit log.") var name: String
        @Option(
            name: .customLong("gallery"),
            help: "A gallery's short name; may be repeated. Left out: the only one there is.")
        var galleries: [String] = []
        @Flag(
            inversion: .prefixedNo,
            help: "They may act over the owners' heads in these galleries. Left out: as before, which is no at first.")
        var override: Bool?
        @Flag(
            name: .customLong("operator"), inversion: .prefixedNo,
            help: "They may hold back the mail of all galleries at once. Left out: as before, which is no at first.")
        var isOperator: Bool?
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let email = try emailAddress(address)
            let name: Name
            do {
                name = try Name(self.name, .username)
            } catch {
                throw Failure("--name: \(error)", code: .wrongUsage)
            }
            try await options.withWorkflows { context in
                let added = try await Admins(context).add(
                    email, name: name, galleries: try await chosen(context), override: override,
                    isOperator: isOperator)
                switch added {
                case .added(let admin, let code):
                    if format.json { return try Terminal.json(["id": admin.id.description, "setupCode": code]) }
                    Terminal.line("admin \(admin.name.text), \(admin.id)")
                    Terminal.line("the first sign-in at /admin, within 7 days, asks for this code:")
                    Terminal.line(code)
                case .changed(let admin):
                    if format.json { return try Terminal.json(["id": admin.id.description]) }
                    Terminal.line(
                        "admin \(admin.name.text), \(admin.id): was there already, and has these galleries as said")
                case .nameTaken:
                    throw Failure("another admin is called '\(name.text)'; 'countersign admin list' shows them")
                case .otherName(let other):
                    throw Failure("this address is that of the admin '\(other.text)'; give that as --name")
                }
            }
        }

        private func chosen(_ context: WorkflowContext) async throws -> [Gallery] {
            guard galleries.isEmpty else {
                var found: [Gallery] = []
                for slug in galleries { found.append(try await context.gallery(slug)) }
                return found
            }
            let all = try await Galleries(context).list()
            guard all.count <= 1 else {
                let known = all.map(\.slug).joined(separator: ", ")
                throw Failure("say which with --gallery; there are: \(known)", code: .wrongUsage)
            }
            guard !all.isEmpty else { throw try await context.noGallery("") }
            return all
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List admins.")

        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            try await options.withWorkflows { context in
                let rows = try await Admins(context).list().map(AdminRow.init)
                if format.json { return try Terminal.json(rows) }
                Terminal.table(
                    ["NAME", "ADDRESS", "GALLERIES", "OPERATOR", "ENROLLED", "LAST SEEN"],
                    rows.map {
                        [
                            $0.name, $0.email,
                            $0.galleries.map { "\($0.gallery):\($0.scopes.joined(separator: "+"))" }
                                .joined(separator: " "),
                            $0.isOperator ? "yes" : "no", $0.enrolledAt ?? "-", $0.lastSeenAt ?? "-",
                        ]
                    })
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove an admin; their sessions end at once. With --gallery, take that gallery from them alone.")

        @Argument(help: "The admin's address.") var address: String
        @Option(
            name: .customLong("gallery"),
            help: "A gallery's short name; may be repeated. Who has no other is removed. Left out: all of them.")
        var galleries: [String] = []
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let email = try emailAddress(address)
            try await options.withWorkflows { context in
                guard galleries.isEmpty else { return try await withdraw(email, context) }
                guard let admin = try await Admins(context).remove(email) else { throw unknownAdmin }
                Terminal.line("removed \(admin.name.text)")
            }
        }

        private func withdraw(_ email: EmailAddress, _ context: WorkflowContext) async throws {
            var found: [Gallery] = []
            for slug in galleries { found.append(try await context.gallery(slug)) }
            switch try await Admins(context).remove(email, from: found) {
            case .withdrawn(let admin):
                Terminal.line("admin \(admin.name.text) has \(found.map(\.slug).joined(separator: ", ")) no more")
            case .removed(let admin): Terminal.line("removed \(admin.name.text), who had no other gallery")
            case .notTheirs(let admin, let gallery):
                throw Failure(
                    "the admin '\(admin.name.text)' does not have '\(gallery.slug)'; 'countersign admin list' shows which"
                )
            case .unknown: throw unknownAdmin
            }
        }
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: """
                Let an admin who has lost their phone begin anew: ends their sessions and prints, once, the code that \
                their next sign-in asks for.
                """)

        @Argument(help: "The admin's address.") var address: String
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let email = try emailAddress(address)
            try await options.withWorkflows { context in
                guard let (admin, code) = try await Admins(context).reset(email) else { throw unknownAdmin }
                if format.json { return try Terminal.json(["id": admin.id.description, "setupCode": code]) }
                Terminal.line("admin \(admin.name.text): the next sign-in, within 7 days, asks for this code:")
                Terminal.line(code)
            }
        }
    }
}

private func emailAddress(_ text: String) throws -> EmailAddress {
    do {
        return try EmailAddress(text)
    } catch {
        throw Failure("the address \(error)", code: .wrongUsage)
    }
}

private var unknownAdmin: Failure { Failure("no admin has this address; 'countersign admin list' shows them") }

/// An admin as a listing shows them.
private struct AdminRow: Encodable {
    struct Role: Encodable {
        let gallery: String
        let scopes: [String]
    }

    let id, name, email: String
    let galleries: [Role]
    let isOperator: Bool
    let createdAt: String
    /// Nil for one who has yet to sign in first.
    let enrolledAt: String?
    let sessions: Int
    let lastSeenAt: String?

    init(_ entry: Admins.Entry) {
        id = entry.admin.id.description
        name = entry.admin.name.text
        email = entry.admin.email.text
        galleries = entry.roles.map { Role(gallery: $0.gallery.slug, scopes: $0.scopes.map(\.rawValue).sorted()) }
        isOperator = entry.admin.isOperator
        createdAt = entry.admin.createdAt.description
        enrolledAt = entry.admin.enrolledAt?.description
        sessions = entry.sessions
        lastSeenAt = entry.lastUsedAt?.description
    }
}
