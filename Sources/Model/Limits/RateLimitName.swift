/// Which limit a refusal is for: what a problem names as its `limit`.
package enum RateLimitName: Sendable, Hashable {
    /// One that galleries set.
    case mail(MailLimit)
    /// Forms of one client address on public pages.
    case client
    /// Invitations of a package that wait.
    case pending
    /// How soon an invitation is sent anew.
    case resend
    /// Links that do not verify, of one client address.
    case tokens
}

extension RateLimitName: RawRepresentable, CaseIterable, CustomStringConvertible {
    package static var allCases: [RateLimitName] {
        MailLimit.allCases.map(mail) + [.client, .pending, .resend, .tokens]
    }

    package init?(rawValue: String) {
        guard let name = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = name
    }

    package var rawValue: String {
        switch self {
        case .mail(let limit): limit.rawValue
        case .client: "client"
        case .pending: "pending"
        case .resend: "resend"
        case .tokens: "tokens"
        }
    }

    package var description: String { rawValue }
}

/// What the database counts, each under its name.
package enum RateCounter: Sendable, Hashable {
    case mail(MailLimit)
    /// Forms of one client address on public pages.
    case client
    /// Claims and reports of one client address by the public forms.
    case forms
    /// How often the feed tells of one and the same limit.
    case told
    /// Links to sign in at the admin site, asked for one address.
    case signIn

    package var name: String {
        switch self {
        case .mail(let limit): limit.rawValue
        case .client: "client"
        case .forms: "forms"
        case .told: "told"
        case .signIn: "sign-in"
        }
    }
}
