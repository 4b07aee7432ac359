package import Links
package import Model
import Storage

/// What the page of an owner who wants no more messages of people shows.
package struct ContactPage: Sendable, Equatable {
    package var gallery: Gallery
    /// Whose mailbox it is.
    package var account: Account
    /// Who wrote; nil where that is no account.
    package var sender: Account?
    /// The package that the message was about; nil where it is not known any more.
    package var package: KnownPackage?

    /// What can be refused from here.
    package var scopes: [BlockScope] {
        BlockScope.allCases.filter { scope in
            switch scope {
            case .inviter: sender != nil
            case .package: package != nil
            case .all: true
            }
        }
    }
}

/// Links by which an owner refuses messages of people, and invitations with them.
package struct ContactLinks: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// What a link is about, or nil where its time is over or its mailbox is no longer the account's.
    ///
    /// Writes nothing.
    package func show(_ claims: LinkClaims) async throws -> ContactPage? {
        let (now, secrets) = (context.clock(), context.secrets)
        return try await context.database.read { try ContactPage.load(claims, $0, secrets, now: now)?.page }
    }

    /// Refuses what is like the message from now on; a second time changes nothing.
    ///
    /// - Returns: the page, or nil where there is nothing of the sort; unchanged where the scope is none of its own.
    package func block(_ scope: BlockScope, _ claims: LinkClaims) async throws -> ContactPage? {
        let context = context
        let cause = context.cause()
        return try await context.database.write { transaction -> ContactPage? in
            let found = try ContactPage.load(claims, transaction, context.secrets, now: context.clock())
            guard let (page, address) = found else { return nil }
            guard page.scopes.contains(scope) else { return page }
            let work = context.work(in: transaction, for: page.gallery, cause: cause)
            _ = try work.add(
                Block(
                    id: work.newID(), masked: address.masked, account: page.account,
                    inviter: scope == .inviter ? page.sender : nil, package: scope == .package ? page.package : nil,
                    createdAt: work.now), address)
            return page
        }
    }
}

extension ContactPage {
    fileprivate static func load(
        _ claims: LinkClaims, _ transaction: any Transaction, _ secrets: ServiceSecrets?, now: Timestamp
    ) throws -> (page: ContactPage, address: EmailAddress)? {
        let named = ContactSubject(claims.subject)
        guard now < Timestamp(seconds: Int64(claims.expires)),
            let (account, galleryID) = try transaction.accounts.find(number: Int64(claims.recipient)),
            let gallery = try transaction.galleries.find(galleryID),
            let address = try account.mailboxes.first(where: {
                try Array(secrets.digest($0, for: .contactLink).prefix(ContactSubject.mailboxLength)) == named.mailbox
            })
        else { return nil }
        var page = ContactPage(gallery: gallery, account: account)
        if let (sender, itsGallery) = try transaction.accounts.find(number: Int64(named.sender)),
            itsGallery == galleryID
        {
            page.sender = sender
        }
        page.package = try transaction.packages.find(number: Int64(named.package), gallery: galleryID)
        return (page, address)
    }
}
