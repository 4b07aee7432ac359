/// What an account does not want to be mailed about.
public struct Preferences: Hashable, Sendable, Codable {
    /// The account.
    public var username: String
    /// What it muted.
    public var muted: [Mute]
    /// What can be muted at all.
    public var mutable: [MailKind]

    /// Describes preferences, for tests.
    public init(username: String, muted: [Mute], mutable: [MailKind] = []) {
        self.username = username
        self.muted = muted
        self.mutable = mutable
    }

    /// Whether mail of a kind is muted for a package, by itself or for all packages.
    public func mutes(_ kind: MailKind, package: String) -> Bool {
        muted.contains { $0.kind == kind && ($0.package == nil || $0.package?.lowercased() == package.lowercased()) }
    }
}

/// One kind of mail that an account does not want.
public struct Mute: Hashable, Sendable, Codable {
    /// The kind.
    public var kind: MailKind
    /// The package; nil for all of them.
    public var package: String?

    /// Names what is muted.
    public init(_ kind: MailKind, package: String? = nil) {
        self.kind = kind
        self.package = package
    }
}
