/// Who does what in a pool: a queue of jobs and the workers that take from it.
///
/// It decides; it starts, wakes and sends nothing.
struct PoolState<Job> {
    enum Submission {
        /// A worker of this number has to be started.
        case start(Int)
        case wake(Int)
        /// Every worker is busy and will come for it.
        case wait
        case full
        case stopped
    }

    enum Turn {
        case job(Job)
        /// Its time is over before it began: to be handed back. It took no turn of the rate limit.
        case late(Job)
        /// Nothing to do until woken; with an instant, ask again then.
        case wait(until: ContinuousClock.Instant?)
        case stop
    }

    private let workers: Int
    private let capacity: Int
    private var pacer: Pacer?
    private var jobs = Queue<Job>()
    private var idle: [Int] = []
    private var started = 0
    private(set) var alive = 0
    private(set) var inFlight = 0
    private(set) var isStopped = false

    init(workers: Int, capacity: Int, pacer: Pacer?) {
        self.workers = max(1, workers)
        self.capacity = max(1, capacity)
        self.pacer = pacer
    }

    mutating func submit(_ job: Job) -> Submission {
        if isStopped { return .stopped }
        if jobs.count >= capacity { return .full }
        jobs.append(job)
        if let worker = idle.popLast() { return .wake(worker) }
        guard started < workers else { return .wait }
        started += 1
        alive += 1
        return .start(started - 1)
    }

    /// A worker asks what to do.
    ///
    /// - Parameters:
    ///   - hasFinished: whether it is done with the job of its last turn.
    ///   - mayBegin: whether a job is still to be begun.
    mutating func next(
        _ worker: Int, hasFinished: Bool, now: ContinuousClock.Instant, mayBegin: (Job) -> Bool = { _ in true }
    ) -> Turn {
        if hasFinished { inFlight -= 1 }
        idle.removeAll { $0 == worker }
        if isStopped { return .stop }
        guard let job = jobs.popFirst() else {
            idle.append(worker)
            return .wait(until: nil)
        }
        guard mayBegin(job) else { return .late(job) }
        if let due = pacer?.take(now: now) {
            jobs.prepend(job)
            return .wait(until: due)
        }
        inFlight += 1
        return .job(job)
    }

    /// A worker gives back what it could not begin.
    ///
    /// - Returns: an idle worker to wake for it.
    mutating func giveBack(_ job: Job) -> Int? {
        inFlight -= 1
        jobs.prepend(job)
        return idle.popLast()
    }

    /// A worker that was told to stop is gone.
    mutating func left() {
        alive -= 1
    }

    /// Ends intake: gives back the jobs that no worker has begun.
    mutating func stop() -> [Job] {
        isStopped = true
        return jobs.removeAll()
    }
}

extension PoolState.Submission: Sendable where Job: Sendable {}
extension PoolState.Turn: Sendable where Job: Sendable {}
