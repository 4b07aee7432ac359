package import Model
package import Storage

/// A message with every attempt at it.
package struct MessageView: Sendable, Equatable {
    package var message: Message
    package var attempts: [DeliveryAttempt]
    /// The domain of its Message-ID: the gallery's From address's.
    package var domain: String
}

/// Messages as people and backends look at them.
package struct Messages: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// A page of them, oldest first; all galleries' where none is named.
    ///
    /// - Parameter kinds: What is not for whoever asks; for them there is none such.
    package func list(
        gallery: Identifier?, about: Identifier?, state: MessageState?, without kinds: Set<MailKind> = [],
        after: Identifier?, limit: Int
    ) async throws -> (items: [MessageView], next: Identifier?) {
        try await context.database.read { transaction in
            let found = try transaction.messages.list(
                gallery: gallery, about: about, state: state, without: kinds, after: after, limit: limit)
            let items = try found.prefix(limit).map { try MessageView.load($0, transaction) }
            return (items, found.count > limit ? items.last?.message.id : nil)
        }
    }

    package func find(
        _ id: Identifier, gallery: Identifier?, without kinds: Set<MailKind> = []
    ) async throws -> MessageView? {
        try await context.database.read { transaction in
            let found =
                try gallery.map { try transaction.messages.find(id, gallery: $0) } ?? transaction.messages.find(id)
            guard let found, !kinds.contains(found.kind) else { return nil }
            return try MessageView.load(found, transaction)
        }
    }

    /// What an operator can ask of one message.
    package enum Call: String, Sendable, CaseIterable {
        case retry, cancel
    }

    package func call(_ call: Call, _ id: Identifier, gallery: Identifier?) async throws -> Result<MessageView, Refusal>
    {
        let context = context
        let cause = context.cause()
        let result = try await context.database.write { transaction in
            try Self.call(call, id, gallery: gallery, transaction, context, cause: cause)
        }
        context.bell.ring()
        return result
    }

    /// The same for a gallery's own backend, which may repeat its request.
    ///
    /// - Parameters:
    ///   - kinds: What is not for whoever asks; for them there is none such.
    ///   - answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    /// - Throws: ``IdempotencyMismatch``, or what storage throws.
    package func call(
        _ call: Call, _ id: Identifier, gallery: Identifier, without kinds: Set<MailKind> = [], once: Once?,
        answer: @escaping @Sendable (Result<MessageView, Refusal>) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        let context = context
        return try await context.work(for: gallery) { work in
            try work.once(once) {
                try answer(
                    Self.call(
                        call, id, gallery: gallery, without: kinds, work.transaction, context, cause: work.cause))
            }
        }
    }

    private static func call(
        _ call: Call, _ id: Identifier, gallery: Identifier?, without kinds: Set<MailKind> = [],
        _ transaction: any Transaction, _ context: WorkflowContext, cause: Cause
    ) throws -> Result<MessageView, Refusal> {
        guard let message = try transaction.messages.find(id), gallery == nil || message.gallery == gallery,
            !kinds.contains(message.kind),
            let owner = try transaction.galleries.find(message.gallery)
        else { return .failure(.unknownMessage) }
        // One of the service's own: no gallery keeps an admin of others from it.
        guard gallery == nil || message.kind != .adminSignIn else { return .failure(.messageState(message.state)) }
        let work = context.work(in: transaction, for: owner, cause: cause)
        let now = work.now
        switch call {
        case .retry:
            switch MessageMachine.retryNow(message, now: now) {
            case .failure(let refusal): return .failure(refusal)
            case .success(let retried):
                try transaction.messages.update(retried)
                try work.append([
                    EventDraft(
                        .messageRetried, actor: EventDraft.system, subject: message.id.description,
                        data: EventData(package: message.facts.package, kind: message.kind.rawValue))
                ])
                try work.hopeAgain(for: message)
                try work.review(after: retried, context.onUnreadable)
                return .success(try MessageView.load(retried, transaction))
            }
        case .cancel:
            guard message.nextAttemptAt != nil else {
                if message.state == .cancelled { return .success(try MessageView.load(message, transaction)) }
                return .failure(.messageState(message.state))
            }
            let (cancelled, event) = MessageMachine.cancel(message, because: "cancelled by request", now: now)
            try transaction.messages.update(cancelled)
            if let event { try work.append([event]) }
            try work.review(after: cancelled, context.onUnreadable)
            return .success(try MessageView.load(cancelled, transaction))
        }
    }
}

extension Work {
    /// An invitation is no longer undeliverable while a letter that failed is tried again.
    fileprivate func hopeAgain(for letter: Message) throws {
        guard letter.state == .failed, letter.kind.asksForDecision,
            let invitation = try transaction.invitations.find(letter.about, gallery: gallery.id),
            case .change(let change) = InvitationMachine.retry(
                invitation, kind: letter.kind, generation: letter.generation, policy: gallery.policy, at: now)
        else { return }
        try write(change)
    }
}

extension MessageView {
    fileprivate static func load(_ message: Message, _ transaction: any Transaction) throws -> MessageView {
        MessageView(
            message: message, attempts: try transaction.messages.attempts(of: message.id),
            domain: try transaction.galleries.find(message.gallery)?.from.domain ?? "")
    }
}
