import Dispatch
import Logging
import Synchronization
import Telemetry

/// Runs write closures that wait at the same time as savepoints of one transaction, and answers each only after the
/// COMMIT: one flush of the disk serves them all, and one that throws undoes nothing of its neighbours.
final class CoalescingWriter: Sendable {
    private struct Line {
        var waiting: [WriteJob] = []
        var isDraining = false
        var isClosed = false
    }

    /// Runs jobs in one transaction, and returns when it is on the disk: what each has thrown, its effects undone.
    ///
    /// Throws what kept all of them from being done. It may run a job again, where all that it did was undone.
    typealias Commit = @Sendable ([WriteJob]) throws -> [(any Error)?]

    /// How many closures share one commit at most, so that the first is not kept waiting by an endless stream.
    private let most: Int
    private let logger: Logger
    private let commit: Commit
    private let line = Mutex(Line())
    /// Where the commits happen, one after the other; they block.
    private let queue = DispatchQueue(label: "countersign.writer", qos: .userInitiated)

    init(most: Int = 256, logger: Logger, commit: @escaping Commit) {
        self.most = most
        self.logger = logger
        self.commit = commit
    }

    func run<Result: Sendable>(_ work: @escaping @Sendable (any Transaction) throws -> Result) async throws -> Result {
        let slot = Slot<Result>()
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let job = WriteJob(
                work: { transaction in slot.put(try work(transaction)) },
                answer: { continuation.resume(with: $0) })
            enqueue(job)
        }
        guard let result = slot.take() else { throw StorageError.engine("a write ended without a result") }
        return result
    }

    /// Refuses what comes from now on and waits for what is there.
    func close() async {
        line.withLock { $0.isClosed = true }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            queue.async { continuation.resume() }
        }
    }

    private func enqueue(_ job: WriteJob) {
        let start: Bool? = line.withLock { line in
            guard !line.isClosed else { return nil }
            line.waiting.append(job)
            guard !line.isDraining else { return false }
            line.isDraining = true
            return true
        }
        switch start {
        case nil: job.answer(.failure(StorageError.closed))
        case true: queue.async { self.drain() }
        default: break
        }
    }

    private func drain() {
        while true {
            let batch = line.withLock { line -> [WriteJob] in
                let count = min(line.waiting.count, most)
                let batch = Array(line.waiting.prefix(count))
                line.waiting.removeFirst(count)
                if batch.isEmpty { line.isDraining = false }
                return batch
            }
            if batch.isEmpty { return }
            settle(batch)
        }
    }

    /// One transaction for a batch.
    ///
    /// A job is answered only when its fate is on the disk.
    private func settle(_ batch: [WriteJob]) {
        do {
            let fates = try commit(batch)
            Metrics.commits.add("done")
            Metrics.writes.add(by: batch.count)
            for (job, fate) in zip(batch, fates) { job.answer(fate.map { .failure($0) } ?? .success(())) }
        } catch {
            Metrics.commits.add("failed")
            logger.error("commit failed", metadata: ["error": "\(error)", "writes": "\(batch.count)"])
            for job in batch { job.answer(.failure(error)) }
        }
    }
}

/// A write that waits for its commit.
struct WriteJob: Sendable {
    let work: @Sendable (any Transaction) throws -> Void
    let answer: @Sendable (Result<Void, any Error>) -> Void
}

/// Carries a job's result from the writer's thread to the task that waits for it.
private final class Slot<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func put(_ new: Value) { value.withLock { $0 = new } }

    func take() -> Value? { value.withLock { $0.take() } }
}
