/// The kinds of refusal: the last part of a problem's `type`, stable for ever.
///
/// The page behind a problem's `type` explains each to people.
public struct ProblemKind: Term {
    /// The kind's slug.
    public let rawValue: String

    /// Names a kind by its slug.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// 422: fields or parameters are not right; ``Problem/errors`` says which.
    public static let invalid: ProblemKind = "invalid"
    /// 401: the API key is missing, unknown, or revoked.
    public static let unauthorized: ProblemKind = "unauthorized"
    /// 403: the API key lacks a scope.
    public static let insufficientScope: ProblemKind = "insufficient-scope"
    /// 403: whoever acts does not own the package.
    public static let notAnOwner: ProblemKind = "not-an-owner"
    /// 403: another account was invited.
    public static let notTheInvitee: ProblemKind = "not-the-invitee"
    /// 403: the invitee refuses such invitations.
    public static let blocked: ProblemKind = "blocked"
    /// 404: the gallery has no such package.
    public static let unknownPackage: ProblemKind = "unknown-package"
    /// 404: the gallery has no such invitation.
    public static let unknownInvitation: ProblemKind = "unknown-invitation"
    /// 404: the gallery has no such message.
    public static let unknownMessage: ProblemKind = "unknown-message"
    /// 404: the account neither owns the package nor is invited to.
    public static let unknownOwner: ProblemKind = "unknown-owner"
    /// 404: the gallery has no such publication.
    public static let unknownPublication: ProblemKind = "unknown-publication"
    /// 404: the service does not know the account.
    public static let unknownAccount: ProblemKind = "unknown-account"
    /// 404: the gallery has no such block.
    public static let unknownBlock: ProblemKind = "unknown-block"
    /// 404: the address is not suppressed.
    public static let unknownSuppression: ProblemKind = "unknown-suppression"
    /// 404: the gallery has no such webhook.
    public static let unknownWebhook: ProblemKind = "unknown-webhook"
    /// 404: the webhook has no such delivery.
    public static let unknownDelivery: ProblemKind = "unknown-delivery"
    /// 404: nothing has this address.
    public static let notFound: ProblemKind = "not-found"
    /// 409: the invitee owns the package already.
    public static let alreadyOwner: ProblemKind = "already-owner"
    /// 409: a package keeps its last owner.
    public static let lastOwner: ProblemKind = "last-owner"
    /// 409: the package has as many owners as it may.
    public static let tooManyOwners: ProblemKind = "too-many-owners"
    /// 409: the gallery has as many webhooks as it may.
    public static let tooManyWebhooks: ProblemKind = "too-many-webhooks"
    /// 409: the package has no owner who could be written to.
    public static let noOwners: ProblemKind = "no-owners"
    /// 404: the gallery has no such recovery case.
    public static let unknownCase: ProblemKind = "unknown-case"
    /// 404: the gallery has no such report.
    public static let unknownReport: ProblemKind = "unknown-report"
    /// 409: a recovery case cannot be granted yet.
    public static let tooEarly: ProblemKind = "too-early"
    /// 409: an admin has locked the package.
    public static let packageLocked: ProblemKind = "package-locked"
    /// 409: the recovery case names nobody to whom the package could go.
    public static let noClaimant: ProblemKind = "no-claimant"
    /// 409: the owners were mailed a moment ago, with other words.
    public static let alreadyContacted: ProblemKind = "already-contacted"
    /// 412: the resource was changed since it was read.
    public static let preconditionFailed: ProblemKind = "precondition-failed"
    /// 428: the change has to say which state it was made from.
    public static let preconditionRequired: ProblemKind = "precondition-required"
    /// 422: the ticket of an acceptance is not genuine, or too old.
    public static let badTicket: ProblemKind = "bad-ticket"
    /// 409: the first request with this `Idempotency-Key` has not been answered yet; the client waits and asks again.
    public static let idempotencyInFlight: ProblemKind = "idempotency-in-flight"
    /// 422: the `Idempotency-Key` came with another request before.
    public static let idempotencyMismatch: ProblemKind = "idempotency-mismatch"
    /// 429: a limit was reached; ``Problem/retryAfter`` says for how long.
    public static let rateLimited: ProblemKind = "rate-limited"
    /// 500: something went wrong in the service.
    public static let internalError: ProblemKind = "internal"
    /// 503: the service cannot answer now.
    public static let unavailable: ProblemKind = "unavailable"
}
