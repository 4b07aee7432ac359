import Databases
import Model
import Storage
import Testing
import Workflows

@Suite struct LimitTests {
    @Test(arguments: Engine.allCases)
    func aBurstPerInviter(engine: Engine) async throws {
        try await House.open(engine) { house in
            for number in 0..<6 { try await house.put("bob", "dora", package: "package\(number)") }
            for number in 0..<5 {
                #expect(try await house.invite("user\(number)", package: "package\(number)").word == "created")
            }
            let sixth = try await house.invite("user5", package: "package5")
            #expect((sixth.word, sixth.retryAfter) == ("limited inviter", 360))
            #expect(try await house.invite("user5", by: "dora", package: "package5").word == "created")
            house.clock.advance(by: .seconds(360))
            #expect(try await house.invite("user6", package: "package5").word == "created")
        }
    }

    @Test(arguments: Engine.allCases)
    func aBurstPerPackage(engine: Engine) async throws {
        try await House.open(engine) { house throws in
            for number in 0..<5 {
                #expect(try await house.invite("user\(number)", by: number % 2 == 0 ? "bob" : "dora").word == "created")
            }
            #expect(try await house.invite("user5", by: "dora").word == "limited package")
        }
    }

    @Test(arguments: Engine.allCases)
    func aRefusalCountsNowhere(engine: Engine) async throws {
        try await House.open(engine) { house in
            for number in 0..<5 { try await house.invite("user\(number)", by: number < 3 ? "bob" : "dora") }
            // The package is full; neither inviter may pay for trying.
            for _ in 0..<10 { #expect(try await house.invite("user9", by: "bob").word == "limited package") }
            try await house.put("bob", package: "other")
            for number in 0..<2 { #expect(try await house.invite("more\(number)", package: "other").word == "created") }
            #expect(try await house.invite("more2", package: "other").word == "limited inviter")
        }
    }

    @Test(arguments: Engine.allCases)
    func threeAnHourToOneAddressOverAllGalleries(engine: Engine) async throws {
        try await House.open(engine) { house in
            let other = try await house.addGallery("npm")
            try await house.put("frank", package: "a", gallery: other)
            try await house.put("frank", package: "b", gallery: other)
            try await house.put("bob", package: "c")
            #expect(try await house.invite().word == "created")
            #expect(try await house.invite(by: "frank", package: "a", gallery: other).word == "created")
            let shouted = AccountDescription(
                username: try Name("carol", .username), email: try EmailAddress("CAROL@example.org"))
            #expect(try await house.invite(shouted, by: "frank", package: "b", gallery: other).word == "created")
            let fourth = try await house.invite(package: "c")
            #expect((fourth.word, fourth.retryAfter) == ("limited recipient", 3600))
            house.clock.advance(by: .seconds(3600))
            #expect(try await house.invite(package: "c").word == "created")
        }
    }

    @Test(arguments: Engine.allCases)
    func aResendCountsAsAMail(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            #expect(try await house.call(.resend, id, by: "bob").word == "done")
            house.clock.advance(by: .seconds(120))
            #expect(try await house.call(.resend, id, by: "bob").word == "done")
            house.clock.advance(by: .seconds(240))
            #expect(try await house.call(.resend, id, by: "bob").word == "limited recipient")
            #expect(try await house.invitation(id).invitation.generation == 3)
        }
    }

    @Test(arguments: Engine.allCases)
    func tenPendingAPackage(engine: Engine) async throws {
        try await House.open(engine) { house in
            for number in 0..<10 {
                #expect(try await house.invite("user\(number)", by: number % 2 == 0 ? "bob" : "dora").word == "created")
                house.clock.advance(by: .seconds(400))
            }
            let eleventh = try await house.invite("user10")
            #expect((eleventh.word, eleventh.retryAfter) == ("limited pending", 7 * 86_400 - 4000))
        }
    }

    @Test(arguments: Engine.allCases)
    func noneLiftsThemAll(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for number in 0..<30 { #expect(try await house.invite("user\(number)").word == "created") }
            let id = try #require(try await house.invite().id)
            for _ in 0..<8 { #expect(try await house.call(.resend, id, by: "bob").word == "done") }
        }
    }

    @Test(arguments: Engine.allCases)
    func aSettingHoldsAtOnce(engine: Engine) async throws {
        try await House.open(engine) { house in
            for number in 0..<5 { try await house.invite("user\(number)") }
            #expect(try await house.invite("user5").word.hasPrefix("limited"))
            _ = try await Galleries(house.context).edit("pypi", Galleries.Edit(settings: ["limits": "none"]))
            #expect(try await house.invite("user5").word == "created")
        }
    }
}
