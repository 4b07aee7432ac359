/// Calls about who owns a package.
public struct OwnerCalls: Sendable {
    let transport: Transport

    /// Who owns a package, and who is asked to, with the tag that a change of the list names.
    ///
    /// - Parameter package: Its id, in any case.
    /// - Throws: `unknown-package`.
    public func list(of package: String) async throws -> Tagged<PackageOwners> {
        let answer = try await transport.send(.get("owners.list", ["packages", package, "owners"]))
        return Tagged(try answer.decode(), etag: answer.etag)
    }

    /// Says who owns a package, as the gallery knows it: for imports and repairs.
    ///
    /// Replaces the whole list, makes the package where it is not known, and mails nobody.
    ///
    /// - Parameters:
    ///   - owners: Everybody who owns it.
    ///   - package: The package.
    ///   - etag: The tag of the list that this one was made from, so that nobody who became an owner meanwhile is lost;
    ///     nil puts it in place of whatever there is.
    /// - Throws: with status 412 where the list was changed since to something else.
    public func put(
        _ owners: [Account], of package: String, ifMatch etag: String? = nil
    ) async throws -> Tagged<PackageOwners> {
        let wanted = Set(owners.compactMap { $0.username?.lowercased() })
        let body = OwnersBody(owners: owners)
        let answer = try await transport.send(
            .put("owners.put", ["packages", package, "owners"], body: body, ifMatch: etag) { answer in
                Set(try answer.decode(PackageOwners.self).owners.map { $0.username.lowercased() }) == wanted
            })
        return Tagged(try answer.decode(), etag: answer.etag)
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
