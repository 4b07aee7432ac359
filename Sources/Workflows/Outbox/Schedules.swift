package import Model
import Storage

/// What the clock brings about: expiry, reminders, digests, forgetting.
package struct Schedules: Sendable {
    let context: WorkflowContext
    /// How many are handled in one transaction, so that no request waits long behind it.
    static let batch = 100
    private let retention: Retention
    /// What could not be read.
    private let aside = SetAside()

    package init(_ context: WorkflowContext, retention: Retention = Retention()) {
        self.context = context
        self.retention = retention
    }

    /// Does one batch of what is due.
    ///
    /// - Returns: whether there may be more at once.
    package func runDue() async throws -> Bool {
        let (context, retention, aside) = (context, retention, aside)
        let count = try await context.database.write { transaction -> Int in
            let due = Due(context: context, transaction: transaction, aside: aside, now: context.clock())
            return max(
                try due.expireInvitations(), try due.remind(), try due.expireHolds(), try due.sendDigests(),
                try due.reviewCases(), try due.tellAdmins(), try due.forget(),
                try transaction.forget(retention, at: due.now, most: Self.batch))
        }
        context.bell.ring()
        return count >= Self.batch
    }
}

/// One batch, in one transaction; each part says how much it found.
private struct Due {
    let context: WorkflowContext
    let transaction: any Transaction
    let aside: SetAside
    let now: Timestamp

    func expireInvitations() throws -> Int {
        try each(of: transaction.invitations.ending(at: now, most: most), SetAside.Thing.invitation) { id in
            try decide(id) { invitation, situation, _ in InvitationMachine.expire(invitation, in: situation) }
        }
    }

    /// Reminds, or puts it off while the address gets no more invitation mails.
    func remind() throws -> Int {
        try each(of: transaction.invitations.toRemind(at: now, most: most), SetAside.Thing.invitation) { id in
            try decide(id) { invitation, situation, work in
                let isUnwanted = try work.isBlocked(
                    invitation.mailboxes, inviter: invitation.inviter, package: invitation.package)
                let decision = InvitationMachine.remind(invitation, isBlocked: isUnwanted, in: situation)
                guard case .change(let change) = decision, !change.messages.isEmpty else { return decision }
                let charges = try change.messages.flatMap { try work.charges($0.rule.bounds, to: $0.recipient) }
                guard let shortage = try work.count(charges, about: work.about(invitation)) else { return decision }
                return InvitationMachine.putOffReminder(invitation, by: shortage.wait, at: now)
            }
        }
    }

    func expireHolds() throws -> Int {
        try each(of: transaction.publications.ending(at: now, most: most), SetAside.Thing.publication) { id in
            guard let (publication, galleryID) = try transaction.publications.find(id),
                let work = try work(for: galleryID)
            else { return }
            let situation = try work.situation(of: publication)
            _ = try work.apply(PublicationMachine.expire(publication, in: situation), in: situation)
        }
    }

    /// Sends digests, or puts one off for which nobody's limits leave room; who alone has none is told of it by the
    /// record.
    func sendDigests() throws -> Int {
        try each(of: transaction.digests.due(at: now, most: most), SetAside.Thing.package) { number in
            guard let (package, galleryID) = try transaction.packages.find(number: number),
                let work = try work(for: galleryID)
            else { return try transaction.digests.remove(of: number) }
            let owners = try transaction.packages.owners(of: package)
            let situation = PublicationSituation(
                policy: work.gallery.policy, now: now, owners: owners,
                muted: try work.muted(owners.map(\.account), package))
            let drafts = PublicationMachine.digest(
                try transaction.digests.list(of: number), of: package, about: work.newID(), in: situation)
            if let wait = try work.send(drafts) {
                try transaction.digests.putOff(number, until: now + wait)
            } else {
                try transaction.digests.remove(of: number)
            }
        }
    }

    /// Looks again at the cases of galleries whose policy was changed: what it says holds for the queue as well.
    func reviewCases() throws -> Int {
        let galleries = try transaction.galleries.underReview()
        var count = 0
        _ = try each(of: galleries.map(\.gallery), SetAside.Thing.cases) { gallery in
            guard let after = galleries.first(where: { $0.gallery == gallery })?.after,
                let work = try work(for: gallery)
            else { return }
            let ids = try transaction.recovery.awaited(gallery: gallery, after: after, most: Schedules.batch)
            _ = try each(of: ids, SetAside.Thing.recoveryCase) { id in
                guard let claim = try transaction.recovery.find(id, gallery: gallery) else { return }
                try work.review(claim)
            }
            try transaction.galleries.reviewCases(of: gallery, after: ids.count < Schedules.batch ? nil : ids.last)
            count = max(count, ids.count)
        }
        return count
    }

    /// Tells admins what waits for them; a case that cannot be read keeps the mail of its gallery alone.
    func tellAdmins() throws -> Int {
        _ = try each(of: transaction.galleries.all().map(\.id), SetAside.Thing.digests) { id in
            try work(for: id)?.sendAdminDigests(most: Schedules.batch)
        }
        // A gallery has few admins: what is more comes a second later.
        return 0
    }

    func forget() throws -> Int {
        try transaction.rates.forget(at: now, most: Schedules.batch)
            + transaction.idempotency.forget(at: now, most: Schedules.batch)
            + transaction.intake.forget(before: now - ReportDraft.life, most: Schedules.batch)
            + transaction.reports.forgetContacts(before: now - Letters.coolDown, most: Schedules.batch)
            + transaction.adminSessions.forget(before: now - AdminLife.longest, most: Schedules.batch)
            + transaction.adminSignIns.forget(before: now - AdminLife.link, most: Schedules.batch)
            + transaction.admins.forgetBrowsers(before: now, most: Schedules.batch)
    }

    /// As many more as rest: they are not to keep others from being found.
    private var most: Int { Schedules.batch + aside.count }

    /// Does something with each of these for itself: nothing is written of one of which something cannot be read, and
    /// the others go on.
    ///
    /// - Parameter thing: What one of them is, where it has to be set aside.
    private func each<ID: Sendable>(
        of all: [ID], _ thing: (ID) -> SetAside.Thing, _ body: (ID) throws -> Void
    ) throws -> Int {
        let ready = aside.others(among: all, at: now, thing)
        for id in ready {
            do {
                try transaction.alone { try body(id) }
            } catch let flaw as StorageError where flaw.isOfOneRow {
                aside.put(thing(id), until: now + UnreadableRow.rest)
                context.onUnreadable(thing(id).unreadable(flaw))
            }
        }
        return ready.count
    }

    private func work(for gallery: Identifier) throws -> Work? {
        try transaction.galleries.find(gallery).map { context.work(in: transaction, for: $0) }
    }

    private func decide(
        _ id: Identifier, _ decision: (Invitation, InvitationSituation, Work) throws -> InvitationDecision
    ) throws {
        guard let (invitation, galleryID) = try transaction.invitations.find(id),
            let work = try work(for: galleryID)
        else { return }
        _ = try work.apply(decision(invitation, work.situation(of: invitation.package), work))
    }
}
