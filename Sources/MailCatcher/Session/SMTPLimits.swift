/// Sizes, counts and times at which the catcher refuses.
package struct SMTPLimits: Sendable {
    /// Longest command line in octets with its CRLF; RFC 4954, 4 asks for 12,288 because of AUTH.
    package var commandLine = 12_288
    /// Longest line of a message in octets without its CRLF (RFC 5321, 4.5.3.1.6); longer is answered with 554.
    package var textLine = 998
    /// Largest message in octets, as announced by SIZE.
    package var messageSize = 25 * 1_048_576
    /// Most recipients of one mail; RFC 5321, 4.5.3.1.8 asks for 100 at least.
    package var recipients = 1_000
    /// Most connections at one time; the next is answered with 421.
    package var connections = 1_000
    /// Seconds without a byte from the client, after which it is answered with 421 and closed.
    package var idleSeconds = 300

    /// The defaults, of which single fields can be changed.
    package init() {}
}
