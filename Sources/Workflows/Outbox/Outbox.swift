package import Model
import Storage
import Synchronization

/// A message that this worker holds, with the gallery that it is from.
package struct ClaimedMessage: Sendable, Equatable {
    package var message: Message
    package var gallery: Gallery

    package init(message: Message, gallery: Gallery) {
        self.message = message
        self.gallery = gallery
    }
}

/// What becomes of one claimed message.
package struct Completion: Sendable {
    package var message: Message
    package var attempt: DeliveryAttempt?
    package var event: EventDraft?

    package init(message: Message, attempt: DeliveryAttempt?, event: EventDraft?) {
        self.message = message
        self.attempt = attempt
        self.event = event
    }
}

/// The outbox as the courier sees it: claim, renew, settle.
package struct Outbox: Sendable {
    let context: WorkflowContext
    private let turn = Turn()

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// What a claim found.
    package struct Claim: Sendable {
        package var messages: [ClaimedMessage]
        /// When the next message is due, where one waits and nothing was left behind now.
        package var nextDue: Timestamp?
        package var isPaused: Bool
        package var pausedGalleries: Set<Identifier>
    }

    /// Takes up to `most` due messages of all galleries that are not paused, fairly among them, and messages whose
    /// holder died.
    ///
    /// What nobody needs any more is cancelled on the way.
    ///
    /// - Parameter schedule: How long a message rests that was taken over too often.
    package func claim(
        most: Int, lease: Duration, schedule: RetrySchedule = .standard
    ) async throws -> Claim {
        let (context, turn) = (context, turn)
        return try await context.database.write { transaction in
            let now = context.clock()
            let paused = try transaction.switches.courierIsPaused()
            let galleries = try transaction.galleries.all()
            let byID = Dictionary(uniqueKeysWithValues: galleries.map { ($0.id, $0) })
            let open = paused ? [] : galleries.filter { !$0.paused }
            var taken: [Message] = []
            for message in try transaction.messages.claimAbandoned(at: now, lease: now + lease, most: most) {
                var (kept, event) = MessageMachine.takeOver(message, schedule: schedule, now: now)
                guard let gallery = byID[message.gallery] else { continue }
                let work = context.work(in: transaction, for: gallery)
                if kept.state != .sending || gallery.paused || paused {
                    if kept.state == .sending { kept = MessageMachine.putBack(kept, now: now) }
                    try transaction.messages.update(kept)
                    if let event { try work.append([event]) }
                    if kept.state == .failed { try work.tellOfFailure(kept) }
                } else {
                    taken.append(kept)
                }
            }
            taken += try Self.claimFairly(
                turn.order(of: open), transaction, at: now, lease: now + lease, most: most - taken.count)
            let wanted = try Self.dropUnwanted(taken, byID, transaction, now: now, context)
            return Claim(
                messages: wanted, nextDue: try transaction.messages.nextDue(galleries: open.map(\.id)),
                isPaused: paused, pausedGalleries: Set(galleries.filter(\.paused).map(\.id)))
        }
    }

    /// An equal share for each gallery that has something due, and what some do not need for the others.
    private static func claimFairly(
        _ galleries: [Gallery], _ transaction: any Transaction, at now: Timestamp, lease: Timestamp, most: Int
    ) throws -> [Message] {
        var (taken, waiting): ([Message], [Gallery]) = ([], galleries)
        while taken.count < most, !waiting.isEmpty {
            var more: [Gallery] = []
            let share = max(1, (most - taken.count) / waiting.count)
            for gallery in waiting where taken.count < most {
                let claimed = try transaction.messages.claim(
                    gallery: gallery.id, at: now, lease: lease, most: min(share, most - taken.count))
                taken += claimed
                if claimed.count == share { more.append(gallery) }
            }
            waiting = more
        }
        return taken
    }

    /// What became of claims that were to be kept alive; those that were settled meanwhile are in neither.
    package struct Renewal: Sendable, Equatable {
        package var kept: Set<Identifier> = []
        /// Claimed anew since, by another process or by this one.
        package var lost: Set<Identifier> = []

        package init(kept: Set<Identifier> = [], lost: Set<Identifier> = []) {
            self.kept = kept
            self.lost = lost
        }
    }

    /// Keeps claims alive.
    package func renew(_ messages: [Message], lease: Duration) async throws -> Renewal {
        let clock = context.clock
        return try await context.database.write { transaction in
            let until = clock() + lease
            var renewal = Renewal()
            for message in messages {
                if try transaction.messages.renew(message.id, attempt: message.attempt, lease: until) {
                    renewal.kept.insert(message.id)
                } else if try transaction.messages.wasClaimedAnew(message.id, attempt: message.attempt) {
                    renewal.lost.insert(message.id)
                }
            }
            return renewal
        }
    }

    /// What a claim is worth that has waited since it was made.
    package enum Standing: Sendable, Equatable {
        case wanted
        /// The courier, or its gallery, was paused.
        case paused
        /// It was decided, or its end has come.
        case over
    }

    /// Whether a claimed message is still to be sent.
    package func standing(of claimed: ClaimedMessage) async throws -> Standing {
        let now = context.clock()
        let message = claimed.message
        return try await context.database.read { transaction in
            guard let gallery = try transaction.galleries.find(message.gallery) else { return .over }
            if try gallery.paused || transaction.switches.courierIsPaused() { return .paused }
            switch try Self.worth(of: message, transaction, now: now) {
            case .send: return .wanted
            case .wait: return .paused
            case .drop: return .over
            }
        }
    }

    private static func worth(
        of message: Message, _ transaction: any Transaction, now: Timestamp
    ) throws -> MessageMachine.Worth {
        let invitation =
            message.kind.needsPendingInvitation
            ? try transaction.invitations.standings([message.about])[message.about] : nil
        let letter = message.kind == .invitationCancelled ? try transaction.messages.letter(about: message.about) : nil
        if message.kind == .publicationConfirm, try transaction.publications.state(message.about) != .held {
            return .drop
        }
        return MessageMachine.worth(message, invitation: invitation, letter: letter, now: now)
    }

    /// Writes outcomes, each only where the claim is still ours; what failed for good is told to whoever needs to know.
    ///
    /// - Returns: the ids that were written.
    package func complete(_ completions: [Completion]) async throws -> Set<Identifier> {
        let context = context
        let written = try await context.database.write { transaction -> Set<Identifier> in
            var written: Set<Identifier> = []
            var galleries: [Identifier: Gallery] = [:]
            for completion in completions where try transaction.messages.complete(completion.message) {
                let message = completion.message
                written.insert(message.id)
                if let attempt = completion.attempt { try transaction.messages.add(attempt, to: message.id) }
                guard let event = completion.event else { continue }
                let gallery = try galleries[message.gallery] ?? transaction.galleries.find(message.gallery)
                guard let gallery else { continue }
                galleries[message.gallery] = gallery
                let work = context.work(in: transaction, for: gallery)
                try work.append([event])
                if message.state == .failed { try work.tellOfFailure(message) }
            }
            return written
        }
        context.bell.ring()
        return written
    }

    private static func dropUnwanted(
        _ messages: [Message], _ galleries: [Identifier: Gallery], _ transaction: any Transaction, now: Timestamp,
        _ context: WorkflowContext
    ) throws -> [ClaimedMessage] {
        try messages.compactMap { message in
            guard let gallery = galleries[message.gallery] else { return nil }
            let work = context.work(in: transaction, for: gallery)
            if try work.suppress(message) { return nil }
            switch try worth(of: message, transaction, now: now) {
            case .send: return ClaimedMessage(message: message, gallery: gallery)
            case .wait(let moment): try transaction.messages.update(MessageMachine.putBack(message, now: moment))
            case .drop:
                let (cancelled, event) = MessageMachine.drop(message, now: now)
                try transaction.messages.update(cancelled)
                if let event { try work.append([event]) }
            }
            return nil
        }
    }
}

