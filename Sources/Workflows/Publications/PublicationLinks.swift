package import Links
package import Model
import Storage

/// What a page about a link to confirm a version shows.
package struct PublicationPage: Sendable, Equatable {
    package var gallery: Gallery
    package var publication: Publication
    package var standing: PublicationStanding
    package var now: Timestamp
}

/// Links that confirm or reject a version that is held.
package struct PublicationLinks: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// What a link is about, or nil where there is nothing of the sort.
    ///
    /// Writes nothing.
    package func show(_ claims: LinkClaims) async throws -> PublicationPage? {
        let now = context.clock()
        return try await context.database.read { try PublicationPage.load(claims, $0, now: now)?.page }
    }

    /// Confirms or rejects, where the link still can.
    ///
    /// - Returns: the page as it is afterwards, or nil where there is nothing of the sort.
    package func act(confirm: Bool, _ claims: LinkClaims) async throws -> PublicationPage? {
        let context = context
        let cause = context.cause()
        let page = try await context.database.write { transaction -> PublicationPage? in
            let now = context.clock()
            let found = try PublicationPage.load(claims, transaction, now: now)
            guard let found else { return nil }
            var page = found.page
            let owner = found.owner
            let work = context.work(in: transaction, for: page.gallery, cause: cause)
            let situation = try work.situation(of: page.publication)
            switch page.standing {
            case .open, .expired:
                _ = try work.apply(
                    PublicationMachine.decide(page.publication, confirm: confirm, by: owner, in: situation),
                    in: situation)
            case .decided, .overtaken, .revoked: return page
            }
            guard let after = try transaction.publications.find(page.publication.id, gallery: page.gallery.id) else {
                return nil
            }
            page.publication = after
            page.standing = PublicationMachine.standing(
                of: after, owner: owner, expires: Timestamp(seconds: Int64(claims.expires)), now: now)
            return page
        }
        context.bell.ring()
        return page
    }
}

extension PublicationPage {
    fileprivate static func load(
        _ claims: LinkClaims, _ transaction: any Transaction, now: Timestamp
    ) throws -> (page: PublicationPage, owner: Account?)? {
        guard let (publication, galleryID) = try transaction.publications.find(claims.subjectID),
            let gallery = try transaction.galleries.find(galleryID)
        else { return nil }
        let owner = try transaction.packages.owners(of: publication.package)
            .first { $0.account.number == Int64(claims.recipient) }?.account
        let standing = PublicationMachine.standing(
            of: publication, owner: owner, expires: Timestamp(seconds: Int64(claims.expires)), now: now)
        return (
            PublicationPage(gallery: gallery, publication: publication, standing: standing, now: now), owner
        )
    }
}

extension Transaction {
    /// Counts a form that somebody sent from a public page.
    func countClient(_ client: [UInt8]?, _ gallery: Gallery?, at now: Timestamp) throws {
        guard let client, gallery?.policy.limited ?? true,
            let wait = try rates.take(.client, .client, subject: client, at: now)
        else { return }
        throw Refusal.limited(.client, retryAfter: wait)
    }

    /// Counts a claim or a report that somebody sent by a public form, which has somebody mailed.
    ///
    /// Before anything else is counted, so that one client uses up little of what others share.
    func countForm(_ client: [UInt8]?, _ gallery: Gallery?, at now: Timestamp) throws {
        try countClient(client, gallery, at: now)
        guard let client, gallery?.policy.limited ?? true,
            let wait = try rates.take(.forms, .forms, subject: client, at: now)
        else { return }
        throw Refusal.limited(.client, retryAfter: wait)
    }
}
