/// Routes requests to pages and API; everything that the inbox answers, errors too, comes from here.
struct InboxSite: Sendable {
    let mailbox: Mailbox
    let faults: FaultDesk
    /// The host that the site is bound to; besides it, `localhost` and any IP address may be asked for.
    let boundHost: String
    let pages = InboxPages()

    func answer(_ request: InboxRequest) async -> InboxAnswer {
        if let host = request.host, !HostName(authority: host).isTrusted(bound: boundHost) {
            // A page of a foreign name that was pointed at this machine (DNS rebinding) must not read the mails.
            return refuse(421, "Wrong host name", request)
        }
        let isChange = request.method != "GET" && request.method != "HEAD"
        if isChange, request.isForeign { return refuse(403, "Not from another site", request) }
        let path = request.path
        switch path.first {
        case nil: return allowing("GET, HEAD", request) { list() }
        case "inbox.css" where path.count == 1: return allowing("GET, HEAD", request) { Self.sheet }
        case "clear" where path.count == 1:
            return allowing("POST", request) {
                mailbox.clear()
                return .redirect(to: "/")
            }
        case "messages" where path.count == 2 || path.count == 3 && path[2] == "html":
            return allowing("GET, HEAD", request) { message(request) }
        case "api": return await api(request)
        default: return refuse(404, "Nothing here", request)
        }
    }

    private func list() -> InboxAnswer {
        .page(pages.list(mailbox.messages(), faults: faults.plan.rules.count))
    }

    private func message(_ request: InboxRequest) -> InboxAnswer {
        guard let number = Int(request.path[1]), let message = mailbox.message(number) else {
            return refuse(404, "This mail is not here (any more)", request)
        }
        guard request.path.count == 3 else {
            return .page(pages.message(message, tab: request.query["tab"].flatMap(InboxPages.Tab.init)))
        }
        // Only inside our own page, where the address bar says whose page it is.
        if let destination = request.fetchDestination, destination != "iframe" {
            return .redirect(to: "/messages/\(number)?tab=html")
        }
        guard let html = message.html else { return refuse(404, "This mail has no HTML part", request) }
        let start = "<!doctype html><meta charset=\"utf-8\"><base target=\"_blank\">"
        var answer = InboxAnswer(
            status: 200, type: "text/html; charset=utf-8", body: Array(start.utf8) + Array(html.utf8))
        answer.policy = InboxAnswer.mailPolicy
        return answer
    }

    func allowing(_ methods: String, _ request: InboxRequest, _ make: () -> InboxAnswer) -> InboxAnswer {
        guard methods.split(separator: ", ").contains(Substring(request.method)) else {
            var answer = refuse(405, "Only \(methods)", request)
            answer.allow = methods
            return answer
        }
        return make()
    }

    func refuse(_ status: Int, _ text: String, _ request: InboxRequest) -> InboxAnswer {
        guard request.path.first == "api" else { return .page(pages.notice(text), status: status) }
        return .json(InboxJSON.error(text), status: status)
    }

    private static var sheet: InboxAnswer {
        InboxAnswer(
            status: 200, type: "text/css; charset=utf-8", body: Array(InboxStyle.sheet.utf8), isCacheable: true)
    }
}
