package import Model
package import Storage

extension Messages {
    /// Messages of a gallery as a page lists them, without their attempts.
    package func newest(
        _ filter: MessageFilter, gallery: Identifier, at place: ListPlace, limit: Int
    ) async throws -> Listing<Message> {
        try await context.database.read { transaction in
            let found = try transaction.messages.newest(filter, gallery: gallery, at: place, limit: limit)
            return Listing(found, at: place, limit: limit, id: \.id)
        }
    }
}
