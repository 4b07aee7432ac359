import JSONText
import Model
import Storage

extension Export {
    /// Events that its accounts brought about or that are about them, and those about what was exported before.
    mutating func events() async throws {
        let (context, pattern, subjects, name) = (context, pattern, subjects, name)
        let names = Dictionary(uniqueKeysWithValues: galleries.map { ($0.id, self.names(in: $0.id)) })
        let spelled = Set(accounts.map(\.account.username.text))
        try stream.begin("events")
        try await context.search(
            .events, of: gallery, most: Self.page,
            for: { row in
                guard let gallery = row.id, let subject = row.text("subject", of: .events) else { return false }
                if subject == name || subjects.contains(subject) || row.holds(pattern) { return true }
                guard let names = names[gallery], !names.isEmpty else { return false }
                if names.contains(Name.fold(subject)) { return true }
                if let actor = row.text("actor", of: .events), names.contains(Name.fold(actor)) { return true }
                // Read only where the name is in it.
                guard let data = row.text("data", of: .events) else { return false }
                return spelled.contains { data.contains("\"\($0)\"") }
            }
        ) { rows in
            for row in rows {
                guard let gallery = row.id, let seq = row.number,
                    let event = try await look({ transaction in
                        try unlessDamaged { try transaction.events.find(seq, gallery: gallery) }
                    })
                else { continue }
                let slug = slug(gallery)
                try stream.item { writer in
                    writer.field("gallery", slug)
                    writer.key("event")
                    writer.event(event)
                }
            }
        }
        try stream.end()
    }

    /// Where else the address is quoted, without what stands around it: that is about others.
    mutating func quotations() async throws {
        let (context, pattern, subjects) = (context, pattern, subjects)
        try stream.begin("quotations")
        for table in WordTable.all where ![.accounts, .events, .galleries].contains(table) {
            try await context.search(table, of: gallery, most: Self.page, for: { $0.holds(pattern) }) { rows in
                for row in rows where row.id.map({ subjects.contains($0.description) }) != true {
                    if row.isTo(pattern, "email", table) { continue }
                    try stream.item { writer in
                        writer.field("in", table.name)
                        if let id = row.id { writer.field("id", id.description) }
                        if let number = row.number {
                            writer.key("number")
                            writer.number(number)
                        }
                    }
                }
            }
        }
        try stream.end()
    }
}
