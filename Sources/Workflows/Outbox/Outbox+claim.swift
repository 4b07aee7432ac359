package import Model
import Storage
import Synchronization

extension Outbox {
    /// Takes up to `most` due messages of all galleries that are not paused, fairly among them, and messages whose
    /// holder died.
    ///
    /// What nobody needs any more is cancelled on the way, and what cannot be read is passed over.
    ///
    /// - Parameters:
    ///   - schedule: How long a message rests that was taken over too often.
    ///   - holding: What the claimer holds at a moment whose lease has ended: renewed before anything is taken over, lest
    ///     it take its own for abandoned.
    package func claim(
        most: Int, lease: Duration, schedule: RetrySchedule = .standard,
        holding: @escaping @Sendable (Timestamp) -> [Message] = { _ in [] }
    ) async throws -> Claim {
        let (context, turn) = (context, turn)
        return try await context.database.write { transaction in
            let now = context.clock()
            let renewed = try Self.renew(holding(now), transaction, until: now + lease).kept
            let round = try ClaimRound(transaction, context, now: now, lease: now + lease)
            var taken = try round.takeOver(most: most, schedule)
            taken += try round.takeFairly(turn.order(of: round.open), most: most - taken.count)
            return Claim(
                messages: try taken.compactMap(round.judge), renewed: renewed,
                nextDue: try transaction.messages.nextDue(galleries: round.open.map(\.id)),
                isPaused: round.isPaused, pausedGalleries: Set(round.galleries.values.filter(\.paused).map(\.id)))
        }
    }
}

/// One claim's transaction, with the galleries as it finds them.
private struct ClaimRound {
    let transaction: any Transaction
    let context: WorkflowContext
    let now: Timestamp
    /// Until when what is taken is held.
    let lease: Timestamp
    let isPaused: Bool
    /// Those that can be read.
    let galleries: [Identifier: Gallery]
    /// Those among them whose mail is not held back, by slug.
    let open: [Gallery]

    init(_ transaction: any Transaction, _ context: WorkflowContext, now: Timestamp, lease: Timestamp) throws {
        self.transaction = transaction
        self.context = context
        self.now = now
        self.lease = lease
        isPaused = try transaction.switches.courierIsPaused()
        let list = try transaction.galleries.list()
        for one in list.unreadable { context.onUnreadable(UnreadableRow(.gallery, one.slug, one.flaw)) }
        galleries = Dictionary(uniqueKeysWithValues: list.galleries.map { ($0.id, $0) })
        open = isPaused ? [] : list.galleries.filter { !$0.paused }
    }

    /// Takes messages over whose holder died.
    func takeOver(most: Int, _ schedule: RetrySchedule) throws -> [Message] {
        try transaction.messages.claimAbandoned(at: now, lease: lease, most: most, pass: pass).compactMap { message in
            guard let gallery = galleries[message.gallery] else {
                try transaction.messages.setAside(message.id, until: now + UnreadableRow.rest)
                return nil
            }
            let (kept, event) = MessageMachine.takeOver(message, schedule: schedule, now: now)
            guard kept.state == .sending else {
                try write(kept, event, of: gallery)
                return nil
            }
            guard isPaused || gallery.paused else { return kept }
            try transaction.messages.update(MessageMachine.putBack(kept, now: now))
            return nil
        }
    }

    /// An equal share for each gallery that has something due, and what some do not need for the others.
    func takeFairly(_ galleries: [Gallery], most: Int) throws -> [Message] {
        var (taken, waiting): ([Message], [Gallery]) = ([], galleries)
        while taken.count < most, !waiting.isEmpty {
            var more: [Gallery] = []
            let share = max(1, (most - taken.count) / waiting.count)
            for gallery in waiting where taken.count < most {
                let claimed = try transaction.messages.claim(
                    gallery: gallery.id, at: now, lease: lease, most: min(share, most - taken.count), pass: pass)
                taken += claimed
                if claimed.count == share { more.append(gallery) }
            }
            waiting = more
        }
        return taken
    }

    /// What is to be sent; what is not is settled here.
    func judge(_ message: Message) throws -> ClaimedMessage? {
        guard let gallery = galleries[message.gallery] else { return nil }
        do {
            if try context.work(in: transaction, for: gallery).suppress(message, context.onUnreadable) { return nil }
            switch try Outbox.worth(of: message, transaction, now: now) {
            case .send: return ClaimedMessage(message: message, gallery: gallery)
            case .wait(let moment): try transaction.messages.update(MessageMachine.putBack(message, now: moment))
            case .drop:
                let (cancelled, event) = MessageMachine.drop(message, now: now)
                try write(cancelled, event, of: gallery)
            case .end:
                let last = try transaction.messages.attempts(of: message.id).last
                let (ended, event) = MessageMachine.end(message, after: last, now: now)
                try write(ended, event, of: gallery)
            }
        } catch let flaw as StorageError where flaw.isOfOneRow {
            context.onUnreadable(UnreadableRow(.invitation, message.about.description, flaw))
            try transaction.messages.setAside(message.id, until: now + UnreadableRow.rest)
        }
        return nil
    }

    private func write(_ message: Message, _ event: EventDraft?, of gallery: Gallery) throws {
        try transaction.messages.update(message)
        let work = context.work(in: transaction, for: gallery)
        if let event { try work.append([event]) }
        if message.state == .failed { try work.tellOfFailure(message, context.onUnreadable) }
        if event != nil { try work.review(after: message, context.onUnreadable) }
    }

    /// A message that cannot be read rests.
    private func pass(_ id: Identifier, _ flaw: StorageError) throws {
        context.onUnreadable(UnreadableRow(.message, id.description, flaw))
        try transaction.messages.setAside(id, until: now + UnreadableRow.rest)
    }
}

/// Whose turn it is to be first: each claim begins with another gallery, so that none waits behind the same one for
/// ever where few messages are taken at a time.
final class Turn: Sendable {
    private let count = Atomic<Int>(0)

    func order(of galleries: [Gallery]) -> [Gallery] {
        guard galleries.count > 1 else { return galleries }
        let first = count.wrappingAdd(1, ordering: .relaxed).oldValue % galleries.count
        return Array(galleries[first...] + galleries[..<first])
    }
}