/// Whose turn it is to be first: each claim begins with another gallery, so that none waits behind the same one for
/// ever where few messages are taken at a time.
private final class Turn: Sendable {
    private let count = Atomic<Int>(0)

    func order(of galleries: [Gallery]) -> [Gallery] {
        guard galleries.count > 1 else { return galleries }
        let first = count.wrappingAdd(1, ordering: .relaxed).oldValue % galleries.count
        return Array(galleries[first...] + galleries[..<first])
    }
}

extension Work {
    /// Sets a claimed message aside whose address must not be mailed; whoever needs to know hears of it.
    fileprivate func suppress(_ message: Message) throws -> Bool {
        guard secrets != nil,
            let found = try transaction.suppressions.find(
                digest(message.recipient, for: .suppression), gallery: gallery.id)
        else { return false }
        let (suppressed, event) = MessageMachine.suppress(message, because: found.reason, now: now)
        try transaction.messages.update(suppressed)
        try append([event])
        try tellOfFailure(suppressed)
        return true
    }

    /// An invitation whose mail failed for good is undeliverable, and its inviter hears of it.
    func tellOfFailure(_ message: Message) throws {
        guard message.kind.asksForDecision,
            let invitation = try transaction.invitations.find(message.about, gallery: gallery.id)
        else { return }
        let decision = InvitationMachine.undeliverable(
            invitation, generation: message.generation, reason: message.detail ?? "", at: now)
        guard case .change(let change) = decision, try !transaction.messages.hasOtherLetter(than: message) else {
            return
        }
        try write(change)
    }
}
