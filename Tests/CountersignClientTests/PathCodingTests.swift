import Testing

@testable import CountersignClient

@Suite struct PathCodingTests {
    @Test(arguments: [
        ("Contoso.Utils", "/v1/packages/Contoso.Utils/owners"),
        ("@scope/name", "/v1/packages/%40scope%2Fname/owners"),
        ("a b?c#d%e", "/v1/packages/a%20b%3Fc%23d%25e/owners"),
        ("größe", "/v1/packages/gr%C3%B6%C3%9Fe/owners"),
        ("a+b&c=d;e", "/v1/packages/a%2Bb%26c%3Dd%3Be/owners"),
        ("x\r\nHost: y", "/v1/packages/x%0D%0AHost%3A%20y/owners"),
    ])
    func aNameStaysInItsSegment(_ name: String, _ path: String) {
        #expect(PathCoding.path(["packages", name, "owners"]) == path)
    }

    @Test func aQueryHoldsWhatIsGiven() {
        #expect(PathCoding.query([("a", nil), ("b", "x y&z"), ("c", nil)]) == "?b=x%20y%26z")
        #expect(PathCoding.query([("a", nil)]) == "")
    }

    @Test(arguments: [
        ("https://confirm.example.org", "https://confirm.example.org"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("https://example.org/confirm//", "https://example.org/confirm"),
        ("HTTPS://Example.org", "HTTPS://Example.org"),
    ])
    func aBaseURLIsTaken(_ text: String, _ base: String) throws {
        #expect(try BaseURL(text).text == base)
    }

    @Test(arguments: [
        "", "example.org", "ftp://example.org", "https://", "https://user:pass@example.org", "https://example.org?a=b",
        "https://example.org#top", "https:// example.org",
    ])
    func anotherBaseURLIsNot(_ text: String) {
        #expect(throws: CountersignError.self) { try BaseURL(text) }
    }

    @Test(arguments: ["", "cs_a b", "cs_a\r\nX-Evil: 1", "cs_ü"])
    func aKeyThatIsNoneIsNotTaken(_ key: String) {
        #expect(throws: CountersignError.self) {
            try Countersign(baseURL: "https://example.org", key: Secret(key))
        }
    }
}
