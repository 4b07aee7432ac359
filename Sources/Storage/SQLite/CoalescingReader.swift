import Dispatch
import GRDB
import Synchronization

/// Runs read closures that wait at the same time one after the other on one snapshot: handing work to another thread
/// costs more than a look-up by key, and so is done once for many of them.
///
/// A snapshot is only opened once its closures are waiting, so each of them sees everything that was committed before
/// it was asked for.
final class CoalescingReader: Sendable {
    /// How many closures share one snapshot at most, so that a long one keeps few others waiting.
    static let mostInOneSnapshot = 32

    private typealias Job = @Sendable (Result<any Transaction, any Error>) -> Void

    private struct Line {
        var waiting: [Job] = []
        var active = 0
        var isClosed = false
    }

    private let pool: DatabasePool
    /// How many snapshots are open at once.
    private let readers: Int
    private let line = Mutex(Line())
    private let queue = DispatchQueue(label: "countersign.readers", qos: .userInitiated, attributes: .concurrent)

    init(pool: DatabasePool, readers: Int) {
        self.pool = pool
        self.readers = readers
    }

    func run<Result: Sendable>(_ work: @escaping @Sendable (any Transaction) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Result, any Error>) in
            enqueue { transaction in
                continuation.resume(
                    with: Swift.Result {
                        do {
                            return try work(try transaction.get())
                        } catch let error as DatabaseError {
                            throw StorageError(sqlite: error)
                        }
                    })
            }
        }
    }

    /// Refuses what comes from now on; what is there is still served.
    func close() {
        line.withLock { $0.isClosed = true }
    }

    private func enqueue(_ job: @escaping Job) {
        let start: Bool? = line.withLock { line in
            guard !line.isClosed else { return nil }
            line.waiting.append(job)
            guard line.active < readers else { return false }
            line.active += 1
            return true
        }
        switch start {
        case nil: job(.failure(StorageError.closed))
        case true: queue.async { self.drain() }
        default: break
        }
    }

    private func drain() {
        while true {
            let batch = line.withLock { line -> [Job] in
                let count = min(line.waiting.count, Self.mostInOneSnapshot)
                let batch = Array(line.waiting.prefix(count))
                line.waiting.removeFirst(count)
                if batch.isEmpty { line.active -= 1 }
                return batch
            }
            if batch.isEmpty { return }
            var done = 0
            do {
                try pool.read { database in
                    for job in batch {
                        done += 1
                        job(.success(SQLiteTransaction(database: database)))
                    }
                }
            } catch {
                for job in batch[done...] { job(.failure(error)) }
            }
        }
    }
}
