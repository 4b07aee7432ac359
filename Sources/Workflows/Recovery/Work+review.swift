import Model
import Storage

/// What happens elsewhere, and concerns a case.
extension Work {
    /// A mail of an attempt has come to something.
    ///
    /// A case that cannot be read keeps nobody from writing down what became of its mail.
    func review(after message: Message, _ onUnreadable: (UnreadableRow) -> Void) throws {
        guard message.kind == .recoveryContact else { return }
        do {
            guard let claim = try transaction.recovery.find(message.about, gallery: gallery.id) else { return }
            try review(claim)
        } catch let flaw as StorageError where flaw.isOfOneRow {
            onUnreadable(UnreadableRow(.recoveryCase, message.about.description, flaw))
        }
    }

    func review(_ claim: RecoveryCase) throws {
        let situation = try situation(of: claim)
        let letters = try letters(of: situation.attempts)
        if case .change(let change) = RecoveryMachine.review(claim, letters: letters, in: situation) {
            try write(change, in: situation)
        }
    }

    /// Writes down what attempts have come to whose mails were dropped: the case may be taken up again.
    ///
    /// Nobody is told: it is the case's turn that dropped them.
    func settleAttempts(of claim: Identifier) throws {
        let attempts = try transaction.recovery.attempts(of: claim)
        for settled in RecoveryMachine.settled(attempts, by: try letters(of: attempts)) {
            try transaction.recovery.update(settled, of: claim)
        }
    }

    /// How the mails of attempts fare, as far as they are stored still.
    func letters(of attempts: [ContactAttempt]) throws -> [Identifier: AttemptLetter] {
        var letters: [Identifier: AttemptLetter] = [:]
        for id in attempts.flatMap(\.messages) {
            letters[id] = try unlessDamaged { try transaction.messages.find(id).map(AttemptLetter.init) } ?? nil
        }
        return letters
    }

    /// A package has other owners than before.
    func reviewCases(of package: KnownPackage) throws {
        for claim in try transaction.recovery.list(of: package, most: Self.mostReviewed) where !claim.isOver {
            try review(claim)
        }
    }

    /// An admin is one no more: what they had and still asks for attention is nobody's, and so due at once.
    func releaseCases(of admin: Admin) throws {
        let filter = RecoveryFilter(assignee: .admin(admin.name.text))
        var after: RecoveryPlace?
        repeat {
            // One more than asked for, which the next round begins with.
            let found = try transaction.recovery.queue(filter, gallery: gallery.id, after: after, limit: Self.released)
            for claim in found.prefix(Self.released) { _ = try act(.assign(nil), on: claim, by: EventDraft.system) }
            let last = found.count > Self.released ? found[Self.released - 1] : nil
            after = last.flatMap { last in last.due.map { RecoveryPlace(due: $0.at, id: last.id) } }
        } while after != nil
    }

    /// How many are released before the next are read.
    private static let released = 200

    /// How many cases of one package are looked at again when its owners change.
    private static let mostReviewed = 200

    /// The invitation that a case issued has changed: accepted, it completes the case, and the former owners go where
    /// that was decided.
    func followUp(_ invitation: Invitation) throws {
        guard let id = invitation.recovery, let claim = try transaction.recovery.find(id, gallery: gallery.id),
            claim.invitation == invitation.id
        else { return }
        let newOwner = invitation.state == .accepted ? invitation.invitee : nil
        var situation = try situation(of: claim)
        situation.invitation = invitation
        guard
            case .change(let change) = RecoveryMachine.answered(claim, by: newOwner, in: situation)
        else { return }
        try write(change, in: situation)
        guard !change.leaving.isEmpty, let decision = claim.decision else { return }
        try write(
            OwnerRemoval.decide(
                all: change.leaving, byAdmin: decision.by,
                reason: (try? PlainText(decision.reason)) ?? PlainText.none, package: invitation.package,
                pending: try transaction.invitations.open(in: invitation.package, most: Owners.mostListed),
                id: newID(), in: try self.situation(of: invitation.package)))
    }
}
