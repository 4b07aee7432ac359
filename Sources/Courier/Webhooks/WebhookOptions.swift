package import Model

/// How the service that sends webhooks works.
package struct WebhookOptions: Sendable {
    package var schedule = WebhookSchedule.standard
    /// How long a claim holds; renewed every third of it.
    package var lease: Duration = .seconds(60)
    /// How often it looks for what has happened since.
    package var poll: Duration = .milliseconds(250)
    /// How long a stop may take until what is under way is broken off.
    package var drain: Duration = .seconds(30)
    /// How much is under way at once, in all.
    package var total = 32
    /// How much is under way at once to all endpoints of one gallery.
    package var gallery = 24
    /// How much is under way at once to one endpoint.
    package var each = 4

    package init() {}
}
