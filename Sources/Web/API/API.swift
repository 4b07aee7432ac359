import HTTPTypes
import Links
import Model
import Workflows

/// The JSON API: lets a request in, reads it, calls one workflow, and renders what came of it.
struct API: Sendable {
    let configuration: WebConfiguration
    let galleries: Galleries
    let owners: Owners
    let invitations: Invitations
    let messages: Messages
    let feed: EventFeed
    let publications: Publications
    let preferences: Preferences
    let blocks: Blocks
    let suppressions: Suppressions
    let letters: Letters
    let reports: Reports
    let webhooks: Webhooks
    let privacy: Privacy
    let recovery: Recovery
    let keyring: KeyringHolder
    let repetitions = Repetitions()
    let waiting = WaitingRoom()
    let exports = ExportRoom()

    init(configuration: WebConfiguration, context: WorkflowContext, keyring: KeyringHolder) {
        self.configuration = configuration
        self.keyring = keyring
        publications = Publications(context)
        preferences = Preferences(context)
        blocks = Blocks(context)
        suppressions = Suppressions(context)
        letters = Letters(context)
        reports = Reports(context)
        webhooks = Webhooks(context, endpoints: configuration.webhookEndpoints)
        privacy = Privacy(context)
        recovery = Recovery(context)
        galleries = Galleries(context)
        owners = Owners(context)
        invitations = Invitations(context)
        messages = Messages(context)
        feed = EventFeed(context)
    }

    func answer(
        _ route: APIRoute, _ method: HTTPRequest.Method, _ target: RequestTarget, _ exchange: Exchange,
        _ body: inout BodyReader
    ) async throws -> Reply {
        try QueryReader.refuseKeys(target.query)
        let caller = try await Caller(exchange.headers, galleries, client: exchange.client)
        try caller.requires(route.scopes(method))
        var query = try QueryReader(target.query)
        try Self.checkAccept(exchange.headers)
        let call = Call(route: route, target: target, caller: caller, exchange: exchange)
        let reply: Reply
        do {
            reply = try await Origin.$current.withValue(caller.origin) {
                try await answer(call, method, &query, &body)
            }.telling(call.rates)
        } catch let problem as Problem {
            throw problem.telling(call.rates)
        }
        return method == .get && route.isOneThing ? reply.tagged(for: exchange.headers) : reply
    }

    /// There is no `default`, so that a call that is new has to be answered here.
    private func answer(
        _ call: Call, _ method: HTTPRequest.Method, _ query: inout QueryReader, _ body: inout BodyReader
    ) async throws -> Reply {
        switch call.route {
        case .owners(let package):
            guard method == .put else { return try await listOwners(package, call, &query) }
            return try await putOwners(package, call, &query, &body)
        case .owner(let package, let username): return try await removeOwner(username, package, call, &query)
        case .invitationsOf(let package): return try await invite(package, call, &query, &body)
        case .bulkInvitations: return try await inviteAll(call, &query, &body)
        case .invitations: return try await listInvitations(call, &query)
        case .invitation(let id): return try await showInvitation(id, call, &query)
        case .invitationCall(let id, let action): return try await callInvitation(action, id, call, &query, &body)
        case .publicationsOf(let package):
            guard method == .post else { return try await listPublications(package, call, &query) }
            return try await publish(package, call, &query, &body)
        case .publication(let id):
            guard method == .patch else { return try await showPublication(id, call, &query) }
            return try await changePublication(id, call, &query, &body)
        case .messages: return try await listMessages(call, &query)
        case .message(let id): return try await showMessage(id, call, &query)
        case .messageCall(let id, let action): return try await callMessage(action, id, call, &query, &body)
        case .events: return try await listEvents(call, &query)
        case .contact(let package): return try await contact(package, call, &query, &body)
        case .reportsOf(let package): return try await report(package, call, &query, &body)
        case .reports: return try await listReports(call, &query)
        case .preferences(let username):
            guard method == .put else { return try await showPreferences(username, call, &query) }
            return try await putPreferences(username, call, &query, &body)
        case .blocks:
            guard method == .post else { return try await listBlocks(call, &query) }
            return try await addBlock(call, &query, &body)
        case .block(let id):
            guard method == .delete else { return try await showBlock(id, call, &query) }
            return try await removeBlock(id, call, &query)
        case .suppressions: return try await listSuppressions(call, &query)
        case .suppression(let email): return try await suppression(email, method, call, &query, &body)
        case .address(let email):
            guard method == .delete else { return try await exportAddress(email, call, &query, privacy) }
            return try await purgeAddress(email, call, &query, privacy)
        case .webhooks:
            guard method == .post else { return try await listWebhooks(call, &query) }
            return try await createWebhook(call, &query, &body)
        case .webhook(let id):
            switch method {
            case .patch: return try await changeWebhook(id, call, &query, &body)
            case .delete: return try await removeWebhook(id, call, &query)
            default: return try await showWebhook(id, call, &query)
            }
        case .webhookDeliveries(let id): return try await listDeliveries(of: id, call, &query)
        case .webhookCall(let id, .rotate): return try await rotateSecret(of: id, call, &query, &body)
        case .recoveryCases:
            guard method == .post else { return try await listCases(call, &query) }
            return try await openCase(call, &query, &body)
        case .recoveryCase(let id): return try await showCase(id, call, &query)
        case .recoveryCall(let id, let action): return try await callCase(action, id, call, &query, &body)
        case .report(let id): return try await showReport(id, call, &query)
        case .closingOfReport(let id): return try await closeReport(id, call, &query, &body)
        case .caseOfReport(let id): return try await adoptReport(id, call, &query, &body)
        case .webhookCall(let id, .redeliver): return try await redeliver(id, call, &query, &body)
        }
    }

