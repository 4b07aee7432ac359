/// What a pool is doing at one moment.
package struct RelayCounters: Sendable, Equatable {
    /// Connections to the relay that are open.
    package var connections = 0
    /// Mails that wait for a connection.
    package var queued = 0
    /// Mails in a conversation, or just out of one.
    package var inFlight = 0
    /// Connections opened since the pool was made, failed ones included.
    package var connectionsOpened = 0

    package init() {}
}
