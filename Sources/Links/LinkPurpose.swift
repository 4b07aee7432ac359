/// What a link lets its holder do.
///
/// A token for one purpose is worth nothing for another: the purpose is under the MAC.
///
/// The raw value stands in every link that is in somebody's mailbox: never renumber.
package enum LinkPurpose: UInt8, Sendable, CaseIterable {
    /// Accept or decline an invitation, as the invitee.
    case invitation = 1
    /// Cancel an invitation that was not agreed on, as one of the package's owners.
    case invitationNotice = 2
}

extension LinkPurpose: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invitation: "invitation"
        case .invitationNotice: "invitation-notice"
        }
    }
}
