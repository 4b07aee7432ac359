import HTTPTypes
import Logging
import Telemetry
import Workflows

/// `/metrics`: what this process counted, and what the database says.
struct MetricsPage: Sendable {
    private let gauges: StatisticsCache

    init(_ statistics: Statistics, logger: Logger) {
        gauges = StatisticsCache(
            { try await statistics.read() },
            failed: { logger.error("could not read statistics", metadata: ["error": "\($0)"]) })
    }

    static let path = "/metrics"

    /// The answer to a request for this page.
    func reply(_ method: HTTPRequest.Method) async -> Reply {
        switch method {
        case .get, .head: break
        case .options: return Reply(.noContent, .none, fields: [.allow: Self.allowed])
        default:
            return Reply(
                .methodNotAllowed, .text, Array("This address takes \(Self.allowed).\n".utf8),
                fields: [.allow: Self.allowed])
        }
        var page = Exposition()
        Metrics.write(to: &page)
        Self.write(await gauges.latest(), to: &page)
        return Reply(.ok, .text, page.bytes, fields: [.contentType: Exposition.contentType])
    }

    private static let allowed = "GET, HEAD, OPTIONS"

    private static func write(_ statistics: [Statistic]?, to page: inout Exposition) {
        page.begin("countersign_statistics_up", .gauge, "Whether the numbers below could be read from the database.")
        page.sample("countersign_statistics_up", statistics == nil ? 0 : 1)
        guard let statistics else { return }
        for subject in Statistic.Subject.allCases {
            let samples = statistics.filter { $0.subject == subject }
            guard !samples.isEmpty else { continue }
            let family = family(of: subject)
            page.begin(family.name, .gauge, family.help)
            for sample in samples {
                let labels = family.label.flatMap { label in sample.label.map { [(name: label, value: $0)] } } ?? []
                page.sample(family.name, labels, sample.value)
            }
        }
    }
}

extension MetricsPage {
    /// How a number from the database is called; all nodes say the same of it.
    private static func family(of subject: Statistic.Subject) -> (name: String, help: String, label: String?) {
        switch subject {
        case .mailQueue: ("countersign_mail_queue", "Messages that wait, by state; counted up to a million.", "state")
        case .mailOldestDue:
            (
                "countersign_mail_oldest_due_seconds",
                "How long the message has been due that is due longest, of galleries that are not paused.", nil
            )
        case .mailOldestWaiting:
            (
                "countersign_mail_oldest_waiting_seconds",
                "How long ago the message was queued that has been waiting longest, tried or not.", nil
            )
        case .mailRecent:
            ("countersign_mail_recent", "Messages queued in the last 24 hours, by the state they are in.", "state")
        case .invitationsPending:
            ("countersign_invitations_pending", "Invitations that can be accepted.", nil)
        case .invitationsRecent:
            (
                "countersign_invitations_recent",
                "Invitations that ended, or turned out undeliverable, in the last 24 hours.", "outcome"
            )
        case .newestEvent:
            ("countersign_newest_event_age_seconds", "How long ago the newest event was appended.", nil)
        case .courierPaused: ("countersign_courier_paused", "Whether all mail is held back by an operator.", nil)
        case .galleriesPaused: ("countersign_galleries_paused", "Galleries whose mail is held back.", nil)
        case .webhookDeliveries:
            ("countersign_webhook_deliveries", "Deliveries to webhooks that wait, by state.", "state")
        }
    }
}
