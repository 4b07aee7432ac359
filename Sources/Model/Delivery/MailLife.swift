/// How long mail goes on being tried that has no link of its own to end with.
package enum MailLife {
    /// No message is tried for longer than this (RFC 5321, 4.5.4.1).
    package static let longest: Duration = .seconds(5 * 86_400)

    /// How long a link works by which a reader has no more of such mail: mail is kept, and read late.
    package static let settings: Duration = .seconds(180 * 86_400)
}
