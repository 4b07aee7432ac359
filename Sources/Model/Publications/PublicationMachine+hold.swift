extension PublicationMachine {
    /// A version is to wait until an owner has confirmed it.
    static func hold(
        _ publication: Publication, by report: PublicationReport, in situation: PublicationSituation
    ) -> PublicationDecision {
        switch publication.state {
        case .received, .validating: break
        case let state: return .refuse(.publicationState(state))
        }
        guard report.stage == .received || report.stage == .validating else {
            return .refuse(
                .invalid([FieldFlaw("/hold", "only a version that is received or validating can be held")]))
        }
        var held = publication
        held.warnings = report.warnings ?? held.warnings
        held.reasons = report.reasons ?? held.reasons
        held.via = report.via ?? held.via
        held.stage = report.stage
        held.state = .held
        held.changedAt = situation.now
        held.holdUntil = situation.now + situation.policy.publicationHold
        var change = PublicationChange(publication: held)
        change.events = [event(.publicationHeld, of: held, actor: held.publisher.username.text)]
        change.messages = messages(.publicationConfirm, about: held, in: situation)
        guard !change.messages.isEmpty else {
            return .refuse(
                .invalid([FieldFlaw("/hold", "nobody could confirm it: no address of an owner is known")]))
        }
        return .change(change)
    }

    /// An owner confirms or rejects a version that is held.
    ///
    /// - Parameter account: Who decides, by the link that was mailed to them; nil where they are no longer an owner.
    package static func decide(
        _ publication: Publication, confirm: Bool, by account: Account?, in situation: PublicationSituation
    ) -> PublicationDecision {
        if publication.state == .held, publication.state(at: situation.now) == .rejected {
            return expire(publication, in: situation)
        }
        guard publication.state == .held else {
            let isSame = publication.decidedBy != nil && confirm == (publication.state != .rejected)
            return isSame ? .unchanged(publication) : .refuse(.publicationState(publication.state))
        }
        guard let account else { return .refuse(.notAnOwner(username: "")) }
        var next = publication
        next.changedAt = situation.now
        next.decidedBy = account.username.text
        next.state = confirm ? .validating : .rejected
        var change = PublicationChange(publication: next)
        change.dropsWaitingMail = true
        change.events = [
            event(confirm ? .publicationConfirmed : .publicationRejected, of: next, actor: account.username.text)
        ]
        change.messages = messages(
            confirm ? .publicationConfirmed : .publicationFailed, about: next, actor: account.username.text,
            in: situation)
        return .change(change)
    }

    /// What happens to a version that nobody confirmed in time.
    package static func expire(
        _ publication: Publication, in situation: PublicationSituation
    ) -> PublicationDecision {
        guard publication.state == .held, publication.state(at: situation.now) == .rejected else {
            return .unchanged(publication)
        }
        var next = publication
        next.changedAt = situation.now
        next.state = .rejected
        next.reasons = ["No owner confirmed it in time."]
        var change = PublicationChange(publication: next)
        change.dropsWaitingMail = true
        change.events = [
            event(.publicationRejected, of: next, actor: EventDraft.system, reason: "nobody confirmed it in time")
        ]
        change.messages = messages(.publicationFailed, about: next, in: situation)
        return .change(change)
    }

    /// What a link to confirm a version is worth now.
    ///
    /// - Parameter owner: The account that the link names, where it is still an owner.
    package static func standing(
        of publication: Publication, owner: Account?, expires: Timestamp, now: Timestamp
    ) -> PublicationStanding {
        switch publication.state(at: now) {
        case .held: return owner == nil ? .revoked : now < expires ? .open : .expired
        case .rejected where publication.decidedBy == nil: return .expired
        case let state: return publication.decidedBy == nil ? .overtaken(state) : .decided(state)
        }
    }
}

/// What a link to confirm a version is worth.
package enum PublicationStanding: Sendable, Equatable {
    case open
    /// An owner decided; the state is what has become of it since.
    case decided(PublicationState)
    /// The gallery went on without an owner's word.
    case overtaken(PublicationState)
    case expired
    case revoked
}
