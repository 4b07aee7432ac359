/// How a transfer ended, in libcurl's words.
struct TransferEnd {
    /// Why we ended it ourselves, if we did.
    enum Stop: Equatable {
        case deadline
        case shutdown
    }

    /// A CURLcode.
    let code: UInt32
    /// libcurl's explanation, which names the host and never a password; may be empty.
    var message = ""
    var stop: Stop?
    /// Whether the connection, with TLS where that comes first, was made.
    var wasConnected = true
    /// Whether every byte of the content went out, so that the final dot may have followed.
    var wroteEverything = false
}
