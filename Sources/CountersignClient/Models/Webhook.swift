public import Foundation

/// An address that events are sent to.
public struct Webhook: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// The address.
    public var url: String
    /// The types that are sent, or prefixes of them that end in `.*`; empty for all.
    public var types: [String]
    /// What it is for, in the gallery's words.
    public var description: String?
    /// Whether it is called.
    public var state: WebhookState
    /// Why it is not called, where it is not.
    public var disabledReason: String?
    /// When it was made.
    public var createdAt: Date

    /// Describes a webhook, for tests.
    public init(
        id: String, url: String, types: [String] = [], description: String? = nil, state: WebhookState,
        disabledReason: String? = nil, createdAt: Date
    ) {
        self.id = id
        self.url = url
        self.types = types
        self.description = description
        self.state = state
        self.disabledReason = disabledReason
        self.createdAt = createdAt
    }
}

/// Whether a webhook is called.
public struct WebhookState: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It is called.
    public static let active: WebhookState = "active"
    /// It is not: by hand, or because it failed for too long.
    public static let disabled: WebhookState = "disabled"
}

/// A webhook with its secret, which is shown once: when it is made, and when it gets a new one.
public struct WebhookWithSecret: Hashable, Sendable, Decodable {
    /// The webhook.
    public var webhook: Webhook
    /// What its requests are signed with (`whsec_…`): keep it where the receiver finds it.
    public var secret: Secret

    private enum CodingKeys: String, CodingKey {
        case secret
    }

    /// Reads both out of one object.
    public init(from decoder: any Decoder) throws {
        webhook = try Webhook(from: decoder)
        secret = try decoder.container(keyedBy: CodingKeys.self).decode(Secret.self, forKey: .secret)
    }
}