    /// One call with what it came with.
    struct Call: Sendable {
        let route: APIRoute
        let target: RequestTarget
        let caller: Caller
        let exchange: Exchange
        /// What is left of the limits that it was counted towards.
        let rates = RateSlot()

        /// What it says of the state that it changes.
        var preconditions: Preconditions { Preconditions(exchange.headers) }
    }

    /// - Throws: ``Problem`` where the client says that it cannot take JSON (RFC 9110, 12.5.1).
    private static func checkAccept(_ headers: HTTPFields) throws(Problem) {
        guard let accept = headers[.accept], !accept.isSpelled("*/*") else { return }
        var takesJSON = false
        let ranges = headers[values: .accept].joined(separator: ",")
        // No range that counts here holds anything beyond ASCII, where comparing is dear.
        let isASCII = ranges.utf8.allSatisfy { $0 < 0x80 }
        for range in isASCII ? ranges.lowercased().split(separator: ",") : [] {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let type = parts.first, ["*/*", "application/*", "application/json"].contains(type) else { continue }
            let isRefused = parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
            takesJSON = takesJSON || !isRefused
        }
        guard takesJSON else { throw Problem(.notAcceptable, "This API answers in application/json alone.") }
    }
}

extension API {
    /// A JSON object as it came, and its members.
    typealias Content = (members: [JSONValue.Member], bytes: [UInt8])

    /// Reads a body that is to be a JSON object.
    ///
    /// - Parameter most: In bytes; nil for what every call may have.
    func content(_ call: Call, _ body: inout BodyReader, upTo most: Int? = nil) async throws -> Content {
        guard let content = try await optionalContent(call, &body, upTo: most) else {
            throw Problem(.malformedJSON, "The call needs a JSON object as its body, and there is none.")
        }
        return content
    }

    /// The same for a call that may come without; nil where it does.
    func optionalContent(
        _ call: Call, _ body: inout BodyReader, upTo most: Int? = nil
    ) async throws -> Content? {
        let headers = call.exchange.headers
        let most = most ?? configuration.longestBody
        var isThere = body.isExpected
        if isThere, headers[.contentType] == nil {
            // A client that has nothing to say may still announce an empty body in chunks.
            isThere = try await !body.collect(upTo: most).isEmpty
        }
        guard isThere else { return nil }
        let (type, parameters) = call.exchange.contentType
        let isUTF8 = !parameters.contains("charset") || parameters.filter { $0 != "\"" }.contains("charset=utf-8")
        guard type == "application/json", isUTF8 else {
            throw Problem(.unsupportedMediaType, "The body is to come with 'Content-Type: application/json', in UTF-8.")
        }
        let coding = (headers[.contentEncoding] ?? "").lowercased()
        guard coding.isEmpty || coding.isSpelled("identity") else {
            throw Problem(.unsupportedMediaType, "The body is to come without Content-Encoding.")
        }
        let bytes = try await body.collect(upTo: most)
        let value: JSONValue
        do throws(JSONParser.Flaw) {
            value = try JSONParser.parse(bytes)
        } catch {
            throw Problem(.malformedJSON, "At byte \(error.offset): \(error.detail).")
        }
        guard case .object(let members) = value else {
            throw Problem.fields([FieldFlaw("", "is to be an object, not \(value.kind)")])
        }
        return (members, bytes)
    }

    /// Reads an object's fields, and refuses the request with everything that is wrong with them.
    func read<Value>(
        _ members: [JSONValue.Member], _ read: (inout ObjectReader) -> Value?
    ) throws(Problem) -> Value {
        var reader = ObjectReader(members)
        let value = read(&reader)
        reader.refuseUnknown()
        guard reader.flaws.isEmpty, let value else { throw .fields(reader.flaws) }
        return value
    }
}
