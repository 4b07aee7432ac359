import HTTPTypes
import Model
import Workflows

/// Where a request goes: by its path and, where that can be read in two ways, by its method.
enum Route: Sendable {
    case link(token: Substring)
    case home, favicon, robots, healthz, readyz
    case problem(ProblemKind)
    case api(APIRoute)

    /// - Throws: ``Problem`` for a path whose percent-encoding is broken.
    /// - Returns: nil where nothing is.
    init?(_ target: RequestTarget, _ method: HTTPRequest.Method) throws(Problem) {
        if target.path.hasPrefix("/c/") {
            let token = target.path.dropFirst(3)
            guard !token.utf8.contains(UInt8(ascii: "/")) else { return nil }
            self = .link(token: token)
            return
        }
        let segments = target.segments
        switch segments[0] {
        case "v1":
            guard let route = try APIRoute(segments.dropFirst(), method) else { return nil }
            self = .api(route)
        case "" where segments.count == 1: self = .home
        case "healthz" where segments.count == 1: self = .healthz
        case "readyz" where segments.count == 1: self = .readyz
        case "robots.txt" where segments.count == 1: self = .robots
        case "favicon.ico" where segments.count == 1: self = .favicon
        case "problems" where segments.count == 2:
            guard let kind = ProblemKind(rawValue: String(segments[1])) else { return nil }
            self = .problem(kind)
        default: return nil
        }
    }

    /// What it can be asked with; HEAD goes wherever GET does.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .link: [.get, .post]
        case .home, .favicon, .robots, .healthz, .readyz, .problem: [.get]
        case .api(let route): route.methods
        }
    }

    /// The value of `Allow` (RFC 9110, 10.2.1).
    var allow: String {
        (methods + (methods.contains(.get) ? [.head] : []) + [.options]).map(\.rawValue).joined(separator: ", ")
    }
}

/// A call of the API.
enum APIRoute: Sendable, Equatable {
    case owners(package: String)
    case owner(package: String, username: String)
    case invitationsOf(package: String)
    case invitations
    case invitation(Identifier)
    case invitationCall(Identifier, Invitations.Call)
    case messages
    case message(Identifier)
    case messageCall(Identifier, Messages.Call)
    case events

    /// - Parameter segments: What follows `/v1/`.
    init?(_ segments: ArraySlice<Substring>, _ method: HTTPRequest.Method) throws(Problem) {
        let rest = Array(segments.dropFirst())
        switch segments.first {
        case "packages":
            guard let route = try Self.package(rest, method) else { return nil }
            self = route
        case "invitations":
            guard let first = rest.first else {
                self = .invitations
                return
            }
            guard let id = Identifier(first) else { return nil }
            switch rest.count {
            case 1: self = .invitation(id)
            case 2:
                guard let call = Invitations.Call(rawValue: String(rest[1])) else { return nil }
                self = .invitationCall(id, call)
            default: return nil
            }
        case "messages":
            guard let first = rest.first else {
                self = .messages
                return
            }
            guard let id = Identifier(first) else { return nil }
            switch rest.count {
            case 1: self = .message(id)
            case 2:
                guard let call = Messages.Call(rawValue: String(rest[1])) else { return nil }
                self = .messageCall(id, call)
            default: return nil
            }
        case "events" where rest.isEmpty: self = .events
        default: return nil
        }
    }

    /// What follows `/v1/packages/`.
    ///
    /// A slash of a package id may be sent as `%2F` or, because many proxies decode that on the way, as itself; the
    /// last segments say which call it is. What is deleted is an owner, who may be called like any of them.
    private static func package(_ rest: [Substring], _ method: HTTPRequest.Method) throws(Problem) -> APIRoute? {
        guard rest.count >= 2, let last = rest.last else { return nil }
        let isOwner = rest.count >= 3 && rest[rest.count - 2] == "owners"
        if isOwner, method == .delete || (last != "owners" && last != "invitations") {
            return .owner(package: try decode(rest.dropLast(2)), username: try decode([last]))
        }
        switch last {
        case "owners": return .owners(package: try decode(rest.dropLast()))
        case "invitations": return .invitationsOf(package: try decode(rest.dropLast()))
        default: return nil
        }
    }

    private static func decode(_ segments: some Collection<Substring>) throws(Problem) -> String {
        guard let decoded = PercentCoding.decode(segments.joined(separator: "/")) else {
            throw Problem(.malformedRequest, "The path holds a broken percent-encoding, or one that is not UTF-8.")
        }
        return decoded
    }

    var methods: [HTTPRequest.Method] {
        switch self {
        case .owners: [.get, .put]
        case .owner: [.delete]
        case .invitationsOf, .invitationCall, .messageCall: [.post]
        case .invitations, .invitation, .messages, .message, .events: [.get]
        }
    }
}
