import Databases
import Links
import Model
import Storage
import Testing
import Workflows

/// What a stranger does by the public forms takes nothing from those whom it concerns.
@Suite struct StrangerTests {
    private static func claim(_ package: String, _ house: House, email: String = "mal@claims.example") async throws {
        try await house.submit(package, House.claimant("mal", email: email))
        let name = String(email.prefix { $0 != "@" })
        try await house.press(.confirm, house.link(in: .recoveryConfirmAddress, to: name, .recoveryConfirm))
    }

    private static func report(
        _ package: String, _ house: House, email: String = "zoe@reports.example", client: [UInt8]? = nil,
        gallery: Identifier? = nil
    ) async throws {
        try await PublicReports(house.context).submit(
            PublicReport(
                package: Name(package, .package), email: EmailAddress(email), topic: .malware,
                message: PlainText("It reads keys.")), gallery: gallery ?? house.gallery, client: client)
    }

    private static func confirmReport(_ house: House, by name: String = "zoe") async throws {
        let mail = try await house.messages(.recoveryConfirmAddress).last { $0.recipient.local == name }
        guard let mail else { throw Unexpected(what: "no mail to \(name)") }
        let link = LinkClaims(
            purpose: .reportConfirm, expires: UInt32(clamping: mail.until.seconds),
            subject: (mail.about.high, mail.about.low), generation: 1)
        guard try await PublicReports(house.context).confirm(link)?.opensUntil == nil else { throw Unexpected() }
    }

