import Model
import Storage
import Workflows

extension AdminSite {
    /// `queue`: what waits for an admin.
    func queue(_ request: AdminRequest) async throws -> Reply {
        guard request.place.thing == nil, request.place.word == nil, !request.isPost else { throw notThere }
        let query = request.asked
        let gallery = request.gallery.id
        let whose = QueuePage.Whose(query.text("whose"))
        let isAhead = query.text("when") == "ahead"
        var place: RecoveryPlace?
        if let from = query.text("from").flatMap({ Int64($0) }), let id = query.id("after") {
            place = RecoveryPlace(due: Timestamp(milliseconds: from), id: id)
        }
        let filter = RecoveryFilter(
            assignee: whose.filter(of: request.actor), due: isAhead ? nil : AdminDigest.endOfDay(request.now))
        let (cases, next) = try await recovery.queue(filter, gallery: gallery, after: place, limit: PageSize.list)
        let reports = Reports(context)
        let page = QueuePage(
            frame: frame(request), cases: cases, next: next, due: try await recovery.countDue(gallery: gallery),
            reports: try await reports.newest(openOnly: true, gallery: gallery, at: .newest, limit: PageSize.part),
            openReports: try await reports.countOpen(gallery: gallery), whose: whose, isAhead: isAhead,
            admins: try await adminNames(request), done: query.done)
        return reply(request, page.html())
    }

    /// `reports`, `reports/{id}`, `reports/{id}/case`, `reports/{id}/close`.
    func reports(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false):
            let query = request.asked
            let openOnly = query.text("state") != "all"
            let listing = try await Reports(context).newest(
                openOnly: openOnly, package: query.text("package"), gallery: request.gallery.id, at: query.place,
                limit: PageSize.list)
            return reply(
                request,
                ReportListPage.list(
                    frame(request), listing, openOnly: openOnly, package: query.text("package"), done: query.done))
        case (let id?, nil, false): return try await showReport(id, request)
        case (let id?, "case"?, true): return try await adopt(id, request)
        case (let id?, "close"?, true): return try await close(id, request)
        default: throw notThere
        }
    }

    private func showReport(_ id: Identifier, _ request: AdminRequest, typed: Typed? = nil) async throws -> Reply {
        guard let standing = try await Reports(context).find(id, gallery: request.gallery.id) else {
            throw Problem(Refusal.unknownReport)
        }
        let page = ReportListPage.one(
            frame(request), standing, typed: typed ?? .nothing, done: typed == nil ? request.asked.done : nil)
        return reply(request, .of(nil, typed), page)
    }

    private func adopt(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        switch try await recovery.adopt(report: id, call(request)) {
        case .created(let view), .done(let view):
            return request.seeOther("\(frame(request).path(.cases))/\(view.claim.id)", .reportAdopted)
        case .unchanged(let view):
            return request.seeOther("\(frame(request).path(.cases))/\(view.claim.id)", .nothingToDo)
        case .refused(let refusal): throw Problem(refusal)
        }
    }

    private func close(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        var typed = request.typed
        guard let reason = typed.words("reason", "What came of it") else {
            return try await showReport(id, request, typed: typed)
        }
        guard
            try await Reports(context).close(id, by: request.actor, reason: reason, gallery: request.gallery.id)
        else { throw Problem(Refusal.unknownReport) }
        return request.seeOther("\(frame(request).path(.reports))/\(id)", .reportClosed)
    }
}
