import Crypto
import Model
import Storage

extension Work {
    func report(_ command: ReportCommand) throws -> Letters.ReportOutcome {
        guard let package = try transaction.packages.find(command.package, gallery: gallery.id) else {
            return .refused(.unknownPackage)
        }
        let about = EventData(package: package.id.text, username: command.reporter?.username?.text)
        let fingerprint = try fingerprint(of: command, about: package)
        if let same = try transaction.reports.find(fingerprint, since: now - Letters.coolDown, gallery: gallery.id) {
            return .received(same)
        }
        let report = AbuseReport(
            id: newID(), package: package, reporter: command.reporter?.username?.text,
            email: command.reporter?.email, reason: command.reason.text, message: command.message?.text,
            createdAt: now)
        let charges = try charges(.report, of: package, from: command.reporter?.email) + chargesOfTelling(report)
        if let shortage = try count(charges, about: about) { return .refused(shortage.refusal) }
        try store(report, fingerprint)
        if let abuse = gallery.policy.abuse { try queue([ContactMail.report(report, to: abuse)]) }
        return .received(report)
    }

    /// Takes a report down that came through a link: it is never refused, but its mail may find no room.
    ///
    /// - Parameter fingerprint: What it is known by: it is made once, however often the button is pressed.
    func take(_ report: AbuseReport, once fingerprint: [UInt8]) throws {
        guard try transaction.reports.find(fingerprint, since: Timestamp(milliseconds: 0), gallery: gallery.id) == nil
        else { return }
        try store(report, fingerprint)
        guard let abuse = gallery.policy.abuse else { return }
        let draft = ContactMail.report(report, to: abuse)
        let about = EventData(package: report.package.id.text)
        guard let shortage = try count(chargesOfTelling(report), about: about) else { return try queue([draft]) }
        try keepBack(draft, because: .limit(shortage.limit))
    }

    /// What the mail to the gallery's address for abuse counts towards; without such an address, the report itself.
    private func chargesOfTelling(_ report: AbuseReport) throws -> [Charge] {
        guard gallery.policy.limited else { return [] }
        guard let abuse = gallery.policy.abuse else {
            let ofKey = key.map { Charge(limit: .key, subject: $0.bytes) }
            return [Charge(limit: .abuse, subject: gallery.id.bytes)] + [ofKey].compactMap { $0 }
        }
        return try charges(ContactMail.report(report, to: abuse).rule.bounds, to: abuse)
    }

    /// The same words of the same person about the same package are one report for a while.
    private func fingerprint(of command: ReportCommand, about package: KnownPackage) throws -> [UInt8] {
        var digest = SHA256()
        digest.update(data: try command.reporter?.email.map { try self.digest($0, for: .contact) } ?? [])
        let words = [command.reporter?.username?.key ?? "", command.reason.text, command.message?.text ?? ""]
        digest.update(data: Array("\(package.number)\0\(words.joined(separator: "\0"))".utf8))
        return Array(digest.finalize())
    }

    /// Stores a report, and tells of it.
    ///
    /// Why, admins read who look at reports: the event goes to everybody who reads.
    private func store(_ report: AbuseReport, _ fingerprint: [UInt8]) throws {
        try transaction.reports.add(report, fingerprint: fingerprint, gallery: gallery.id)
        try append([
            EventDraft(
                .reportReceived, actor: report.reporter ?? EventDraft.system, subject: report.id.description,
                data: EventData(package: report.package.id.text, username: report.reporter))
        ])
    }
}
