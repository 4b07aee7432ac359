package import Model
package import Storage

/// What was found for a few words of an admin.
package struct SearchResults: Sendable, Equatable {
    package var packages: [KnownPackage] = []
    package var accounts: [Account] = []
    package var invitations: [Invitation] = []
    package var messages: [Message] = []
    package var publications: [Publication] = []
    package var webhooks: [Webhook] = []
    package var keys: [APIKey] = []
    package var cases: [RecoveryCase] = []
    /// Of an address that was looked for.
    package var suppression: Suppression?
    package var blocks: [Block] = []
    /// The events that are about an id that was looked for and that is none of the above.
    package var isInLog = false

    package init() {}

    /// How many things were found.
    package var count: Int {
        packages.count + accounts.count + invitations.count + messages.count + publications.count + webhooks.count
            + keys.count + cases.count + (suppression == nil ? 0 : 1) + blocks.count + (isInLog ? 1 : 0)
    }
}

/// Looks for things of a gallery by an id, an address, or the beginning of a name.
package struct Search: Sendable {
    let context: WorkflowContext

    package init(_ context: WorkflowContext) {
        self.context = context
    }

    /// How many of a sort are found.
    package static let most = 20
    /// In bytes; nothing that is named is longer.
    package static let longest = 400

    package func find(_ words: String, gallery: Identifier) async throws -> SearchResults {
        let secrets = context.secrets
        let text = words.trimmed
        guard !text.isEmpty, text.utf8.count <= Self.longest, Name.canBeStored(text) else { return SearchResults() }
        return try await context.database.read { transaction in
            if let id = Self.id(in: text) { return try transaction.things(id, gallery: gallery) }
            var results = SearchResults()
            results.packages = try transaction.search.packages(text, gallery: gallery, limit: Self.most)
            results.accounts = try transaction.search.accounts(text, gallery: gallery, limit: Self.most)
            guard let address = try? EmailAddress(text) else { return results }
            try transaction.add(address, to: &results, gallery: gallery)
            guard secrets != nil else { return results }
            results.suppression = try transaction.suppressions.find(
                secrets.digest(address, for: .suppression), gallery: gallery)
            results.blocks = try Array(
                transaction.blocks.list(
                    gallery: gallery, digest: secrets.digest(address, for: .block), after: nil, limit: Self.most
                ).prefix(Self.most))
            return results
        }
    }

    /// An id, or the Message-ID of a mail, which begins with one.
    private static func id(in text: String) -> Identifier? {
        if let id = Identifier(text) { return id }
        let bare = text.hasPrefix("<") ? text.dropFirst() : text[...]
        guard let at = bare.firstIndex(of: "@") else { return nil }
        return Identifier(bare[..<at])
    }
}

extension Transaction {
    /// Whatever of the gallery has this id.
    fileprivate func things(_ id: Identifier, gallery: Identifier) throws -> SearchResults {
        var results = SearchResults()
        results.messages = try unlessDamaged { try messages.find(id, gallery: gallery) }.map { [$0] } ?? []
        results.invitations = try unlessDamaged { try invitations.find(id, gallery: gallery) }.map { [$0] } ?? []
        if let (publication, owner) = try unlessDamaged({ try publications.find(id) }), owner == gallery {
            results.publications = [publication]
        }
        results.webhooks = try webhooks.find(id, gallery: gallery).map { [$0] } ?? []
        if let key = try keys.find(id), key.gallery == gallery { results.keys = [key] }
        results.cases =
            try unlessDamaged { try recovery.find(id, gallery: gallery) }
            .map { $0.isListed ? [$0] : [] } ?? []
        if results.count == 0 {
            let about = AuditFilter(subject: id.description)
            results.isInLog = try !events.audit(about, gallery: gallery, limit: 1).events.isEmpty
        }
        return results
    }

    fileprivate func add(_ address: EmailAddress, to results: inout SearchResults, gallery: Identifier) throws {
        let named = Set(results.accounts.map(\.number))
        results.accounts += try search.accounts(address, gallery: gallery, limit: Search.most)
            .filter { !named.contains($0.number) }
        results.invitations = try search.invitations(to: address, gallery: gallery, limit: Search.most).compactMap {
            id in
            try unlessDamaged { try invitations.find(id, gallery: gallery) }
        }
        let whose = RecoveryFilter(email: address)
        results.cases = try Array(
            recovery.newest(whose, gallery: gallery, at: .newest, limit: Search.most).prefix(Search.most))
        results.messages = try search.messages(to: address, gallery: gallery, limit: Search.most).compactMap { id in
            try unlessDamaged { try messages.find(id, gallery: gallery) }
        }
    }
}
