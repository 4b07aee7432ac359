/// Where deliveries may go.
///
/// A gallery names its endpoints, and the service connects to them from inside the operator's network: without this it
/// would reach for a gallery what the gallery cannot reach itself.
package struct EndpointPolicy: Sendable, Equatable {
    /// Networks that endpoints may be in although they are private; there, `http` is taken as well.
    package var allowed: [AddressBlock]
    /// The ports that may be connected to, anywhere.
    package var ports: Set<Int>

    package init(allowed: [AddressBlock] = [], ports: Set<Int> = [443, 8443]) {
        self.allowed = allowed
        self.ports = ports
    }

    /// What is wrong with a URL before its host is looked up, as a clause; nil where nothing is.
    package func flaw(of url: EndpointURL) -> String? {
        guard url.isSecure || !allowed.isEmpty else { return "is to be an https URL" }
        guard ports.contains(url.port) else {
            return "names port \(url.port); allowed are: \(ports.sorted().map(String.init).joined(separator: ", "))"
        }
        switch url.host {
        case .address(let address):
            return flaw(of: address, isSecure: url.isSecure)
        case .name(let name) where name == "localhost" || name.hasSuffix(".localhost"):
            // RFC 6761, 6.3: never anything else.
            let loopback = [HostAddress.v4(0x7F00_0001), .v6(high: 0, low: 1)]
            return loopback.contains { isAllowed($0) } ? nil : "names a loopback address"
        case .name: return nil
        }
    }

    /// What is wrong with connecting to an address, as a clause; nil where nothing is.
    package func flaw(of address: HostAddress, isSecure: Bool) -> String? {
        if isAllowed(address) { return nil }
        if let kind = AddressClass(address) { return "has an address that is not public: \(kind.rawValue)" }
        return isSecure ? nil : "is to be an https URL"
    }

    private func isAllowed(_ address: HostAddress) -> Bool { allowed.contains { $0.contains(address) } }
}
