package import Model

/// How the courier works.
package struct DeliveryOptions: Sendable {
    package var retry = RetrySchedule.standard
    /// How long a claim holds; renewed every third of it.
    package var lease: Duration = .seconds(60)
    /// How often it looks by itself, for what other processes queued or switched.
    package var poll: Duration = .seconds(1)
    /// How long a stop may take until conversations are broken off.
    package var drain: Duration = .seconds(30)
    /// How many messages are held at once: enough to keep every connection busy while outcomes are written.
    package var mostInHand = 512

    package init() {}
}
