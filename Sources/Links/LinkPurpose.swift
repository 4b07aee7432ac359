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
    /// Confirm or reject a version that is held, as one of the package's owners.
    case publication = 3
    /// Choose which mails come, without signing in (RFC 8058).
    case preferences = 4
    /// Give an ownership back that was not agreed to, as the new owner.
    case ownership = 5
    /// Shows a gallery that whoever signs in there came from the invited mailbox; opens no page of ours.
    case ticket = 6
    /// Take no more messages of people, as the owner that one was mailed to.
    case contact = 7
    /// Sign in at the admin site, as the admin that it was mailed to.
    case adminSignIn = 8
    /// Confirm the address that a claim of a package was made with, as the claimant.
    case recoveryConfirm = 9
    /// See how a claim stands, and withdraw it, as the claimant.
    case recoveryStatus = 10
    /// Object to a claim, or agree to it, as one of the package's owners.
    case recoveryContact = 11
    /// Confirm the address that a report of the public form was made with.
    case reportConfirm = 12
}

extension LinkPurpose: CustomStringConvertible {
    package var description: String {
        switch self {
        case .invitation: "invitation"
        case .invitationNotice: "invitation-notice"
        case .publication: "publication"
        case .preferences: "preferences"
        case .ownership: "ownership"
        case .ticket: "ticket"
        case .contact: "contact"
        case .adminSignIn: "admin-sign-in"
        case .recoveryConfirm: "recovery-confirm"
        case .recoveryStatus: "recovery-status"
        case .recoveryContact: "recovery-contact"
        case .reportConfirm: "report-confirm"
        }
    }
}
