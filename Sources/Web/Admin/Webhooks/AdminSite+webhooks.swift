import Model
import Workflows

extension AdminSite {
    /// `webhooks`, `webhooks/{id}`, `webhooks/{id}/enable|disable|rotate|redeliver`.
    func webhooks(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false):
            let (webhooks, _) = try await Webhooks(context).list(
                gallery: request.gallery.id, after: nil, limit: Webhooks.most)
            return reply(request, WebhookPages.list(frame(request), webhooks, done: request.asked.done))
        case (let id?, nil, false): return try await showWebhook(id, request)
        case (let id?, "enable"?, true): return try await set(.active, id, request)
        case (let id?, "disable"?, true): return try await set(.disabled, id, request)
        case (let id?, "rotate"?, true): return try await rotate(id, request)
        case (let id?, "redeliver"?, true): return try await redeliver(id, request)
        default: throw notThere
        }
    }

    private func showWebhook(
        _ id: Identifier, _ request: AdminRequest, problem: Problem? = nil
    ) async throws -> Reply {
        let query = request.asked
        let (workflow, gallery) = (Webhooks(context), request.gallery.id)
        let state = query.choice("state", WebhookDeliveryState.self)
        guard let webhook = try await workflow.find(id, gallery: gallery),
            let deliveries = try await workflow.newest(
                of: id, state: state, gallery: gallery, at: query.place, limit: PageSize.part)
        else { throw Problem(Refusal.unknownWebhook) }
        let page = WebhookPage(
            frame: frame(request), webhook: webhook, deliveries: deliveries, state: state,
            isFresh: request.visitor.isFresh, refusal: problem?.detail, done: problem == nil ? query.done : nil)
        return reply(request, .of(problem), page.html())
    }

    private func set(_ state: WebhookState, _ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        let outcome = try await Webhooks(context).change(
            id, WebhookChange(state: state), gallery: request.gallery.id)
        if case .failure(let refusal) = outcome { throw Problem(refusal) }
        return request.seeOther(
            "\(frame(request).path(.webhooks))/\(id)", state == .active ? .webhookEnabled : .webhookDisabled)
    }

    /// The answer is the one place where the new secret is to be had; nothing keeps it (`no-store`).
    private func rotate(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        let frame = frame(request)
        if let proof = request.proof(back: "\(frame.path(.webhooks))/\(id)", frame) { return proof }
        switch try await Webhooks(context).rotate(id, gallery: request.gallery.id) {
        case .failure(let refusal): throw Problem(refusal)
        case .success(let view): return reply(request, WebhookPages.secret(frame, view.webhook, view.secret ?? ""))
        }
    }

    private func redeliver(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        guard let delivery = Identifier(request.typed.text("delivery")) else {
            return try await showWebhook(
                id, request, problem: Problem(.malformedRequest, "The form did not say what to send again."))
        }
        switch try await Webhooks(context).redeliver(id, .deliveries([delivery]), gallery: request.gallery.id) {
        case .failure(let refusal): return try await showWebhook(id, request, problem: Problem(refusal))
        case .success: return request.seeOther("\(frame(request).path(.webhooks))/\(id)", .redelivered)
        }
    }
}
