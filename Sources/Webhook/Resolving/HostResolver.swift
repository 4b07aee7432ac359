package import Model

/// Finds the addresses of a host name.
package protocol HostResolver: Sendable {
    /// All of them, in the order in which they are to be tried.
    ///
    /// - Throws: ``ResolvingError``, or `CancellationError`.
    func addresses(of name: String) async throws -> [HostAddress]
}

/// Why a name has no addresses.
package enum ResolvingError: Error, Sendable, Equatable {
    /// Nobody knows the name.
    case unknown
    /// Who would know does not answer now, or too many lookups are waiting for them.
    case unavailable
}
