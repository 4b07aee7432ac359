package import Model
import Storage

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
    let turn = Turn()

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// What a claim found.
    package struct Claim: Sendable {
        package var messages: [ClaimedMessage]
        /// What the claimer held already, and holds on to.
        package var renewed: Set<Identifier>
        /// When the next message is due, where one waits and nothing was left behind now.
        package var nextDue: Timestamp?
        package var isPaused: Bool
        package var pausedGalleries: Set<Identifier>
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
            try Self.renew(messages, transaction, until: clock() + lease)
        }
    }

    static func renew(
        _ messages: [Message], _ transaction: any Transaction, until: Timestamp
    ) throws -> Renewal {
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

    /// What a claim is worth that has waited since it was made.
    package enum Standing: Sendable, Equatable {
        case wanted
        /// The courier, or its gallery, was paused, or its end has come: the next claim knows what to do with it.
        case notNow
        case decided
    }

    /// Whether a claimed message is still to be sent.
    package func standing(of claimed: ClaimedMessage) async throws -> Standing {
        let now = context.clock()
        let message = claimed.message
        return try await context.database.read { transaction in
            guard let gallery = try transaction.galleries.find(message.gallery) else { return .decided }
            if try gallery.paused || transaction.switches.courierIsPaused() { return .notNow }
            switch try Self.worth(of: message, transaction, now: now) {
            case .send: return .wanted
            case .wait, .end: return .notNow
            case .drop: return .decided
            }
        }
    }

    static func worth(
        of message: Message, _ transaction: any Transaction, now: Timestamp
    ) throws -> MessageMachine.Worth {
        let invitation =
            message.kind.needsPendingInvitation
            ? try transaction.invitations.standings([message.about])[message.about] : nil
        let letter = message.kind == .invitationCancelled ? try transaction.messages.letter(about: message.about) : nil
        switch message.kind.area {
        case .recovery: if try !isWanted(message, transaction) { return .drop }
        case .invitation, .publication, .none: break
        }
        if message.kind == .publicationConfirm, try transaction.publications.state(message.about) != .held {
            return .drop
        }
        return MessageMachine.worth(message, invitation: invitation, letter: letter, now: now)
    }

    /// Whether what a mail about a case asks its reader for can still be done.
    private static func isWanted(_ message: Message, _ transaction: any Transaction) throws -> Bool {
        guard message.kind == .recoveryContact || message.kind == .recoveryConfirmAddress else { return true }
        // Of a report by the public form, until that is confirmed.
        if message.facts.role == .sender { return try transaction.intake.find(message.about) != nil }
        guard let claim = try transaction.recovery.find(message.about)?.claim else { return false }
        return message.kind == .recoveryContact ? claim.hearsOwners : claim.state == .submitted
    }

    /// Writes outcomes, each only where the claim is still ours; what failed for good is told to whoever needs to know.
    ///
    /// - Returns: the ids that were written.
    package func complete(_ completions: [Completion]) async throws -> Set<Identifier> {
        let (context, onUnreadable) = (context, context.onUnreadable)
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
                if message.state == .failed { try work.tellOfFailure(message, onUnreadable) }
                try work.review(after: message, onUnreadable)
            }
            return written
        }
        context.bell.ring()
        return written
    }
}

extension Work {
    /// Sets a claimed message aside whose address must not be mailed; whoever needs to know hears of it.
    func suppress(_ message: Message, _ onUnreadable: (UnreadableRow) -> Void) throws -> Bool {
        guard secrets != nil, message.kind.heedsSuppressions,
            try transaction.suppressions.find(digest(message.recipient, for: .suppression), gallery: gallery.id) != nil
        else { return false }
        let (suppressed, event) = MessageMachine.suppress(message, now: now)
        try transaction.messages.update(suppressed)
        try append([event])
        try tellOfFailure(suppressed, onUnreadable)
        try review(after: suppressed, onUnreadable)
        return true
    }

    /// An invitation whose mail failed for good is undeliverable, and its inviter hears of it.
    ///
    /// An invitation that cannot be read keeps nobody from writing down what became of its mail.
    func tellOfFailure(_ message: Message, _ onUnreadable: (UnreadableRow) -> Void) throws {
        guard message.kind.asksForDecision else { return }
        do {
            guard let invitation = try transaction.invitations.find(message.about, gallery: gallery.id) else { return }
            let decision = InvitationMachine.undeliverable(
                invitation, generation: message.generation,
                reason: message.state == .suppressed ? nil : message.detail ?? "", at: now)
            guard case .change(let change) = decision, try !transaction.messages.hasOtherLetter(than: message) else {
                return
            }
            try write(change)
        } catch let flaw as StorageError where flaw.isOfOneRow {
            onUnreadable(UnreadableRow(.invitation, message.about.description, flaw))
        }
    }
}
