/// How hard and how patiently a relay is used; each of it can be configured.
package struct RelayOptions: Sendable, Equatable {
    /// Parallel connections, each with a thread of its own.
    package var connections = 8
    /// Mails that may wait for a connection; more are handed back at once.
    package var queueCapacity = 10_000
    /// Mails a second over all connections; nil is as many as it takes.
    package var ratePerSecond: Double?
    /// A connection is closed with QUIT after so many.
    package var messagesPerConnection = 100
    /// A connection is not used for longer than this; never more than an hour, so that a renewed certificate or a
    /// moved name is noticed.
    package var connectionLifetime = Duration.seconds(3600)
    /// A connection that had nothing to do for so long is closed with QUIT.
    package var idleTimeout = Duration.seconds(60)
    package var timeouts = Timeouts()
    /// A PEM file of certificates that are trusted beside the system's.
    package var caFile: String?

    package init() {}

    /// How long each part of a conversation may take at most (RFC 5321, 4.5.3.2).
    ///
    /// Looked at every second or so.
    package struct Timeouts: Sendable, Equatable {
        /// Finding the host and opening the connection, and TLS where it comes first.
        package var connect = Duration.seconds(60)
        /// Every reply but those below, from the greeting on, and the handshake after STARTTLS.
        package var response = Duration.seconds(300)
        /// The reply to DATA.
        package var data = Duration.seconds(120)
        /// Each block of the message: the relay takes some of it within this time.
        package var block = Duration.seconds(180)
        /// The reply to the final dot: at least ten minutes, because giving up means not knowing, and so sending twice.
        package var final = Duration.seconds(600)
        /// The whole of it, whatever happens.
        package var overall = Duration.seconds(1800)

        package init() {}

        /// - Parameter reply: How long to wait for the reply to the final dot: no other is waited for longer than that,
        ///   nor longer than RFC 5321 asks for.
        package init(connect: Duration, reply: Duration, overall: Duration) {
            self.connect = connect
            response = min(response, reply)
            data = min(data, reply)
            final = reply
            self.overall = overall
        }
    }
}
