import Dispatch
import Foundation
import Logging
import Model

/// The thread behind one connection of a pool.
final class RelayWorker {
    private let number: Int
    private let pool: RelayPool
    private var session: CurlSession?
    private var sentOnConnection = 0
    /// How long a worker rests whose connection was one too many for the relay.
    private static let restAfterTurnedAway = DispatchTimeInterval.seconds(30)

    private init(_ number: Int, of pool: RelayPool) {
        self.number = number
        self.pool = pool
    }

    static func start(_ number: Int, of pool: RelayPool) {
        let thread = Thread {
            RelayWorker(number, of: pool).run()
        }
        thread.name = "smtp-\(number)"
        thread.start()
    }

    private func run() {
        var hasFinished = false
        while true {
            // One lock a mail: it gives back the last and takes the next.
            switch pool.nextTurn(of: number, hasFinished: hasFinished) {
            case .job(let job):
                let outcome = deliver(job.mail)
                guard outcome.isTurnedAway, pool.giveBack(job, by: number) else {
                    job.completion(outcome)
                    hasFinished = true
                    continue
                }
                hangUp()
                _ = pool.bells[number].wait(timeout: .now() + Self.restAfterTurnedAway)
            case .late(let job):
                job.completion(.failed(.connect, .aborted, detail: "it waited too long for a connection"))
            case .wait(let due):
                sleep(until: due)
            case .stop:
                hangUp()
                leave()
                return
            }
            hasFinished = false
        }
    }

    /// Waits for the bell; a connection that nobody needs for long is closed meanwhile.
    private func sleep(until due: ContinuousClock.Instant?) {
        if let due {
            let milliseconds = max(1, (due - pool.now()).wholeMilliseconds)
            _ = pool.bells[number].wait(timeout: .now() + .milliseconds(milliseconds))
        } else if session != nil {
            let idle = pool.options.idleTimeout.wholeMilliseconds
            if pool.bells[number].wait(timeout: .now() + .milliseconds(idle)) == .timedOut { hangUp() }
        } else {
            pool.bells[number].wait()
        }
    }

    private func deliver(_ mail: OutgoingMail) -> SendOutcome {
        let (outcome, isStale) = attempt(mail)
        // The relay closed a connection that we kept, as it may at any time. This mail had no part in it.
        guard isStale else { return outcome }
        pool.logger.debug("connection was closed while idle; opening another")
        return attempt(mail).outcome
    }

    private func attempt(_ mail: OutgoingMail) -> (outcome: SendOutcome, isStale: Bool) {
        let session: CurlSession
        do throws(CurlError) {
            session = try openSession()
        } catch {
            return (.failed(.connect, .connect, detail: error.explanation), false)
        }
        let outcome = session.send(mail)
        settle(session, outcome)
        return (outcome, !session.conversation.isFresh && outcome.isOfAClosedConnection)
    }

    private func openSession() throws(CurlError) -> CurlSession {
        if let session { return session }
        let session = try CurlSession(pool.relay, pool.options, abort: pool.abort)
        self.session = session
        return session
    }

    /// Counts, and gives up a connection that has done its share or that the relay is closing.
    private func settle(_ session: CurlSession, _ outcome: SendOutcome) {
        let isFresh = session.conversation.isFresh
        sentOnConnection = isFresh ? 1 : sentOnConnection + 1
        let hasDoneItsShare = sentOnConnection >= max(1, pool.options.messagesPerConnection)
        let isDone = outcome.leavesReplyOpen || outcome.isClosing || hasDoneItsShare
        let isConnected = !isDone && (outcome.isAccepted || session.isConnected)
        if isFresh || !isConnected {
            pool.state.withLock { state in
                if isConnected { state.connected.insert(number) } else { state.connected.remove(number) }
            }
        }
        if !isConnected { self.session = nil }
    }

    private func hangUp() {
        session = nil
        pool.state.withLock { _ = $0.connected.remove(number) }
    }

    private func leave() {
        let waiters: [CheckedContinuation<Void, Never>] = pool.state.withLock { state in
            state.work.left()
            guard state.work.alive == 0 else { return [] }
            defer { state.whenEmpty = [] }
            return state.whenEmpty
        }
        for waiter in waiters { waiter.resume() }
    }
}

extension SendOutcome {
    fileprivate var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }

    /// Whether the relay may still answer what was asked: libcurl 7.88 keeps such a connection after a time-out, and
    /// the next mail would take the late answer for its own.
    fileprivate var leavesReplyOpen: Bool {
        switch self {
        case .accepted, .refused, .failed(_, .smtputf8NotOffered, _), .failed(_, .tooLarge, _): false
        case .failed, .unknown: true
        }
    }

    /// Whether the relay would not have this connection: what relays say that have as many as they take.
    fileprivate var isTurnedAway: Bool {
        if case .refused(.greeting, let reply) = self { reply.code < 500 } else { false }
    }

    /// 421: the relay is closing the connection (RFC 5321, 3.8).
    fileprivate var isClosing: Bool {
        if case .refused(_, let reply) = self { reply.code == 421 } else { false }
    }

    /// Where MAIL got no answer, or that the connection closes: on a connection that was kept, nothing was begun.
    fileprivate var isOfAClosedConnection: Bool {
        switch self {
        case .failed(.mail, .dropped, _), .failed(.connect, .dropped, _): true
        case .refused(.mail, let reply): reply.code == 421
        default: false
        }
    }
}
