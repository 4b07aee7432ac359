import HTTPTypes
import Mail
import Model
import Storage
import Workflows

extension AdminSite {
    /// `messages`, `messages/{id}`, `messages/{id}/retry`, `messages/{id}/cancel`.
    func messages(_ request: AdminRequest) async throws -> Reply {
        let place = request.place
        switch (place.thing, place.word, request.isPost) {
        case (nil, nil, false): return try await listMessages(request)
        case (let id?, nil, false): return try await showMessage(id, request)
        case (let id?, "retry"?, true): return try await act(.retry, id, request)
        case (let id?, "cancel"?, true): return try await act(.cancel, id, request)
        default: throw notThere
        }
    }

    private func listMessages(_ request: AdminRequest) async throws -> Reply {
        let query = request.asked
        let sought = query.text("to")
        let filter = MessageFilter(
            state: query.choice("state"), kind: query.choice("kind"), about: query.id("about"),
            recipient: sought.flatMap { try? EmailAddress($0) })
        // Half an address finds nothing; all the others would be found instead.
        let listing =
            sought != nil && filter.recipient == nil
            ? Listing(items: [])
            : try await Messages(context).newest(
                filter, gallery: request.gallery.id, at: query.place, limit: PageSize.list)
        return reply(
            request, MessagePages.list(frame(request), listing, filter, to: sought, done: query.done))
    }

    private func showMessage(
        _ id: Identifier, _ request: AdminRequest, problem: Problem? = nil
    ) async throws -> Reply {
        guard let view = try await Messages(context).find(id, gallery: request.gallery.id) else {
            throw Problem(Refusal.unknownMessage)
        }
        let page = MessagePage(
            frame: frame(request), view: view, words: words(of: view.message, request.gallery),
            refusal: problem?.detail, done: problem == nil ? request.asked.done : nil)
        return reply(request, .of(problem), page.html())
    }

    /// What a message says, without a link that opens anything: a page of an admin is no mailbox.
    private func words(of message: Message, _ gallery: Gallery) -> LetterWords? {
        let letter = Letter(
            kind: message.kind, locales: [message.locale, gallery.policy.locale].compactMap { $0 },
            gallery: GalleryFace(gallery), from: gallery.from, to: message.recipient,
            messageID: "\(message.id)@\(gallery.from.domain)", date: message.createdAt, facts: message.facts,
            replyTo: message.facts.replyTo.flatMap { try? EmailAddress($0) })
        return try? parts.templates?.words(
            of: letter, linksAs: "\(configuration.baseURL)/c/the-link-is-in-the-mail-alone")
    }

    private func act(_ call: Messages.Call, _ id: Identifier, _ request: AdminRequest) async throws -> Reply {
        switch try await Messages(context).call(call, id, gallery: request.gallery.id) {
        case .success:
            return request.seeOther(
                "\(frame(request).path(.messages))/\(id)", call == .retry ? .messageRetried : .messageCancelled)
        case .failure(let refusal): return try await showMessage(id, request, problem: Problem(refusal))
        }
    }
}
