/// What a scripted fault does in place of, or around, what the server usually does.
package enum FaultAction: Sendable, Equatable {
    /// Nothing else: the usual thing happens (for a rule that only delays).
    case proceed
    /// Answers this. A code below 400 also does what the command asks for; any other leaves it undone.
    ///
    /// `text` follows the code as it stands (enhanced code included); lines are separated by `\n`.
    case reply(code: Int, text: String)
    /// Answers this and closes the connection, as servers do with 421 (RFC 5321, 3.8).
    case replyAndClose(code: Int, text: String)
    /// Closes the connection without an answer (FIN). At `body` the message is not kept.
    case drop
    /// Breaks the connection rudely (RST). At `body` the message is not kept.
    case reset
    /// At `body`: keeps the message as accepted, then closes the connection without an answer.
    case dropAfterStoring
    /// Reads on, but never answers again; the connection stays open until the client ends it.
    case silence
    /// At `body`: keeps the message as accepted, then never answers again.
    case silenceAfterStoring
    /// Writes these characters (ISO 8859-1, as they stand) in place of a reply, and goes on listening.
    case garbage(String)
    /// The usual reply, and these characters (ISO 8859-1) behind it in the same write.
    ///
    /// At `starttls` that is plain text in front of the TLS handshake (CVE-2021-22947).
    case inject(String)
}
