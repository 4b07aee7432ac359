import Databases
import Links
import Model
import Storage
import Testing
import Workflows

/// The public form.
@Suite struct ClaimTests {
    @Test(arguments: Engine.allCases)
    func theSameClaimIsOneCaseAndOneMail(engine: Engine) async throws {
        try await House.open(engine) { house in
            for _ in 0..<3 { try await house.submit() }
            #expect(try await house.messages(.recoveryConfirmAddress).count == 1)
            house.clock.advance(by: .seconds(3600))
            try await house.submit("LEFT-PAD")
            #expect(try await house.messages(.recoveryConfirmAddress).count == 2)
            _ = try await house.press(
                .confirm, house.link(in: .recoveryConfirmAddress, to: "eve", .recoveryConfirm))
            #expect(try await house.cases().count == 1)
            house.clock.advance(by: .seconds(3600))
            try await house.submit()
            #expect(try await house.messages(.recoveryOpened).count == 2, "who lost the link gets another")
            #expect(try await house.cases().count == 1)
        }
    }

    /// Anybody can claim with anybody's address: the one who reads its mail decides which claim it is.
    @Test(arguments: Engine.allCases)
    func theOneThatIsConfirmedWins(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.submit("left-pad", House.claimant("mallory"))
            try await house.submit("left-pad", House.claimant("mallory"))
            try await house.submit("Left-Pad")
            try await house.submit("left-pad", House.claimant(nil))
            try await house.submit("other")
            let mails = try await house.messages(.recoveryConfirmAddress)
            #expect(mails.count == 4, "what is sent twice is one")
            let links = mails.map { Self.link($0) }
            #expect(try await house.press(.confirm, links[1]).standing == .done)
            let cases = try await house.cases()
            #expect(cases.map(\.claimant?.username?.text) == ["eve"], "the others are on no list")
            #expect(try await house.events().count { $0 == "recovery.withdrawn" } == 2)
            #expect(
                try await house.messages(.recoveryConfirmAddress).map(\.state) == [
                    .cancelled, .queued, .cancelled, .queued,
                ], "what asks about the others is not sent any more")
            // Whoever has the mailbox comes to the case by any of the links.
            for link in [links[0], links[2]] {
                #expect(try await house.press(.confirm, link).standing == .done)
            }
            #expect(try await house.cases() == cases)
            for mail in [mails[0], mails[2]] { #expect(try await house.find(mail.about) == nil) }
            try await house.done(.deny(PlainText("not proven")), on: cases[0].id)
            #expect(try await house.press(.confirm, links[0]).standing == .ended)
        }
    }

    /// There is a case by the same address when the link is pressed: that is it, and its own link is mailed once more.
    @Test(arguments: Engine.allCases)
    func aLaterConfirmationLeadsToTheCase(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.submit()
            let link = try await house.link(in: .recoveryConfirmAddress, to: "eve", .recoveryConfirm)
            let id = try await house.opened("left-pad", House.claimant("zoe", email: "zoe@claims.example"))
            // An admin names the claimant while the claim waits: it keeps nobody from that.
            try await house.done(.name(House.claimant("frank")), on: id)
            house.clock.advance(by: .seconds(3600))
            #expect(try await RecoveryLinks(house.context).show(link)?.standing == .open)
            let before = try await house.messages(.recoveryOpened).count
            for _ in 0..<2 { #expect(try await house.press(.confirm, link).standing == .done) }
            #expect(try await house.cases().map(\.id) == [id])
            #expect(try await house.caseView(id).claim.claimant?.username?.text == "frank")
            #expect(try await house.messages(.recoveryOpened).count == before + 1)
            #expect(try await house.events().count { $0 == "recovery.withdrawn" } == 1)
            #expect(try await house.events().count { $0 == "recovery.confirmed" } == 1)
        }
    }

    /// What a stranger typed keeps no admin from anything, and nobody from their own claim.
    @Test(arguments: Engine.allCases)
    func whatNobodyConfirmedStandsInNobodysWay(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.deny(PlainText("not proven")), on: id)
            try await house.submit("left-pad", House.claimant("mallory"))
            #expect(try await house.done(.reopen(PlainText("proven by now")), on: id).claim.state == .open)
            try await house.submit("left-pad", House.claimant("mallory", email: "dora@claims.example"))
            let named = try await house.done(.name(House.claimant("dora", email: "dora@claims.example")), on: id)
            #expect(named.claim.claimant?.username?.text == "dora")
        }
    }

    /// The gallery vouches for an address with its own words, and for nothing that a stranger typed into the form.
    @Test(arguments: Engine.allCases)
    func theGalleryVouchesForItsOwnWords(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.submit("left-pad", House.claimant("mallory"))
            let link = try await house.link(in: .recoveryConfirmAddress, to: "eve", .recoveryConfirm)
            let id = try await house.opened()
            let claim = try await house.caseView(id).claim
            #expect(claim.claimant?.username?.text == "eve" && claim.links.isEmpty)
            #expect(try await house.cases().map(\.id) == [id])
            #expect(
                try await house.events().filter { $0.hasPrefix("recovery.") } == [
                    "recovery.submitted", "recovery.submitted", "recovery.confirmed", "recovery.opened",
                    "recovery.withdrawn",
                ])
            #expect(try await house.press(.confirm, link).standing == .done)
            #expect(try await house.cases().map(\.id) == [id])
        }
    }

    private static func link(_ mail: Message) -> LinkClaims {
        LinkClaims(
            purpose: .recoveryConfirm, expires: UInt32((mail.facts.expires ?? 0) / 1000),
            subject: (high: mail.about.high, low: mail.about.low), recipient: UInt32(mail.account),
            generation: UInt16(mail.generation))
    }

    /// Nothing in what the caller sees tells of limits of others; the feed does.
    @Test(arguments: Engine.allCases)
    func limitsAreSilentButForTheClientsOwn(engine: Engine) async throws {
        try await House.open(engine) { house in
            for number in 0..<8 { try await house.submit("package\(number)") }
            #expect(
                try await house.messages(.recoveryConfirmAddress).count { $0.recipient.local == "eve" } == 5,
                "five an hour of one address")
            #expect(try await house.events().contains("limit.reached"))
            for number in 0..<20 {
                try await house.submit("p\(number)", House.claimant(email: "f\(number)@claims.example"), client: [1])
            }
            await #expect(throws: Refusal.limited(.client, retryAfter: .seconds(3600))) {
                try await house.submit(client: [1])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whoRefusesMailGetsNone(engine: Engine) async throws {
        try await House.open(engine) { house in
            let digest = try #require(house.context.secrets).digest(of: "eve@claims.example", for: "block")
            let gallery = house.gallery
            try await house.context.database.write { transaction in
                _ = try transaction.blocks.add(
                    Block(
                        id: Identifier(high: 1, low: 1), masked: "e…", account: nil,
                        createdAt: Timestamp(milliseconds: 0)), digest: digest, gallery: gallery)
            }
            try await house.submit()
            #expect(try await house.mails() == ["eve recovery-confirm-address suppressed"])
        }
    }

    @Test(arguments: Engine.allCases)
    func whatNobodyConfirmsIsForgotten(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.submit()
            let link = try await house.link(in: .recoveryConfirmAddress, to: "eve", .recoveryConfirm)
            house.clock.advance(by: RecoveryCase.confirmationLife - .milliseconds(1))
            try await house.runSchedules()
            #expect(try await RecoveryLinks(house.context).show(link) != nil)
            house.clock.advance(by: .milliseconds(1))
            #expect(try await house.press(.confirm, link).standing == .expired)
            try await house.runSchedules()
            #expect(try await RecoveryLinks(house.context).show(link) == nil)
        }
    }

    /// Nothing of what a stranger wrote with somebody's address is kept, nor the address.
    @Test(arguments: Engine.allCases)
    func whatIsDisownedIsGone(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.submit()
            let link = try await house.link(in: .recoveryConfirmAddress, to: "eve", .recoveryConfirm)
            for _ in 0..<2 {
                let page = try await house.press(.disown, link)
                #expect(page.standing == .ended && page.claim.state == .withdrawn)
                #expect(page.claim.why.isEmpty && page.claim.claimant?.email == .erased)
            }
            #expect(try await house.press(.confirm, link).claim.state == .withdrawn)
            #expect(try await house.events().count { $0 == "recovery.withdrawn" } == 1)
            try await house.submit()
            #expect(
                try await house.messages(.recoveryConfirmAddress).count == 2, "whoever has the address may claim it")
        }
    }

    @Test(arguments: Engine.allCases)
    func theClaimantWithdraws(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            let status = try await house.link(in: .recoveryOpened, to: "eve", .recoveryStatus)
            #expect(try await RecoveryLinks(house.context).show(status)?.standing == .open)
            #expect(try await house.press(.object, status).claim.state == .open, "a link does what it is for")
            for _ in 0..<2 { #expect(try await house.press(.withdraw, status).claim.state == .withdrawn) }
            #expect(try await house.caseView(id).claim.isOver)
            #expect(try await house.opened() != id, "and may claim it anew")
        }
    }
}
