extension ProblemKind {
    /// The HTTP status that it comes with.
    var status: Int { entry.status }

    /// The same words in every answer of this kind (RFC 9457, 3.1.3).
    var title: String { entry.title }

    /// What to do about it, for the page behind its `type`.
    var advice: String { entry.advice }

    private var entry: (status: Int, title: String, advice: String) {
        switch self {
        case .malformedRequest:
            (
                400, "The request cannot be read",
                """
                The path, the query or a header is not formed as HTTP asks for; the detail says where.
                """
            )
        case .malformedJSON:
            (
                400, "The body is not JSON",
                """
                Send one JSON object in UTF-8: no name twice, no NaN, nothing after it. The detail says where \
                reading stopped.
                """
            )
        case .keyInQuery:
            (
                400, "An API key stands in the address",
                """
                Addresses end in logs. Revoke that key, make a new one, and send it as 'Authorization: Bearer …'.
                """
            )
        case .invalidIdempotencyKey:
            (
                400, "The Idempotency-Key cannot be used",
                """
                Send one header with 1 to 255 printable ASCII characters, bare or in double quotes; a UUID is a \
                good choice.
                """
            )
        case .unauthorized:
            (
                401, "An API key is needed",
                """
                Send 'Authorization: Bearer cs_…'. A key that was revoked or has expired stays so; 'countersign key \
                add' makes another.
                """
            )
        case .insufficientScope:
            (
                403, "The API key may not do this",
                """
                The key lacks the scope that the detail names; 'countersign key add' makes one that has it.
                """
            )
        case .notAnOwner:
            (
                403, "Only an owner of the package can do this",
                """
                The account that the request names is not an owner. If it should be, send the owners with PUT \
                first.
                """
            )
        case .notTheInvitee:
            (403, "Only the invited account can do this", "'by' names another account than the one that was invited.")
        case .blocked:
            (
                403, "The invitee does not take this invitation",
                """
                Whoever reads that mailbox refuses invitations of this inviter, to this package, or all. They can ask \
                the gallery to take that back; an inviter cannot.
                """
            )
        case .foreignOrigin:
            (403, "The form came from another site", "Open the link from the mail and use the buttons of its own page.")
        case .notFound:
            (
                404, "There is nothing here",
                """
                Check the address: a link from a mail has to be complete, to its last character.
                """
            )
        case .unknownPackage:
            (
                404, "The package is not known",
                """
                Send its owners with PUT /v1/packages/{package}/owners first; then it is.
                """
            )
        case .unknownInvitation:
            (404, "There is no such invitation", "The id is wrong, or the invitation belongs to another gallery.")
        case .unknownMessage:
            (
                404, "There is no such message",
                """
                The id is wrong, or the message belongs to another gallery.
                """
            )
        case .unknownPublication:
            (404, "There is no such publication", "The id is wrong, or the publication belongs to another gallery.")
        case .unknownAccount:
            (
                404, "The account is not known",
                """
                Accounts become known when they are named as owners, invitees or publishers, and their mailboxes when \
                an address comes with that. Where a field of the body named it, 'errors' says which.
                """
            )
        case .unknownBlock: (404, "There is no such block", "The id is wrong, or the block belongs to another gallery.")
        case .unknownSuppression: (404, "The address is not suppressed", "There is nothing to show or to remove.")
        case .unknownWebhook:
            (404, "There is no such webhook", "The id is wrong, or the webhook belongs to another gallery.")
        case .unknownDelivery:
            (404, "There is no such delivery", "'errors' names the ids that are none of this webhook's deliveries.")
        case .unknownCase:
            (
                404, "There is no such recovery case",
                "The id is wrong, the case belongs to another gallery, or its claimant has not confirmed the address."
            )
        case .unknownReport:
            (404, "There is no such report", "The id is wrong, or the report belongs to another gallery.")
        case .unknownOwner: (404, "There is no such owner", "The account neither owns the package nor is invited to.")
        case .methodNotAllowed:
            (405, "The method does not fit the address", "The Allow header lists the methods that do.")
        case .notAcceptable: (406, "Only JSON can be answered", "Send 'Accept: application/json', or none at all.")
        case .requestTimeout: (408, "The request took too long to arrive", "Send it again, in one go.")
        case .alreadyOwner: (409, "The account is an owner already", "There is nothing to do.")
        case .lastOwner:
            (
                409, "A package keeps its last owner",
                """
                Invite somebody else first, and remove this owner once they have accepted.
                """
            )
        case .noOwners:
            (
                409, "There is nobody to write to",
                """
                Nobody owns the package, or no address of an owner is known.
                """
            )
        case .tooManyOwners:
            (
                409, "The package has as many owners as it may",
                """
                Remove one, cancel an invitation, or let the gallery's operator raise invitation.owners.
                """
            )
        case .tooManyWebhooks: (409, "The gallery has as many webhooks as it may", "Remove one that nobody needs.")
        case .invitationPending: (409, "The invitation is pending", "It is still open to be decided.")
        case .invitationAccepted: (409, "The invitation was accepted", "It is decided; remove the owner instead.")
        case .invitationDeclined: (409, "The invitation was declined", "It is decided; invite again if that is wanted.")
        case .invitationCancelled:
            (
                409, "The invitation was cancelled",
                """
                It is decided; invite again if that is wanted.
                """
            )
        case .invitationExpired: (409, "The invitation has expired", "Its time is over; invite again.")
        case .invitationVoid:
            (409, "The invitation is void", "Whoever invited is no longer an owner; an owner has to invite again.")
        case .publicationReceived:
            (409, "The version was received", "It has to be validating, live, failed or withdrawn next.")
        case .publicationHeld:
            (409, "The version is held", "An owner has to confirm it, by the link in the mail, before it can go on.")
        case .publicationValidating:
            (409, "The version is validating", "It can go live, fail, be delayed or be withdrawn.")
        case .publicationLive:
            (409, "The version is live", "It can only fail or be withdrawn from here.")
        case .publicationFailed:
            (409, "The version has failed", "It has come to nothing; publish it again to begin anew.")
        case .publicationRejected:
            (
                409, "The version was rejected",
                "An owner rejected it, or nobody confirmed it in time; publish it again to begin anew."
            )
        case .publicationWithdrawn:
            (409, "The version was withdrawn", "It has come to nothing; publish it again to begin anew.")
        case .recoveryOpen, .recoveryContacting, .recoveryWaiting:
            (409, "The recovery case is running", "It is open already; grant it, deny it, or log what was tried.")
        case .recoveryGranted:
            (
                409, "The recovery case was granted",
                "The claimant has been invited; a denial takes that back, or an owner who objects by the link in the mail."
            )
        case .recoveryDenied: (409, "The recovery case was denied", "It is decided; reopen it if that was wrong.")
        case .recoveryObjected:
            (
                409, "An owner has objected",
                "Nothing goes on until an admin denies the case, or reopens it; then the owners are tried anew."
            )
        case .recoveryWithdrawn:
            (409, "The claim was withdrawn", "The claimant wants it no more; it can be reopened if that was wrong.")
        case .tooEarly:
            (
                409, "The case cannot be granted yet",
                """
                'mayBeGrantedFrom' is the moment, or null while something is missing; 'earliest' is that which would follow, \
                were it done now. 'because' says why, and 'missing' what has to be done before. \
                A key with the scope override can grant it all the same, with "override": true and a reason, which is logged.
                """
            )
        case .packageLocked:
            (
                409, "The package is locked",
                "An admin has locked it while a recovery case runs. Owners can invite again when the case has ended."
            )
        case .noClaimant:
            (409, "The case names no claimant", "Say who claims the package with POST …/claimant, and grant it then.")
        case .contactedAlready:
            (
                409, "The owners were mailed a moment ago",
                "Send it again ten minutes later, or put the words into a note of the case."
            )
        case .messageQueued: (409, "The message is queued", "It is about to be sent.")
        case .messageSending: (409, "The message is being sent", "Ask again when the attempt is over.")
        case .messageSent:
            (
                409, "The message was sent",
                """
                A sent message cannot be called back or sent twice; resend the invitation instead.
                """
            )
        case .messageDeferred: (409, "The message waits for its next attempt", "It will be tried again by itself.")
        case .messageFailed:
            (
                409, "The message has failed",
                """
                Nothing waits that could be cancelled; it can be retried.
                """
            )
        case .messageUnknown:
            (
                409, "Nobody knows whether the message arrived",
                """
                Nothing waits that could be cancelled; it can be retried.
                """
            )
        case .messageSuppressed:
            (
                409, "The message was suppressed",
                "Its address must not be mailed, its reader refuses it, or a limit was reached."
            )
        case .messageCancelled:
            (
                409, "The message was cancelled",
                """
                It is not sent any more; resend the invitation instead.
                """
            )
        case .idempotencyInFlight:
            (
                409, "The same request is still under way",
                """
                Wait for the first answer, or send the request again a moment later.
                """
            )
        case .preconditionFailed:
            (
                412, "It is not as the request says",
                """
                Somebody changed it since it was read, or If-Match names no state of it, or it is there and \
                If-None-Match says that it is not to be. Read it again, and send the change with the ETag of that answer.
                """
            )
        case .contentTooLarge: (413, "The body is too large", "The detail says how much is taken.")
        case .unsupportedMediaType:
            (
                415, "The body's type is not taken",
                """
                Send JSON as 'Content-Type: application/json', without Content-Encoding.
                """
            )
        case .invalid:
            (
                422, "The request cannot be carried out as it is",
                """
                'errors' names each field by a JSON pointer (or each query parameter by its name) and says what \
                is wrong with it.
                """
            )
        case .idempotencyMismatch:
            (
                422, "The Idempotency-Key was used for another request",
                """
                Use a new key for each new request; the same key only to repeat one.
                """
            )
        case .preconditionRequired:
            (
                428, "The request does not say what it changes",
                """
                Read it first, and send the change with If-Match and the ETag of that answer, so that nobody's change \
                is overwritten unseen.
                """
            )
        case .badTicket:
            (
                422, "The ticket does not stand for this invitation",
                """
                Tickets last a quarter of an hour. Send the person back to the link in the mail; its page gives a new one.
                """
            )
        case .rateLimited: (429, "Too many requests", "Wait as long as the Retry-After header says, in seconds.")
        case .internalError:
            (
                500, "Something went wrong here",
                """
                The request may be sent again, with the same Idempotency-Key. If it happens again, the operator's log \
                says why.
                """
            )
        case .unavailable:
            (
                503, "The service cannot answer now",
                """
                Send the request again in a moment, with the same Idempotency-Key.
                """
            )
        }
    }
}
