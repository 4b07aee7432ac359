/// A limit that a gallery sets as `limits.NAME`.
///
/// Which mails count towards which is one table: ``MailRule``.
package enum MailLimit: String, Sendable, CaseIterable {
    /// Invitations of one account.
    case inviter
    /// Invitations to one package.
    case package
    /// Mails to one address that ask it to decide an invitation, over all galleries.
    case recipient
    /// Mails to one address about what others do, over all galleries.
    case notices
    /// Mails of one gallery to one address that warn it; apart from all others, so that nobody hides a warning by using
    /// those up.
    case security
    /// Mails of one gallery to one address that ask it to confirm a version; apart from what warns, because whoever may
    /// publish can cause them.
    case hold
    /// Mails to one address that ask whether a claim or a report is its own, over all galleries: any stranger can cause
    /// them.
    case confirm
    /// Messages of people to one owner's address, over all galleries.
    case contact
    /// Mails of one gallery to addresses of one domain.
    case domain
    /// Mails that one API key causes.
    case key
    /// All mails of one gallery.
    case total
    /// Messages, reports and claims of one address within a gallery.
    case sender
    /// Reports about one package; by the public form, once their address is confirmed.
    case report
    /// Reports to one address for abuse, over all galleries; of a gallery without one, all of its reports.
    case abuse
    /// Claims of one package by the public form, once their address is confirmed.
    case claim
    /// All claims of one gallery by the public form, once their address is confirmed.
    case claims
}

extension MailLimit {
    /// What holds where a gallery sets nothing.
    package var standard: RateLimit {
        func each(hour: Int, day: Int? = nil) -> RateLimit {
            RateLimit(
                ceilings: [.init(hour, in: .seconds(3600))] + (day.map { [.init($0, in: .seconds(86_400))] } ?? []))
        }
        return switch self {
        case .inviter, .package: .invitations
        case .recipient: .recipient
        case .notices, .hold: each(hour: 60, day: 300)
        case .security: each(hour: 100, day: 500)
        case .contact, .sender, .confirm: each(hour: 5, day: 20)
        case .domain: each(hour: 5000)
        case .key: each(hour: 20_000)
        case .total: each(hour: 50_000)
        case .report, .claim: each(hour: 10, day: 50)
        case .claims: each(hour: 100, day: 500)
        case .abuse: each(hour: 60, day: 300)
        }
    }
}

/// How often a gallery lets what it sends happen.
package struct MailRates: Sendable, Equatable {
    private var set: [MailLimit: RateLimit] = [:]

    package init() {}

    /// One without ceilings never refuses.
    package subscript(limit: MailLimit) -> RateLimit {
        get { set[limit] ?? limit.standard }
        set { set[limit] = newValue }
    }
}
