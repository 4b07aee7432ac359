/// Why a request is not carried out.
///
/// A closed set: the API, the pages and the command line each say it their way.
package enum Refusal: Error, Sendable, Equatable {
    case unknownPackage
    case unknownInvitation
    case unknownMessage
    case unknownOwner
    case unknownPublication
    case unknownAccount
    case unknownBlock
    case unknownSuppression
    case unknownWebhook
    case unknownCase
    case unknownReport
    case notAnOwner(username: String)
    case notTheInvitee(username: String)
    /// Nil where an address alone was given: whose it is, is not told.
    case alreadyOwner(username: String?)
    case lastOwner
    /// Nobody owns the package, or no address of an owner is known.
    case noOwners
    /// A mailbox of the invitee refuses invitations like this one.
    case blocked
    /// The version is past what was asked for; carries where it stands.
    case publicationState(PublicationState)
    /// A change of something that somebody else may have changed meanwhile names no version of it.
    case preconditionRequired
    /// It names another version than there is.
    case preconditionFailed
    /// A ticket of ours that was given with an acceptance does not stand for it.
    case badTicket
    case tooManyOwners(limit: Int)
    case tooManyWebhooks(limit: Int)
    /// The invitation is past deciding; carries what became of it.
    case decided(InvitationState)
    case limited(RateLimitName, retryAfter: Duration)
    /// The message's state does not allow it.
    case messageState(MessageState)
    /// The recovery case is past what was asked for, or not there yet; carries where it stands.
    case caseState(RecoveryState)
    /// The owners were mailed a moment ago; carries when.
    case contactedAlready(at: Timestamp)
    /// The invitation is what a recovery case was decided by: owners object by their link, and cannot cancel it.
    case invitedByRecovery
    /// Granting has to wait.
    case tooEarly(RecoveryClock)
    /// Owners can invite nobody while an admin has the package locked.
    case packageLocked
    /// Nobody is named in the case to whom the package could go.
    case noClaimant
    /// A field of the request names a thing that there is not.
    case unknown(Referent, [FieldFlaw])
    /// A field of the request; the pointer is a JSON pointer (RFC 6901) into its body.
    case invalid([FieldFlaw])
}

/// What a field of a request can name.
package enum Referent: Sendable, Equatable {
    case account, package, delivery
}

/// What is wrong with one field of a request.
package struct FieldFlaw: Error, Sendable, Equatable {
    /// A JSON pointer (RFC 6901).
    package var pointer: String
    /// A clause that says what is wrong and what would be right.
    package var detail: String

    package init(_ pointer: String, _ detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}
