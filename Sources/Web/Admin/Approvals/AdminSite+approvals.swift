import Model
import Storage
import Workflows

extension AdminSite {
    /// `approvals`, `approvals/{id}`, `approvals/{id}/cancel`, `approvals/{id}/resend`.
    func approvals(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false): return try await listApprovals(request)
        case (let id?, nil, false): return try await showApproval(id, request)
        case (let id?, "cancel"?, true): return try await act(.cancel, id, request)
        case (let id?, "resend"?, true): return try await act(.resend, id, request)
        default: throw notThere
        }
    }

    private func listApprovals(_ request: AdminRequest) async throws -> Reply {
        let query = request.asked
        let filter = PendingFilter(package: query.text("package"), account: query.text("account"))
        let listing = try await Invitations(context).pending(
            filter, gallery: request.gallery.id, at: query.place, limit: PageSize.list)
        return reply(request, ApprovalPages.list(frame(request), listing, filter, done: query.done))
    }

    private func showApproval(
        _ id: Identifier, _ request: AdminRequest, typed: (call: Invitations.Call, form: Typed)? = nil,
        problem: Problem? = nil
    ) async throws -> Reply {
        guard let view = try await Invitations(context).find(id, gallery: request.gallery.id) else {
            throw Problem(Refusal.unknownInvitation)
        }
        let messages = try await Messages(context).newest(
            MessageFilter(about: id), gallery: request.gallery.id, at: .newest, limit: PageSize.part)
        let page = ApprovalPage(
            frame: frame(request), view: view, messages: messages, mayOverride: request.mayOverride, typed: typed,
            done: typed == nil ? request.asked.done : nil)
        return reply(request, .of(problem, typed?.form), page.html())
    }

    private func act(_ call: Invitations.Call, _ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        try request.requireOverride()
        var typed = request.typed
        guard let reason = typed.words("reason", "Reason") else {
            return try await showApproval(id, request, typed: (call, typed))
        }
        let outcome = try await Invitations(context).call(
            call, id, asking: Invitations.Asking(.admin(name: request.actor, reason: reason)),
            gallery: request.gallery.id)
        switch outcome {
        case .created, .pending, .done:
            return request.seeOther(
                "\(frame(request).path(.approvals))/\(id)",
                call == .resend ? .invitationResent : .invitationCancelled)
        case .refused(.unknownInvitation): throw Problem(Refusal.unknownInvitation)
        case .refused(let refusal):
            let problem = Problem(refusal)
            typed.refusal = problem.detail
            return try await showApproval(id, request, typed: (call, typed), problem: problem)
        }
    }
}
