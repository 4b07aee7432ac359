/// How long mail goes on being tried that has no link of its own to end with.
package enum MailLife {
    /// No message is tried for longer than this (RFC 5321, 4.5.4.1).
    package static let longest: Duration = .seconds(5 * 86_400)
}
