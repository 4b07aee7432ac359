/// What a catcher has seen so far.
package struct Tally: Sendable, Equatable, Codable {
    /// Connections that were taken.
    package var connections = 0
    /// Connections that were turned away because there were too many.
    package var turnedAway = 0
    /// Connections that are open now.
    package var open = 0
    /// Mails that were accepted, those thrown away by `discard` included.
    package var messages = 0
    /// Octets of those mails.
    package var octets = 0
    /// Commands, the lines of AUTH included.
    package var commands = 0
    /// CR without LF and LF without CR, in commands and in mails.
    package var bareLineEnds = 0
    /// Lines of mails that were too long.
    package var longLines = 0
    /// Mails with octets above 127 that MAIL did not announce by BODY=8BITMIME.
    package var undeclaredEightBit = 0
    /// Connections that went into TLS, or tried to.
    package var tlsStarts = 0
    /// TLS handshakes that failed, for instance because the client refused the certificate.
    package var tlsFailures = 0
    /// Logins that succeeded.
    package var logins = 0
    /// Logins that were refused.
    package var failedLogins = 0
    /// Scripted faults that happened, delays included.
    package var faults = 0

    /// All zero.
    package init() {}

    static func += (left: inout Tally, right: Tally) {
        left.connections += right.connections
        left.turnedAway += right.turnedAway
        left.open += right.open
        left.messages += right.messages
        left.octets += right.octets
        left.commands += right.commands
        left.bareLineEnds += right.bareLineEnds
        left.longLines += right.longLines
        left.undeclaredEightBit += right.undeclaredEightBit
        left.tlsStarts += right.tlsStarts
        left.tlsFailures += right.tlsFailures
        left.logins += right.logins
        left.failedLogins += right.failedLogins
        left.faults += right.faults
    }
}
