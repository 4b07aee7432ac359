/// One browser in which an admin is signed in, or halfway there.
package struct AdminSession: Sendable, Equatable {
    /// How far it has come.
    package enum Stage: String, Sendable {
        /// Whoever has it reads the admin's mail; no page of the site opens for that alone.
        case mailbox
        /// The second factor was proved, too.
        case full
    }

    package enum Standing: Sendable, Equatable {
        case good
        /// Nothing was asked in it for too long.
        case idle
        /// Its time is over, however busy it was.
        case over
    }

    /// Names it in lists; it opens nothing.
    package var id: Identifier
    package var admin: Identifier
    package var stage: Stage
    package var createdAt: Timestamp
    /// To the minute.
    package var usedAt: Timestamp
    /// When the second factor was proved last.
    package var provedAt: Timestamp?
    /// Wrong codes since the last right one.
    package var failures: Int
    /// The network address that it began from; forgotten with it.
    package var client: String?
    /// The family of the browser, in our words.
    package var browser: String
    /// Where on the site its admin was going.
    package var next: String?

    package init(
        id: Identifier, admin: Identifier, stage: Stage, createdAt: Timestamp, usedAt: Timestamp? = nil,
        provedAt: Timestamp? = nil, failures: Int = 0, client: String?, browser: String, next: String? = nil
    ) {
        self.id = id
        self.admin = admin
        self.stage = stage
        self.createdAt = createdAt
        self.usedAt = usedAt ?? createdAt
        self.provedAt = provedAt
        self.failures = failures
        self.client = client
        self.browser = browser
        self.next = next
    }

    /// After so many wrong codes a session ends; the next one needs a new link.
    package static let mostFailures = 5

    /// The first moment at which it does not hold whatever happens.
    package func end(_ life: AdminLife) -> Timestamp {
        createdAt + (stage == .full ? life.session : AdminLife.halfway)
    }

    /// The first moment at which it does not hold unless it is used before.
    package func idleEnd(_ life: AdminLife) -> Timestamp { min(usedAt + life.idle, end(life)) }

    /// - Returns: `over` also for one that began, or was used, while the clock was ahead: it would not end before the
    ///   clock is there again.
    package func standing(_ life: AdminLife, at now: Timestamp) -> Standing {
        guard now < end(life), !createdAt.isAhead(of: now), !usedAt.isAhead(of: now) else {
            return .over
        }
        return now < usedAt + life.idle ? .good : .idle
    }

    /// Whether its admin has just proved who they are, as what gives secrets away asks for.
    package func isFresh(at now: Timestamp) -> Bool {
        provedAt.map { now < $0 + AdminLife.fresh && !$0.isAhead(of: now) } ?? false
    }

    /// Whether a use at this moment is worth a write.
    ///
    /// Where sessions end after minutes the grain is finer, so that one which is in use does not end.
    package func isWorthNoting(_ life: AdminLife, at now: Timestamp) -> Bool {
        now - usedAt >= min(AdminLife.grain, .milliseconds(life.idle.milliseconds / 10))
    }
}