    /// Whoever publishes a new package becomes its first owner, whatever strangers have said of it before.
    @Test(arguments: Engine.allCases)
    func namingAPackageTakesNoFirstOwnership(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await Self.claim("nExT.bIg", house)
            try await Self.report("rEp.pAcK", house)
            try await Self.confirmReport(house)
            _ = try await house.opened("vouched.PACK")
            for (package, stranger) in [("Next.Big", true), ("Rep.Pack", false), ("Vouched.Pack", true)] {
                let owners = Owners(house.context)
                #expect(try await owners.list(package, gallery: house.gallery) == nil, "nobody hears of it")
                #expect(try await house.invite("carol", package: package).word == "unknownPackage")
                #expect(try await Search(house.context).find(package, gallery: house.gallery).packages.isEmpty)
                try await house.publish("1.0", package: package)
                let view = try #require(try await owners.list(package, gallery: house.gallery))
                #expect(view.package.id.text == package, "spelled as whoever published it does")
                #expect(view.owners.map(\.account.username.text) == ["bob"])
                #expect(try await house.invite("carol", package: package).word == "created")
                guard stranger else { continue }
                // The case is of the same package, and knows the owner.
                let id = try #require(try await house.cases(RecoveryFilter(package: package)).first).id
                let opened = try await house.caseView(id)
                #expect(opened.owners.map(\.account.username.text) == ["bob"])
                #expect(try await house.act(.contact(note: nil), on: id) != .refused(.noOwners))
            }
            let reports = try await Letters(house.context).reports(gallery: house.gallery, after: nil, limit: 9)
            #expect(reports.items.map(\.report.package.id.text) == ["Rep.Pack"])
        }
    }

    /// An import tells of it as well; and what was granted is owned, though nothing was published.
    @Test(arguments: Engine.allCases)
    func anImportAndAGrantTellOfIt(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await Self.claim("one", house)
            try await house.put(package: "ONE")
            #expect(try await Owners(house.context).list("one", gallery: house.gallery)?.package.id.text == "ONE")
            try await house.publish("1.0", package: "one")
            #expect(try await house.owners(package: "one").isEmpty, "the gallery said that nobody owns it")

            let id = try await house.opened("two")
            let invitation = try #require(try await house.grant(id, override: true).invitation?.invitation)
            let listed = try await Invitations(house.context).list(
                InvitationFilter(package: "two"), gallery: house.gallery, after: nil, limit: 9)
            #expect(listed.items.map(\.invitation.id) == [invitation.id])
            _ = try await house.act(.accept, house.link(invitation.id))
            #expect(try await house.owners(package: "two") == ["eve"])
            try await house.publish("1.0", package: "two")
            #expect(try await house.owners(package: "two") == ["eve"])
        }
    }

    /// Anybody can name an account in a claim: whose it is hears of the invitation, can decline, and of what came of it.
    @Test(arguments: Engine.allCases)
    func whoseAccountIsNamedHearsOfIt(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.put("frank", package: "other")
            let id = try await house.opened("left-pad", House.claimant("frank", email: "mal@claims.example"))
            #expect(try await house.caseView(id).otherMailboxes.map(\.text) == ["frank@example.org"])
            let granted = try await house.grant(id, override: true)
            let invitation = try #require(granted.invitation?.invitation)
            let letters = try await house.messages(.recoveryInvitation)
            #expect(letters.map(\.recipient.text) == ["mal@claims.example", "frank@example.org"])
            #expect(letters.first?.id == invitation.message)
            _ = try await house.act(.accept, house.link(invitation.id))
            let news = try await house.messages(.ownerAdded).filter { $0.facts.role == .invitee }
            #expect(news.map(\.recipient.text) == ["mal@claims.example", "frank@example.org"])
            // Whose mailbox the gallery knows hears once; so does an account that it knows no mailbox of.
            let second = try await house.opened("other", House.claimant("dora", email: "dora@example.org"))
            #expect(try await house.caseView(second).otherMailboxes.isEmpty)
            _ = try await house.grant(second, override: true)
            #expect(try await house.messages(.recoveryInvitation).count == 3)
            let third = try await house.opened("other")
            #expect(try await house.caseView(third).otherMailboxes.isEmpty)
            _ = try await house.grant(third, override: true)
            #expect(try await house.messages(.recoveryInvitation).count == 4)
        }
    }

    /// Whose an address is, is not told to whoever gives it.
    @Test(arguments: Engine.allCases)
    func aRefusalNamesNoAccountThatWasNotNamed(engine: Engine) async throws {
        try await House.open(engine) { house in
            func refusal(_ claimant: Claimant) async throws -> String {
                do {
                    return "\(try await house.opened("left-pad", claimant))"
                } catch let refused as Unexpected {
                    return refused.what
                }
            }
            let byAddress = try await refusal(House.claimant(nil, email: "bob@example.org"))
            #expect(byAddress.contains("alreadyOwner(username: nil)"), "\(byAddress)")
            let byName = try await refusal(House.claimant("BOB", email: "x@claims.example"))
            #expect(byName.contains("alreadyOwner(username: Optional(\"bob\"))"), "\(byName)")
            let id = try await house.opened("left-pad", House.claimant(nil))
            _ = try await house.done(.name(House.claimant(nil, email: "dora@example.org")), on: id)
            await #expect(throws: Refusal.alreadyOwner(username: nil)) { try await house.grant(id, override: true) }
        }
    }

    /// Throwaway addresses that nobody confirms use up nothing that others need.
    @Test(arguments: Engine.allCases)
    func claimsThatNobodyConfirmsSilenceNobody(engine: Engine) async throws {
        try await House.open(engine) { house in
            for number in 0..<120 {
                let claimant = try House.claimant(nil, email: "t\(number)@claims.example")
                try await house.submit("stolen", claimant)
                try await Self.report("left-pad", house, email: "u\(number)@reports.example")
            }
            try await house.submit("stolen", House.claimant("dora", email: "dora@claims.example"))
            try await house.press(.confirm, house.link(in: .recoveryConfirmAddress, to: "dora", .recoveryConfirm))
            try await Self.report("left-pad", house)
            try await Self.confirmReport(house)
            #expect(try await house.cases().count == 1)
            #expect(try await house.events().filter { $0 == "report.received" }.count == 1)
        }
    }

    /// What is confirmed counts, and whoever confirms too much is told so: the link works later.
    @Test(arguments: Engine.allCases)
    func confirmedOnesHaveLimits(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits.claim": "2/1h", "limits.report": "2/1h"]) { house in
            for number in 0..<2 {
                try await Self.claim("stolen", house, email: "t\(number)@claims.example")
                try await Self.report("stolen", house, email: "u\(number)@reports.example")
                try await Self.confirmReport(house, by: "u\(number)")
            }
            await #expect(throws: Refusal.limited(.mail(.claim), retryAfter: .seconds(3600))) {
                try await Self.claim("stolen", house)
            }
            try await Self.report("stolen", house)
            await #expect(throws: Refusal.limited(.mail(.report), retryAfter: .seconds(3600))) {
                try await Self.confirmReport(house)
            }
            #expect(try await house.cases().count == 2)
            house.clock.advance(by: .seconds(3600))
            try await house.press(.confirm, house.link(in: .recoveryConfirmAddress, to: "mal", .recoveryConfirm))
            try await Self.confirmReport(house)
            #expect(try await house.cases().count == 3)
        }
    }

    /// One mailbox gets few questions, over all galleries and both forms.
    @Test(arguments: Engine.allCases)
    func formsFloodNobody(engine: Engine) async throws {
        try await House.open(engine) { house in
            var galleries = [house.gallery]
            for number in 0..<4 { galleries.append(try await house.addGallery("g\(number)")) }
            for gallery in galleries {
                for number in 0..<3 {
                    try await Claims(house.context).submit(
                        ClaimCommand(
                            package: Name("p\(number)", .package), claimant: House.claimant(nil),
                            why: PlainText("Mine.")), gallery: gallery, client: nil)
                    try await Self.report("p\(number)", house, email: "eve@claims.example", gallery: gallery)
                }
            }
            var mails = 0
            for gallery in galleries { mails += try await house.mails(gallery: gallery).count }
            #expect(mails == 5)
        }
    }

    /// One client has few strangers mailed, over all galleries and both forms, and hears why.
    @Test(arguments: Engine.allCases)
    func aClientHasASmallShare(engine: Engine) async throws {
        try await House.open(engine) { house in
            let other = try await house.addGallery("gems")
            for number in 0..<10 {
                try await house.submit("p\(number)", House.claimant(nil, email: "t\(number)@x.example"), client: [1])
                try await Self.report("p", house, email: "u\(number)@x.example", client: [1], gallery: other)
            }
            await #expect(throws: Refusal.limited(.client, retryAfter: .seconds(3600))) {
                try await house.submit(client: [1])
            }
            await #expect(throws: Refusal.limited(.client, retryAfter: .seconds(3600))) {
                try await Self.report("p", house, client: [1])
            }
            try await house.submit(client: [2])
            #expect(try await house.messages(.recoveryConfirmAddress).count == 11)
        }
    }
}
