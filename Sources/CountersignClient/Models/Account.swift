/// An account of the gallery, as the gallery tells of it.
public struct Account: Hashable, Sendable, Codable {
    /// What it is called; nil where somebody without an account is invited by address alone.
    public var username: String?
    /// Where its mail goes; may be left out where the service knows it already.
    public var email: String?
    /// The language of its mail, as a tag such as `de` or `pt-BR`; may be left out likewise.
    public var locale: String?
    /// Whether it is one person or several; left out, a person.
    public var kind: AccountKind?
    /// The addresses of an organization's members, where each is to be mailed.
    public var members: [String]?

    /// Describes an account.
    ///
    /// - Parameters:
    ///   - username: Compared without regard to case, shown as first written.
    ///   - email: Its address.
    ///   - locale: The language of its mail.
    ///   - kind: A person or an organization.
    ///   - members: The addresses of an organization's members.
    public init(
        _ username: String?, email: String? = nil, locale: String? = nil, kind: AccountKind? = nil,
        members: [String]? = nil
    ) {
        self.username = username
        self.email = email
        self.locale = locale
        self.kind = kind
        self.members = members
    }
}

/// What an account is.
public struct AccountKind: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// One person with one mailbox.
    public static let person: AccountKind = "person"
    /// Several people, with one shared mailbox or one for each member.
    public static let organization: AccountKind = "organization"
}
