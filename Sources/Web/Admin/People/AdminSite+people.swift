import Model
import Workflows

extension AdminSite {
    /// `suppressions`, `suppressions/{id}`, `suppressions/{id}/remove`.
    func suppressions(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false): return try await listSuppressions(request)
        case (nil, nil, true): return try await suppress(request)
        case (let id?, nil, false): return try await showSuppression(id, request)
        case (let id?, "remove"?, true): return try await unsuppress(id, request)
        default: throw notThere
        }
    }

    private func listSuppressions(_ request: AdminRequest, typed: Typed = .nothing) async throws -> Reply {
        let query = request.asked
        let workflow = Suppressions(context)
        let sought = query.text("address")
        let listing: Listing<Suppression>
        if let sought {
            let found = (try? EmailAddress(sought)).map { ($0, request.gallery.id) }
            let one: Suppression? =
                if let (address, gallery) = found { try await workflow.find(address, gallery: gallery) } else { nil }
            listing = Listing(items: one.map { [$0] } ?? [])
        } else {
            listing = try await workflow.newest(gallery: request.gallery.id, at: query.place, limit: PageSize.list)
        }
        let page = SuppressionPages.list(frame(request), listing, sought: sought, typed: typed, done: query.done)
        return reply(request, .of(nil, typed), page)
    }

    private func suppress(_ request: AdminRequest) async throws -> Reply {
        var typed = request.typed
        let address = typed.address("address", "Address")
        let reason = typed.words("reason", "Reason", most: SuppressionPages.longestReason)
        guard let address, let reason else { return try await listSuppressions(request, typed: typed) }
        let outcome = try await Suppressions(context).put(address, reason: reason.text, gallery: request.gallery.id)
        if case .failure(let refusal) = outcome { throw Problem(refusal) }
        return request.seeOther(frame(request).path(.suppressions), .suppressed)
    }

    private func showSuppression(
        _ id: Identifier, _ request: AdminRequest, typed: Typed = .nothing
    ) async throws -> Reply {
        guard let one = try await Suppressions(context).find(id, gallery: request.gallery.id) else {
            throw Problem(Refusal.unknownSuppression)
        }
        return reply(request, .of(nil, typed), SuppressionPages.show(frame(request), one, typed: typed))
    }

    private func unsuppress(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        var typed = request.typed
        guard let reason = typed.words("reason", "Reason") else {
            return try await showSuppression(id, request, typed: typed)
        }
        if let refusal = try await Suppressions(context).remove(id, reason: reason, gallery: request.gallery.id) {
            throw Problem(refusal)
        }
        return request.seeOther(frame(request).path(.suppressions), .unsuppressed)
    }
}

extension AdminSite {
    /// `blocks`, `blocks/{id}`, `blocks/{id}/remove`.
    func blocks(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false): return try await listBlocks(request)
        case (let id?, nil, false): return try await showBlock(id, request)
        case (let id?, "remove"?, true): return try await unblock(id, request)
        default: throw notThere
        }
    }

    private func listBlocks(_ request: AdminRequest) async throws -> Reply {
        let query = request.asked
        let sought = query.text("address")
        let address = sought.flatMap { try? EmailAddress($0) }
        let flaw = sought != nil && address == nil ? "This is not an address; only a whole one is looked for." : nil
        let listing =
            flaw == nil
            ? try await Blocks(context).newest(
                of: address, gallery: request.gallery.id, at: query.place, limit: PageSize.list)
            : Listing(items: [])
        return reply(
            request, BlockPages.list(frame(request), listing, sought: sought, flaw: flaw, done: query.done))
    }

    private func showBlock(_ id: Identifier, _ request: AdminRequest, typed: Typed = .nothing) async throws -> Reply {
        guard let block = try await Blocks(context).find(id, gallery: request.gallery.id) else {
            throw Problem(Refusal.unknownBlock)
        }
        return reply(request, .of(nil, typed), BlockPages.show(frame(request), block, typed: typed))
    }

    private func unblock(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        var typed = request.typed
        guard let reason = typed.words("reason", "Reason") else {
            return try await showBlock(id, request, typed: typed)
        }
        if let refusal = try await Blocks(context).remove(id, reason: reason, gallery: request.gallery.id) {
            throw Problem(refusal)
        }
        return request.seeOther(frame(request).path(.blocks), .unblocked)
    }
}
