package import Links
package import Model
import Storage

/// What the page of a new owner who says that they never agreed shows.
package struct OwnershipPage: Sendable, Equatable {
    package enum Standing: Sendable, Equatable {
        case open
        /// The account does not own the package, or no longer.
        case notAnOwner
        /// The package would be left without an owner.
        case lastOwner
        case expired
    }

    package var gallery: Gallery
    package var invitation: Invitation
    package var standing: Standing
    /// Whether this link was used to say that it was not agreed to.
    package var isDisowned = false
}

/// Links by which a new owner gives back what was not agreed to.
package struct OwnershipLinks: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// What a link is about, or nil where there is nothing of the sort.
    ///
    /// Writes nothing.
    package func show(_ claims: LinkClaims) async throws -> OwnershipPage? {
        let now = context.clock()
        return try await context.database.read { try OwnershipPage.load(claims, $0, now: now) }
    }

    /// Gives the ownership back and reports it, where the link still can.
    ///
    /// Of a package that would be left without an owner only the report is made, and once however often it is pressed.
    package func disown(_ claims: LinkClaims) async throws -> OwnershipPage? {
        let context = context
        let cause = context.cause()
        let page = try await context.database.write { transaction -> OwnershipPage? in
            let now = context.clock()
            let found = try OwnershipPage.load(claims, transaction, now: now)
            guard let page = found, page.standing == .open || page.standing == .lastOwner,
                let account = page.invitation.invitee
            else { return found }
            let fingerprint = page.invitation.fingerprint(of: .disowned)
            let work = context.work(in: transaction, for: page.gallery, cause: cause)
            try work.take(
                AbuseReport(
                    id: work.newID(), package: page.invitation.package, reporter: account.username.text, email: nil,
                    reason: "The account says that it never agreed to own the package.", message: nil,
                    createdAt: now), once: fingerprint)
            guard page.standing == .open else { return try OwnershipPage.load(claims, transaction, now: now) }
            _ = try work.remove(account.username.text, from: page.invitation.package, by: .owner(account.username.text))
            return try OwnershipPage.load(claims, transaction, now: now)
        }
        context.bell.ring()
        return page
    }
}

extension OwnershipPage {
    fileprivate static func load(
        _ claims: LinkClaims, _ transaction: any Transaction, now: Timestamp
    ) throws -> OwnershipPage? {
        guard let (invitation, galleryID) = try transaction.invitations.find(claims.subjectID),
            let gallery = try transaction.galleries.find(galleryID), let account = invitation.invitee,
            account.number == Int64(claims.recipient)
        else { return nil }
        var page = OwnershipPage(gallery: gallery, invitation: invitation, standing: .open)
        page.isDisowned =
            try transaction.reports.find(
                invitation.fingerprint(of: .disowned), since: Timestamp(milliseconds: 0), gallery: galleryID) != nil
        let owners = try transaction.packages.owners(of: invitation.package)
        // Only what this invitation brought about: who was made an owner again since was asked again.
        let isOwner = owners.contains {
            $0.account.number == account.number && $0.since == invitation.decidedAt
        }
        if now >= Timestamp(seconds: Int64(claims.expires)) {
            page.standing = .expired
        } else if !isOwner {
            page.standing = .notAnOwner
        } else if owners.count == 1 {
            page.standing = .lastOwner
        }
        return page
    }
}

/// What an invitation can be reported for by its links, once each.
enum LinkReport: UInt8 { case disowned = 1, unwanted }

extension Invitation {
    func fingerprint(of report: LinkReport) -> [UInt8] { [report.rawValue] + id.bytes }
}
