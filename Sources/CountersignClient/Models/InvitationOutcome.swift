/// One of many invitations that are asked for at once.
public struct InvitationRequest: Hashable, Sendable, Codable {
    /// The package.
    public var package: String
    /// Who is invited.
    public var invitee: Account
    /// The owner who invites.
    public var invitedBy: String
    /// A few words to the invitee.
    public var note: String?

    /// Asks for one invitation.
    public init(package: String, invitee: Account, invitedBy: String, note: String? = nil) {
        self.package = package
        self.invitee = invitee
        self.invitedBy = invitedBy
        self.note = note
    }
}

/// What came of one of many.
public enum InvitationOutcome: Hashable, Sendable {
    /// It was made, and its mail is on the way.
    case created(Invitation)
    /// There was one already, which is still pending; nothing was sent.
    case pending(Invitation)
    /// It was refused.
    case refused(Problem)

    /// The invitation, where there is one.
    public var invitation: Invitation? {
        switch self {
        case .created(let invitation), .pending(let invitation): invitation
        case .refused: nil
        }
    }
}

extension InvitationOutcome: Decodable {
    private enum CodingKeys: String, CodingKey {
        case status, invitation, problem
    }

    /// Reads an entry of the answer.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let status = try container.decode(Int.self, forKey: .status)
        guard (200...299).contains(status) else {
            self = .refused(try container.decode(Problem.self, forKey: .problem))
            return
        }
        let invitation = try container.decode(Invitation.self, forKey: .invitation)
        self = status == 201 ? .created(invitation) : .pending(invitation)
    }
}
