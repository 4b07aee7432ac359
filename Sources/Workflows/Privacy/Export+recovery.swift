import JSONText
import Model
import Storage

extension Export {
    /// Claims of packages that the address made, with what admins wrote about them.
    mutating func cases() async throws {
        let (context, pattern) = (context, pattern)
        try stream.begin("recoveryCases")
        try await context.search(
            .recoveryCases, of: gallery, most: Self.page, for: { $0.isTo(pattern, "email", .recoveryCases) }
        ) { rows in
            for id in rows.compactMap(\.id) {
                let found = try await look { transaction in
                    try unlessDamaged {
                        try transaction.recovery.find(id).map { found in
                            (found, try transaction.recovery.notes(of: id))
                        }
                    }
                }
                guard let ((claim, gallery), notes) = found else { continue }
                subjects.insert(id.description)
                let slug = slug(gallery)
                try stream.item { $0.claim(claim, notes, of: slug) }
            }
        }
        try stream.end()
    }
}

extension JSONWriter {
    fileprivate mutating func claim(_ claim: RecoveryCase, _ notes: [CaseNote], of gallery: String) {
        field("gallery", gallery)
        field("id", claim.id.description)
        field("package", claim.package.text)
        field("name", claim.claimant?.name)
        field("username", claim.claimant?.username?.text)
        field("email", claim.claimant?.email.text)
        field("locale", claim.claimant?.locale)
        field("why", claim.why)
        key("links")
        openArray()
        for link in claim.links { string(link) }
        closeArray()
        field("state", claim.state.rawValue)
        field("reason", claim.decision?.reason)
        field("createdAt", claim.createdAt)
        field("confirmedAt", claim.confirmedAt)
        field("decidedAt", claim.decidedAt)
        key("notes")
        openArray()
        for note in notes {
            open()
            field("at", note.at)
            field("text", note.text)
            close()
        }
        closeArray()
    }
}
