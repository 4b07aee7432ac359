/// How long what is over is kept.
package struct Retention: Sendable, Equatable {
    /// Messages, with every attempt at them, since they became final; and the addresses beside reports and beside
    /// recovery cases that have ended.
    package var messages: Duration
    /// Invitations since they were decided.
    package var invitations: Duration
    /// Deliveries to webhooks, with every attempt at them, since they became final.
    package var deliveries: Duration
    package var events: Duration
    /// Reports of abuse, without their reporters' addresses; and recovery cases since they ended, likewise.
    package var reports: Duration

    package init(
        messages: Duration = .days(90), invitations: Duration = .days(90), deliveries: Duration = .days(30),
        events: Duration = .days(730), reports: Duration = .days(730)
    ) {
        self.messages = messages
        self.invitations = invitations
        self.deliveries = deliveries
        self.events = events
        self.reports = reports
    }
}

extension Duration {
    fileprivate static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
