import HTTPTypes
import Storage

extension Problem {
    /// A 503 for a database that cannot be used now (a full disk, a lock, a shutdown); nil for any other error.
    ///
    /// Nothing of the request was kept, so that it may be sent again as it is.
    init?(unavailable error: any Error) {
        switch error as? StorageError {
        case .unavailable, .closed: break
        default: return nil
        }
        self.init(.unavailable, "Nothing of the request was kept. The log of the service says why.")
        headers[.retryAfter] = "5"
    }
}
