import HTTPTypes
import Model
import Storage
import Telemetry
import Workflows

/// Whom a request of the API comes from.
struct Caller: Sendable {
    let key: Identifier
    let gallery: Identifier
    /// For the audit log.
    let origin: Origin
    private let scopes: Set<Scope>

    /// Lets a request in by its API key (RFC 6750).
    ///
    /// - Throws: ``Problem`` where there is no key, it is not known, it was revoked, or its time is over.
    ///
    /// - Parameter client: Where the request comes from.
    init(_ headers: HTTPFields, _ galleries: Galleries, client: IPAddress?) async throws {
        let given = headers[values: .authorization]
        guard given.count == 1, let value = given.first else {
            throw Self.refusal(
                given.isEmpty ? "The Authorization header is missing." : "There is more than one Authorization header.",
                challenge: #"Bearer realm="countersign""#)
        }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased().isSpelled("bearer") else {
            throw Self.refusal(
                "The Authorization header is not of the form 'Bearer cs_…'.", challenge: #"Bearer realm="countersign""#)
        }
        guard
            let (key, standing) = try await galleries.authenticate(
                String(parts[1].drop { $0 == " " }), from: client?.text)
        else {
            throw Self.invalidToken("unknown", "The API key is not known.")
        }
        switch standing {
        case .good: break
        case .revoked: throw Self.invalidToken("revoked", "The API key was revoked.")
        case .expired(let end):
            throw Self.invalidToken("expired", "The API key expired at \(end); 'countersign key add' makes another.")
        }
        self.key = key.id
        gallery = key.gallery
        scopes = key.scopes
        // Of keys that stand for people of the gallery; others are its backend's, which is always at the same place.
        let isAdmins = !scopes.isDisjoint(with: [.admin, .override])
        origin = .key(key.id, address: isAdmins ? client?.text : nil)
    }

    /// Kinds of mail that the key reads nothing of.
    var withheld: Set<MailKind> { scopes.contains(.admin) ? [] : MailKind.withheld }

    /// - Throws: ``Problem`` unless the key has one of the scopes.
    func requires(_ wanted: Scope...) throws(Problem) { try requires(wanted) }

    func requires(_ wanted: [Scope]) throws(Problem) {
        guard !scopes.contains(where: { scope in wanted.contains(where: scope.includes) }) else { return }
        // The least that would do.
        let scope = wanted.first?.rawValue ?? ""
        var problem = Problem(.insufficientScope, "The call needs a key with the scope '\(scope)'.")
        problem.headers[.wwwAuthenticate] =
            #"Bearer realm="countersign", error="insufficient_scope", scope="\#(scope)""#
        throw problem
    }

    /// A key that lets nobody in (RFC 6750, 3.1).
    private static func invalidToken(_ reason: String, _ detail: String) -> Problem {
        Metrics.keyRefusals.add(reason)
        return refusal(
            detail,
            challenge: #"Bearer realm="countersign", error="invalid_token", error_description="\#(reason)""#)
    }

    private static func refusal(_ detail: String, challenge: String) -> Problem {
        var problem = Problem(.unauthorized, detail)
        problem.headers[.wwwAuthenticate] = challenge
        return problem
    }
}
