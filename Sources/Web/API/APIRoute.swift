import HTTPTypes
import Model
import Workflows

/// A call of the API, by its path alone.
enum APIRoute: Sendable, Equatable {
    case owners(package: String)
    case owner(package: String, username: String)
    case invitationsOf(package: String)
    case invitations, bulkInvitations
    case invitation(Identifier)
    case invitationCall(Identifier, Invitations.Call)
    case publicationsOf(package: String)
    case publication(Identifier)
    case contact(package: String)
    case reportsOf(package: String)
    case reports
    case preferences(username: String)
    case blocks
    case block(Identifier)
    case suppressions
    case suppression(email: String)
    case address(email: String)
    case messages
    case message(Identifier)
    case messageCall(Identifier, Messages.Call)
    case events
    case webhooks
    case webhook(Identifier)
    case webhookDeliveries(Identifier)
    case webhookCall(Identifier, WebhookCall)
    case recoveryCases
    case recoveryCase(Identifier)
    case recoveryCall(Identifier, RecoveryCall)
    case report(Identifier)
    case caseOfReport(Identifier)
    case closingOfReport(Identifier)

    /// What can be asked of one webhook.
    enum WebhookCall: String, Sendable, CaseIterable {
        case rotate, redeliver
    }

    /// What can be asked of one recovery case.
    enum RecoveryCall: String, Sendable, CaseIterable {
        case assign, notes, evidence, attempts, grant, deny, reopen, lock, unlock, claimant
    }

    var methods: [HTTPRequest.Method] {
        switch self {
        case .owners, .preferences: [.get, .put]
        case .owner: [.delete]
        case .invitationsOf, .bulkInvitations, .invitationCall, .messageCall, .contact, .reportsOf, .webhookCall,
            .recoveryCall, .caseOfReport, .closingOfReport:
            [.post]
        case .invitations, .invitation, .messages, .message, .events, .reports, .suppressions, .webhookDeliveries,
            .recoveryCase, .report:
            [.get]
        case .publicationsOf, .blocks, .webhooks, .recoveryCases: [.get, .post]
        case .publication: [.get, .patch]
        case .block, .address: [.get, .delete]
        case .suppression: [.get, .put, .delete]
        case .webhook: [.get, .patch, .delete]
        }
    }

    /// Whether a GET shows one thing, whose state has a tag.
    var isOneThing: Bool {
        switch self {
        case .owners, .invitation, .publication, .preferences, .block, .suppression, .message, .webhook, .recoveryCase,
            .report:
            true
        default: false
        }
    }

    /// The scopes of which a key needs one.
    func scopes(_ method: HTTPRequest.Method) -> [Scope] {
        switch self {
        case .suppressions, .suppression, .address, .reports, .report, .closingOfReport, .webhooks, .webhook,
            .webhookDeliveries, .webhookCall:
            [.admin]
        // Before its time, a case is granted by who may override as well; that is looked at once it is known.
        case .recoveryCases, .recoveryCase, .recoveryCall, .caseOfReport: [.admin]
        // What an admin does over the owners' heads is looked at again once it is known who asks.
        case .invitationsOf, .owner: [.notify, .override]
        case .invitationCall(_, .cancel), .invitationCall(_, .resend): [.notify, .override]
        default: [method == .get ? .read : .notify]
        }
    }
}

extension APIRoute {
    /// - Parameter segments: What follows `/v1/`.
    init?(_ segments: ArraySlice<Substring>, _ method: HTTPRequest.Method) throws(Problem) {
        let rest = Array(segments.dropFirst())
        let found: APIRoute?
        switch segments.first {
        case "packages": found = try Self.package(rest, method)
        case "invitations":
            found =
                rest == ["bulk"]
                ? .bulkInvitations
                : Self.thing(rest, all: .invitations, one: Self.invitation) { id, word in
                    Invitations.Call(rawValue: word).map { .invitationCall(id, $0) }
                }
        case "publications":
            found = Self.thing(rest, all: nil, one: Self.publication) { _, _ in nil }
        case "preferences": found = rest.count == 1 ? .preferences(username: try Self.decode(rest)) : nil
        case "blocks": found = Self.thing(rest, all: .blocks, one: Self.block) { _, _ in nil }
        case "addresses": found = rest.count == 1 ? .address(email: try Self.decode(rest)) : nil
        case "suppressions":
            found =
                rest.isEmpty ? .suppressions : rest.count == 1 ? .suppression(email: try Self.decode(rest)) : nil
        case "messages":
            found = Self.thing(rest, all: .messages, one: Self.message) { id, word in
                Messages.Call(rawValue: word).map { .messageCall(id, $0) }
            }
        case "webhooks":
            found = Self.thing(rest, all: .webhooks, one: Self.webhook) { id, word in
                word == "deliveries"
                    ? .webhookDeliveries(id) : WebhookCall(rawValue: word).map { .webhookCall(id, $0) }
            }
        case "events" where rest.isEmpty: found = .events
        case "recovery-cases":
            found = Self.thing(rest, all: .recoveryCases, one: Self.recoveryCase) { id, word in
                RecoveryCall(rawValue: word).map { .recoveryCall(id, $0) }
            }
        case "reports":
            found = Self.thing(rest, all: .reports, one: Self.report) { id, word in
                switch word {
                case "case": .caseOfReport(id)
                case "close": .closingOfReport(id)
                default: nil
                }
            }
        default: found = nil
        }
        guard let found else { return nil }
        self = found
    }

    /// `/things`, `/things/{id}` and `/things/{id}/word`.
    private static func thing(
        _ rest: [Substring], all: APIRoute?, one: (Identifier) -> APIRoute,
        part: (Identifier, String) -> APIRoute?
    ) -> APIRoute? {
        guard let first = rest.first else { return all }
        guard let id = Identifier(first) else { return nil }
        switch rest.count {
        case 1: return one(id)
        case 2: return part(id, String(rest[1]))
        default: return nil
        }
    }

    /// What follows `/v1/packages/`.
    ///
    /// A slash of a package id may be sent as `%2F` or, because many proxies decode that on the way, as itself; the
    /// last segments say which call it is. What is deleted is an owner, who may be called like any of them.
    private static func package(_ rest: [Substring], _ method: HTTPRequest.Method) throws(Problem) -> APIRoute? {
        guard rest.count >= 2, let last = rest.last else { return nil }
        let words: [Substring] = ["owners", "invitations", "publications", "contact", "reports"]
        let isOwner = rest.count >= 3 && rest[rest.count - 2] == "owners"
        if isOwner, method == .delete || !words.contains(last) {
            return .owner(package: try decode(rest.dropLast(2)), username: try decode([last]))
        }
        let package = rest.dropLast()
        switch last {
        case "owners": return .owners(package: try decode(package))
        case "invitations": return .invitationsOf(package: try decode(package))
        case "publications": return .publicationsOf(package: try decode(package))
        case "contact": return .contact(package: try decode(package))
        case "reports": return .reportsOf(package: try decode(package))
        default: return nil
        }
    }

    private static func decode(_ segments: some Collection<Substring>) throws(Problem) -> String {
        guard let decoded = PercentCoding.decode(segments.joined(separator: "/")) else {
            throw Problem(.malformedRequest, "The path holds a broken percent-encoding, or one that is not UTF-8.")
        }
        return decoded
    }
}
