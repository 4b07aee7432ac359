/// Which of all pages one port serves.
enum SitePart: Sendable {
    case all
    /// All but the admin site, which has a port of its own.
    case withoutAdmin
    /// The admin site alone, and whether the process lives.
    case adminOnly

    func serves(_ route: Route) -> Bool {
        switch route {
        case .admin: self != .withoutAdmin
        case .healthz, .favicon, .robots: true
        case .link, .preferences, .recovery, .recoveryStatus, .report, .document, .reference, .home, .security, .readyz,
            .problem, .api:
            self != .adminOnly
        }
    }
}
