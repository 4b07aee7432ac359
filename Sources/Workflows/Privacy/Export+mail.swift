import JSONText
import Model
import Storage

extension Export {
    /// Invitations to the address, and to and of its accounts.
    mutating func invitations() async throws {
        let (context, pattern) = (context, pattern)
        var ids: Set<Identifier> = []
        try await context.search(
            .invitations, of: gallery, most: Privacy.step, for: { $0.isTo(pattern, "email", .invitations) }
        ) {
            ids.formUnion($0.compactMap(\.id))
        }
        for (account, _) in accounts where account.email.map(pattern.isSame) == true {
            for asInviter in [false, true] {
                let number = account.number
                var last: Identifier?
                repeat {
                    let after = last
                    let page = try await look {
                        try $0.privacy.invitations(
                            of: number, asInviter: asInviter, after: after, limit: Privacy.step)
                    }
                    ids.formUnion(page)
                    last = page.count == Privacy.step ? page.last : nil
                } while last != nil
            }
        }
        try stream.begin("invitations")
        for page in ids.inOrder.pages(of: Self.page) {
            let found = try await look { transaction in
                try page.compactMap { id in try unlessDamaged { try transaction.invitations.find(id) } }
            }
            for (invitation, gallery) in found {
                subjects.insert(invitation.id.description)
                let slug = slug(gallery)
                try stream.item { $0.invitation(invitation, of: slug, pattern) }
            }
        }
        try stream.end()
    }

    /// Versions that its accounts published.
    mutating func publications() async throws {
        try stream.begin("publications")
        for (account, gallery) in accounts where account.email.map(pattern.isSame) == true {
            let (slug, number) = (slug(gallery), account.number)
            var last: Identifier?
            repeat {
                let after = last
                let page = try await look { transaction in
                    try transaction.privacy.publications(of: number, after: after, limit: Self.page)
                        .compactMap { id in try unlessDamaged { try transaction.publications.find(id)?.publication } }
                }
                for publication in page {
                    try stream.item { writer in
                        writer.field("gallery", slug)
                        writer.field("id", publication.id.description)
                        writer.field("publisher", publication.publisher.username.text)
                        writer.field("package", publication.package.id.text)
                        writer.field("version", publication.version.text)
                        writer.field("via", publication.via)
                        writer.field("state", publication.state.rawValue)
                        writer.field("createdAt", publication.createdAt)
                    }
                }
                last = page.count == Self.page ? page.last?.id : nil
            } while last != nil
        }
        try stream.end()
    }

    /// Messages to the address, with every attempt.
    mutating func messages() async throws {
        let (context, pattern) = (context, pattern)
        var (ids, contacts): (Set<Identifier>, Set<Identifier>) = ([], [])
        try await context.search(.messages, of: gallery, most: Self.page, for: { $0.holds(pattern) }) { rows in
            ids.formUnion(rows.filter { $0.isTo(pattern, "recipient", .messages) }.compactMap(\.id))
            let found = rows.compactMap(\.id)
            contacts.formUnion(
                try await look { transaction in
                    try found.compactMap { id in try unlessDamaged { try transaction.messages.find(id) } }
                        .filter { $0.isWritten(by: pattern) }.map(\.about)
                })
        }
        contactIDs = contacts
        try stream.begin("messages")
        for page in ids.inOrder.pages(of: Self.page) {
            let found = try await look { transaction in
                try page.compactMap { id in
                    try unlessDamaged {
                        try transaction.messages.find(id).map { ($0, try transaction.messages.attempts(of: id)) }
                    }
                }
            }
            for (message, attempts) in found {
                subjects.insert(message.id.description)
                let slug = slug(message.gallery)
                try stream.item { $0.message(message, attempts, of: slug) }
            }
        }
        try stream.end()
    }

    /// What it wrote to the owners of packages.
    mutating func contacts() async throws {
        try stream.begin("contacts")
        for page in contactIDs.inOrder.pages(of: Self.page) {
            let found = try await look { transaction in
                try page.compactMap { try transaction.privacy.contact($0) }
            }
            for (contact, gallery) in found {
                subjects.insert(contact.id.description)
                let slug = slug(gallery)
                try stream.item { writer in
                    writer.field("gallery", slug)
                    writer.field("id", contact.id.description)
                    writer.field("package", contact.package.id.text)
                    writer.field("recipients", contact.recipients)
                    writer.field("createdAt", contact.createdAt)
                }
            }
        }
        try stream.end()
    }
}

extension Set<Identifier> {
    var inOrder: [Identifier] { sorted { ($0.high, $0.low) < ($1.high, $1.low) } }
}

extension [Identifier] {
    func pages(of most: Int) -> [[Identifier]] {
        stride(from: 0, to: count, by: most).map { Array(self[$0..<Swift.min($0 + most, count)]) }
    }
}
