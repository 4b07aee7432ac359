import Model
import Storage

extension Work {
    /// Tells admins what is due, once a day each: whichever node comes first has it noted in the same transaction.
    ///
    /// Who is new hears from the next day on.
    func sendAdminDigests(most: Int) throws {
        guard let minute = gallery.policy.recovery.digest else { return }
        let moment = AdminDigest.lastMoment(minute: minute, at: now)
        let waiting = try transaction.adminDigests.waiting(gallery: gallery.id, since: moment, most: most)
        guard !waiting.isEmpty else { return }
        let today = AdminDigest.endOfDay(now)
        func due(_ assignee: RecoveryFilter.Assignee?, most: Int) throws -> [RecoveryCase] {
            let filter = RecoveryFilter(assignee: assignee, due: today)
            return try transaction.recovery.queue(filter, gallery: gallery.id, after: nil, limit: most)
        }
        let (nobodys, all) = (try due(.nobody, most: AdminDigest.mostLines), try due(nil, most: AdminDigest.most))
        let count = try transaction.recovery.countDue(by: today, gallery: gallery.id)
        let reports = try transaction.reports.countOpen(gallery: gallery.id)
        for (id, isFirst) in waiting {
            if !isFirst, let admin = try transaction.admins.find(id) {
                // Asked for by themselves: the oldest of all may be others' alone.
                var seen: Set<Identifier> = []
                let own = try due(.admin(admin.name.text), most: AdminDigest.mostLines)
                let cases = (own + nobodys + all).filter { seen.insert($0.id).inserted }
                if let draft = AdminDigest.draft(
                    to: admin, due: cases, count: count, reports: reports, about: newID(), at: now)
                {
                    try queue([draft])
                }
            }
            try transaction.adminDigests.keep(id, gallery: gallery.id, at: now)
        }
    }
}
