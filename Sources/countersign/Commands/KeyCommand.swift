import ArgumentParser
import Model
import Storage
import Workflows

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Add, list and revoke API keys.",
        subcommands: [Add.self, List.self, Revoke.self])

    func run() async throws { throw MissingCommand(Self.self) }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a key. Its secret is printed once, as the last line, and kept nowhere.")

        @Argument(help: "The gallery's short name.") var gallery: String
        @Option(name: .customLong("scope"), help: "notify, read, admin or override; may be repeated.")
        var scopes: [String]
        @Option(help: ArgumentHelp("When it ends: \(KeyLife.grammar). Left out: never."))
        var expires: String?
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let scopes = Set(
                try scopes.map { name in
                    guard let scope = Scope(rawValue: name) else {
                        let known = Scope.allCases.map(\.rawValue).joined(separator: ", ")
                        throw Failure("there is no scope '\(name.printable)'; there are: \(known)", code: .wrongUsage)
                    }
                    return scope
                })
            try await options.withWorkflows { context in
                let gallery = try await context.gallery(gallery)
                let end = try expires.map { try self.end($0, from: context.clock()) }
                let (key, secret) = try await Galleries(context).addKey(
                    gallery: gallery.id, scopes: scopes, expiresAt: end)
                if format.json { return try Terminal.json(["id": key.id.description, "secret": secret]) }
                Terminal.line(
                    "key \(key.id) of \(gallery.slug): \(scopes.map(\.rawValue).sorted().joined(separator: " "))"
                        + (end.map { ", until \($0)" } ?? ""))
                Terminal.line(secret)
            }
        }

        private func end(_ text: String, from now: Timestamp) throws -> Timestamp {
            guard let end = KeyLife.end(text, from: now) else {
                throw Failure("--expires takes \(KeyLife.grammar), not '\(text.printable)'", code: .wrongUsage)
            }
            return end
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List keys, without their secrets.")

        @Argument(help: "Only this gallery's.") var gallery: String?
        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            try await options.withWorkflows { context in
                let slugs = Dictionary(
                    uniqueKeysWithValues: try await Galleries(context).list().map { ($0.id, $0.slug) })
                let only = try await self.only(context)
                let keys = try await Galleries(context).keys(gallery: only).map {
                    KeyRow($0, slug: slugs[$0.gallery] ?? "?")
                }
                if format.json { return try Terminal.json(keys) }
                Terminal.table(
                    ["ID", "GALLERY", "SCOPES", "CREATED", "EXPIRES", "LAST USED", "REVOKED"],
                    keys.map {
                        [
                            $0.id, $0.gallery, $0.scopes.joined(separator: " "), $0.createdAt, $0.expiresAt ?? "-",
                            $0.lastUsedAt ?? "-", $0.revokedAt ?? "-",
                        ]
                    })
            }
        }

        private func only(_ context: WorkflowContext) async throws -> Identifier? {
            guard let gallery else { return nil }
            return try await context.gallery(gallery).id
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key; holds at once.")

        @Argument(help: "The key's id.") var id: String
        @OptionGroup var options: ConfigOption

        func run() async throws {
            guard let id = Identifier(id) else {
                // Not repeated: by mistake it may be the secret itself, and errors end in logs.
                throw Failure("that is not a key's id; 'countersign key list' shows them", code: .wrongUsage)
            }
            try await options.withWorkflows { context in
                guard try await Galleries(context).revokeKey(id) else {
                    throw Failure("there is no key \(id); 'countersign key list' shows them")
                }
                Terminal.line("revoked \(id)")
            }
        }
    }
}

/// A key as a listing shows it.
private struct KeyRow: Encodable {
    let id, gallery: String
    let scopes: [String]
    let createdAt: String
    /// Nil for a key without end.
    let expiresAt: String?
    /// To the hour; nil for one that was never used.
    let lastUsedAt: String?
    let revokedAt: String?

    init(_ key: APIKey, slug: String) {
        id = key.id.description
        gallery = slug
        scopes = key.scopes.map(\.rawValue).sorted()
        createdAt = key.createdAt.description
        expiresAt = key.expiresAt?.description
        lastUsedAt = key.lastUsedAt?.description
        revokedAt = key.revokedAt?.description
    }
}
