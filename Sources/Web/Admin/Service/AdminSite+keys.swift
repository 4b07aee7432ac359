import Model
import Storage
import Workflows

extension AdminSite {
    /// `keys`, `keys/{id}/revoke`.
    func keys(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false): return try await listKeys(request)
        case (nil, nil, true): return try await addKey(request)
        case (let id?, "revoke"?, true): return try await revokeKey(id, request)
        default: throw notThere
        }
    }

    private func pages(_ request: AdminRequest) -> KeyPages {
        KeyPages(frame: frame(request), scopes: Self.scopes(request), isFresh: request.visitor.isFresh)
    }

    /// Nobody gives away more than they have.
    private static func scopes(_ request: AdminRequest) -> [Scope] {
        Scope.allCases.filter { $0 != .override || request.mayOverride }
    }

    private func listKeys(_ request: AdminRequest, typed: Typed = .nothing) async throws -> Reply {
        let keys = try await Galleries(context).keys(gallery: request.gallery.id)
        let page = pages(request).list(keys, typed: typed, done: typed.isRight ? request.asked.done : nil)
        return reply(request, .of(nil, typed), page)
    }

    /// The answer is the one place where the secret is to be had; nothing keeps it (`no-store`).
    private func addKey(_ request: AdminRequest) async throws -> Reply {
        let frame = frame(request)
        if let proof = request.proof(back: frame.path(.keys), frame) { return proof }
        var typed = request.typed
        let allowed = Self.scopes(request)
        let scopes = typed.values("scope").map { word in allowed.first { $0.rawValue.isSpelled(word) } }
        if scopes.isEmpty || scopes.contains(nil) {
            typed.error("scope", "Scopes", "Choose what the key may be used for.")
        }
        let ends = typed.text("ends")
        let end = ends.isEmpty ? nil : KeyLife.end(ends, from: request.now)
        if !ends.isEmpty, end == nil { typed.error("ends", "Ends", "The end is to be \(KeyLife.grammar).") }
        guard typed.isRight else { return try await listKeys(request, typed: typed) }
        let (key, secret) = try await Galleries(context).addKey(
            gallery: request.gallery.id, scopes: Set(scopes.compactMap { $0 }), expiresAt: end)
        return reply(request, pages(request).secret(key, secret))
    }

    private func revokeKey(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        let frame = frame(request)
        if let proof = request.proof(back: frame.path(.keys), frame) { return proof }
        guard try await Galleries(context).revokeKey(id, gallery: request.gallery.id) else { throw notThere }
        return request.seeOther(frame.path(.keys), .keyRevoked)
    }
}
