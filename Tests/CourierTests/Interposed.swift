import Model
import Storage
import Synchronization
import Workflows

/// A database whose writes a test can see coming, hold up and refuse.
final class Interposed: Database {
    /// What a write is for, by what it gives back.
    enum Kind: Sendable {
        case claim, renewal, completion, other

        init<Result>(_ type: Result.Type) {
            switch type {
            case is Outbox.Claim.Type: self = .claim
            case is Outbox.Renewal.Type: self = .renewal
            case is Set<Identifier>.Type: self = .completion
            default: self = .other
            }
        }
    }

    private let database: any Database
    private let before: @Sendable (Kind) async throws -> Void
    private let after: @Sendable (Kind) async -> Void

    /// - Parameters:
    ///   - before: Runs before a write, which fails where it throws.
    ///   - after: Runs once it is committed.
    init(
        _ database: any Database, before: @escaping @Sendable (Kind) async throws -> Void,
        after: @escaping @Sendable (Kind) async -> Void = { _ in }
    ) {
        self.database = database
        self.before = before
        self.after = after
    }

    var dialect: Dialect { database.dialect }

    func announce() { database.announce() }

    func listen(_ heard: @escaping @Sendable () -> Void) { database.listen(heard) }

    func read<Result: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await database.read(work)
    }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any Transaction) throws -> Result
    ) async throws -> Result {
        try await before(Kind(Result.self))
        let result = try await database.write(work)
        await after(Kind(Result.self))
        return result
    }

    func scrub() async throws -> Scrubbing { try await database.scrub() }

    func close() async { await database.close() }
}

/// How often each kind of thing happened, to wait for.
final class Tally: Sendable {
    private let counts = Mutex<[Interposed.Kind: Int]>([:])

    func note(_ kind: Interposed.Kind) { counts.withLock { $0[kind, default: 0] += 1 } }

    func count(_ kind: Interposed.Kind) -> Int { counts.withLock { $0[kind] ?? 0 } }

    /// Returns when there are as many more of a kind as are asked for.
    func wait(for kind: Interposed.Kind, more: Int = 1) async throws {
        let goal = count(kind) + more
        while count(kind) < goal { try await Task.sleep(for: .milliseconds(5)) }
    }
}
