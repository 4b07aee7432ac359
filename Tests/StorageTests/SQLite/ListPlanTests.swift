import Databases
import Model
import Testing

@testable import Storage

/// Each list of the admin site goes along an index that has its order, whatever it is filtered by, and finds what it is
/// asked for.
@Suite struct ListPlanTests {
    /// Fails unless the statements of a list take this index of their table, with neither a scan nor a sort.
    private static func expect(
        _ index: String, _ tx: any Transaction, _ what: String, _ list: (any Transaction) throws -> Void
    ) throws {
        let seen = StatementRecorder(base: tx)
        try list(seen)
        let statements = seen.statements
        #expect(!statements.isEmpty)
        for (sql, arguments) in statements {
            let steps = try tx.rows("EXPLAIN QUERY PLAN " + sql, arguments).map { row in
                var row = row
                row.skip(3)
                return try row.text()
            }
            #expect(steps.contains { $0.contains("INDEX \(index) ") }, "\(what): \(steps)")
            #expect(!steps.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP B-TREE") }, "\(what): \(steps)")
        }
    }

    private static let places: [ListPlace] = [.newest, .before(Rows.id(5000)), .after(Rows.id(50))]

    private static func index(_ filter: MessageFilter) -> String {
        if filter.about != nil { return "messages_about" }
        if filter.recipient != nil { return "messages_to" }
        switch (filter.kind, filter.state) {
        case (nil, nil): return "messages_of_gallery"
        case (.invitation, nil), (.invitation, .sent): return "messages_of_gallery"
        case (_?, nil), (_?, .sent): return "messages_of_kind"
        default: return "messages_in_state"
        }
    }

    /// Two hundred messages of ten kinds and states, about twenty things, to five people.
    private static func fill(_ tx: any Transaction) throws -> [Message] {
        _ = try Rows(tx)
        return try (0..<200 as Range<UInt64>).map { number in
            let message = try Rows.message(100 + number) {
                $0.kind = MailKind.allCases[Int(number % 10)]
                $0.state = MessageState.allCases[Int(number / 7 % 8)]
                $0.about = Rows.id(number % 20 + 1)
                $0.recipient = try EmailAddress("p\(number % 5)@example.org")
                $0.nextAttemptAt = nil
            }
            try tx.messages.add(message)
            return message
        }
    }

