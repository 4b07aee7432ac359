/// The life of a version: every rule of it, and nothing else.
package enum PublicationMachine {
    /// A version that the gallery tells of for the first time, or anew after it had come to nothing.
    package static func begin(
        _ id: Identifier, package: KnownPackage, version: VersionText, publisher: Account,
        report: PublicationReport, in situation: PublicationSituation
    ) -> PublicationDecision {
        let now = situation.now
        var publication = Publication(
            id: id, package: package, version: version, publisher: publisher, via: report.via, state: .received,
            stage: report.stage, warnings: report.warnings ?? [], reasons: report.reasons ?? [], createdAt: now,
            changedAt: now, unusual: situation.isUnusual(publisher))
        if report.hold { return hold(publication, by: report, in: situation) }
        publication.state = state(after: report.stage, from: .received)
        return .change(tell(publication, as: report.stage, in: situation))
    }

    /// The gallery tells of another stage of a version that is known.
    ///
    /// The same stage again changes nothing and tells nobody.
    package static func advance(
        _ publication: Publication, by report: PublicationReport, in situation: PublicationSituation
    ) -> PublicationDecision {
        let state = publication.state(at: situation.now)
        if state == .rejected, publication.state == .held { return expire(publication, in: situation) }
        if report.hold, state != .held, publication.decidedBy == nil {
            return hold(publication, by: report, in: situation)
        }
        var next = publication
        next.warnings = report.warnings ?? next.warnings
        next.reasons = report.reasons ?? next.reasons
        next.via = report.via ?? next.via
        if report.stage == publication.stage || isKnown(report.stage, in: state),
            !(report.stage == .validating && state == .received)
        {
            return keepingWords(next, of: publication, at: situation.now)
        }
        guard admits(report.stage, from: state) else { return .refuse(.publicationState(state)) }
        next.stage = report.stage
        next.changedAt = situation.now
        next.state = Self.state(after: report.stage, from: state)
        if state == .held, next.state == .held {
            // The gallery goes on with what it does; the version still waits for an owner.
            var change = PublicationChange(publication: next)
            change.events = [event(.publicationHeld, of: next, actor: next.publisher.username.text)]
            return .change(change)
        }
        var change = tell(next, as: report.stage, in: situation)
        change.dropsWaitingMail = state == .held
        return .change(change)
    }

    private static func keepingWords(
        _ next: Publication, of publication: Publication, at now: Timestamp
    ) -> PublicationDecision {
        guard next != publication else { return .unchanged(publication) }
        var changed = next
        changed.changedAt = now
        var change = PublicationChange(publication: changed)
        change.events = [event(changed.state.event, of: changed, actor: changed.publisher.username.text)]
        return .change(change)
    }

    /// A stage that a version in a state has come to already, whatever was told of it since: a notice does not undo it,
    /// and is not given again after it.
    private static func isKnown(_ stage: PublicationStage, in state: PublicationState) -> Bool {
        switch (stage, state) {
        case (.received, .received), (.validating, .validating): true
        default: false
        }
    }

    private static func admits(_ stage: PublicationStage, from state: PublicationState) -> Bool {
        switch (state, stage) {
        case (.received, _), (.validating, .live), (.validating, .failed), (.validating, .delayed),
            (.validating, .withdrawn), (.validating, .validating):
            true
        case (.held, .received), (.held, .validating), (.held, .failed), (.held, .withdrawn): true
        case (.live, .failed), (.live, .withdrawn): true
        case (.failed, _), (.rejected, _), (.withdrawn, _), (.held, _), (.live, _), (.validating, .received): false
        }
    }

    private static func state(after stage: PublicationStage, from state: PublicationState) -> PublicationState {
        switch stage {
        case .received, .delayed: state
        case .validating: state == .held ? .held : .validating
        case .live: .live
        case .failed: .failed
        case .withdrawn: .withdrawn
        }
    }

    static func event(
        _ type: EventType, of publication: Publication, actor: String, reason: String? = nil
    ) -> EventDraft {
        EventDraft(
            type, actor: actor, subject: publication.id.description,
            data: EventData(
                package: publication.package.id.text, username: publication.publisher.username.text,
                publication: publication.id.description, version: publication.version.text, via: publication.via,
                reason: reason))
    }
}

extension PublicationStage {
    var event: EventType {
        switch self {
        case .received: .publicationReceived
        case .validating: .publicationValidating
        case .live: .publicationLive
        case .failed: .publicationFailed
        case .delayed: .publicationDelayed
        case .withdrawn: .publicationWithdrawn
        }
    }

    /// The mail that tells of it; nil where none does.
    var mail: MailKind? {
        switch self {
        case .received: .publicationReceived
        case .validating: nil
        case .live: .publicationLive
        case .failed: .publicationFailed
        case .delayed: .publicationDelayed
        case .withdrawn: .publicationWithdrawn
        }
    }
}
