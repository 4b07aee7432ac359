package import Links

/// One attempt to deliver one event.
package struct WebhookRequest: Sendable {
    package var url: String
    /// The `webhook-id`: the same for every attempt.
    package var id: String
    package var body: [UInt8]
    /// Each signs; the newest first.
    package var secrets: [WebhookSecret]
    /// The W3C `traceparent`, where there is one.
    package var trace: String?

    package init(url: String, id: String, body: [UInt8], secrets: [WebhookSecret], trace: String? = nil) {
        self.url = url
        self.id = id
        self.body = body
        self.secrets = secrets
        self.trace = trace
    }
}
