package import Links
package import Model
package import Storage

/// What every workflow works with: the database, and where its time and its ids come from.
package struct WorkflowContext: Sendable {
    package let database: any Database
    package let clock: @Sendable () -> Timestamp
    package let makeID: @Sendable (Timestamp) -> Identifier
    /// Rung when a commit left mail to send.
    package let bell: OutboxBell
    /// Which API keys requests came with, until it is written.
    package let keyUses = KeyUses()
    /// The W3C trace that a request is part of, for the events that it brings about; asked in the request's own task.
    package let trace: @Sendable () -> String?
    /// Where a request comes from, for the events that it brings about; asked in the request's own task.
    package let origin: @Sendable () -> Origin
    /// Nil for commands that run without a keyring; what needs them throws then.
    package let secrets: ServiceSecrets?
    /// Told of every row that was passed over; the same one again and again.
    package let onUnreadable: @Sendable (UnreadableRow) -> Void

    package init(
        database: any Database, secrets: ServiceSecrets? = nil, bell: OutboxBell = OutboxBell(),
        trace: @escaping @Sendable () -> String? = { nil },
        origin: @escaping @Sendable () -> Origin = { Origin.current },
        onUnreadable: @escaping @Sendable (UnreadableRow) -> Void = { _ in },
        clock: @escaping @Sendable () -> Timestamp = { .wallClock() },
        makeID: @escaping @Sendable (Timestamp) -> Identifier = { moment in
            var random = SystemRandomNumberGenerator()
            return Identifier(at: moment, using: &random)
        }
    ) {
        self.database = database
        self.secrets = secrets
        self.bell = bell
        self.trace = trace
        self.origin = origin
        self.onUnreadable = onUnreadable
        self.clock = clock
        self.makeID = makeID
    }
}

/// One transaction that is under way, with the gallery that it works for and the moment that it counts as.
struct Work {
    let transaction: any Transaction
    let gallery: Gallery
    let now: Timestamp
    let makeID: @Sendable (Timestamp) -> Identifier
    var secrets: ServiceSecrets?
    var cause: Cause
    /// Whose request it is, to whom the mails are counted that it causes; nil where it is nobody's.
    var key: Identifier?
    /// Told how much is left of the tightest limit.
    var rates: RateSlot?
    /// Whether the answer to a call shows the case that it is about.
    ///
    /// Where it is shown after the commit, or not at all, nobody else waits while everything about it is read.
    var showsCases = true

    func newID() -> Identifier { makeID(now) }

    func append(_ events: [EventDraft]) throws {
        try transaction.events.append(
            named(events), gallery: gallery.id, at: now, trace: cause.trace, origin: cause.origin, makeID: makeID)
    }

    /// What nobody is named for is the acting admin's, on whose form it was done.
    private func named(_ events: [EventDraft]) -> [EventDraft] {
        guard let actor = cause.actor else { return events }
        return events.map { event in
            guard event.actor == EventDraft.system else { return event }
            var named = event
            named.actor = actor
            return named
        }
    }

    /// Queues mail, and counts what is recorded as suppressed where a limit is reached.
    ///
    /// All else was counted by what decided on it.
    ///
    /// - Parameter letter: Names the first of a kind that carries an invitation's own link.
    func queue(_ drafts: [MessageDraft], letter: Identifier? = nil) throws {
        var letter = letter
        var tally = Tally(self)
        for draft in drafts {
            let named = draft.kind.isLetter ? letter : nil
            if named != nil { letter = nil }
            guard draft.rule.beyond == .suppressed, let shortage = try tally.take(draft) else {
                try transaction.messages.add(message(draft, id: named ?? newID()))
                continue
            }
            try tell(shortage, about: EventData(package: draft.facts.package))
            try keepBack(draft, because: .limit(shortage.limit))
        }
        try tally.keep()
    }

    /// Queues a mail that was counted already.
    func enqueue(_ draft: MessageDraft) throws -> Identifier {
        let id = newID()
        try transaction.messages.add(message(draft, id: id))
        return id
    }

    /// Records a mail that is not sent, and why.
    @discardableResult
    func keepBack(_ draft: MessageDraft, because reason: MessageMachine.KeepingBack) throws -> Identifier {
        let (kept, event) = MessageMachine.keepBack(message(draft, id: newID()), because: reason, now: now)
        try transaction.messages.add(kept)
        try append([event])
        return kept.id
    }

    private func message(_ draft: MessageDraft, id: Identifier) -> Message {
        Message(
            id: id, gallery: gallery.id, kind: draft.kind, about: draft.about, recipient: draft.recipient,
            account: draft.account, locale: draft.locale ?? gallery.policy.locale, generation: draft.generation,
            facts: draft.facts, state: .queued, createdAt: now, changedAt: now, nextAttemptAt: now,
            until: draft.until)
    }
}

extension WorkflowContext {
    /// One write transaction for a gallery; rings the bell when it is committed.
    ///
    /// - Parameters:
    ///   - key: The API key that the request came with; its mails are counted.
    ///   - rates: Told how much is left of the tightest limit.
    func work<Result: Sendable>(
        for gallery: Identifier, key: Identifier? = nil, rates: RateSlot? = nil,
        _ body: @escaping @Sendable (Work) throws -> Result
    ) async throws -> Result {
        let cause = cause()
        let result = try await database.write { transaction in
            guard let gallery = try transaction.galleries.find(gallery) else {
                throw StorageError.corrupt("a gallery is missing")
            }
            var work = work(in: transaction, for: gallery, cause: cause)
            (work.key, work.rates) = (key, rates)
            return try body(work)
        }
        bell.ring()
        return result
    }
}

extension WorkflowContext {
    /// What is done for a gallery within a transaction that is open already.
    ///
    /// - Parameter cause: What ``cause()`` was in the request's own task; nil where the service does it by itself.
    func work(in transaction: any Transaction, for gallery: Gallery, cause: Cause? = nil) -> Work {
        Work(
            transaction: transaction, gallery: gallery, now: clock(), makeID: makeID, secrets: secrets,
            cause: cause ?? self.cause())
    }
}

/// The service's secrets are needed, and the command runs without a keyring.
struct MissingSecrets: Error, CustomStringConvertible {
    var description: String { "the keyring is needed for this" }
}

extension Work {
    /// What stands for an address where it is recognised and not read.
    ///
    /// Upper and lower case of the part before the `@` count as one here: hardly any mail system tells them apart, and
    /// who refuses mail means the mailbox.
    func digest(_ address: EmailAddress, for purpose: AddressPurpose) throws -> [UInt8] {
        try secrets.digest(address, for: purpose)
    }
}

/// What an address is recognised for; digests for one tell nothing of those for another.
enum AddressPurpose: String {
    case recipient, block, suppression, contact
    case preferences = "preferences"
    case contactLink = "contact-link"
    case caseLink = "case-link"
}

extension ServiceSecrets? {
    func digest(_ address: EmailAddress, for purpose: AddressPurpose) throws -> [UInt8] {
        guard let self else { throw MissingSecrets() }
        return self.digest(of: Name.fold(address.text), for: purpose.rawValue)
    }
}
