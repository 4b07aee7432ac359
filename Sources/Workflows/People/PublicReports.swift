import Crypto
package import Links
package import Model
import Storage

/// A report of the public form, checked for form.
package struct PublicReport: Sendable, Equatable {
    package var package: Name
    package var email: EmailAddress
    package var topic: ReportTopic
    package var message: PlainText

    package init(package: Name, email: EmailAddress, topic: ReportTopic, message: PlainText) {
        self.package = package
        self.email = email
        self.topic = topic
        self.message = message
    }
}

/// What the page behind the link of such a report shows.
package struct ReportPage: Sendable, Equatable {
    package var gallery: Gallery
    package var package: Name
    package var reason: String
    package var message: String?
    /// When it is forgotten; nil once it was received.
    package var opensUntil: Timestamp?
}

/// Reports of anybody: they are taken down only once the address that they came with is confirmed.
package struct PublicReports: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// Keeps a report, and asks its address whether it is right.
    ///
    /// It goes the same way whatever is known of the package and of the address. What a limit or a block forbids is not
    /// done, and nobody is told so.
    ///
    /// - Parameter client: A digest of the client's network address; nil where those are not limited.
    /// - Throws: ``Refusal/limited(_:retryAfter:)`` where the client has sent too many forms.
    package func submit(_ report: PublicReport, gallery: Identifier, client: [UInt8]?) async throws {
        let context = context
        try await context.database.write { transaction in
            try transaction.countForm(client, transaction.galleries.find(gallery), at: context.clock())
        }
        try await context.work(for: gallery) { try $0.take(report) }
    }

    /// What a link is about, or nil where nothing is behind it any more.
    ///
    /// Writes nothing.
    package func show(_ claims: LinkClaims) async throws -> ReportPage? {
        let now = context.clock()
        return try await context.database.read { try ReportPage.load(claims, $0, now: now)?.page }
    }

    /// Takes the report down, as its address was confirmed; a second time changes nothing.
    ///
    /// - Throws: ``Refusal/limited(_:retryAfter:)`` where as many reports of the package were confirmed as may be for now;
    ///   the link works later.
    package func confirm(_ claims: LinkClaims) async throws -> ReportPage? {
        let context = context
        let cause = context.cause()
        let page = try await context.database.write { transaction -> ReportPage? in
            guard let (found, draft) = try ReportPage.load(claims, transaction, now: context.clock()) else {
                return nil
            }
            guard let draft else { return found }
            var page = found
            let work = context.work(in: transaction, for: page.gallery, cause: cause)
            try work.countConfirmed(draft)
            let package = try transaction.packages.name(draft.package, gallery: page.gallery.id, at: work.now)
            try work.take(draft.report(of: package, at: work.now), once: draft.id.bytes)
            try transaction.intake.remove(draft.id)
            page.opensUntil = nil
            return page
        }
        context.bell.ring()
        return page
    }
}

extension Work {
    fileprivate func take(_ report: PublicReport) throws {
        let fingerprint = try fingerprint(of: report)
        let isRefused = try refusesMail(report.email, about: report.package)
        guard try !transaction.intake.holds(fingerprint, since: now - ReportDraft.coolDown, gallery: gallery.id) else {
            return
        }
        let draft = ReportDraft(
            id: newID(), package: report.package, email: report.email, reason: report.topic.words,
            message: report.message.text, createdAt: now)
        let mail = draft.confirmation(to: report.email)
        var tally = Tally(self)
        if let shortage = try tally.take(charges(ofFormBy: report.email)) {
            return try tell(shortage, about: EventData())
        }
        if let shortage = try tally.take(mail) { return try tell(shortage, about: EventData()) }
        try tally.keep()
        try transaction.intake.add(draft, fingerprint: fingerprint, gallery: gallery.id)
        try ask([mail], isRefused: isRefused)
    }

    /// Counts a report whose address is confirmed, apart from what the gallery itself reports: a stranger uses up none
    /// of its room.
    ///
    /// - Throws: ``Refusal/limited(_:retryAfter:)``, which whoever opened the link may know.
    fileprivate func countConfirmed(_ report: ReportDraft) throws {
        guard gallery.policy.limited else { return }
        let package = Array(SHA256.hash(data: Array("public\0\(report.package.key)".utf8)))
        var tally = Tally(self)
        let charge = Charge(limit: .report, subject: gallery.id.bytes + package)
        if let shortage = try tally.take([charge]) { throw shortage.refusal }
        try tally.keep()
    }

    private func fingerprint(of report: PublicReport) throws -> [UInt8] {
        var digest = SHA256()
        digest.update(data: try self.digest(report.email, for: .contact))
        let words = [report.package.key, report.topic.rawValue, report.message.text]
        digest.update(data: Array(words.joined(separator: "\0").utf8))
        return Array(digest.finalize())
    }
}

extension ReportPage {
    /// The page, and what is still to be confirmed.
    fileprivate static func load(
        _ claims: LinkClaims, _ transaction: any Transaction, now: Timestamp
    ) throws -> (page: ReportPage, draft: ReportDraft?)? {
        guard now < Timestamp(seconds: Int64(claims.expires)) else { return nil }
        if let (draft, galleryID) = try transaction.intake.find(claims.subjectID) {
            guard let gallery = try transaction.galleries.find(galleryID), draft.email != nil else { return nil }
            let page = ReportPage(
                gallery: gallery, package: draft.package, reason: draft.reason, message: draft.message,
                opensUntil: draft.end)
            return (page, draft)
        }
        guard let (report, galleryID) = try transaction.reports.find(claims.subjectID),
            let gallery = try transaction.galleries.find(galleryID)
        else { return nil }
        let page = ReportPage(
            gallery: gallery, package: report.package.id, reason: report.reason, message: report.message)
        return (page, nil)
    }
}
