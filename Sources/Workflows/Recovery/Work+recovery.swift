import Model
import Storage

extension Work {
    func situation(of claim: RecoveryCase) throws -> RecoverySituation {
        let package = try claim.known ?? transaction.packages.find(claim.package.text, gallery: gallery.id)
        let records = transaction.recovery
        return RecoverySituation(
            policy: gallery.policy, now: now, owners: try package.map { try transaction.packages.owners(of: $0) } ?? [],
            attempts: try records.attempts(of: claim.id), answers: try records.answers(of: claim.id),
            ticks: try records.ticks(of: claim.id), notes: try records.lastNote(of: claim.id).map { [$0] } ?? [],
            invitation: try claim.invitation.flatMap { try transaction.invitations.find($0, gallery: gallery.id) },
            admin: try claim.assignee.flatMap { try adminMailbox(of: $0) })
    }

    /// Where the admin of this name reads mail; nil where none of this name is known.
    private func adminMailbox(of name: String) throws -> EmailAddress? {
        guard let admin = try transaction.admins.find(nameKey: Name.fold(name)),
            try transaction.admins.roles(of: admin.id)[gallery.id] != nil
        else { return nil }
        return admin.email
    }

    func open(
        _ command: ClaimCommand, confirmed: Bool, by admin: String, voucher: String?
    ) throws -> Recovery.Outcome {
        let situation = try situation(of: command.package)
        // What somebody else has typed into the form with the same address is nothing that the gallery vouches for.
        if let same = try alive(command) ?? (confirmed ? nil : unconfirmed(command)) {
            return .unchanged(try CaseView.load(same, self))
        }
        if let refusal = situation.refusal(of: command.claimant) { return .refused(refusal) }
        let known =
            confirmed ? try transaction.packages.name(command.package, gallery: gallery.id, at: now) : nil
        let change = RecoveryMachine.submit(
            newID(), package: command.package, claimant: command.claimant, why: command.why, links: command.links,
            actor: admin, voucher: voucher, vouched: known, in: situation)
        if let shortage = try count(change.messages.filter { $0.rule.beyond == .refused }, about: change.claim) {
            return .refused(shortage.refusal)
        }
        let claim = try add(change)
        if confirmed { try withdrawUnconfirmed(besides: claim) }
        return .created(try CaseView.load(claim, self))
    }

    /// The claimant's case that admins see.
    func alive(_ command: ClaimCommand) throws -> RecoveryCase? {
        try transaction.recovery.alive(command.package, by: command.claimant.email, gallery: gallery.id)
    }

    /// The same claim, word for word, that nobody has confirmed yet: a form that was sent twice.
    ///
    /// Another one with the same address may be by anybody, and stands in nobody's way.
    func unconfirmed(_ command: ClaimCommand) throws -> RecoveryCase? {
        try transaction.recovery.unconfirmed(
            command.package, by: command.claimant.email, gallery: gallery.id, most: Self.mostUnconfirmed
        ).first { $0.says(command.package, by: command.claimant, why: command.why, links: command.links) }
    }

    /// How many claims of one address are looked at; what limits let through in the life of one is less.
    private static let mostUnconfirmed = 200

    /// The claimant has a case now: what else was claimed with the address, by whomever, is over.
    ///
    /// One that is left leads to that case as well, once it is confirmed.
    private func withdrawUnconfirmed(besides claim: RecoveryCase) throws {
        guard let email = claim.claimant?.email else { return }
        let others = try transaction.recovery.unconfirmed(
            claim.package, by: email, gallery: gallery.id, most: Self.mostUnconfirmed)
        for other in others where other.id != claim.id { try giveWay(other) }
    }

    private func giveWay(_ claim: RecoveryCase) throws {
        let situation = try situation(of: claim)
        _ = try apply(RecoveryMachine.giveWay(claim, in: situation), in: situation)
    }

    func adopt(report: Identifier, by admin: String) throws -> Recovery.Outcome {
        if let known = try transaction.recovery.find(report: report, gallery: gallery.id) {
            try close(report, as: known, by: admin)
            return .unchanged(try CaseView.load(known, self))
        }
        guard let report = try transaction.reports.find(report, gallery: gallery.id) else {
            return .refused(.unknownReport)
        }
        let change = RecoveryMachine.adopt(report, as: newID(), by: admin, in: try situation(of: report.package.id))
        let claim = try add(change)
        try close(report.id, as: claim, by: admin)
        return .created(try CaseView.load(claim, self))
    }

