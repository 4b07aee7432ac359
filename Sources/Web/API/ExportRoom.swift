import Model
import Synchronization

/// Who exports: looking through everything keeps a core busy for as long as it takes, so each gallery does it once at a
/// time.
final class ExportRoom: Sendable {
    private let busy = Mutex<Set<Identifier>>([])

    /// Runs an export, unless the gallery has one under way.
    ///
    /// It is broken off when its client has gone.
    ///
    /// - Returns: nil where another one is under way.
    /// - Throws: ``Problem`` where the client has gone, which nobody reads.
    func run<Result: Sendable>(
        for gallery: Identifier, _ watch: ConnectionWatch?, _ export: @escaping @Sendable () async throws -> Result
    ) async throws -> Result? {
        guard busy.withLock({ $0.insert(gallery).inserted }) else { return nil }
        defer { _ = busy.withLock { $0.remove(gallery) } }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await export() }
            group.addTask {
                while watch?.isClosed != true { try await Task.sleep(for: .milliseconds(100)) }
                return nil
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() ?? nil else {
                throw Problem(.unavailable, "The client has gone.")
            }
            return result
        }
    }
}
