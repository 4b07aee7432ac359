/// What a catcher has counted since it started.
package struct Statistics: Sendable, Equatable, Codable {
    /// Connections accepted so far, and those that are open now.
    package var connections = 0
    package var openConnections = 0
    /// Connections turned away because too many were open.
    package var refusedConnections = 0
    /// Messages accepted (also those that `discard` threw away), and their bytes.
    package var messages = 0
    package var bytes = 0
    /// Recipients of accepted messages.
    package var recipients = 0
    /// Command lines received.
    package var commands = 0
    /// TLS handshakes that ended well, and those that did not.
    package var tlsHandshakes = 0
    package var tlsFailures = 0
    /// Credentials that were right, and those that were not.
    package var authentications = 0
    package var authenticationFailures = 0
    /// Messages and command lines refused for a bare CR or LF.
    package var bareLineEnds = 0
    /// Connections ended because bytes in clear followed STARTTLS.
    package var injectionsAfterSTARTTLS = 0
    /// Messages dropped from the mailbox because it was full.
    package var droppedMessages = 0
    /// Scripted faults that acted.
    package var faults = 0

    package init() {}
}
