/// Calls about who owns a package.
public struct OwnerCalls: Sendable {
    let transport: Transport

    /// Who owns a package, and who is asked to.
    ///
    /// - Parameter package: Its id, in any case.
    /// - Throws: `unknown-package`.
    public func list(of package: String) async throws -> PackageOwners {
        try await transport.value(.get("owners.list", ["packages", package, "owners"]))
    }

    /// Says who owns a package, as the gallery knows it: for imports and repairs.
    ///
    /// Replaces the whole list, makes the package where it is not known, and mails nobody.
    public func put(_ owners: [Account], of package: String) async throws -> PackageOwners {
        try await transport.value(
            .put("owners.put", ["packages", package, "owners"], body: OwnersBody(owners: owners)))
    }

    /// Removes an owner, or a pending invitee.
    ///
    /// Where an attempt got no answer and the next finds nobody to remove, that counts as done.
    ///
    /// - Parameters:
    ///   - username: Who is to go.
    ///   - package: The package.
    ///   - actor: Who removes them: an owner (themselves too), or an admin's name.
    ///   - admin: That an admin does it, who need not own the package and may remove the last owner.
    /// - Throws: `last-owner`, `not-an-owner`, `unknown-owner`, `unknown-package`.
    public func remove(
        _ username: String, from package: String, by actor: String, asAdmin admin: AdminAct? = nil
    ) async throws {
        let query: [(name: String, value: String?)] = [
            ("by", actor), ("asAdmin", admin.map { _ in "true" }), ("reason", admin?.reason),
        ]
        _ = try await transport.send(
            .delete("owners.remove", ["packages", package, "owners", username], query: query))
    }

    private struct OwnersBody: Encodable {
        var owners: [Account]
    }
}
