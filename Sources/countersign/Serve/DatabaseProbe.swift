import Model
import Storage
import Synchronization

/// Whether the database takes a write: one that can only be read answers no request that matters.
///
/// A full disk and a file that another process has locked show in nothing else. `/readyz` is open to anybody, so it asks
/// the database once a second at most.
final class DatabaseProbe: Sendable {
    private let database: any Database
    private let clock: @Sendable () -> Timestamp
    private let last = Mutex<(at: Timestamp, problem: String?)?>(nil)

    init(_ database: any Database, clock: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.clock = clock
    }

    /// What is wrong, in words for everybody; nil where nothing is.
    func problem() async -> String? {
        let now = clock()
        if let last = last.withLock({ $0 }), now - last.at < .seconds(1) { return last.problem }
        var problem: String?
        do {
            try await database.write { try $0.switches.probe(at: now) }
        } catch {
            problem = "takes no writes now"
        }
        last.withLock { $0 = (now, problem) }
        return problem
    }
}
