/// What became of an invitation.
public struct InvitationState: Term {
    /// The word itself.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// It waits for the invitee.
    public static let pending: InvitationState = "pending"
    /// The invitee owns the package.
    public static let accepted: InvitationState = "accepted"
    /// The invitee did not want to.
    public static let declined: InvitationState = "declined"
    /// An owner took it back.
    public static let cancelled: InvitationState = "cancelled"
    /// Its time was over.
    public static let expired: InvitationState = "expired"
    /// The inviter was no owner any more.
    public static let void: InvitationState = "void"
}
