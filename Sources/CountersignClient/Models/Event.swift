public import Foundation

/// Something that happened: an entry of the append-only feed.
public struct Event: Hashable, Sendable, Codable {
    /// Its place in the feed, which only grows; numbers in between may belong to others.
    public var seq: Int64
    /// Its id: what a webhook's receiver tells repetitions by.
    public var id: String
    /// What happened.
    public var type: EventType
    /// When.
    public var at: Date
    /// Who did it: an account's name, or the part of the service that did.
    public var actor: String?
    /// The id or name of what it happened to.
    public var subject: String
    /// The particulars.
    public var data: EventData

    /// Describes an event, for tests.
    public init(
        seq: Int64, id: String, type: EventType, at: Date, actor: String? = nil, subject: String,
        data: EventData = EventData([:])
    ) {
        self.seq = seq
        self.id = id
        self.type = type
        self.at = at
        self.actor = actor
        self.subject = subject
        self.data = data
    }
}

/// The particulars of an event: which of them are there depends on its type.
public struct EventData: Hashable, Sendable, Codable {
    /// All of them by name, also those that this version of the client does not know.
    public var fields: [String: JSONValue]

    /// Puts particulars together, for tests.
    public init(_ fields: [String: JSONValue]) { self.fields = fields }

    /// Reads whatever there is.
    public init(from decoder: any Decoder) throws {
        fields = try decoder.singleValueContainer().decode([String: JSONValue].self)
    }

    /// Writes what was read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fields)
    }
}

extension EventData {
    /// The package.
    public var package: String? { fields["package"]?.string }
    /// The invitation's id.
    public var invitation: String? { fields["invitation"]?.string }
    /// The publication's id.
    public var publication: String? { fields["publication"]?.string }
    /// The publication's version.
    public var version: String? { fields["version"]?.string }
    /// The account that it is about: the invitee, the owner who came or went, the publisher.
    public var username: String? { fields["username"]?.string }
    /// The account that invited.
    public var invitedBy: String? { fields["invitedBy"]?.string }
    /// How often the invitation was sent.
    public var generation: Int64? { fields["generation"]?.integer }
    /// How somebody became an owner, or through what something was done.
    public var via: String? { fields["via"]?.string }
    /// Why.
    public var reason: String? { fields["reason"]?.string }
    /// True where the invitee has no account yet: the gallery is to make one.
    public var withoutAccount: Bool { fields["withoutAccount"]?.bool ?? false }
    /// True where an admin did it over the owners' heads.
    public var asAdmin: Bool { fields["asAdmin"]?.bool ?? false }
    /// The kind of the mail.
    public var kind: MailKind? { fields["kind"]?.string.map(MailKind.init(rawValue:)) }
    /// The relay's reply code.
    public var code: Int64? { fields["code"]?.integer }
    /// The enhanced status code (RFC 3463), or the state that it is about.
    public var status: String? { fields["status"]?.string }
    /// The relay's words.
    public var detail: String? { fields["detail"]?.string }
    /// Which limit was reached.
    public var limit: String? { fields["limit"]?.string }
    /// The recovery case's id.
    public var recoveryCase: String? { fields["recoveryCase"]?.string }
    /// Where the recovery case stands.
    public var state: RecoveryState? { fields["state"]?.string.map(RecoveryState.init(rawValue:)) }
    /// Which attempt to reach the owners.
    public var attempt: Int64? { fields["attempt"]?.integer }
    /// How it was made.
    public var channel: ContactChannel? { fields["channel"]?.string.map(ContactChannel.init(rawValue:)) }
    /// What came of it.
    public var outcome: ContactOutcome? { fields["outcome"]?.string.map(ContactOutcome.init(rawValue:)) }
    /// The item of the checklist.
    public var item: String? { fields["item"]?.string }
    /// Whether the item is found proven.
    public var ticked: Bool? { fields["ticked"]?.bool }
    /// The masked address of who claims the package from now on.
    public var claimant: String? { fields["claimant"]?.string }
    /// The masked address of who claimed it before.
    public var formerClaimant: String? { fields["formerClaimant"]?.string }
    /// The account that they said was theirs.
    public var formerUsername: String? { fields["formerUsername"]?.string }
    /// The admin who has the case from now on.
    public var assignee: String? { fields["assignee"]?.string }
    /// Whether the owners stay when the claimant has accepted.
    public var keepsOwners: Bool? { fields["keepsOwners"]?.bool }
    /// True where a case was granted before its time.
    public var overridden: Bool { fields["overridden"]?.bool ?? false }
}