    @Test(arguments: [false, true])
    func messages(analyzed: Bool) async throws {
        try await Engine.sqlite.withDatabase { database in
            try await database.write { tx in
                let all = try Self.fill(tx)
                if analyzed { _ = try tx.run("ANALYZE") }
                let recipient = try EmailAddress("p3@example.org")
                for state in [nil] + MessageState.allCases.map(Optional.some) {
                    for kind in [nil, .invitation, MailKind.allCases[3]] {
                        for about in [nil, Rows.id(4)] {
                            for recipient in [nil, recipient] {
                                let filter = MessageFilter(state: state, kind: kind, about: about, recipient: recipient)
                                try Self.check(filter, all, tx, analyzed: analyzed)
                            }
                        }
                    }
                }
                // Nobody else's.
                #expect(
                    try tx.messages.newest(MessageFilter(), gallery: Rows.id(2), at: .newest, limit: 10).isEmpty)
                #expect(
                    try tx.messages.newest(
                        MessageFilter(about: Rows.id(4)), gallery: Rows.id(2), at: .newest, limit: 10
                    ).isEmpty)
            }
        }
    }

    private static func check(
        _ filter: MessageFilter, _ all: [Message], _ tx: any Transaction, analyzed: Bool
    ) throws {
        let fitting = all.filter {
            (filter.state ?? $0.state) == $0.state && (filter.kind ?? $0.kind) == $0.kind
                && (filter.about ?? $0.about) == $0.about && (filter.recipient ?? $0.recipient) == $0.recipient
        }.map(\.id)
        let newest = try tx.messages.newest(filter, gallery: Rows.gallery, at: .newest, limit: 1000)
        #expect(newest.map(\.id) == fitting.reversed(), "\(filter)")
        // Statistics of so few rows may make it choose otherwise; nothing gathers them by itself.
        guard !analyzed else { return }
        for place in Self.places {
            try Self.expect(Self.index(filter), tx, "\(filter) at \(place)") {
                _ = try $0.messages.newest(filter, gallery: Rows.gallery, at: place, limit: 50)
            }
        }
    }

    @Test func invitations() async throws {
        try await Engine.sqlite.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let people = try (0..<40).map { try Rows.account("user\($0)", tx) }
                let package = try tx.packages.learn(Rows.name("other"), gallery: Rows.gallery, at: Rows.now)
                for (number, person) in people.enumerated() {
                    let invitation = try rows.invitation(100 + UInt64(number)) {
                        $0.invitee = person
                        if number % 2 == 0 { $0.package = package }
                        if number % 3 == 0 { $0.inviter = rows.carol }
                        if number % 5 == 0 { $0.state = .accepted }
                    }
                    #expect(try tx.invitations.add(invitation, gallery: Rows.gallery) == .added)
                }
                func find(
                    _ package: KnownPackage?, _ account: (Int64, InvitationRecords.Side)?,
                    _ tx: any Transaction, at place: ListPlace = .newest
                ) throws -> [UInt64] {
                    try tx.invitations.pending(
                        gallery: Rows.gallery, package: package, account: account.map { (number: $0.0, side: $0.1) },
                        at: place, limit: 100
                    ).map(\.id.low)
                }
                let pending = (0..<40 as Range<UInt64>).filter { $0 % 5 != 0 }.map { 100 + $0 }
                #expect(try find(nil, nil, tx) == pending.reversed())
                #expect(try find(package, nil, tx) == pending.filter { $0 % 2 == 0 }.reversed())
                let carols = pending.filter { ($0 - 100) % 3 == 0 }
                #expect(try find(nil, (rows.carol.number, .inviter), tx) == carols.reversed())
                #expect(try find(nil, (people[7].number, .invitee), tx) == [107])
                #expect(try find(package, (people[7].number, .invitee), tx).isEmpty)
                for place in Self.places {
                    try Self.expect("invitations_in_state", tx, "all") { _ = try find(nil, nil, $0, at: place) }
                    try Self.expect("invitations_pending_of_package", tx, "package") {
                        _ = try find(package, nil, $0, at: place)
                    }
                    try Self.expect("invitations_of_inviter", tx, "inviter") {
                        _ = try find(nil, (rows.carol.number, .inviter), $0, at: place)
                    }
                    try Self.expect("invitations_of_invitee", tx, "invitee") {
                        _ = try find(nil, (rows.carol.number, .invitee), $0, at: place)
                    }
                }
            }
        }
    }

    private static func index(_ filter: RecoveryFilter) -> String {
        if filter.email != nil { return "recovery_cases_of_claimant" }
        if filter.claimant != nil { return "recovery_cases_of_account" }
        if filter.state == .submitted { return "recovery_cases_in_state" }
        if filter.package != nil { return "recovery_cases_of_package" }
        if case .admin = filter.assignee { return "recovery_cases_of_assignee" }
        if filter.state != nil { return "recovery_cases_in_state" }
        return filter.assignee == nil ? "recovery_cases_of_gallery" : "recovery_cases_of_assignee"
    }

    /// However many claims nobody confirms, a list of the others does not meet one of them.
    @Test func cases() async throws {
        try await Engine.sqlite.withDatabase { database in
            try await database.write { tx in
                _ = try Rows(tx)
                let all = try (0..<160 as Range<UInt64>).map { number in
                    let claim = try RecoveryRecordsTests.claim(100 + number) {
                        $0.package = Rows.name("package\(number % 7)")
                        $0.state = RecoveryState.allCases[Int(number % 8)]
                        $0.assignee = number % 3 == 0 ? nil : "Admin\(number % 5)"
                        $0.claimant?.username = Rows.name("eve\(number % 11)")
                    }
                    #expect(try tx.recovery.add(claim, gallery: Rows.gallery) == .added)
                    return claim
                }
                let email = try EmailAddress("eve141@example.org")
                let unconfirmed = RecoveryFilter(state: .submitted)
                #expect(try tx.recovery.newest(unconfirmed, gallery: Rows.gallery, at: .newest, limit: 1000).isEmpty)
                for state in [nil] + RecoveryState.allCases.filter({ $0 != .submitted }).map(Optional.some) {
                    for assignee in [nil, RecoveryFilter.Assignee.nobody, .admin("admin1")] {
                        for package in [nil, "Package3"] {
                            for (claimant, email) in [(nil, nil), ("Eve4", nil), (nil, email)] {
                                let filter = RecoveryFilter(
                                    state: state, assignee: assignee, package: package, claimant: claimant, email: email
                                )
                                try Self.check(filter, all, tx)
                            }
                        }
                    }
                }
            }
        }
    }

    private static func check(_ filter: RecoveryFilter, _ all: [RecoveryCase], _ tx: any Transaction) throws {
        let fitting = all.filter {
            let isTheirs =
                switch filter.assignee {
                case nil: true
                case .nobody: $0.assignee == nil
                case .admin(let name): $0.assignee.map(Name.fold) == name
                }
            return isTheirs && (filter.state.map { [$0] } ?? RecoveryState.allCases.dropFirst()).contains($0.state)
                && (filter.package.map(Name.fold) ?? $0.package.key) == $0.package.key
                && (filter.claimant.map(Name.fold) ?? $0.claimant?.username?.key) == $0.claimant?.username?.key
                && (filter.email ?? $0.claimant?.email) == $0.claimant?.email
        }.map(\.id)
        let newest = try tx.recovery.newest(filter, gallery: Rows.gallery, at: .newest, limit: 1000)
        #expect(newest.map(\.id) == fitting.reversed(), "\(filter)")
        for place in places {
            try expect(index(filter), tx, "\(filter) at \(place)") {
                _ = try $0.recovery.newest(filter, gallery: Rows.gallery, at: place, limit: 50)
            }
        }
    }

    @Test func reports() async throws {
        try await Engine.sqlite.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let other = try tx.packages.learn(Rows.name("other"), gallery: Rows.gallery, at: Rows.now)
                for number in 0..<40 as Range<UInt64> {
                    let report = AbuseReport(
                        id: Rows.id(100 + number), package: number % 4 == 0 ? other : rows.package, reporter: nil,
                        email: nil, reason: "abuse", message: nil, createdAt: Rows.now)
                    try tx.reports.add(report, fingerprint: nil, gallery: Rows.gallery)
                    if number % 5 != 0 { #expect(try tx.reports.close(report.id, gallery: Rows.gallery)) }
                }
                #expect(try tx.reports.countOpen(gallery: Rows.gallery) == 8)
                func find(
                    openOnly: Bool, _ package: KnownPackage?, _ tx: any Transaction, at place: ListPlace = .newest
                ) throws -> [UInt64] {
                    try tx.reports.newest(
                        openOnly: openOnly, package: package, gallery: Rows.gallery, at: place, limit: 100
                    ).map(\.report.id.low)
                }
                let all = Array(100..<140 as Range<UInt64>)
                #expect(try find(openOnly: false, nil, tx) == all.reversed())
                #expect(try find(openOnly: false, other, tx) == all.filter { $0 % 4 == 0 }.reversed())
                #expect(try find(openOnly: true, nil, tx) == all.filter { $0 % 5 == 0 }.reversed())
                #expect(try find(openOnly: true, other, tx) == [120, 100])
                for place in Self.places {
                    for (openOnly, package, index) in [
                        (false, nil, "reports_of_gallery"), (false, other, "reports_of_package"),
                        (true, nil, "reports_open"), (true, other, "reports_open_of_package"),
                    ] {
                        try Self.expect(index, tx, index) { _ = try find(openOnly: openOnly, package, $0, at: place) }
                    }
                }
                try Self.expect("reports_open", tx, "how many") { _ = try $0.reports.countOpen(gallery: Rows.gallery) }
            }
        }
    }

    @Test func theOthers() async throws {
        try await Engine.sqlite.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                for place in Self.places {
                    try Self.expect("publications_of_gallery", tx, "all") {
                        _ = try $0.publications.newest(
                            gallery: Rows.gallery, package: nil, state: nil, at: place, limit: 50)
                    }
                    try Self.expect("publications_in_state", tx, "held") {
                        _ = try $0.publications.newest(
                            gallery: Rows.gallery, package: nil, state: .held, at: place, limit: 50)
                    }
                    for state in [nil] + PublicationState.allCases.map(Optional.some) {
                        let index =
                            state == nil || state == .live ? "publications_of_package" : "publications_in_state"
                        try Self.expect(index, tx, "package \(state?.rawValue ?? "in any state")") {
                            _ = try $0.publications.newest(
                                gallery: Rows.gallery, package: rows.package, state: state, at: place, limit: 50)
                        }
                    }
                    try Self.expect("suppressions_of_gallery", tx, "suppressions") {
                        _ = try $0.suppressions.newest(gallery: Rows.gallery, at: place, limit: 50)
                    }
                    try Self.expect("blocks_of_gallery", tx, "blocks") {
                        _ = try $0.blocks.newest(gallery: Rows.gallery, digest: nil, at: place, limit: 50)
                    }
                    try Self.expect("blocks_of_address", tx, "blocks of an address") {
                        _ = try $0.blocks.newest(gallery: Rows.gallery, digest: [1], at: place, limit: 50)
                        _ = try $0.blocks.list(gallery: Rows.gallery, digest: [1], after: nil, limit: 50)
                    }
                    try Self.expect("webhook_deliveries_of_webhook", tx, "deliveries") {
                        _ = try $0.webhookDeliveries.newest(webhook: Rows.id(9), state: nil, at: place, limit: 50)
                    }
                    try Self.expect("webhook_deliveries_in_state", tx, "failed deliveries") {
                        _ = try $0.webhookDeliveries.newest(webhook: Rows.id(9), state: .failed, at: place, limit: 50)
                    }
                }
            }
        }
    }
}
