import Databases
import Model
import Storage
import Testing
import Workflows

@Suite struct PurgeTests {
    private static let carol = "Carol@example.org"

    private func purge(_ house: House, _ address: String = "cAROL@EXAMPLE.ORG") async throws -> PurgeReport {
        guard case .erased(let report) = try await Privacy(house.context).purge(try EmailAddress(address)) else {
            throw Unexpected()
        }
        return report
    }

    /// Every word that any row holds.
    private func words(_ house: House) async throws -> String {
        var all = ""
        for table in WordTable.all {
            all += try await house.context.database.read { tx in
                try tx.privacy.rows(of: table, after: nil, limit: 10_000)
                    .flatMap { $0.words + $0.key }.map { value in
                        switch value {
                        case .text(let text): text + "\n"
                        case .blob(let bytes): String(decoding: bytes, as: UTF8.self) + "\n"
                        default: ""
                        }
                    }.joined()
            }
        }
        return all.lowercased()
    }

    private func events(_ house: House, _ type: EventType) async throws -> [Event] {
        try await EventFeed(house.context).after(0, gallery: house.gallery, limit: 5000).filter { $0.type == type }
    }

    @Test(arguments: Engine.allCases)
    func whatWaitsIsCancelledAndNothingStandsAnywhere(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            let pending = try await house.invite(House.account("carol", email: Self.carol)).id
            let byAddress = try await house.invite(
                AccountDescription(username: nil, email: try EmailAddress("carol@Example.org"))
            ).id
            guard let pending, let byAddress else { throw Unexpected() }
            let report = try await purge(house)
            #expect(report.accounts == 1 && report.invitations == 2 && report.cancelledInvitations == 2)
            #expect(report.cancelledMessages == 2 && report.left.isEmpty && report.held == 0)
            for id in [pending, byAddress] {
                let view = try await house.invitation(id)
                #expect(view.state == .cancelled && view.invitation.email == .erased)
                #expect(view.delivery.state == .cancelled)
            }
            #expect(!(try await words(house)).contains("carol@example.org"))
            #expect(
                try await events(house, .invitationCancelled).map(\.data.reason) == [Erasure.reason, Erasure.reason])
            #expect(try await events(house, .messageCancelled).count { $0.data.kind == "invitation" } == 2)
            let purged = try await events(house, .addressPurged)
            #expect(purged.count == 1 && purged[0].actor == EventDraft.system && purged[0].subject.count == 16)
            // Nobody hears of it by mail, and nothing more is found.
            try await house.sendAll()
            #expect(try await house.mails(state: .sent).allSatisfy { !$0.hasPrefix("erased") })
            let again = try await purge(house)
            #expect(again.isEmpty && again == PurgeReport())
            #expect(try await events(house, .addressPurged).count == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func decidedInvitationsKeepTheirStateAndLoseTheirWords(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            try await house.sendAll()
            _ = try await ConfirmationLinks(house.context).act(
                .decline, try await house.link(id), reason: try PlainText("it is carol here"))
            let report = try await purge(house)
            #expect(report.cancelledInvitations == 0 && report.invitations == 1)
            let view = try await house.invitation(id)
            #expect(view.state == .declined && view.invitation.reason == nil && view.delivery.state == .sent)
            #expect(!(try await words(house)).contains("it is carol here"))
            #expect(try await house.mails().contains("bob invitation-declined queued"))
            #expect(try await house.owners() == ["bob", "dora"])
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsBeingSentIsFenced(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            let claimed = try await house.claim().filter { $0.message.recipient.local == "carol" }
            #expect(claimed.count == 1)
            _ = try await purge(house)
            let refused = SendOutcome.refused(
                .rcpt, SMTPReply(code: 550, status: nil, text: "carol@example.org is unknown"))
            #expect(try await house.settle(claimed, refused) == 0)
            #expect(!(try await words(house)).contains("carol@example.org"))
            #expect(try await events(house, .messageUnknown).count == 1)
            #expect(try await house.mails(state: .unknown) == ["erased invitation unknown"])
            house.clock.advance(by: .seconds(3600))
            #expect(try await house.claim().allSatisfy { $0.message.recipient != .erased })
        }
    }

    @Test(arguments: Engine.allCases)
    func aRelaysWordsGo(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let words = "<carol%40example.org> aka CAROL\\u0040example.org (carol) is unknown"
            _ = try await house.settle(
                try await house.claim(), .refused(.rcpt, SMTPReply(code: 550, status: nil, text: words)))
            #expect(try await house.mails(state: .queued).contains("bob invitation-undeliverable queued"))
            _ = try await purge(house)
            let left = try await self.words(house)
            #expect(!left.contains("aka") || !left.contains("carol\\u0040"))
            #expect(!left.contains("carol%40example.org"))
            #expect(try await house.invitation(id).delivery.state == .failed)
            let attempts = try await Messages(house.context).list(
                gallery: house.gallery, about: id, state: .failed, after: nil, limit: 9
            ).items.filter { $0.message.recipient == .erased }.flatMap(\.attempts)
            #expect(attempts.map(\.code) == [550] && attempts.map(\.text) == [""])
        }
    }

    @Test(arguments: Engine.allCases)
    func anOrganizationGoesOnWithItsOthers(engine: Engine) async throws {
        try await House.open(engine) { house in
            let members = [Self.carol, "other@example.org"]
            var team = AccountDescription(username: try Name("team", .username))
            team.kind = .organization
            team.members = try members.map { try EmailAddress($0) }
            guard let id = try await house.invite(team).id else { throw Unexpected() }
            let report = try await purge(house)
            #expect(report.accounts == 1 && report.cancelledInvitations == 0 && report.cancelledMessages == 1)
            let view = try await house.invitation(id)
            #expect(view.state == .pending && view.invitation.email.text == "other@example.org")
            #expect(view.invitation.invitee?.members.map(\.text) == ["other@example.org"])
            #expect(try await house.mails(state: .queued).contains("other invitation queued"))
        }
    }

    @Test(arguments: Engine.allCases)
    func aNameThatIsTheAddressIsAnother(engine: Engine) async throws {
        try await House.open(engine) { house in
            let owners = Owners(house.context)
            for _ in 1...2 {
                _ = try await owners.put(
                    [House.account("bob"), House.account("carol@example.org", email: Self.carol)],
                    package: Name("left-pad", .package), gallery: house.gallery)
                #expect(try await purge(house).accounts == 1)
                #expect(!(try await words(house)).contains("carol@example.org"))
                let names = try await house.owners()
                #expect(names.count == 2 && names.contains { $0.hasPrefix("erased-") })
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsConfiguredIsRefused(engine: Engine) async throws {
        try await House.open(engine, settings: ["abuse": "Abuse@example.org"]) { house in
            let privacy = Privacy(house.context)
            let from = try await privacy.purge(try EmailAddress("NOREPLY@example.org"))
            #expect(from == .configured(gallery: "pypi", setting: "from"))
            let abuse = try await privacy.purge(try EmailAddress("abuse@example.org"))
            #expect(abuse == .configured(gallery: "pypi", setting: "abuse"))
            let purged = try await events(house, .addressPurged)
            #expect(purged.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func aPackageOfThatNameIsToldOf(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.put("bob", package: "@carol@example.org/x")
            let report = try await purge(house)
            #expect(report.left.count == 1 && report.left.first?.hasPrefix("packages ") == true)
        }
    }

    @Test(arguments: Engine.allCases)
    func repeatedRequestsAreAnsweredWithoutIt(engine: Engine) async throws {
        try await House.open(engine) { house in
            let key = Identifier(high: 1, low: 1)
            let kept = Array(#"{"invitee":{"email":"carol@example.org"},"n":1}"#.utf8)
            try await house.context.database.write { tx in
                for name in ["plain", "invite-carol@example.org"] {
                    try tx.idempotency.keep(
                        KeptAnswer(status: 201, location: "/v1/x/carol%40example.org", body: kept), key: key, name,
                        fingerprint: [1], until: house.clock.now + .seconds(60))
                }
            }
            _ = try await purge(house)
            let (plain, named) = try await house.context.database.read { tx in
                (
                    try tx.idempotency.find(key: key, "plain", at: house.clock.now)?.answer,
                    try tx.idempotency.find(key: key, "invite-carol@example.org", at: house.clock.now)
                )
            }
            #expect(named == nil && plain?.location == "/v1/x/erased@invalid")
            #expect(
                plain.map { String(decoding: $0.body, as: UTF8.self) }
                    == #"{"invitee":{"email":"erased@invalid"},"n":1}"#)
        }
    }

    @Test(arguments: Engine.allCases)
    func suppressionsHoldOnWithoutTheirText(engine: Engine) async throws {
        try await House.open(engine) { house in
            let address = try EmailAddress(Self.carol)
            let suppressions = Suppressions(house.context)
            _ = try await suppressions.put(address, reason: "asked by Carol@Example.org", gallery: house.gallery)
            let report = try await purge(house)
            #expect(report.held == 1 && report.others >= 1)
            let found = try await suppressions.find(try EmailAddress("carol@example.org"), gallery: house.gallery)
            #expect(found?.email == nil && found?.reason == "asked by \(Erasure.text)")
            try await house.invite()
            _ = try await house.claim()
            #expect(try await house.mails(state: .suppressed) == ["carol invitation suppressed"])
        }
    }

    @Test(arguments: Engine.allCases)
    func manyRowsAreDoneInSteps(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none", "invitation.pending": "1000"]) { house in
            for number in 0..<130 {
                try await house.put("bob", package: "package\(number)")
                try await house.invite(package: "package\(number)")
            }
            let report = try await purge(house)
            #expect(report.invitations == 130 && report.cancelledInvitations == 130 && report.cancelledMessages == 130)
            #expect(!(try await words(house)).contains("carol@example.org"))
        }
    }

    @Test(arguments: Engine.allCases)
    func oneGalleryForgetsForItselfAlone(engine: Engine) async throws {
        try await House.open(engine) { house in
            let other = try await house.addGallery("npm")
            try await house.put("bob", package: "theirs", gallery: other)
            try await house.invite()
            try await house.invite("carol", package: "theirs", gallery: other)
            _ = try await house.settle(
                try await house.claim(),
                .refused(.rcpt, SMTPReply(code: 450, status: nil, text: "carol@example.org later")))
            let privacy = Privacy(house.context)
            let address = try EmailAddress(Self.carol)
            guard case .erased(let report) = try await privacy.purge(address, gallery: other) else {
                throw Unexpected()
            }
            #expect(report.accounts == 1 && report.invitations == 1 && report.cancelledInvitations == 1)
            #expect(try await events(house, .addressPurged).isEmpty)
            #expect(try await house.mails(gallery: other).contains { $0.hasPrefix("erased invitation") })
            #expect(try await house.mails().contains { $0.hasPrefix("carol invitation") })
            #expect(try await house.pending().map(\.invitation.email.text) == ["carol@example.org"])
            let here = try await house.context.database.read { tx in
                try tx.privacy.rows(of: .attempts, after: nil, gallery: house.gallery, limit: 99)
                    .contains { $0.text("words", of: .attempts)?.contains("carol@") == true }
            }
            let there = try await house.context.database.read { tx in
                try WordTable.all.contains { table in
                    try tx.privacy.rows(of: table, after: nil, gallery: other, limit: 999)
                        .contains { AddressPattern(address).isIn("\($0.words)") }
                }
            }
            #expect(here && !there)
        }
    }

    @Test(arguments: Engine.allCases)
    func rowsThatCannotBeReadAreCleanedToo(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            for table in [WordTable.messages, .accounts, .events] {
                try await house.context.database.write { tx in
                    for var row in try tx.privacy.rows(of: table, after: nil, limit: 99) {
                        // What a later version might write.
                        row.words = row.words.map { value in
                            if case .text(let text) = value, text.hasPrefix("{") || text == "[]" {
                                return .text("carol@example.org, and no JSON")
                            }
                            return value
                        }
                        try tx.privacy.write(row, to: table)
                    }
                }
            }
            let report = try await purge(house)
            #expect(report.others > 0)
            #expect(!(try await words(house)).contains("carol@example.org"))
        }
    }
}
