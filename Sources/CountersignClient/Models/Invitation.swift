public import Foundation

/// An invitation to own a package, in whatever state it is.
public struct Invitation: Hashable, Sendable, Codable {
    /// Its id.
    public var id: String
    /// The package's id, as first written.
    public var package: String
    /// Who is invited.
    public var invitee: Invitee
    /// The account that invites; an admin's name where ``asAdmin`` is true.
    public var invitedBy: String
    /// The inviter's words to the invitee.
    public var note: String?
    /// Pending, or how it was decided.
    public var state: InvitationState
    /// How often it was sent: links of earlier generations are dead.
    public var generation: Int
    /// When it was made.
    public var createdAt: Date
    /// When its link ends.
    public var expiresAt: Date
    /// When it was decided.
    public var decidedAt: Date?
    /// The words with which it was declined or cancelled.
    public var reason: String?
    /// Whether the inviter leaves when it is accepted.
    public var transfer: Bool
    /// Whether an admin invites over the owners' heads.
    public var asAdmin: Bool
    /// What became of its mail.
    public var delivery: Delivery

    /// Who is invited.
    public struct Invitee: Hashable, Sendable, Codable {
        /// The account; nil where somebody without one is invited by address.
        public var username: String?
        /// Where the mail goes.
        public var email: String?

        /// Describes an invitee, for tests.
        public init(username: String?, email: String?) {
            self.username = username
            self.email = email
        }
    }

    /// What became of an invitation's newest mail.
    public struct Delivery: Hashable, Sendable, Codable {
        /// The mail's state.
        public var state: MessageState
        /// Since when.
        public var at: Date?
        /// What the relay said, where it said something of use.
        public var detail: String?

        /// Describes a delivery, for tests.
        public init(state: MessageState, at: Date? = nil, detail: String? = nil) {
            self.state = state
            self.at = at
            self.detail = detail
        }
    }
}

extension Invitation {
    private enum CodingKeys: String, CodingKey {
        case id, package, invitee, invitedBy, note, state, generation, createdAt, expiresAt, decidedAt, reason
        case transfer, asAdmin, delivery
    }

    /// Reads an invitation; one of a service that knows no transfers is none.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        package = try container.decode(String.self, forKey: .package)
        invitee = try container.decode(Invitee.self, forKey: .invitee)
        invitedBy = try container.decode(String.self, forKey: .invitedBy)
        note = try container.decodeIfPresent(String.self, forKey: .note)
        state = try container.decode(InvitationState.self, forKey: .state)
        generation = try container.decode(Int.self, forKey: .generation)
        createdAt = try container.decode(Date.self, forKey: .createdAt)
        expiresAt = try container.decode(Date.self, forKey: .expiresAt)
        decidedAt = try container.decodeIfPresent(Date.self, forKey: .decidedAt)
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
        transfer = try container.decodeIfPresent(Bool.self, forKey: .transfer) ?? false
        asAdmin = try container.decodeIfPresent(Bool.self, forKey: .asAdmin) ?? false
        delivery = try container.decode(Delivery.self, forKey: .delivery)
    }
}
