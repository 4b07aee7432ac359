/// How one relay is doing, as one node sees it.
package struct RelayStatus: Sendable, Equatable {
    /// Host and port.
    package var name: String
    package var state: RelayCircuit.State
    /// Since when it is in that state: this process's beginning, where nothing has changed since.
    package var since: Timestamp
    /// Why it is not in use, in the relay's words or ours; nil while it is.
    package var reason: String?

    package init(name: String, state: RelayCircuit.State, since: Timestamp, reason: String? = nil) {
        self.name = name
        self.state = state
        self.since = since
        self.reason = reason
    }
}
