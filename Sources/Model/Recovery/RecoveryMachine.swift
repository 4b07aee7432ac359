/// The life of a case: every rule of it, and nothing else.
package enum RecoveryMachine {
    /// A claim by the public form, or by the gallery on somebody's behalf.
    ///
    /// - Parameters:
    ///   - actor: Who brings it in; the claimant's masked address where that is the claimant.
    ///   - voucher: Who vouches for the address, where that is somebody else.
    ///   - vouched: Whether the gallery vouches for the claimant's address, so that no link has to confirm it.
    package static func submit(
        _ id: Identifier, package: Name, claimant: Claimant, why: PlainText, links: [String], actor: String? = nil,
        voucher: String? = nil, vouched: KnownPackage? = nil, in situation: RecoverySituation
    ) -> RecoveryChange {
        let now = situation.now
        let claim = RecoveryCase(
            id: id, package: package, claimant: claimant, why: why.text, links: links, createdAt: now, changedAt: now,
            countsFrom: now, mailedAt: now)
        let submitted = event(.recoverySubmitted, of: claim, actor: actor ?? claimant.email.masked)
        guard let vouched else {
            var change = RecoveryChange(claim: claim)
            change.messages = RecoveryAudience.toConfirm(claim)
            change.events = [submitted]
            return change
        }
        var change = open(
            claim, vouched, .vouched, actor: voucher ?? actor ?? claimant.email.masked, in: situation)
        change.events.insert(submitted, at: 0)
        return change
    }

    /// A report that becomes a case; nobody claims the package yet.
    package static func adopt(
        _ report: AbuseReport, as id: Identifier, by admin: String, in situation: RecoverySituation
    ) -> RecoveryChange {
        let now = situation.now
        var claim = RecoveryCase(
            id: id, package: report.package.id, known: report.package, claimant: nil,
            why: [report.reason, report.message].compactMap { $0 }.joined(separator: "\n\n"), links: [], state: .open,
            report: report.id, createdAt: now, changedAt: now, confirmedAt: now, countsFrom: now)
        claim.why = String(String.UnicodeScalarView(claim.why.unicodeScalars.prefix(RecoveryCase.longestReason)))
        var change = RecoveryChange(claim: claim)
        change.events = [
            event(.recoverySubmitted, of: claim, actor: admin), event(.recoveryOpened, of: claim, actor: admin),
        ]
        return settle(change, in: situation)
    }

    /// The report that a case was made of is dealt with: whoever looks for it finds the case.
    package static func closed(_ report: Identifier, as claim: RecoveryCase, by admin: String) -> EventDraft {
        var data = EventData(package: claim.package.text, reason: "It has become a recovery case.")
        data.recoveryCase = claim.id.description
        return EventDraft(.reportClosed, actor: admin, subject: report.description, data: data)
    }

    /// A claim that nobody has confirmed ends where admins see another by the same address: one claimant has one case.
    package static func giveWay(_ claim: RecoveryCase, in situation: RecoverySituation) -> RecoveryOutcome {
        guard claim.state == .submitted else { return .unchanged(claim) }
        var change = end(claim, as: .withdrawn, in: situation)
        change.events = [
            event(
                .recoveryWithdrawn, of: change.claim, actor: EventDraft.system,
                reason: "Another claim by the same address is confirmed.")
        ]
        return .change(change)
    }

    /// The same claim was made again: its mail goes out once more where the last one is old enough.
    ///
    /// A claimant who has lost the link to the case's page gets another.
    package static func repeated(_ claim: RecoveryCase, in situation: RecoverySituation) -> RecoveryOutcome {
        let last = claim.mailedAt ?? claim.createdAt
        guard situation.now >= last + RecoveryCase.coolDown, !claim.isOver else { return .unchanged(claim) }
        var again = claim
        again.mailedAt = situation.now
        var change = RecoveryChange(claim: again)
        change.messages =
            claim.state == .submitted
            ? RecoveryAudience.toConfirm(again) : RecoveryAudience.opened(again, .again, in: situation)
        return .change(change)
    }

    /// The claimant's address is confirmed: admins see the case from now on.
    package static func confirm(
        _ claim: RecoveryCase, package: KnownPackage, in situation: RecoverySituation
    ) -> RecoveryOutcome {
        guard claim.state == .submitted else { return .unchanged(claim) }
        return .change(
            open(claim, package, actor: claim.claimant?.email.masked ?? EventDraft.system, in: situation))
    }

    /// - Parameter news: Why the claimant hears of it; nil where they have confirmed it themselves.
    private static func open(
        _ claim: RecoveryCase, _ package: KnownPackage, _ news: RecoveryNews? = nil, actor: String,
        in situation: RecoverySituation
    ) -> RecoveryChange {
        var opened = claim
        opened.known = package
        opened.state = .open
        opened.confirmedAt = situation.now
        opened.countsFrom = situation.now
        opened.mailedAt = situation.now
        var change = RecoveryChange(claim: opened)
        change.messages = RecoveryAudience.opened(opened, news, in: situation)
        change.events = [
            event(.recoveryConfirmed, of: opened, actor: actor), event(.recoveryOpened, of: opened, actor: actor),
        ]
        return settle(change, in: situation)
    }

    /// The claimant wants it no more; what was granted and not accepted is taken back.
    package static func withdraw(_ claim: RecoveryCase, in situation: RecoverySituation) -> RecoveryOutcome {
        switch claim.state {
        case .withdrawn: return .unchanged(claim)
        case .denied: return .refuse(.caseState(.denied))
        case .granted where claim.completedAt != nil: return .refuse(.caseState(.granted))
        case .submitted, .open, .contacting, .waiting, .objected, .granted: break
        }
        var change = end(claim, as: .withdrawn, in: situation)
        change.events = [
            event(
                .recoveryWithdrawn, of: change.claim, actor: claim.claimant?.email.masked ?? EventDraft.system)
        ]
        change.events += unlocked(claim, as: change.claim)
        change.messages = RecoveryAudience.withdrawn(change.claim, before: claim.state, in: situation)
        return .change(settle(change, in: situation))
    }

    /// What ends a case, or freezes it, whatever it is.
    static func end(
        _ claim: RecoveryCase, as state: RecoveryState, in situation: RecoverySituation
    ) -> RecoveryChange {
        var ended = claim
        ended.state = state
        ended.changedAt = situation.now
        ended.decidedAt = situation.now
        ended.decision = nil
        // Whoever objects may be the one for whom an admin has locked the package: an admin unlocks it again.
        if state != .objected { ended.locked = false }
        var change = RecoveryChange(claim: ended)
        change.cancelsInvitation =
            claim.state == .granted && situation.invitation?.isOpen(at: situation.now) == true
        change.dropsWaitingMail = true
        return change
    }

    /// That owners can invite again, where the end of a case lets them.
    static func unlocked(_ claim: RecoveryCase, as ended: RecoveryCase) -> [EventDraft] {
        guard claim.locked, !ended.locked else { return [] }
        return [event(.recoveryUnlocked, of: ended, actor: EventDraft.system, reason: "the case has ended")]
    }

    static func event(
        _ type: EventType, of claim: RecoveryCase, actor: String, reason: String? = nil,
        _ more: (inout EventData) -> Void = { _ in }
    ) -> EventDraft {
        var data = EventData(
            package: claim.package.text, username: claim.claimant?.username?.text, reason: reason)
        data.recoveryCase = claim.id.description
        data.state = claim.state.rawValue
        more(&data)
        return EventDraft(type, actor: actor, subject: claim.id.description, data: data)
    }
}
