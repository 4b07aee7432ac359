import Model
import Testing

@Suite struct RecoveryPolicyTests {
    @Test func defaultsAreThoseOfTheProduct() {
        let policy = GalleryPolicy().recovery
        #expect((policy.attempts, policy.channels) == (3, 2))
        #expect(policy.wait == .seconds(42 * 86_400) && policy.pause == .seconds(7 * 86_400))
        #expect(policy.ownerless == .seconds(14 * 86_400) && !policy.checklist.isEmpty)
    }

    @Test func readsWhatItTakesAndShowsItAgain() throws {
        let settings = [
            "recovery.attempts": "1", "recovery.channels": "5", "recovery.checklist": "a,b-c",
            "recovery.ownerless": "1s",
            "recovery.pause": "90d", "recovery.wait": "365d",
        ]
        let policy = try GalleryPolicy(settings: settings)
        #expect(policy.recovery.checklist == ["a", "b-c"] && policy.recovery.attempts == 1)
        for (key, value) in settings { #expect(policy.value(of: key) == value) }
        let none = try GalleryPolicy(settings: ["recovery.checklist": "none"])
        #expect(none.recovery.checklist.isEmpty && none.value(of: "recovery.checklist") == "none")
    }

    @Test(arguments: [
        ("attempts", "0"), ("attempts", "21"), ("channels", "0"), ("channels", "6"), ("checklist", ""),
        ("checklist", "a,,b"), ("checklist", "a,a"), ("checklist", "A b"), ("ownerless", "366d"), ("pause", "0s"),
        ("pause", "91d"), ("wait", "6 weeks"), ("nonsense", "1"),
    ])
    func refusesTheRest(key: String, value: String) {
        #expect(throws: GalleryPolicy.Flaw.self) { try GalleryPolicy(settings: ["recovery.\(key)": value]) }
    }
}
