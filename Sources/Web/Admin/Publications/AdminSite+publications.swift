import Model
import Storage
import Workflows

extension AdminSite {
    /// `publications`, `publications/{id}`, `publications/{id}/withdraw`.
    func publications(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false): return try await listPublications(request)
        case (let id?, nil, false): return try await showPublication(id, request)
        case (let id?, "withdraw"?, true): return try await withdraw(id, request)
        default: throw notThere
        }
    }

    private func listPublications(_ request: AdminRequest) async throws -> Reply {
        let query = request.asked
        let (package, state) = (query.text("package"), query.choice("state", PublicationState.self))
        let listing = try await Publications(context).newest(
            package: package, state: state, gallery: request.gallery.id, at: query.place, limit: PageSize.list)
        let page = PublicationListPages.list(
            frame(request), listing, package: package, state: state, done: query.done)
        return reply(request, page)
    }

    private func showPublication(
        _ id: Identifier, _ request: AdminRequest, typed: Typed? = nil, problem: Problem? = nil
    ) async throws -> Reply {
        guard let view = try await Publications(context).find(id, gallery: request.gallery.id) else {
            throw Problem(Refusal.unknownPublication)
        }
        let messages = try await Messages(context).newest(
            MessageFilter(about: id), gallery: request.gallery.id, at: .newest, limit: PageSize.part)
        let page = AdminPublicationPage(
            frame: frame(request), view: view, messages: messages, mayOverride: request.mayOverride,
            typed: typed ?? .nothing, done: typed == nil ? request.asked.done : nil)
        return reply(request, .of(problem, typed), page.html())
    }

    private func withdraw(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        try request.requireOverride()
        var typed = request.typed
        guard let reason = typed.words("reason", "Reason") else {
            return try await showPublication(id, request, typed: typed)
        }
        let outcome = try await Publications(context).withdraw(
            id, by: request.actor, reason: reason, gallery: request.gallery.id)
        switch outcome {
        case .created, .done: return request.seeOther("\(frame(request).path(.publications))/\(id)", .withdrawn)
        case .refused(.unknownPublication): throw Problem(Refusal.unknownPublication)
        case .refused(let refusal):
            let problem = Problem(refusal)
            typed.refusal = problem.detail
            return try await showPublication(id, request, typed: typed, problem: problem)
        }
    }
}
