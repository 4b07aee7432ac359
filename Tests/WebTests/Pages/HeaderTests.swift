import Crypto
import Foundation
import HTTPTypes
import Testing

@testable import Web

@Suite struct HeaderTests {
    @Test func everyPageIsFencedIn() async throws {
        try await Fixture.run(configure: { $0.limitsOn = true }) { site in
            let invited = try await site.invite()
            let token = try await site.link(invited.id)
            var answers = [
                try await site.open(token), try await site.open(token, .head), try await site.open("forged"),
                try await site.press(token, "action=burn"),
                try await site.press(token, "", headers: [.contentType: "x/y"]),
                try await site.press(token, "action=accept", headers: [.origin: "https://evil.example"]),
                try await site.press(token, "action=accept"), try await site.open(token),
                try await site.send(.put, "/c/\(token)", key: nil), try await site.send(.get, "/", key: nil),
                try await site.send(.get, "/nope", key: nil), try await site.send(.get, "/problems/invalid", key: nil),
            ]
            for _ in 0..<100 { _ = try await site.open("forged") }
            answers.append(try await site.open("forged"))
            #expect(answers.map(\.status) == [200, 200, 404, 400, 415, 403, 200, 410, 405, 200, 404, 200, 429])
            for answer in answers {
                let policy = try #require(answer.header("Content-Security-Policy"))
                for part in [
                    "default-src 'none'", "img-src 'self'", "form-action 'self'", "base-uri 'none'",
                    "frame-ancestors 'none'",
                ] {
                    #expect(policy.contains(part))
                }
                #expect(!policy.contains("unsafe"))
                #expect(answer.header("X-Frame-Options") == "DENY")
                #expect(answer.header("Cache-Control") == "no-store")
                #expect(answer.header("Referrer-Policy") == "strict-origin")
                #expect(answer.header("X-Robots-Tag")?.contains("noindex") == true)
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Cross-Origin-Opener-Policy") == "same-origin")
                #expect(answer.header("Strict-Transport-Security") != nil)
                #expect(answer.header("Set-Cookie") == nil)
                #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
                for field in answer.headers { #expect(!field.value.contains(token)) }
                #expect(!answer.text.contains(token))
            }
        }
    }

    /// The policy allows the style that is there, for every colour.
    @Test(arguments: [nil, "#ffffff", "#000000", "#d4a017", "#808080", "#b91c5c"])
    func theStyleIsTheOneThatIsAllowed(colour: String?) async throws {
        var settings = ["limits": "none"]
        settings["colour"] = colour
        try await Fixture.run(settings: settings) { site in
            let page = try await site.open(try await site.link(try await site.invite().id))
            let style =
                try #require(page.text.range(of: "<style>"))
                .upperBound..<(try #require(page.text.range(of: "</style>")).lowerBound)
            let digest = Data(SHA256.hash(data: Data(page.text[style].utf8))).base64EncodedString()
            #expect(page.header("Content-Security-Policy")?.contains("style-src 'sha256-\(digest)'") == true)
            #expect(!page.text.contains("style=\""))
        }
    }

    @Test(arguments: [
        "#ffffff", "#000000", "#d4a017", "#808080", "#b91c5c", "#00ff00", "#0b57d0", "#777777", "#ffff00",
    ])
    func shadesCanBeRead(text: String) throws {
        let colour = try #require(Colour(text))
        #expect(colour.text == text)
        for card in [Stylesheet.lightCard, Stylesheet.darkCard] {
            let shade = colour.readable(on: card)
            #expect(shade.contrast(to: card) >= 4.5)
            #expect(shade.contrast(to: shade.ink) >= 4.5)
        }
        #expect(colour.contrast(to: colour.ink) >= 4.5)
    }

    @Test func contrastsAreThoseOfWCAG() throws {
        #expect(abs(Colour.white.contrast(to: .black) - 21) < 0.001)
        #expect(abs(try #require(Colour("#767676")).contrast(to: .white) - 4.54) < 0.01)
    }

    @Test func answersForProgramsAreFencedInToo() async throws {
        try await Fixture.run(configure: { $0.baseURL = "http://127.0.0.1:8080" }) { site in
            for answer in [
                try await site.call(.get, "/v1/events"), try await site.send(.get, "/v1/events", key: nil),
                try await site.send(.get, "/healthz", key: nil), try await site.call(.delete, "/v1/events"),
            ] {
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                #expect(answer.header("Cache-Control") == "no-store")
                #expect(answer.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
                #expect(answer.header("Strict-Transport-Security") == nil)
                #expect(answer.header("Date")?.hasSuffix(" GMT") == true)
            }
        }
    }

    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    ])
    func dates(second: Int, text: String) {
        #expect(HTTPDate.format(Int64(second)) == text)
    }
}
