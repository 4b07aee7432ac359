/// The parts of the admin site that belong to one gallery, as its navigation names them.
enum AdminArea: String, Sendable, CaseIterable {
    case queue, cases, reports
    case overview, audit, search
    case approvals, publications
    case messages, suppressions, blocks
    case webhooks, keys, courier

    /// What its link and its heading say.
    var title: String {
        switch self {
        case .queue: "Queue"
        case .cases: "Recovery cases"
        case .reports: "Reports"
        case .overview: "Overview"
        case .audit: "Audit log"
        case .search: "Search"
        case .approvals: "Pending approvals"
        case .publications: "Publications"
        case .messages: "Messages"
        case .suppressions: "Suppressions"
        case .blocks: "Blocks"
        case .webhooks: "Webhooks"
        case .keys: "API keys"
        case .courier: "Mail delivery"
        }
    }

    /// The letter that follows `g`; nil for what has none.
    var key: Character? {
        switch self {
        case .queue: "q"
        case .cases: "c"
        case .reports: "r"
        case .overview: "o"
        case .audit: "l"
        case .search: nil
        case .approvals: "a"
        case .publications: "p"
        case .messages: "m"
        case .suppressions: "s"
        case .blocks: "b"
        case .webhooks: "w"
        case .keys: "k"
        case .courier: "u"
        }
    }

    /// The navigation: groups in the order in which an admin's day has them.
    static let groups: [(title: StaticString, areas: [AdminArea])] = [
        ("Today", [.queue, .overview]),
        ("Recovery", [.cases, .reports]),
        ("Packages", [.approvals, .publications]),
        ("Mail", [.messages, .suppressions, .blocks]),
        ("Service", [.courier, .webhooks, .keys, .audit]),
    ]
}
