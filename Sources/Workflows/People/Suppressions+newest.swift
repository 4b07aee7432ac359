package import Model
import Storage

extension Suppressions {
    package func newest(gallery: Identifier, at place: ListPlace, limit: Int) async throws -> Listing<Suppression> {
        try await context.database.read { transaction in
            let found = try transaction.suppressions.newest(gallery: gallery, at: place, limit: limit)
            return Listing(found, at: place, limit: limit, id: \.id)
        }
    }

    package func find(_ id: Identifier, gallery: Identifier) async throws -> Suppression? {
        try await context.database.read { try $0.suppressions.find(id, gallery: gallery)?.suppression }
    }

    /// Lets an address be mailed again, also one whose text was forgotten.
    ///
    /// - Returns: nil where it is done.
    package func remove(_ id: Identifier, reason: PlainText, gallery: Identifier) async throws -> Refusal? {
        try await context.work(for: gallery) { work in
            guard let (found, digest) = try work.transaction.suppressions.find(id, gallery: gallery),
                try work.transaction.suppressions.remove(digest, gallery: gallery)
            else { return .unknownSuppression }
            try work.append([
                EventDraft(
                    .suppressionRemoved, actor: EventDraft.system,
                    subject: found.email?.masked ?? found.id.description, data: EventData(reason: reason.text))
            ])
            return nil
        }
    }
}

extension Blocks {
    /// Blocks of a gallery, or those of one address.
    package func newest(
        of address: EmailAddress?, gallery: Identifier, at place: ListPlace, limit: Int
    ) async throws -> Listing<Block> {
        let secrets = context.secrets
        return try await context.database.read { transaction in
            let digest = try address.map { try secrets.digest($0, for: .block) }
            let found = try transaction.blocks.newest(gallery: gallery, digest: digest, at: place, limit: limit)
            return Listing(found, at: place, limit: limit, id: \.id)
        }
    }

    /// Lifts a block for a reason that is kept in the event.
    ///
    /// - Returns: nil where it is done.
    package func remove(_ id: Identifier, reason: PlainText, gallery: Identifier) async throws -> Refusal? {
        try await context.work(for: gallery) { work in
            guard let block = try work.transaction.blocks.find(id, gallery: gallery),
                try work.transaction.blocks.remove(id, gallery: gallery)
            else { return .unknownBlock }
            var event = work.event(.blockRemoved, of: block)
            // Nobody but its owner has asked before; who lifts it for them is told.
            event.actor = EventDraft.system
            event.data.reason = reason.text
            try work.append([event])
            return nil
        }
    }
}
