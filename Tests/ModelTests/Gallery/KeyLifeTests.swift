import Model
import Testing

@Suite struct KeyLifeTests {
    private static let now = Timestamp(rfc3339: "2026-11-21T07:00:00Z") ?? Timestamp(seconds: 0)

    @Test(arguments: [
        ("1s", "2026-11-21T07:00:01.000Z"), ("90d", "2027-02-19T07:00:00.000Z"), ("3650d", "2036-11-18T07:00:00.000Z"),
        ("2026-11-22", "2026-11-22T00:00:00.000Z"), ("2026-11-21T07:00:01Z", "2026-11-21T07:00:01.000Z"),
        ("2027-01-31T18:00:00+02:00", "2027-01-31T16:00:00.000Z"),
    ])
    func ends(text: String, end: String) {
        #expect(KeyLife.end(text, from: Self.now)?.description == end)
    }

    @Test(arguments: ["", "0s", "999ms", "3651d", "90", "soon", "2026-11-21", "2026-11-21T07:00:00Z", "2027-02-30"])
    func whatIsNoEnd(text: String) {
        #expect(KeyLife.end(text, from: Self.now) == nil)
    }

    @Test func aKeyHoldsUntilItsEnd() {
        func standing(_ expiresAt: Timestamp?, revokedAt: Timestamp? = nil) -> KeyStanding {
            KeyStanding(revokedAt: revokedAt, expiresAt: expiresAt, at: Self.now)
        }
        #expect(standing(nil) == .good)
        #expect(standing(Self.now + .milliseconds(1)) == .good)
        #expect(standing(Self.now) == .expired(Self.now))
        #expect(standing(Self.now, revokedAt: Self.now) == .revoked)
    }
}
