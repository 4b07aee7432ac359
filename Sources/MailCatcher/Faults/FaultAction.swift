/// What a scripted fault does in place of what the server would do.
package enum FaultAction: Sendable, Equatable {
    /// Answers this, leaves the command undone and goes on listening.
    ///
    /// `text` follows the code as it stands, an enhanced code included; a line feed in it begins another line.
    case reply(code: Int, text: String)
    /// Answers this and closes the connection, as servers do with 421 (RFC 5321, 3.8).
    case replyAndClose(code: Int, text: String)
    /// Waits, then goes on with what the next rule says, or as usual.
    case delay(seconds: Double)
    /// Closes the connection without an answer, and without a good-bye of TLS.
    case drop
    /// Breaks the connection so that the client gets a reset.
    case reset
    /// Keeps the mail as if it were taken, then closes the connection without an answer; at `body` only.
    case dropAfterStoring
    /// Never answers again; the connection stays open until the client ends it.
    case silence
    /// Answers with octets that are no reply, leaves the command undone and goes on listening.
    case garbage

    /// The names in JSON.
    static let names = ["reply", "replyAndClose", "delay", "drop", "reset", "dropAfterStoring", "silence", "garbage"]

    /// The name in JSON.
    var name: String {
        switch self {
        case .reply: "reply"
        case .replyAndClose: "replyAndClose"
        case .delay: "delay"
        case .drop: "drop"
        case .reset: "reset"
        case .dropAfterStoring: "dropAfterStoring"
        case .silence: "silence"
        case .garbage: "garbage"
        }
    }

    /// What `garbage` sends.
    static let garbageOctets: [UInt8] = [0xFF, 0xFE, 0x00, 0x80] + Array("this is no reply\r\n".utf8)
}
