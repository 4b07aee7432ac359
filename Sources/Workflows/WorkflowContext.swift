package import Model
package import Storage

/// What every workflow works with: the database, and where its time and its ids come from.
package struct WorkflowContext: Sendable {
    package let database: any Database
    package let clock: @Sendable () -> Timestamp
    package let makeID: @Sendable (Timestamp) -> Identifier
    /// Rung when a commit left mail to send.
    package let bell: OutboxBell
    /// Told of every row that was passed over; the same one again and again.
    package let onUnreadable: @Sendable (UnreadableRow) -> Void

    package init(
        database: any Database, bell: OutboxBell = OutboxBell(),
        onUnreadable: @escaping @Sendable (UnreadableRow) -> Void = { _ in },
        clock: @escaping @Sendable () -> Timestamp = { .wallClock() },
        makeID: @escaping @Sendable (Timestamp) -> Identifier = { moment in
            var random = SystemRandomNumberGenerator()
            return Identifier(at: moment, using: &random)
        }
    ) {
        self.database = database
        self.bell = bell
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

    func newID() -> Identifier { makeID(now) }

    func append(_ events: [EventDraft]) throws {
        for event in events {
            try transaction.events.append(event, id: newID(), gallery: gallery.id, at: now)
        }
    }

    /// Queues mail.
    ///
    /// `id` names the first of a kind that carries an invitation's own link.
    func queue(_ drafts: [MessageDraft], letter: Identifier? = nil) throws {
        var letter = letter
        for draft in drafts {
            let named = draft.kind == .invitation ? letter : nil
            if named != nil { letter = nil }
            let message = Message(
                id: named ?? newID(), gallery: gallery.id, kind: draft.kind,
                about: draft.about, recipient: draft.recipient, account: draft.account,
                locale: draft.locale ?? gallery.policy.locale, generation: draft.generation, facts: draft.facts,
                state: .queued, createdAt: now, changedAt: now, nextAttemptAt: now, until: draft.until)
            try transaction.messages.add(message)
        }
    }
}

extension WorkflowContext {
    /// One write transaction for a gallery; rings the bell when it is committed.
    func work<Result: Sendable>(
        for gallery: Identifier, _ body: @escaping @Sendable (Work) throws -> Result
    ) async throws -> Result {
        let result = try await database.write { transaction in
            guard let gallery = try transaction.galleries.find(gallery) else {
                throw StorageError.corrupt("a gallery is missing")
            }
            return try body(Work(transaction: transaction, gallery: gallery, now: clock(), makeID: makeID))
        }
        bell.ring()
        return result
    }
}
