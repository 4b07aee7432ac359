package import Model
package import Storage

/// One number about what is in the database, of all nodes together.
package struct Statistic: Sendable, Equatable {
    /// What it is about.
    package enum Subject: String, Sendable, CaseIterable {
        /// Messages that wait, by state.
        case mailQueue
        /// Seconds that the message has been due for that is due longest, of galleries that are not paused.
        case mailOldestDue
        /// Seconds since the message was queued that has been waiting longest, tried or not.
        case mailOldestWaiting
        /// Messages queued in the last 24 hours, by the state that they are in now.
        case mailRecent
        case invitationsPending
        /// Invitations that ended in the last 24 hours, by outcome.
        case invitationsRecent
        /// Seconds since the newest event of all galleries.
        case newestEvent
        /// 1 where all mail is held back.
        case courierPaused
        case galleriesPaused
        /// Deliveries that wait, by state.
        case webhookDeliveries
    }

    package var subject: Subject
    /// The value of its one label, for subjects that have one.
    package var label: String?
    package var value: Double

    package init(_ subject: Subject, _ label: String, _ value: Double) {
        self.subject = subject
        self.label = label
        self.value = value
    }

    package init(_ subject: Subject, _ value: Double) {
        self.subject = subject
        label = nil
        self.value = value
    }
}

/// Numbers about what is in the database, for whoever watches the service.
package struct Statistics: Sendable {
    /// Reads the numbers of one part.
    package typealias Source = @Sendable (any Transaction, [Gallery], Timestamp) throws -> [Statistic]

    /// Every part that has numbers; one that comes to have some adds its own.
    package static let sources: [Source] = [mail, invitations, events, switches, webhooks]

    /// How far back "recent" goes.
    package static let recent: Duration = .seconds(86_400)

    let context: WorkflowContext
    let sources: [Source]

    package init(_ context: WorkflowContext, sources: [Source] = Self.sources) {
        self.context = context
        self.sources = sources
    }

    /// All of them, as of one moment.
    package func read() async throws -> [Statistic] {
        let (now, sources) = (context.clock(), sources)
        return try await context.database.read { transaction in
            let galleries = try transaction.galleries.all()
            return try sources.flatMap { try $0(transaction, galleries, now) }
        }
    }
}

extension Statistics {
    static let mail: Source = { transaction, galleries, now in
        func sum(_ count: (Identifier) throws -> Int) rethrows -> Double {
            try Double(galleries.reduce(0) { try $0 + count($1.id) })
        }
        let records = transaction.statistics
        var statistics = try [MessageState.queued, .sending, .deferred].map { state in
            Statistic(
                .mailQueue, state.rawValue,
                try sum { try records.messages(state, gallery: $0, since: nil) })
        }
        statistics.append(
            Statistic(
                .mailQueue, MessageState.unknown.rawValue,
                try sum { try records.unknownMessages(gallery: $0) }))
        let due = try transaction.messages.nextDue(galleries: galleries.filter { !$0.paused }.map(\.id))
        statistics.append(Statistic(.mailOldestDue, seconds(since: due, now)))
        let oldest = try galleries.flatMap { gallery in
            try [MessageState.queued, .sending, .deferred].compactMap {
                try records.oldestMessage($0, gallery: gallery.id)
            }
        }.min()
        statistics.append(Statistic(.mailOldestWaiting, seconds(since: oldest, now)))
        for state in MessageState.allCases {
            let count = try sum { try records.messages(state, gallery: $0, since: now - recent) }
            statistics.append(Statistic(.mailRecent, state.rawValue, count))
        }
        return statistics
    }

    static let invitations: Source = { transaction, _, now in
        let records = transaction.statistics
        let ended = try records.decidedInvitations(since: now - recent)
        var statistics = [Statistic(.invitationsPending, Double(try records.pendingInvitations(at: now)))]
        for state in InvitationState.allCases where state != .pending {
            statistics.append(Statistic(.invitationsRecent, state.rawValue, Double(ended[state] ?? 0)))
        }
        statistics.append(
            Statistic(
                .invitationsRecent, "undeliverable",
                Double(try records.undeliverableInvitations(since: now - recent))))
        return statistics
    }

    static let events: Source = { transaction, galleries, now in
        let newest = try galleries.compactMap { try transaction.events.newest(gallery: $0.id) }.max()
        return newest.map { [Statistic(.newestEvent, seconds(since: $0, now))] } ?? []
    }

    static let switches: Source = { transaction, galleries, _ in
        [
            Statistic(.courierPaused, try transaction.switches.courierIsPaused() ? 1 : 0),
            Statistic(.galleriesPaused, Double(galleries.count(where: \.paused))),
        ]
    }

    static let webhooks: Source = { transaction, _, _ in
        let state = WebhookDeliveryState.pending
        return [
            Statistic(.webhookDeliveries, state.rawValue, Double(try transaction.statistics.webhookDeliveries(state)))
        ]
    }

    /// How long ago something was; nothing where it is still to come, or never was.
    private static func seconds(since moment: Timestamp?, _ now: Timestamp) -> Double {
        guard let moment, moment < now else { return 0 }
        return Double((now - moment).milliseconds) / 1000
    }
}
