import Model
import Testing

@Suite struct GalleryPolicyTests {
    @Test func defaultsAreThoseOfTheProduct() {
        let policy = GalleryPolicy()
        #expect(policy.invitationLife == .seconds(7 * 86_400))
        #expect(policy.invitationReminder == .seconds(2 * 86_400))
        #expect(policy.mostOwners == 15)
        #expect(policy.mostPending == 10)
        #expect(policy.acceptance == .link)
        #expect(policy.limited)
    }

    @Test(arguments: [
        ("abuse", "abuse@example.org"), ("acceptance", "link"), ("acceptance", "signed-in"), ("colour", "#12abEF"),
        ("invitation.life", "5s"), ("invitation.life", "90d"), ("invitation.owners", "1"),
        ("invitation.owners", "1000"),
        ("invitation.pending", "1"), ("invitation.reminder", "1ms"), ("invitation.reminder", "none"),
        ("limits", "none"),
        ("limits", "default"), ("locale", "de-AT"), ("locale", "zh-Hant-TW"), ("logo", "https://example.org/l.svg"),
        ("logo", "none"),
    ])
    func takes(key: String, value: String) throws {
        #expect(throws: Never.self) { try GalleryPolicy(settings: [key: value]) }
    }

    @Test func readsWhatItTakes() throws {
        let policy = try GalleryPolicy(settings: [
            "abuse": "abuse@example.org", "acceptance": "signed-in", "colour": "#12ABef", "invitation.life": "10m",
            "invitation.owners": "3", "invitation.pending": "4", "invitation.reminder": "none", "limits": "none",
            "locale": "de", "logo": "https://example.org/l.svg",
        ])
        #expect(policy.abuse?.text == "abuse@example.org")
        #expect(policy.acceptance == .signedIn)
        #expect(policy.colour == "#12abef")
        #expect(policy.invitationLife == .seconds(600))
        #expect(policy.mostOwners == 3)
        #expect(policy.mostPending == 4)
        #expect(policy.invitationReminder == nil)
        #expect(!policy.limited)
        #expect(policy.locale == "de")
        #expect(policy.logo == "https://example.org/l.svg")
    }

    /// What is shown of a policy can be set again, and says the same; each key but the one without a default has a value.
    @Test(arguments: [
        [:],
        [
            "abuse": "abuse@example.org", "acceptance": "signed-in", "acceptance.url": "https://example.org/accept",
            "colour": "#12abef", "invitation.life": "10m", "invitation.owners": "3", "invitation.pending": "4",
            "invitation.reminder": "none", "limits": "none", "limits.domain": "none", "limits.inviter": "5,10/1h,48/1d",
            "limits.key": "1/1s", "limits.total": "7,100/90m", "locale": "de", "logo": "https://example.org/l.svg",
            "publication.digest": "none", "publication.hold": "2d", "publication.window": "90s",
        ],
    ])
    func valuesAreTakenBack(settings: [String: String]) throws {
        let policy = try GalleryPolicy(settings: settings)
        var shown: [String: String] = [:]
        for (key, _) in GalleryPolicy.keys { shown[key] = policy.value(of: key) }
        #expect(Set(GalleryPolicy.keys.map(\.key)).subtracting(shown.keys).isSubset(of: ["abuse"]))
        for (key, value) in settings { #expect(shown[key] == value) }
        var again = try GalleryPolicy(settings: shown)
        // The standard colour is one that can be chosen, too.
        if policy.colour == nil { again.colour = nil }
        for (key, _) in GalleryPolicy.keys { #expect(again.value(of: key) == policy.value(of: key), "\(key)") }
        #expect(policy.value(of: "nonsense") == nil)
    }

    @Test(arguments: [
        ("abuse", "abuse"), ("acceptance", "Link"), ("colour", "red"), ("colour", "#12abe"), ("colour", "#12abeg"),
        ("colour", "#１２３"), ("invitation.life", "4s"), ("invitation.life", "91d"), ("invitation.life", "7"),
        ("invitation.owners", "0"), ("invitation.owners", "1001"), ("invitation.owners", "many"),
        ("invitation.pending", "0"), ("invitation.pending", "-1"), ("invitation.reminder", "0s"),
        ("invitation.reminder", "soon"), ("limits", "off"), ("locale", "d"), ("locale", "de_AT"), ("locale", "../en"),
        ("locale", "de-"), ("logo", "http://example.org/l.svg"), ("logo", "javascript:alert(1)"),
        ("logo", "https://example.org/\"x"),
    ])
    func refusesAndSaysWhatItTakes(key: String, value: String) throws {
        let flaw = #expect(throws: GalleryPolicy.Flaw.self) { try GalleryPolicy(settings: [key: value]) }
        let takes = try #require(GalleryPolicy.keys.first { $0.key == key }?.takes)
        #expect(flaw?.description == "'\(key)' takes \(takes), not '\(value)'")
    }

    @Test func anUnknownKeyListsTheKnown() {
        let flaw = #expect(throws: GalleryPolicy.Flaw.self) { try GalleryPolicy(settings: ["limit": "none"]) }
        for (key, _) in GalleryPolicy.keys { #expect(flaw?.description.contains(key) == true) }
        #expect(flaw?.description.contains("'limit'") == true)
    }

    @Test(arguments: ["a\r\nb", "a\u{1B}[2Jb", "a\u{202E}b", "a\u{2028}b", String(repeating: "x", count: 5000)])
    func anErrorRepeatsNoTrick(key: String) {
        let flaw = #expect(throws: GalleryPolicy.Flaw.self) { try GalleryPolicy(settings: [key: "x"]) }
        let tricks = flaw?.description.unicodeScalars.filter { scalar in
            [.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        }
        #expect(tricks?.isEmpty == true)
        // What was typed, cut short, beside the keys that there are.
        let known = GalleryPolicy.keys.reduce(0) { $0 + $1.key.count + 2 }
        #expect((flaw?.description.count ?? .max) < known + 150)
    }

    @Test(arguments: ["a", "nuget", "my-gallery-2", "0", String(repeating: "a", count: 40)])
    func slugs(text: String) { #expect(Gallery.isSlug(text)) }

    @Test(arguments: ["", "-a", "A", "a_b", "a b", "ä", "a\n", String(repeating: "a", count: 41)])
    func noSlugs(text: String) { #expect(!Gallery.isSlug(text)) }
}

@Suite struct WebAddressTests {
    @Test(arguments: [
        "https://example.org", "http://127.0.0.1:8080/a?b=c#d", "https://xn--bcher-kva.example/", "https://[::1]:8/",
    ])
    func plain(text: String) { #expect(WebAddress.isPlain(text)) }

    @Test(arguments: [
        "", "example.org", "//example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https:///a",
        "https://?a",
        "https://user@example.org/", "https://user:pass@example.org/", "https://exa mple.org/",
        "https://example.org/\"",
        "https://example.org/<", "https://example.org\\@evil.org", "https://exämple.org/",
        "https://example.org/\r\nX: y",
        "https://:80/", "HTTPS://example.org", "https://" + String(repeating: "a", count: 2000),
    ])
    func notPlain(text: String) { #expect(!WebAddress.isPlain(text)) }

    @Test func schemesAreThoseAskedFor() {
        #expect(!WebAddress.isPlain("http://example.org", schemes: ["https"]))
    }
}
