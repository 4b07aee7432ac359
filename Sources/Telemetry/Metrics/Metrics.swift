/// What this process counts.
///
/// `Docs/operations.md` explains each to operators. Names and labels are fixed: alerts are written against them. What
/// stands in the database is not here, but asked for when the page is (`Statistics` in Workflows).
package enum Metrics {
    package static let httpRequests = Counter(
        "countersign_http_requests_total", "Requests answered, by kind of address, method and class of status.",
        labels: ["route", "method", "status"])
    package static let httpSeconds = Histogram(
        "countersign_http_request_seconds",
        "Time from a request's head to its answer; events can wait up to a minute by request.", labels: ["route"])
    /// Reasons: `head`, `body`, `write` (too slow), `flood` (too much), `crowd` (too many of one address).
    package static let connectionsCut = Counter(
        "countersign_http_connections_cut_total", "Connections ended because of how their client behaved.",
        labels: ["reason"])
    /// Reasons: `forged` (does not verify), `ended` (spent, expired, revoked).
    package static let linkRefusals = Counter(
        "countersign_link_refusals_total", "Links that were opened or pressed and cannot be acted on.",
        labels: ["reason"])
    package static let limitRefusals = Counter(
        "countersign_limit_refusals_total", "Requests refused by a rate limit.", labels: ["limit"])
    /// Reasons: `unknown`, `revoked`, `expired`.
    package static let keyRefusals = Counter(
        "countersign_key_refusals_total", "Requests with an API key that lets nobody in.", labels: ["reason"])
    package static let events = Counter(
        "countersign_events_total", "Events appended by this process.", labels: ["type"])
    package static let invitationDecisions = Counter(
        "countersign_invitation_decisions_total", "Invitations that came to an end, or turned out undeliverable.",
        labels: ["outcome"])
    /// Of each conversation with a relay that was about a mail.
    package static let mailAttempts = Counter(
        "countersign_mail_attempts_total",
        "Attempts to hand a mail to a relay, by outcome, class and subject of the enhanced code, and class of the code.",
        labels: ["relay", "outcome", "enhanced", "code"])
    /// Zero where it is in use, 1 where one mail finds out whether it is back, 2 where it is left alone.
    package static let relayCircuit = Gauge(
        "countersign_relay_circuit", "Whether a relay is spoken to: 0 in use, 1 being tried, 2 left alone.",
        labels: ["relay"])
    package static let webhookAttempts = Counter(
        "countersign_webhook_attempts_total", "Attempts to deliver an event to a webhook.", labels: ["outcome"])
    /// Outcomes: `done`, `failed`.
    package static let commits = Counter(
        "countersign_commits_total", "Write transactions that were ended.", labels: ["outcome"])
    package static let writes = Counter(
        "countersign_writes_total", "Units of work in the committed transactions: several share one commit.")

    private static let all: [any Metric] = [
        httpRequests, httpSeconds, connectionsCut, linkRefusals, limitRefusals, keyRefusals, events,
        invitationDecisions, mailAttempts, relayCircuit, webhookAttempts, commits, writes,
    ]

    /// Writes every one of them.
    package static func write(to page: inout Exposition) {
        for metric in all { metric.write(to: &page) }
    }
}

extension Metrics {
    private static let decisions: Set = [
        "invitation.accepted", "invitation.declined", "invitation.cancelled", "invitation.expired",
        "invitation.voided", "invitation.undeliverable",
    ]

    /// Counts an event and, where it ends an invitation, the decision.
    ///
    /// Called where it is written, so what a commit that then fails takes back stays counted.
    package static func count(event type: String) {
        events.add(type)
        if decisions.contains(type) { invitationDecisions.add(String(type.dropFirst("invitation.".count))) }
    }
}
