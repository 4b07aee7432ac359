/// In what manner somebody is invited.
public enum InvitationManner: Hashable, Sendable {
    /// To own the package beside its owners.
    case coOwner
    /// To own it in place of the inviter, who leaves at the moment of acceptance.
    case transfer
    /// By an admin, who need not own it.
    case admin(AdminAct)
}
