import Databases
import Model
import Testing

@testable import Storage

/// No listing and no claim reads a whole table.
@Suite struct QueryPlanTests {
    /// Few, or one row.
    private static let small = ["galleries", "switches", "schema_version", "api_keys", "CONSTANT"]

    @Test(arguments: [false, true])
    func nothingIsScanned(analyzed: Bool) async throws {
        try await Engine.sqlite.withDatabase { database in
            try await database.write { try Self.fill($0) }
            if analyzed { _ = try await database.write { try $0.run("ANALYZE") } }
            let plans = try await database.write { tx in
                let seen = StatementRecorder(base: tx)
                try Self.runEverything(seen)
                return try seen.statements.map { statement in
                    (
                        statement.sql,
                        try tx.rows("EXPLAIN QUERY PLAN " + statement.sql, statement.arguments).map { row in
                            var row = row
                            _ = (try row.integer(), try row.integer(), try row.integer())
                            return try row.text()
                        }
                    )
                }
            }
            #expect(plans.count > 50)
            for (sql, steps) in plans {
                // One row, from the end.
                if sql.hasSuffix("ORDER BY seq DESC LIMIT 1") { continue }
                for step in steps where step.hasPrefix("SCAN") {
                    let table = step.split(separator: " ").dropFirst().first.map(String.init) ?? ""
                    #expect(Self.small.contains(table) || table.hasPrefix("(subquery"), "\(step) in \(sql)")
                }
                // Statistics may make it choose a shorter index and a sort; nothing gathers them by itself.
                let sorts = !analyzed && steps.contains { $0.contains("TEMP B-TREE FOR ORDER BY") }
                #expect(!sorts || sql.contains("FROM ownerships"), "\(steps) in \(sql)")
            }
        }
    }

    /// Hundreds of packages, thousands of invitations and messages, most of them over.
    private static func fill(_ tx: any Transaction) throws {
        let rows = try Rows(tx)
        var accounts: [Account] = []
        for number in 0..<200 { accounts.append(try Rows.account("user\(number)", tx)) }
        for number in 0..<300 {
            let package = try tx.packages.learn(Rows.name("package\(number)"), gallery: Rows.gallery, at: Rows.now)
            _ = try tx.packages.addOwner(accounts[number % 200], to: package, via: .import, at: Rows.now)
        }
        for number in 0..<3000 as Range<UInt64> {
            _ = try tx.invitations.add(
                rows.invitation(1000 + number) {
                    $0.state = number % 50 == 0 ? .pending : .accepted
                    $0.invitee = accounts[Int(number % 200)]
                    $0.expiresAt = Rows.now + .seconds(Int64(number))
                }, gallery: Rows.gallery)
            try tx.messages.add(
                Rows.message(10_000 + number) {
                    $0.about = Rows.id(1000 + number)
                    $0.state = number % 50 == 0 ? .queued : .sent
                    $0.nextAttemptAt = number % 50 == 0 ? Rows.now : nil
                })
            try tx.events.append(
                [EventDraft(.ownerAdded, actor: "bob", subject: "s", data: EventData())], gallery: Rows.gallery,
                at: Rows.now, makeID: { _ in Rows.id(number) })
            _ = try tx.rates.take(.client, .client, subject: Rows.id(number).bytes, at: Rows.now)
            try tx.idempotency.keep(
                KeptAnswer(status: 200, body: []), key: Rows.id(1), "\(number)", fingerprint: [], until: Rows.now)
        }
    }

    /// Every operation of every record.
    private static func runEverything(_ tx: any Transaction) throws {
        let (gallery, now) = (Rows.gallery, Rows.now)
        let bob = try tx.accounts.find("bob", gallery: gallery)
        let package = try tx.packages.find("left-pad", gallery: gallery)
        guard let bob, let package else { throw Undo() }
        _ = try tx.accounts.find(number: bob.number)
        _ = try tx.accounts.learn(Rows.name("bob"), AccountDescription(username: nil, locale: "fr"), gallery: gallery)
        _ = try tx.accounts.learn(Rows.name("new"), AccountDescription(username: nil), gallery: gallery)
        _ = try tx.packages.learn(Rows.name("new"), gallery: gallery, at: now)
        _ = try tx.packages.named("left-pad", gallery: gallery)
        _ = try tx.packages.name(Rows.name("newer"), gallery: gallery, at: now)
        _ = try tx.packages.owners(of: package)
        _ = try tx.packages.addOwner(bob, to: package, via: .import, at: now)
        _ = try (
            tx.galleries.find(gallery), tx.galleries.find(slug: "pypi"), tx.galleries.all(),
            tx.galleries.settings(gallery)
        )
        try tx.galleries.pause(gallery, false)
        _ = try (
            tx.keys.find(hash: [1]), tx.keys.list(gallery: nil), tx.keys.list(gallery: gallery),
            tx.keys.revoke(gallery, at: now)
        )
        _ = try (tx.switches.courierIsPaused(), tx.events.after(0, gallery: gallery, limit: 10))
        try tx.switches.pauseCourier(false)
        _ = try tx.events.newest(gallery: Rows.gallery)
        try runAudit(tx)
        _ = try tx.rates.take(.client, .client, subject: [1], at: now)
        _ = try (tx.rates.forget(at: now, most: 10), tx.idempotency.forget(at: now, most: 10))
        _ = try tx.idempotency.find(key: Rows.id(1), "1", at: now)
        try tx.idempotency.keep(KeptAnswer(status: 200, body: []), key: gallery, "1", fingerprint: [], until: now)
        try runInvitations(tx, bob, package)
        try runMessages(tx)
        try tx.packages.removeOwner(bob, from: package)
    }

