import Links
package import Model
package import Storage

/// A webhook as a call answers with it.
package struct WebhookView: Sendable, Equatable {
    package var webhook: Webhook
    /// Its new secret, `whsec_…`; nil but where one was made by this very call.
    package var secret: String?

    package init(_ webhook: Webhook, secret: String? = nil) {
        self.webhook = webhook
        self.secret = secret
    }
}

/// What a new webhook is to be.
package struct WebhookDescription: Sendable, Equatable {
    package var url: EndpointURL
    package var filter: EventFilter
    package var description: String?

    package init(url: EndpointURL, filter: EventFilter = .all, description: String? = nil) {
        self.url = url
        self.filter = filter
        self.description = description
    }
}

/// Everything that a gallery does with its webhooks, one transaction each.
package struct Webhooks: Sendable {
    /// The most that a gallery may have: each event is put by for each of them.
    package static let most = 100
    /// How long the secret before the newest one signs beside it.
    package static let overlap: Duration = .seconds(86_400)

    let context: WorkflowContext
    private let endpoints: EndpointPolicy

    /// - Parameter endpoints: Where webhooks may go.
    package init(_ context: WorkflowContext, endpoints: EndpointPolicy = EndpointPolicy()) {
        self.context = context
        self.endpoints = endpoints
    }

    /// What is wrong with where a URL leads, as a clause; nil where nothing is.
    package func flaw(of url: EndpointURL) -> String? { endpoints.flaw(of: url) }

    /// Adds a webhook, whose events begin after its creation.
    ///
    /// - Parameter answer: Renders the outcome; called in the transaction, so that the answer can be kept with it.
    /// - Throws: ``IdempotencyMismatch``, or what storage throws.
    package func create(
        _ wanted: WebhookDescription, gallery: Identifier, once: Once? = nil,
        answer: @escaping @Sendable (Result<WebhookView, Refusal>) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.sealedWork(for: gallery, once: once) { work, secrets in
            guard try work.transaction.webhooks.count(gallery: gallery) < Self.most else {
                return try answer(.failure(.tooManyWebhooks(limit: Self.most)))
            }
            let webhook = Webhook(
                id: work.newID(), gallery: gallery, url: wanted.url.text, filter: wanted.filter,
                description: wanted.description, createdAt: work.now)
            try work.append(.webhookCreated, webhook)
            let secret = WebhookSecret.make()
            try work.transaction.webhooks.add(
                webhook, SealedSecrets(current: try secrets.seal(secret.bytes, for: webhook.id.bytes)),
                after: try work.transaction.events.last(gallery: gallery))
            return try answer(.success(WebhookView(webhook, secret: secret.text)))
        }
    }

    package func find(_ id: Identifier, gallery: Identifier) async throws -> Webhook? {
        try await context.database.read { try $0.webhooks.find(id, gallery: gallery) }
    }

    /// A page of them, oldest first; the second value is the cursor of the next page.
    package func list(
        gallery: Identifier, after: Identifier?, limit: Int
    ) async throws -> (items: [Webhook], next: Identifier?) {
        try await context.database.read { transaction in
            let found = try transaction.webhooks.list(gallery: gallery, after: after, limit: limit)
            let items = Array(found.prefix(limit))
            return (items, found.count > limit ? items.last?.id : nil)
        }
    }

    /// Changes what is named of a webhook.
    ///
    /// One that is made active again is sent what happens from then on; what was put by before it was disabled goes on.
    ///
    /// - Parameter precondition: Looks at the webhook as it is, in the transaction; what it refuses is not done.
    package func change(
        _ id: Identifier, _ change: WebhookChange, gallery: Identifier,
        precondition: @escaping @Sendable (Webhook) -> Refusal? = { _ in nil }
    ) async throws -> Result<Webhook, Refusal> {
        try await context.work(for: gallery) { work in
            guard let before = try work.transaction.webhooks.find(id, gallery: gallery) else {
                return .failure(.unknownWebhook)
            }
            if let refusal = precondition(before) { return .failure(refusal) }
            let after = change.changing(before)
            guard after != before else { return .success(before) }
            try work.transaction.webhooks.update(after)
            if before.state != .active, after.state == .active { try work.transaction.webhooks.skipToEnd(id) }
            try work.append(.webhookChanged, after)
            return .success(after)
        }
    }

    /// Removes a webhook: nothing more is sent to it, and its secrets are gone.
    ///
    /// - Parameter admission: Whether the webhook as it is may be removed; nil where nobody asks.
    /// - Returns: nil where it is done.
    package func remove(
        _ id: Identifier, gallery: Identifier, admission: Admission<Webhook>? = nil
    ) async throws -> Refusal? {
        try await context.work(for: gallery) { work in
            guard var webhook = try work.transaction.webhooks.find(id, gallery: gallery) else {
                return .unknownWebhook
            }
            if let refusal = admission?(webhook) { return refusal }
            webhook.state = .deleted
            try work.transaction.webhooks.update(webhook)
            try work.transaction.webhooks.setSecrets(SealedSecrets(current: []), of: id)
            try work.append(.webhookDeleted, webhook)
            return nil
        }
    }

    /// Gives a webhook a new secret; the one that it had signs beside it for a day.
    package func rotate(
        _ id: Identifier, gallery: Identifier, once: Once? = nil,
        answer: @escaping @Sendable (Result<WebhookView, Refusal>) throws -> KeptAnswer
    ) async throws -> OnceAnswer {
        try await context.sealedWork(for: gallery, once: once) { work, secrets in
            guard let webhook = try work.transaction.webhooks.find(id, gallery: gallery),
                let before = try work.transaction.webhooks.secrets(of: id)
            else { return try answer(.failure(.unknownWebhook)) }
            let secret = WebhookSecret.make()
            try work.transaction.webhooks.setSecrets(
                SealedSecrets(
                    current: try secrets.seal(secret.bytes, for: id.bytes), previous: before.current,
                    previousUntil: work.now + Self.overlap), of: id)
            try work.append(.webhookChanged, webhook, detail: "a new secret")
            return try answer(.success(WebhookView(webhook, secret: secret.text)))
        }
    }
}

extension Work {
    /// Appends an event about a webhook.
    func append(_ type: EventType, _ webhook: Webhook, reason: String? = nil, detail: String? = nil) throws {
        try append([
            EventDraft(
                type, actor: EventDraft.system, subject: webhook.id.description,
                data: EventData(reason: reason, detail: detail))
        ])
    }
}
