import Model

extension IPAddress {
    /// For people and logs: `192.0.2.1`, or eight groups.
    var text: String {
        let host = isIPv4 ? HostAddress(bytes: bytes.suffix(4)) : HostAddress(bytes: bytes)
        return host?.description ?? ""
    }
}
