import HTTPTypes
import Model
import Workflows

/// Where a request goes: by its path and, where that can be read in two ways, by its method.
enum Route: Sendable {
    case link(token: Substring)
    /// `/u/{token}`: which mails come.
    case preferences(token: Substring)
    /// `/recovery`, or that of one gallery.
    case recovery(gallery: Substring?)
    /// `/recovery/status/{token}`: how a claim stands.
    case recoveryStatus(token: Substring)
    /// `/report/{gallery}/{package}`; a package's id may hold slashes.
    case report(gallery: Substring, package: Substring)
    case document, reference
    case home, favicon, robots, security, healthz, readyz
    case problem(ProblemKind)
    case api(APIRoute)
    /// `/admin/…`.
    case admin(AdminRoute)

    /// - Throws: ``Problem`` for a path whose percent-encoding is broken.
    /// - Returns: nil where nothing is.
    init?(_ target: RequestTarget, _ method: HTTPRequest.Method) throws(Problem) {
        if target.path.hasPrefix("/c/") {
            let token = target.path.dropFirst(3)
            guard !token.utf8.contains(UInt8(ascii: "/")) else { return nil }
            self = .link(token: token)
            return
        }
        if target.path.hasPrefix("/u/") {
            let token = target.path.dropFirst(3)
            guard !token.utf8.contains(UInt8(ascii: "/")) else { return nil }
            self = .preferences(token: token)
            return
        }
        let segments = target.segments
        switch segments[0] {
        case "openapi.yaml" where segments.count == 1: self = .document
        case "docs" where segments.count == 1: self = .reference
        case "recovery":
            guard let route = Self.recovery(segments) else { return nil }
            self = route
        case "report" where segments.count >= 3:
            let package = target.path.dropFirst("/report/".utf8.count + segments[1].utf8.count + 1)
            self = .report(gallery: segments[1], package: package)
        case "v1":
            guard let route = try APIRoute(segments.dropFirst(), method) else { return nil }
            self = .api(route)
        case "admin":
            guard let route = AdminRoute(segments.dropFirst()) else { return nil }
            self = .admin(route)
        case "" where segments.count == 1: self = .home
        case "healthz" where segments.count == 1: self = .healthz
        case "readyz" where segments.count == 1: self = .readyz
        case "robots.txt" where segments.count == 1: self = .robots
        case ".well-known" where target.path == SecurityText.path: self = .security
        case "favicon.ico" where segments.count == 1: self = .favicon
        case "problems" where segments.count == 2:
            guard let kind = ProblemKind(rawValue: String(segments[1])) else { return nil }
            self = .problem(kind)
        default: return nil
        }
    }

    private static func recovery(_ segments: [Substring]) -> Route? {
        switch segments.count {
        case 1: .recovery(gallery: nil)
        case 2 where !segments[1].isEmpty && segments[1] != "status": .recovery(gallery: segments[1])
        case 3 where segments[1] == "status": .recoveryStatus(token: segments[2])
        default: nil
        }
    }

    /// What it can be asked with; HEAD goes wherever GET does.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .link, .preferences, .recovery, .recoveryStatus, .report: [.get, .post]
        case .document, .reference, .home, .favicon, .robots, .security, .healthz, .readyz, .problem: [.get]
        case .api(let route): route.methods
        case .admin(let route): route.methods
        }
    }

    /// The value of `Allow` (RFC 9110, 10.2.1).
    var allow: String {
        (methods + (methods.contains(.get) ? [.head] : []) + [.options]).map(\.rawValue).joined(separator: ", ")
    }
}