    /// A report that has become a case waits for nobody any more.
    private func close(_ report: Identifier, as claim: RecoveryCase, by admin: String) throws {
        guard try transaction.reports.close(report, gallery: gallery.id) else { return }
        try append([RecoveryMachine.closed(report, as: claim, by: admin)])
    }

    /// What a claim that is not stored yet depends on.
    func situation(of package: Name) throws -> RecoverySituation {
        let known = try transaction.packages.find(package.text, gallery: gallery.id)
        return RecoverySituation(
            policy: gallery.policy, now: now, owners: try known.map { try transaction.packages.owners(of: $0) } ?? [])
    }

    /// Opens a case whose claimant's address is confirmed; one that the claimant has already is it instead, and its link
    /// is mailed once more.
    ///
    /// - Throws: ``Refusal/limited(_:retryAfter:)`` where as many claims were confirmed as may be for now.
    func confirm(_ claim: RecoveryCase) throws {
        if let email = claim.claimant?.email,
            let running = try transaction.recovery.alive(claim.package, by: email, gallery: gallery.id)
        {
            try giveWay(claim)
            let situation = try situation(of: running)
            _ = try apply(RecoveryMachine.repeated(running, in: situation), in: situation)
            return
        }
        try countConfirmed(claim)
        let package = try transaction.packages.name(claim.package, gallery: gallery.id, at: now)
        let situation = try situation(of: claim)
        _ = try apply(RecoveryMachine.confirm(claim, package: package, in: situation), in: situation)
        try withdrawUnconfirmed(besides: claim)
    }

    /// - Parameter amongAdmins: Whether only an admin of the gallery can be given the case; otherwise the gallery's backend
    ///   knows whom it names.
    func act(
        _ act: RecoveryAct, on claim: RecoveryCase, by admin: String, amongAdmins: Bool = false
    ) throws -> Recovery.Outcome {
        var situation = try situation(of: claim)
        situation.other = try act.claimant(of: claim).flatMap { claimant in
            let other = try transaction.recovery.alive(claim.package, by: claimant.email, gallery: gallery.id)
            return other?.id == claim.id ? nil : other
        }
        if amongAdmins {
            situation.admins = Set(try transaction.admins.list(gallery: gallery.id).map(\.name.key))
        }
        return try apply(RecoveryMachine.decide(act, on: claim, by: admin, in: situation), in: situation)
    }

    func apply(_ outcome: RecoveryOutcome, in situation: RecoverySituation) throws -> Recovery.Outcome {
        switch outcome {
        case .refuse(let refusal): return .refused(refusal)
        case .unchanged(let claim): return .unchanged(try CaseView.load(claim, self))
        case .change(var change):
            // Before anything is written: what a limit forbids leaves its event, and nothing else.
            if let refusal = try send(&change) ?? invite(&change, in: situation) { return .refused(refusal) }
            return .done(try CaseView.load(try write(change, in: situation), self))
        }
    }

    /// Stores a case that is new, unless another transaction was first with the same claim.
    func add(_ change: RecoveryChange) throws -> RecoveryCase {
        guard try transaction.recovery.add(change.claim, gallery: gallery.id) == .added else {
            throw StorageError.corrupt("a case is neither new nor known")
        }
        try append(change.events)
        try queue(change.messages)
        return change.claim
    }

    /// Counts mails that somebody asks for; nil where there is room for all of them.
    func count(_ drafts: [MessageDraft], about claim: RecoveryCase) throws -> Shortage? {
        let charges = try drafts.flatMap { try self.charges($0.rule.bounds, to: $0.recipient) }
        return try count(charges, about: EventData(package: claim.package.text))
    }

