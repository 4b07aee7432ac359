import Model
import Storage

extension Work {
    /// Queues mails of one happening that wait where there is no room for any of them.
    ///
    /// Where there is room for some, those go, and the others are recorded as suppressed: whoever floods one reader does
    /// not keep the others from hearing.
    ///
    /// - Returns: how long all of them have to wait; nothing was done then.
    func send(_ drafts: [MessageDraft]) throws -> Duration? {
        let parting = try part(drafts)
        for shortage in parting.shortages { try tell(shortage, about: EventData(package: drafts[0].facts.package)) }
        if parting.admitted.isEmpty, let shortest = parting.shortages.map(\.wait).min() { return shortest }
        try queue(parting)
        return nil
    }

    /// Mails by whether the limits leave room for them.
    struct Parting {
        var admitted: [MessageDraft] = []
        var refused: [MessageDraft] = []
        /// Why, one for each that is refused.
        var shortages: [Shortage] = []
        var tally: Tally
    }

    func part(_ drafts: [MessageDraft], counting tally: Tally? = nil) throws -> Parting {
        var parting = Parting(tally: tally ?? Tally(self))
        for draft in drafts {
            if let shortage = try parting.tally.take(draft) {
                parting.refused.append(draft)
                parting.shortages.append(shortage)
            } else {
                parting.admitted.append(draft)
            }
        }
        return parting
    }

    /// Queues what there is room for, and records the rest.
    func queue(_ parting: Parting) throws {
        try parting.tally.keep()
        try queue(parting.admitted)
        for (draft, shortage) in zip(parting.refused, parting.shortages) {
            try keepBack(draft, because: .limit(shortage.limit))
        }
    }

    /// The mails of a version, counted; or, where there is no room for all of them, a line of the next digest.
    ///
    /// - Throws: ``Shortage`` for a hold of which no owner could be asked now.
    func counted(_ change: PublicationChange, in situation: PublicationSituation) throws -> PublicationChange {
        if change.messages.contains(where: { $0.kind == .publicationConfirm }) { return try asked(change) }
        let drafts = change.messages.filter { $0.rule.beyond == .rolledUp }
        guard !drafts.isEmpty else { return change }
        let parting = try part(drafts)
        guard let shortage = parting.shortages.first else {
            try parting.tally.keep()
            return change
        }
        try tell(
            shortage,
            about: EventData(
                package: change.publication.package.id.text, publication: change.publication.id.description))
        return PublicationMachine.rollUp(change, in: situation)
    }

    /// A hold with the mails that there is room for; who gets none is told of it by the record.
    private func asked(_ change: PublicationChange) throws -> PublicationChange {
        let parting = try part(change.messages)
        if parting.admitted.isEmpty, let shortage = parting.shortages.first { throw shortage }
        try parting.tally.keep()
        for (draft, shortage) in zip(parting.refused, parting.shortages) {
            try tell(shortage, about: EventData(package: change.publication.package.id.text))
            try keepBack(draft, because: .limit(shortage.limit))
        }
        var change = change
        change.messages = parting.admitted
        return change
    }
}
