import Dispatch
import Synchronization

/// Runs read closures that wait at the same time one after the other on one snapshot: handing work to another thread
/// costs more than a look-up by key, and so is done once for many of them.
///
/// A snapshot is only opened once its closures are waiting, so each of them sees everything that was committed before
/// it was asked for.
final class CoalescingReader: Sendable {
    /// How many closures share one snapshot at most, so that a long one keeps few others waiting.
    static let mostInOneSnapshot = 32

    typealias Job = @Sendable (Result<any Transaction, any Error>) -> Void

    private struct Line {
        var waiting: [Job] = []
        var active = 0
        var isClosed = false
    }

    /// Opens a snapshot and runs closures on it, one after the other, counting each before it runs.
    ///
    /// It may leave off after some: the rest gets another snapshot. It throws what keeps the rest from being run.
    typealias Snapshot = @Sendable (_ jobs: [Job], _ done: inout Int) throws -> Void

    private let snapshot: Snapshot
    /// Of an engine's own error, the one that those above know.
    private let translate: @Sendable (any Error) -> any Error
    /// How many snapshots are open at once.
    private let readers: Int
    private let line = Mutex(Line())
    private let queue = DispatchQueue(label: "countersign.readers", qos: .userInitiated, attributes: .concurrent)

    init(readers: Int, translate: @escaping @Sendable (any Error) -> any Error, snapshot: @escaping Snapshot) {
        self.readers = readers
        self.translate = translate
        self.snapshot = snapshot
    }

    func run<Result: Sendable>(_ work: @escaping @Sendable (any Transaction) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Result, any Error>) in
            enqueue { transaction in
                continuation.resume(
                    with: Swift.Result { try work(try transaction.get()) }.mapError(self.translate))
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
            while done < batch.count {
                var ran = 0
                do {
                    try snapshot(Array(batch[done...]), &ran)
                } catch {
                    for job in batch[(done + ran)...] { job(.failure(error)) }
                    break
                }
                done += ran
            }
        }
    }
}
