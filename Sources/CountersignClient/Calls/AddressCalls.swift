/// Calls about what is stored of one address, for requests of its owner; they need the scope `admin`.
public struct AddressCalls: Sendable {
    let transport: Transport

    /// Everything that this gallery has stored of an address; empty lists where that is nothing.
    public func export(_ email: String) async throws -> AddressExport {
        try await transport.value(.get("addresses.export", ["addresses", email]))
    }

    /// Forgets an address in this gallery: what waits to be sent to it, and pending invitations, are cancelled.
    ///
    /// Can be repeated: what was erased is erased. A gallery that names the address again makes it known again.
    ///
    /// - Throws: `invalid` where it is the gallery's own, such as its From address.
    @discardableResult
    public func purge(_ email: String) async throws -> PurgeReport {
        try await transport.value(.delete("addresses.purge", ["addresses", email]))
    }
}
