/// What the session wants done, in order; the session itself does no I/O.
enum SMTPAction: Equatable {
    case reply(SMTPReply)
    /// These bytes as they stand.
    case raw([UInt8])
    /// The message is accepted.
    case store(Submission)
    /// Do nothing, and read nothing, for so many seconds.
    case wait(seconds: Double)
    /// After what was written is out, begin the TLS handshake as the server, then call `secured`.
    case startTLS
    /// After what was written is out, close.
    case close
    /// Close at once, without a TLS farewell.
    case drop
    /// Close at once with RST.
    case reset
    /// Go on reading, throw it away, never write again.
    case silence
    /// For the log: what the client said, with credentials masked.
    case heard(String)
    /// For the counters.
    case count(Event)

    /// What is counted beside commands and messages.
    enum Event: Equatable {
        case authentication(Bool)
        case bareLineEnd
        case injectionAfterSTARTTLS
        case fault
    }
}
