/// Everything that is stored of an address.
public struct AddressExport: Hashable, Sendable, Codable {
    /// The address.
    public var address: String
    /// What there is, by kind (`accounts`, `invitations`, `messages`, …); later versions of the service may know more.
    public var parts: [String: [JSONValue]]

    /// Puts an export together, for tests.
    public init(address: String, parts: [String: [JSONValue]]) {
        self.address = address
        self.parts = parts
    }

    /// Whether there is nothing.
    public var isEmpty: Bool { parts.values.allSatisfy(\.isEmpty) }

    /// Reads whatever lists there are.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.singleValueContainer().decode([String: JSONValue].self)
        guard let address = fields["address"]?.string else {
            throw DecodingError.keyNotFound(Key.address, .init(codingPath: decoder.codingPath, debugDescription: ""))
        }
        self.address = address
        parts = fields.compactMapValues { if case .array(let items) = $0 { items } else { nil } }
    }

    /// Writes what was read.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        var fields = parts.mapValues { JSONValue.array($0) }
        fields["address"] = .string(address)
        try container.encode(fields)
    }

    private enum Key: String, CodingKey {
        case address
    }
}

/// From how many rows an address was taken.
public struct PurgeReport: Hashable, Sendable, Codable {
    /// Accounts that had it.
    public var accounts: Int
    /// Invitations to it.
    public var invitations: Int
    /// Those of them that were pending.
    public var cancelledInvitations: Int
    /// Messages to it, and what it wrote to owners.
    public var messages: Int
    /// Those of them that were not sent yet.
    public var cancelledMessages: Int
    /// Events that quoted it.
    public var events: Int
    /// Everything else that did.
    public var others: Int
    /// Suppressions and blocks, which hold on.
    public var held: Int
    /// Where it still stands: in names of packages and URLs of webhooks, which are the gallery's own.
    public var left: [String]

    /// Describes a report, for tests.
    public init(
        accounts: Int = 0, invitations: Int = 0, cancelledInvitations: Int = 0, messages: Int = 0,
        cancelledMessages: Int = 0, events: Int = 0, others: Int = 0, held: Int = 0, left: [String] = []
    ) {
        self.accounts = accounts
        self.invitations = invitations
        self.cancelledInvitations = cancelledInvitations
        self.messages = messages
        self.cancelledMessages = cancelledMessages
        self.events = events
        self.others = others
        self.held = held
        self.left = left
    }
}
