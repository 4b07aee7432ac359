import HTTPTypes
import Model
import Testing

@testable import Web

@Suite struct PublicLimitTests {
    @Test func guessedTokensAreCountedByAddress() async throws {
        try await Fixture.run(configure: { $0.trustedProxies = IPNetwork("127.0.0.1").map { [$0] } ?? [] }) { site in
            let from: @Sendable (String) -> HTTPFields = { [ExtraField.forwardedFor: $0] }
            for _ in 0..<100 { #expect(try await site.open("guess", headers: from("198.51.100.1")).status == 404) }
            let limited = try await site.open("guess", headers: from("198.51.100.1"))
            #expect(limited.status == 429)
            #expect(limited.header("Retry-After") == "600")
            #expect(try await site.press("guess", "action=accept", headers: from("198.51.100.1")).status == 429)
            // Neither somebody else nor a link that verifies is kept out, and what is left of a name counts for nothing.
            #expect(try await site.open("guess", headers: from("198.51.100.2")).status == 404)
            #expect(try await site.open("guess", headers: from("203.0.113.9, 198.51.100.1")).status == 429)
            let token = try await site.link(try await site.invite().id)
            #expect(try await site.open(token, headers: from("198.51.100.1")).status == 200)
            site.clock.advance(by: .seconds(601))
            #expect(try await site.open("guess", headers: from("198.51.100.1")).status == 404)
        }
    }

    @Test func pressesAreCountedByAddress() async throws {
        try await Fixture.run(settings: [:]) { site in
            let token = try await site.link(try await site.invite().id)
            for _ in 0..<100 { #expect(try await site.press(token, "action=accept").status == 200) }
            let limited = try await site.press(token, "action=accept")
            #expect(limited.status == 429)
            #expect(limited.header("Retry-After") == "600")
            #expect(limited.headers[.contentType] == "text/html; charset=utf-8")
            #expect(try await site.open(token).status == 410)
            site.clock.advance(by: .seconds(601))
            #expect(try await site.press(token, "action=accept").status == 200)
        }
    }

    /// A form that says nothing, or that is none, costs its sender as much as one that decides.
    @Test func formsThatSayNothingAreCountedToo() async throws {
        try await Fixture.run(settings: [:]) { site in
            let token = try await site.link(try await site.invite().id)
            for _ in 0..<50 {
                #expect(try await site.press(token, "action=burn").status == 400)
                #expect(
                    try await site.press(token, "action=accept", headers: [.contentType: "text/plain"]).status == 415)
            }
            #expect(try await site.press(token, "action=accept").status == 429)
            #expect(try await site.press(token, "action=burn").status == 429)
            site.clock.advance(by: .seconds(601))
            #expect(try await site.press(token, "action=accept").status == 200)
        }
    }

    /// Neither a gallery without limits nor a server without limits counts anything.
    @Test(arguments: [(["limits": "none"], true), ([:], false)])
    func limitsCanBeLifted(settings: [String: String], isOn: Bool) async throws {
        try await Fixture.run(settings: settings, configure: { $0.limitsOn = isOn }) { site in
            let token = try await site.link(try await site.invite().id)
            for _ in 0..<105 { #expect(try await site.press(token, "action=accept").status == 200) }
        }
    }

    @Test func memoryOfGuessesIsBounded() {
        let forged = ForgedTokens()
        let start = Timestamp(seconds: 1_000_000)
        for index in 0..<10_000 {
            _ = forged.count(
                IPAddress(
                    """
                    10.\(index / 65_536).\(index / 256 % 256).\(index % 256)
                    """), at: start + .milliseconds(index))
        }
        #expect(forged.remembered <= ForgedTokens.mostRemembered)
        #expect(forged.remembered > 1000)
    }
}