    /// Writes what was decided.
    @discardableResult
    func write(_ change: RecoveryChange, in situation: RecoverySituation) throws -> RecoveryCase {
        let id = change.claim.id
        let records = transaction.recovery
        try records.update(change.claim)
        if let attempt = change.attempt { try records.add(attempt, to: id) }
        for attempt in change.settled { try records.update(attempt, of: id) }
        if let note = change.note { try records.add(note, to: id) }
        if let tick = change.tick { try records.add(tick, to: id) }
        if let item = change.untick { try records.removeTick(item, from: id) }
        for answer in change.answers { try records.add(answer, to: id) }
        try append(change.events)
        if change.cancelsInvitation, let invitation = situation.invitation { try takeBack(invitation, change.claim) }
        if change.voidsInvitations, let package = change.claim.known { try voidInvitations(to: package) }
        if change.dropsWaitingMail {
            try dropWaiting(about: id, because: "the case is \(change.claim.state.rawValue)") {
                $0 == .recoveryContact || $0 == .recoveryConfirmAddress
            }
            try settleAttempts(of: id)
        }
        try queue(change.messages)
        return change.claim
    }

    /// Mails the owners; who alone has had too much is passed over, and stands among the attempt's mails all the same.
    ///
    /// - Returns: why none of them can be mailed now; nothing but that was written then.
    private func send(_ change: inout RecoveryChange) throws -> Refusal? {
        guard !change.contacts.isEmpty else { return nil }
        let about = EventData(package: change.claim.package.text)
        let parting = try part(change.contacts)
        for shortage in parting.shortages { try tell(shortage, about: about) }
        if parting.admitted.isEmpty, let shortage = parting.shortages.first { return shortage.refusal }
        try parting.tally.keep()
        var ids = try parting.admitted.map { try enqueue($0) }
        for (draft, shortage) in zip(parting.refused, parting.shortages) {
            ids.append(try keepBack(draft, because: .limit(shortage.limit)))
        }
        change.attempt?.messages = ids
        return nil
    }

    /// Invites the claimant, as the admin who granted the case.
    ///
    /// - Returns: why the claimant cannot be invited now; nothing but that was written then.
    private func invite(_ change: inout RecoveryChange, in situation: RecoverySituation) throws -> Refusal? {
        guard change.invites else { return nil }
        guard let claimant = change.claim.claimant, let package = change.claim.known else { return .noClaimant }
        let known = try claimant.username.flatMap { try transaction.accounts.find($0.text, gallery: gallery.id) }
        let description = claimant.described(knowing: known)
        let open = [
            try known.flatMap { try transaction.invitations.open(in: package, invitee: $0, email: nil) },
            try transaction.invitations.open(in: package, invitee: nil, email: claimant.email),
        ]
        let bounds = MailRule.of(.recoveryInvitation, to: .invitee).bounds
        let charges = try claimant.invited(knowing: known).flatMap { try self.charges(bounds, to: $0) }
        if let shortage = try count(charges, about: EventData(package: package.id.text)) { return shortage.refusal }
        let invitee = try claimant.username.map { try learn($0, description, knowing: known) }
        guard
            let offer = InvitationMachine.offer(
                InvitationMachine.Fresh(id: newID(), message: newID()), by: change.claim, invitee: invitee,
                open: open.compactMap(\.self), in: try self.situation(of: package))
        else { return .noClaimant }
        for decided in offer.givesWay { _ = try apply(decided) }
        guard try transaction.invitations.add(offer.created.invitation, gallery: gallery.id) == .added else {
            throw StorageError.corrupt("an invitation is neither new nor pending")
        }
        try queue(offer.created.messages, letter: offer.created.invitation.message)
        try append(offer.created.events)
        var after = situation
        change.claim.invitation = offer.created.invitation.id
        after.invitation = offer.created.invitation
        change = RecoveryMachine.settle(change, in: after)
        return nil
    }

    /// Cancels what granting issued: the case took another turn.
    private func takeBack(_ invitation: Invitation, _ claim: RecoveryCase) throws {
        let reason = (try? PlainText("the recovery case is \(claim.state.rawValue)")) ?? PlainText.none
        let decided = InvitationMachine.cancel(
            invitation, by: .admin(name: EventDraft.system, reason: reason),
            letter: try transaction.messages.letter(about: invitation.id),
            in: try situation(of: invitation.package))
        _ = try apply(decided)
    }

    /// What owners have offered to others does not stand.
    private func voidInvitations(to package: KnownPackage) throws {
        for invitation in try transaction.invitations.open(in: package, most: Owners.mostListed)
        where !invitation.asAdmin {
            try write(InvitationMachine.void(invitation, at: now))
        }
    }
}
