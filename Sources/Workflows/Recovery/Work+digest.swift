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
        let due = try transaction.recovery.queue(
            RecoveryFilter(due: now), gallery: gallery.id, after: nil, limit: AdminDigest.most)
        let count = try transaction.recovery.countDue(by: now, gallery: gallery.id)
        for (id, isFirst) in waiting {
            if !isFirst, let admin = try transaction.admins.find(id),
                let draft = AdminDigest.draft(to: admin, due: due, count: count, about: newID(), at: now)
            {
                try queue([draft])
            }
            try transaction.adminDigests.keep(id, gallery: gallery.id, at: now)
        }
    }
}
