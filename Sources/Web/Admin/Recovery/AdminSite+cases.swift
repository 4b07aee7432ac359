import Mail
import Model
import Storage
import Workflows

extension AdminSite {
    /// `cases`, `cases/open`, `cases/{id}`, `cases/{id}/contact` and what is done with a case: `cases/{id}/{form}`.
    func cases(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false): return try await listCases(request)
        case (nil, "open"?, let isPost):
            return isPost ? try await openCase(request) : reply(request, CaseOpeningPage(frame: frame(request)).html())
        case (let id?, nil, false): return try await showCase(id, request)
        case (let id?, "contact"?, let isPost):
            return isPost ? try await contact(id, request) : try await showContact(id, request)
        case (let id?, let word?, true):
            guard let form = CasePage.Form(spelled: word) else { throw notThere }
            return try await act(form, id, request)
        default: throw notThere
        }
    }

    private func listCases(_ request: AdminRequest) async throws -> Reply {
        let query = request.asked
        let sought = query.text("claimant")
        let whose = QueuePage.Whose(query.text("whose"))
        var filter = RecoveryFilter(
            state: query.choice("state", RecoveryState.self).flatMap { $0.isListed ? $0 : nil },
            assignee: whose.filter(of: request.actor), package: query.text("package"))
        if let sought {
            if let email = try? EmailAddress(sought) { filter.email = email } else { filter.claimant = sought }
        }
        let listing = try await recovery.newest(
            filter, gallery: request.gallery.id, at: query.place, limit: PageSize.list)
        let page = CaseListPage(
            frame: frame(request), listing: listing, filter: filter, sought: sought, whose: whose,
            admins: try await adminNames(request), done: query.done)
        return reply(request, page.html())
    }

    private func showCase(
        _ id: Identifier, _ request: AdminRequest, typed: (form: CasePage.Form, values: Typed)? = nil,
        problem: Problem? = nil, preview: [MessageDraft]? = nil
    ) async throws -> Reply {
        let view = try await found(id, request)
        let messages = try await Messages(context).newest(
            MessageFilter(about: id), gallery: request.gallery.id, at: .newest, limit: PageSize.part)
        let history = try await recovery.history(of: id, gallery: request.gallery.id, limit: CaseTimeline.most)
        let page = CasePage(
            frame: frame(request), view: view, seen: CaseTag.of(view), history: history, messages: messages,
            admins: try await adminNames(request),
            mayOverride: request.mayOverride, typed: typed, preview: preview.map { previews(of: $0, view, request) },
            done: typed == nil ? request.asked.done : nil)
        return reply(request, .of(problem, typed?.values), page.html())
    }

    private func act(_ form: CasePage.Form, _ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        var typed = request.typed
        guard let act = CaseAct.read(form, &typed, request) else {
            return try await showCase(id, request, typed: (form, typed))
        }
        if form.mails, request.form?.value("step") == "preview" {
            return try await preview(act, form, id, typed, request)
        }
        switch try await recovery.act(act, on: id, callAsSeen(request)) {
        case .created, .done:
            return request.seeOther("\(frame(request).path(.cases))/\(id)", form.done)
        case .unchanged: return request.seeOther("\(frame(request).path(.cases))/\(id)", .nothingToDo)
        case .refused(.unknownCase): throw Problem(Refusal.unknownCase)
        case .refused(.invalid(let flaws)):
            for flaw in flaws { typed.refuse(flaw) }
            return try await showCase(id, request, typed: (form, typed))
        case .refused(let refusal):
            let problem = Problem(refusal)
            typed.refusal = Self.words(of: problem)
            return try await showCase(id, request, typed: (form, typed), problem: problem)
        }
    }

    /// The case with the mails that a decision would send; nothing is done yet, and what was typed stays.
    private func preview(
        _ act: RecoveryAct, _ form: CasePage.Form, _ id: Identifier, _ typed: Typed, _ request: AdminRequest
    ) async throws -> Reply {
        switch try await recovery.preview(act, on: id, call(request)) {
        case .success(let drafts): return try await showCase(id, request, typed: (form, typed), preview: drafts)
        case .failure(let refusal):
            var typed = typed
            let problem = Problem(refusal)
            typed.refusal = problem.detail
            return try await showCase(id, request, typed: (form, typed), problem: problem)
        }
    }

    private func previews(
        of drafts: [MessageDraft], _ view: CaseView, _ request: AdminRequest
    ) -> [MailPreview] {
        MailPreview.of(drafts, about: view) { words(of: $0, request.gallery, at: request.now) }
    }

    private func showContact(
        _ id: Identifier, _ request: AdminRequest, typed: Typed = .nothing, problem: Problem? = nil
    ) async throws -> Reply {
        let view = try await found(id, request)
        let drafts = try await recovery.preview(id, gallery: request.gallery.id) ?? []
        var typed = typed
        if typed.refusal == nil {
            if !view.claim.state.isRunning {
                typed.refusal = Problem(Refusal.caseState(view.claim.state)).detail
            } else if drafts.isEmpty {
                typed.refusal = Problem(Refusal.noOwners).detail
            }
        }
        let page = CaseContactPage(
            frame: frame(request), view: view, seen: CaseTag.of(view), drafts: drafts,
            previews: previews(of: drafts, view, request), typed: typed)
        return reply(request, .of(problem, request.isPost ? typed : nil), page.html())
    }

    private func contact(_ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        var typed = request.typed
        var note: PlainText?
        if let words = typed.given("note") {
            do throws(PlainText.Flaw) {
                note = try AttemptReport.note(words)
            } catch {
                typed.error("note", "Note", "The note \(error).")
            }
        }
        guard typed.isRight else { return try await showContact(id, request, typed: typed) }
        switch try await recovery.act(.contact(note: note), on: id, callAsSeen(request)) {
        case .created, .done: return request.seeOther("\(frame(request).path(.cases))/\(id)", .ownersMailed)
        case .unchanged: return request.seeOther("\(frame(request).path(.cases))/\(id)", .ownersMailedAlready)
        case .refused(.unknownCase): throw Problem(Refusal.unknownCase)
        case .refused(let refusal):
            let problem = Problem(refusal)
            typed.refusal = Self.words(of: problem)
            return try await showContact(id, request, typed: typed, problem: problem)
        }
    }

    /// What a mail will say, without a link that opens anything.
    private func words(of draft: MessageDraft, _ gallery: Gallery, at now: Timestamp) -> LetterWords? {
        let letter = Letter(
            kind: draft.kind, locales: [draft.locale, gallery.policy.locale].compactMap { $0 },
            gallery: GalleryFace(gallery), from: gallery.from, to: draft.recipient,
            messageID: "preview@\(gallery.from.domain)", date: now, facts: draft.facts)
        return try? parts.templates?.words(
            of: letter, linksAs: "\(configuration.baseURL)/c/the-link-is-in-the-mail-alone")
    }

    private func found(_ id: Identifier, _ request: AdminRequest) async throws -> CaseView {
        guard let view = try await recovery.find(id, gallery: request.gallery.id) else {
            throw Problem(Refusal.unknownCase)
        }
        return view
    }

    func call(_ request: AdminRequest) -> Recovery.Call {
        Recovery.Call(gallery: request.gallery.id, by: request.actor)
    }

    /// A call about the case that the form showed, and about no other that it has become meanwhile.
    private func callAsSeen(_ request: AdminRequest) -> Recovery.Call {
        let seen = request.form?.value("seen")
        var asked = call(request)
        asked.admission = { view in view.map(CaseTag.of) == seen ? nil : .preconditionFailed }
        return asked
    }

    /// Why something was not done to a case.
    private static func words(of problem: Problem) -> String {
        guard problem.kind == .preconditionFailed else { return problem.detail }
        return """
            The case has changed since you opened the page, so nothing was done. This is how it stands now, with what you \
            typed: if it still holds, send it once more.
            """
    }

    var recovery: Recovery { Recovery(context) }

    /// Whom a case can be given to.
    func adminNames(_ request: AdminRequest) async throws -> [String] {
        try await Admins(context).list(gallery: request.gallery.id).map(\.name.text)
    }
}

extension CasePage.Form {
    /// What the page says when it was done.
    fileprivate var done: AdminDone {
        switch self {
        case .assign: .caseAssigned
        case .note: .added
        case .tick, .name: .saved
        case .attempt: .attemptLogged
        case .grant: .caseGranted
        case .deny: .caseDenied
        case .reopen: .caseReopened
        case .lock: .packageLocked
        case .unlock: .packageUnlocked
        }
    }
}
