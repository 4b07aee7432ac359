/// What was just done, as the page says it to which a form leads: `?done=WORD`.
///
/// A fixed list, so that nobody can have a page of ours say what they like.
enum AdminDone: String, Sendable, CaseIterable {
    case saved, added, removed
    case invitationCancelled = "invitation-cancelled"
    case invitationResent = "invitation-resent"
    case messageRetried = "message-retried"
    case messageCancelled = "message-cancelled"
    case suppressed, unsuppressed
    case unblocked
    case withdrawn
    case webhookEnabled = "webhook-enabled"
    case webhookDisabled = "webhook-disabled"
    case redelivered
    case keyRevoked = "key-revoked"
    case paused, resumed
    case pausedAll = "paused-all"
    case resumedAll = "resumed-all"
    case caseOpened = "case-opened"
    case claimantAsked = "claimant-asked"
    case caseAssigned = "case-assigned"
    case caseGranted = "case-granted"
    case caseDenied = "case-denied"
    case caseReopened = "case-reopened"
    case attemptLogged = "attempt-logged"
    case ownersMailed = "owners-mailed"
    case ownersMailedAlready = "owners-mailed-already"
    case nothingToDo = "nothing-to-do"
    case packageLocked = "package-locked"
    case packageUnlocked = "package-unlocked"
    case reportAdopted = "report-adopted"
    case reportClosed = "report-closed"
    case shortcutsOn = "shortcuts-on"
    case shortcutsOff = "shortcuts-off"

    var words: String {
        switch self {
        case .saved: "Saved."
        case .added: "Added."
        case .removed: "Removed."
        case .invitationCancelled: "The invitation is cancelled. Its link does nothing any more."
        case .invitationResent: "The invitation goes out again with a new link. The one before does nothing any more."
        case .messageRetried: "The message is queued and tried again now."
        case .messageCancelled: "The message is cancelled and not tried again."
        case .suppressed: "The address is not mailed any more."
        case .unsuppressed: "The address can be mailed again."
        case .unblocked: "The block is lifted."
        case .withdrawn: "The version is withdrawn. Its owners are told."
        case .webhookEnabled: "The webhook is active. It is sent what happens from now on."
        case .webhookDisabled: "The webhook is disabled. Nothing is sent to it."
        case .redelivered: "The delivery is queued and sent again now."
        case .keyRevoked: "The key is revoked. It holds no longer, as of now."
        case .paused: "The mail of this gallery is held back."
        case .resumed: "The mail of this gallery is let go."
        case .pausedAll: "The mail of all galleries is held back."
        case .resumedAll: "The mail of all galleries is let go."
        case .caseOpened: "The case is open. The claimant is told, and has the link to its page."
        case .claimantAsked:
            "The claimant is asked to confirm the address by mail. The case is here once they have done so."
        case .caseAssigned: "Assigned."
        case .caseGranted: "Granted. The claimant is invited, and everybody concerned is told."
        case .caseDenied: "Denied. The claimant is told."
        case .caseReopened: "The case is open again."
        case .attemptLogged: "The attempt is logged."
        case .ownersMailed: "The owners are mailed. What becomes of the mails stands below."
        case .ownersMailedAlready:
            "The owners were mailed already, a moment ago, and not once more. When, and what becomes of it, stands below."
        case .nothingToDo: "Nothing was done: it was so already."
        case .packageLocked: "The package is locked: its owners can invite nobody until the case ends."
        case .packageUnlocked: "The package is unlocked."
        case .reportAdopted: "The report is a case now. Name a claimant before it can be granted."
        case .reportClosed: "The report is closed."
        case .shortcutsOn: "Keyboard shortcuts are on."
        case .shortcutsOff: "Keyboard shortcuts are off."
        }
    }
}
