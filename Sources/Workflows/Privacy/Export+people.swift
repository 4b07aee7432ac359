import JSONText
import Links
import Model
import Storage

extension Export {
    /// Accounts with the places that the address has in them, what they own, and what they have muted.
    mutating func accounts() async throws {
        let (context, pattern) = (context, pattern)
        var found: [(account: Account, gallery: Identifier)] = []
        try await context.search(.accounts, of: gallery, most: Self.page, for: { $0.holds(pattern) }) { rows in
            let numbers = rows.compactMap(\.number)
            found += try await look { transaction in
                try numbers.compactMap { number in try unlessDamaged { try transaction.accounts.find(number: number) } }
            }.filter { pattern.hasPlace(in: $0.account) }
        }
        accounts = found
        try stream.begin("accounts")
        for (account, gallery) in found {
            let slug = slug(gallery)
            try stream.item { $0.account(account, of: slug, pattern) }
        }
        try stream.end()
        try await ownerships()
        try await preferences()
    }

    private mutating func ownerships() async throws {
        try stream.begin("ownerships")
        for (account, gallery) in accounts {
            let (slug, number) = (slug(gallery), account.number)
            for owned in try await look({ try $0.privacy.ownerships(of: number) }) {
                try stream.item { writer in
                    writer.field("gallery", slug)
                    writer.field("username", account.username.text)
                    writer.field("package", owned.package)
                    writer.field("since", owned.since)
                    writer.field("via", owned.via.rawValue)
                }
            }
        }
        try stream.end()
    }

    private mutating func preferences() async throws {
        try stream.begin("preferences")
        let mailbox = Array(
            try context.secrets.digest(pattern.address, for: .preferences).prefix(PreferenceSubject.mailboxLength))
        for (account, gallery) in accounts {
            let (slug, number) = (slug(gallery), account.number)
            for mute in try await look({ try $0.preferences.mutes(of: number) })
            where mute.mailbox == nil || mute.mailbox == mailbox {
                try stream.item { writer in
                    writer.field("gallery", slug)
                    writer.field("username", account.username.text)
                    writer.field("muted", mute.kind.rawValue)
                    if let package = mute.package { writer.field("package", package.id.text) }
                }
            }
        }
        try stream.end()
    }

    /// Reports that the address, or an account of it, made.
    mutating func reports() async throws {
        try stream.begin("reports")
        for gallery in galleries {
            let names = names(in: gallery.id)
            var last: Identifier?
            while true {
                let after = last
                let page = try await look {
                    try $0.reports.list(gallery: gallery.id, after: after, limit: Privacy.step)
                }
                for report in page
                where report.email.map(pattern.isSame) == true
                    || report.reporter.map({ names.contains(Name.fold($0)) }) == true
                {
                    subjects.insert(report.id.description)
                    try stream.item { $0.report(report, of: gallery.slug) }
                }
                guard page.count > Privacy.step, let end = page.last?.id else { break }
                last = end
            }
        }
        try stream.end()
    }

    /// What the address is recognised by, and not read: it goes on when all else was erased.
    mutating func traces() async throws {
        let suppression = try context.secrets.digest(pattern.address, for: .suppression)
        let block = try context.secrets.digest(pattern.address, for: .block)
        try stream.begin("suppressions")
        for gallery in galleries {
            guard
                let found = try await look({
                    try $0.suppressions.find(suppression, gallery: gallery.id)
                })
            else { continue }
            try stream.item { writer in
                writer.field("gallery", gallery.slug)
                writer.field("email", found.email?.text)
                writer.field("reason", found.reason)
                writer.field("at", found.at)
            }
        }
        try stream.end()
        try stream.begin("blocks")
        for gallery in galleries {
            let found = try await look {
                try $0.blocks.list(gallery: gallery.id, digest: block, after: nil, limit: Privacy.step)
            }
            for one in found {
                subjects.insert(one.id.description)
                try stream.item { $0.block(one, of: gallery.slug) }
            }
        }
        try stream.end()
    }

    /// Keys of the names of the accounts that the address has in a gallery.
    func names(in gallery: Identifier) -> Set<String> {
        Set(accounts.filter { $0.gallery == gallery }.map(\.account.username.key))
    }
}
