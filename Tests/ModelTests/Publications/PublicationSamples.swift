import Model

/// What `bob`, who owns `left-pad` with `dora`, publishes.
enum Versions {
    static func situation(
        at moment: Timestamp = Samples.now, owners: [Account]? = nil, muted: Set<Muted> = [], told: [Timestamp] = [],
        publishedBefore: Bool = true, hasHistory: Bool = true, _ change: (inout GalleryPolicy) -> Void = { _ in }
    ) throws -> PublicationSituation {
        var policy = GalleryPolicy()
        change(&policy)
        return PublicationSituation(
            policy: policy, now: moment,
            owners: try (owners ?? [Samples.bob(), Samples.dora()]).map(Samples.ownership), muted: muted, told: told,
            publishedBefore: publishedBefore, hasHistory: hasHistory)
    }

    static func begin(
        _ stage: PublicationStage, hold: Bool = false, by publisher: Account? = nil,
        in situation: PublicationSituation? = nil
    ) throws -> PublicationDecision {
        PublicationMachine.begin(
            Samples.id(20), package: Samples.package, version: try VersionText("1.0"),
            publisher: try publisher ?? Samples.bob(), report: PublicationReport(stage: stage, hold: hold),
            in: try situation ?? Self.situation())
    }

    static func publication(
        _ state: PublicationState, stage: PublicationStage = .received,
        _ change: (inout Publication) -> Void = { _ in }
    ) throws -> Publication {
        var publication = Publication(
            id: Samples.id(20), package: Samples.package, version: try VersionText("1.0"),
            publisher: try Samples.bob(), via: nil, state: state, stage: stage, createdAt: Samples.now,
            changedAt: Samples.now)
        if state == .held { publication.holdUntil = Samples.now + .seconds(3600) }
        change(&publication)
        return publication
    }

    static func advance(
        _ publication: Publication, to stage: PublicationStage, at moment: Timestamp = Samples.now
    ) throws -> PublicationDecision {
        PublicationMachine.advance(
            publication, by: PublicationReport(stage: stage), in: try situation(at: moment))
    }
}

extension PublicationDecision {
    var changed: PublicationChange? {
        if case .change(let change) = self { change } else { nil }
    }

    var refusal: Refusal? {
        if case .refuse(let refusal) = self { refusal } else { nil }
    }
}