    /// Whatever an admin looks for.
    private static func runAudit(_ tx: any Transaction) throws {
        let (gallery, now) = (Rows.gallery, Rows.now)
        for subject in [nil, "s"] {
            for package in [nil, "left-pad"] {
                for actors in [[], ["bob", "Bob"], ["system"]] {
                    for types in [[], [EventType.ownerAdded, .messageSent]] {
                        for origin in [nil, Origin.Kind.admin, .service] {
                            let filter = AuditFilter(
                                types: types, actors: actors, subject: subject, package: package, origin: origin,
                                from: now - .seconds(5), until: now + .seconds(5))
                            _ = try tx.events.audit(filter, gallery: gallery, before: 2000, limit: 20)
                        }
                    }
                }
            }
        }
        _ = try tx.retention.forgetOrigins(before: now, most: 10)
        _ = try tx.retention.forgetCounts(gallery: gallery, before: now)
        for span in CountSpan.allCases { _ = try tx.counts.list(span, gallery: gallery, since: now) }
        _ = try tx.recovery.ages(.waiting, gallery: gallery, at: now)
        _ = try tx.invitations.pendingAges(gallery: gallery, at: now)
        _ = try tx.reports.standings(gallery: gallery, after: nil, limit: 10)
        let address = try EmailAddress("carol@example.org")
        _ = try (
            tx.search.packages("pack", gallery: gallery, limit: 20),
            tx.search.accounts("user", gallery: gallery, limit: 20),
            tx.search.accounts(address, gallery: gallery, limit: 20),
            tx.search.invitations(to: address, gallery: gallery, limit: 20),
            tx.search.messages(to: address, gallery: gallery, limit: 20)
        )
        _ = try (tx.keys.find(gallery), tx.keys.noteRefusals(1, of: gallery, at: now, quiet: .seconds(9)))
    }

    private static func runInvitations(_ tx: any Transaction, _ bob: Account, _ package: KnownPackage) throws {
        let (gallery, now) = (Rows.gallery, Rows.now)
        guard let known = try tx.invitations.find(Rows.id(1000))?.invitation else { throw Undo() }
        try tx.invitations.update(known)
        _ = try tx.invitations.add(known, gallery: gallery)
        _ = try tx.invitations.open(in: package, invitee: bob, email: nil)
        _ = try tx.invitations.open(in: package, invitee: nil, email: known.email)
        _ = try tx.invitations.open(in: package, most: 10)
        _ = try (tx.invitations.ending(at: now, most: 10), tx.invitations.toRemind(at: now, most: 10))
        _ = try tx.invitations.standings([known.id])
        for package in [nil, "left-pad"] {
            for invitee in [nil, "user1"] {
                for inviter in [nil, "bob"] {
                    for state in [nil, InvitationState.pending] {
                        let filter = InvitationFilter(
                            package: package, invitee: invitee, invitedBy: inviter, state: state)
                        _ = try tx.invitations.list(filter, gallery: gallery, after: nil, limit: 20)
                        _ = try tx.invitations.list(filter, gallery: gallery, after: Rows.id(2000), limit: 20)
                    }
                }
            }
        }
    }

    private static func runMessages(_ tx: any Transaction) throws {
        let (gallery, now) = (Rows.gallery, Rows.now)
        guard let known = try tx.messages.find(Rows.id(10_000)) else { throw Undo() }
        _ = try tx.messages.find(known.id, gallery: gallery)
        for gallery in [nil, gallery] {
            for about in [nil, known.about] {
                for state in [nil, MessageState.failed] {
                    _ = try tx.messages.list(gallery: gallery, about: about, state: state, after: nil, limit: 20)
                    _ = try tx.messages.list(
                        gallery: gallery, about: about, state: state, without: MailKind.withheld, after: nil, limit: 20)
                }
            }
        }
        _ = try (
            tx.messages.attempts(of: known.id), tx.messages.letter(about: known.about),
            tx.messages.waiting(about: known.about)
        )
        _ = try tx.messages.hasOtherLetter(than: known)
        _ = try tx.messages.nextDue(galleries: [gallery])
        let claimed = try tx.messages.claim(gallery: gallery, at: now, lease: now, most: 10)
        _ = try tx.messages.claimAbandoned(at: now, lease: now + .seconds(60), most: 10)
        _ = try tx.messages.wasClaimedAnew(known.id, attempt: 1)
        _ = try (tx.messages.renew(known.id, attempt: 1, lease: now), tx.messages.complete(claimed[0]))
        try tx.messages.update(claimed[0])
        try tx.messages.add(
            DeliveryAttempt(
                number: 1, at: now, relay: "r", outcome: .failed, phase: nil, code: nil, status: nil, text: ""),
            to: known.id)
    }
}
