/// All that a decision about a case depends on, as one transaction saw it.
package struct RecoverySituation: Sendable {
    package var policy: GalleryPolicy
    package var now: Timestamp
    /// The package's owners, oldest first.
    package var owners: [Ownership]
    package var attempts: [ContactAttempt]
    package var answers: [OwnerAnswer]
    package var ticks: [EvidenceTick]
    /// The last one alone: nothing is decided by the others.
    package var notes: [CaseNote]
    /// What granting issued.
    package var invitation: Invitation?
    /// The mailbox of the admin who has the case; nil where nobody has, or none is known.
    package var admin: EmailAddress?
    /// Another living case of the package by whoever claims it after an act.
    package var other: RecoveryCase?
    /// The names of those whom the case can be given to, folded; nil where anybody can have it.
    package var admins: Set<String>?

    package init(
        policy: GalleryPolicy, now: Timestamp, owners: [Ownership] = [], attempts: [ContactAttempt] = [],
        answers: [OwnerAnswer] = [], ticks: [EvidenceTick] = [], notes: [CaseNote] = [],
        invitation: Invitation? = nil, admin: EmailAddress? = nil
    ) {
        self.policy = policy
        self.now = now
        self.owners = owners
        self.attempts = attempts
        self.answers = answers
        self.ticks = ticks
        self.notes = notes
        self.invitation = invitation
        self.admin = admin
    }

    package func clock(of claim: RecoveryCase) -> RecoveryClock {
        RecoveryClock(
            RecoveryClock.Facts(
                policy: policy.recovery, countsFrom: claim.countsFrom, owners: Set(owners.map(\.account.number)),
                attempts: attempts, agreements: answers.filter { $0.word == .agree && $0.holds(in: claim) },
                ticked: Set(ticks.map(\.item))), now: now)
    }

    /// The owner who is the claimant: by the account that they name, or by the address.
    package func ownership(of claimant: Claimant) -> Ownership? {
        owners.first { owner in
            if let username = claimant.username { return owner.account.username == username }
            return owner.account.mailboxes.contains(claimant.email)
        }
    }

    /// Why somebody cannot claim the package; nil where nobody knows that they own it.
    ///
    /// An account is named only where the claim names it: whose an address is, is not told.
    package func refusal(of claimant: Claimant) -> Refusal? {
        guard let owner = ownership(of: claimant)?.account.username else { return nil }
        return .alreadyOwner(username: claimant.username == nil ? nil : owner.text)
    }

    /// What an owner said last since the clock began.
    package func answer(of account: Int64, to claim: RecoveryCase) -> OwnerAnswer? {
        answers.last { $0.account == account && $0.holds(in: claim) }
    }

    /// Whether the owners know of the case: they were mailed about it, or one of them has answered in some way.
    ///
    /// - Parameter before: Where it stood until now; of a grant, every owner is mailed.
    func ownersKnow(before: RecoveryState) -> Bool {
        before == .granted || !answers.isEmpty
            || attempts.contains { !$0.messages.isEmpty || $0.outcome.isAnswer }
    }
}

/// What a decision asks the storage to write, all of it in the transaction that it was made in.
package struct RecoveryChange: Sendable, Equatable {
    /// The case as it is from now on.
    package var claim: RecoveryCase
    package var attempt: ContactAttempt?
    /// Attempts of which more is known now.
    package var settled: [ContactAttempt] = []
    package var note: CaseNote?
    package var tick: EvidenceTick?
    /// The item of a tick that was taken back.
    package var untick: String?
    /// What owners said just now.
    package var answers: [OwnerAnswer] = []
    /// An attempt's own mails, to be counted, and named in it.
    package var contacts: [MessageDraft] = []
    /// Whether the claimant is to be invited.
    package var invites = false
    /// Whether the invitation that was issued is to be cancelled.
    package var cancelsInvitation = false
    /// Whether what owners have offered becomes void.
    package var voidsInvitations = false
    /// Owners who go, because the claimant has accepted and the decision says so.
    package var leaving: [Account] = []
    /// Whether mails to owners that ask them about it are to be dropped.
    package var dropsWaitingMail = false
    package var messages: [MessageDraft] = []
    package var events: [EventDraft] = []

    package init(claim: RecoveryCase) { self.claim = claim }
}

/// How a decision about a case came out.
package enum RecoveryOutcome: Sendable, Equatable {
    case change(RecoveryChange)
    /// It is so already.
    case unchanged(RecoveryCase)
    case refuse(Refusal)
}
