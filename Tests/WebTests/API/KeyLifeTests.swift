import HTTPTypes
import Model
import Storage
import Testing
import Workflows

@testable import Web

/// API keys that end, and when each was last used.
@Suite struct KeyLifeTests {
    @Test func aKeyThatHasExpiredOpensNothing() async throws {
        try await Fixture.run { site in
            let end = site.clock.now + .seconds(60)
            let galleries = Galleries(site.context)
            let secret = try await galleries.addKey(gallery: site.gallery.id, scopes: [.read], expiresAt: end).secret
            site.clock.advance(by: .milliseconds(59_999))
            #expect(try await site.send(.get, "/v1/events", key: secret).status == 200)
            site.clock.advance(by: .milliseconds(1))
            let refused = try await site.send(.get, "/v1/events", key: secret)
            #expect(refused.status == 401 && refused.problem == "unauthorized")
            #expect(refused.string("detail")?.contains("expired at \(end)") == true)
            let challenge = #"Bearer realm="countersign", error="invalid_token", error_description="expired""#
            #expect(refused.header("WWW-Authenticate") == challenge)
            #expect(try await site.send(.get, "/v1/events", key: site.key).status == 200, "others have no end")
        }
    }

    @Test func theLastUseIsRememberedByTheHour() async throws {
        // Written by hand below, and not by the minute.
        try await Fixture.run(configure: { $0.keyUseInterval = .seconds(3600) }) { site in
            let galleries = Galleries(site.context)
            let (key, secret) = try await galleries.addKey(gallery: site.gallery.id, scopes: [.read])
            func lastUse() async throws -> Timestamp? {
                try await galleries.writeKeyUses()
                return try await galleries.keys(gallery: site.gallery.id).first { $0.id == key.id }?.lastUsedAt
            }
            func use() async throws { #expect(try await site.send(.get, "/v1/events", key: secret).status == 200) }
            #expect(try await lastUse() == nil)
            let first = site.clock.now
            try await use()
            let stored = try await galleries.keys(gallery: site.gallery.id).first { $0.id == key.id }
            #expect(stored?.lastUsedAt == nil, "a request writes nothing")
            #expect(try await lastUse() == first)
            site.clock.advance(by: .milliseconds(3_599_999))
            try await use()
            #expect(try await lastUse() == first, "so soon it is not written again")
            site.clock.advance(by: .milliseconds(1))
            try await use()
            #expect(try await lastUse() == first + .seconds(3600))
            _ = try await galleries.revokeKey(key.id)
            site.clock.advance(by: .seconds(7200))
            #expect(try await site.send(.get, "/v1/events", key: secret).status == 401)
            #expect(try await lastUse() == first + .seconds(3600), "what is refused is no use")
        }
    }

    @Test func theServerWritesItByItself() async throws {
        try await Fixture.run(configure: { $0.keyUseInterval = .milliseconds(5) }) { site in
            #expect(try await site.call(.get, "/v1/events").status == 200)
            let galleries = Galleries(site.context)
            var last: Timestamp?
            for _ in 0..<1000 where last == nil {
                last = try await galleries.keys(gallery: site.gallery.id).first?.lastUsedAt
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(last == site.clock.now)
        }
    }
}
