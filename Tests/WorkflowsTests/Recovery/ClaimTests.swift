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
