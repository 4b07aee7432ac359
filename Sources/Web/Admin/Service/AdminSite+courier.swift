import Model
import Workflows

extension AdminSite {
    /// `courier`, `courier/pause|resume|pause-all|resume-all`.
    func courier(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        guard place.thing == nil else { throw notThere }
        switch (place.word, request.isPost) {
        case (nil, false):
            let page = CourierPages(
                frame: frame(request), relays: parts.relays(),
                queue: try await Messages(context).queue(of: request.gallery.id),
                isOperator: request.visitor.admin.isOperator, done: request.asked.done)
            return reply(request, page.html())
        case ("pause"?, true): return try await pause(true, request, .paused)
        case ("resume"?, true): return try await pause(false, request, .resumed)
        case ("pause-all"?, true): return try await pauseAll(true, request, .pausedAll)
        case ("resume-all"?, true): return try await pauseAll(false, request, .resumedAll)
        default: throw notThere
        }
    }

    private func pause(_ paused: Bool, _ request: AdminRequest, _ done: AdminDone) async throws -> Reply {
        guard try await Galleries(context).pauseCourier(paused, gallery: request.gallery.slug) else { throw notThere }
        return request.seeOther(frame(request).path(.courier), done)
    }

    private func pauseAll(_ paused: Bool, _ request: AdminRequest, _ done: AdminDone) async throws -> Reply {
        guard request.visitor.admin.isOperator else {
            throw Problem(.insufficientScope, "Only operators hold back the mail of all galleries.")
        }
        _ = try await Galleries(context).pauseCourier(paused, gallery: nil)
        return request.seeOther(frame(request).path(.courier), done)
    }
}
