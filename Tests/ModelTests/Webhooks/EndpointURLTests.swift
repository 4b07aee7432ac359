import Model
import Testing

@Suite struct EndpointURLTests {
    @Test(
        arguments: [
            ("https://hooks.example.org", "https://hooks.example.org:443/"),
            ("HTTPS://Hooks.Example.ORG/a/B?c=%20#", nil),
            ("https://hooks.example.org:8443/a/b?c=%20&d", "https://hooks.example.org:8443/a/b?c=%20&d"),
            ("https://Hooks.Example.ORG?x", "https://hooks.example.org:443/?x"),
            ("http://10.1.2.3:8080/x", "http://10.1.2.3:8080/x"),
            ("https://[2606:4700::1111]/", "https://[2606:4700:0:0:0:0:0:1111]:443/"),
            ("https://[2606:4700::1111]:8443", "https://[2606:4700:0:0:0:0:0:1111]:8443/"),
            ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example:443/"),
            ("https://a_b.example/", "https://a_b.example:443/"),
        ] as [(String, String?)])
    func hasOneReading(text: String, canonical: String?) {
        #expect((try? EndpointURL(text))?.canonical == canonical)
    }

    /// Whatever two readers could take for two things is nobody's.
    @Test(arguments: [
        "", "hooks.example.org", "//hooks.example.org/", "ftp://hooks.example.org/", "file:///etc/passwd",
        "gopher://hooks.example.org/", "https:/hooks.example.org/", "https:hooks.example.org", "https://",
        "https:///x", "https://?x", "https://:443/", "https://user@hooks.example.org/",
        "https://user:pass@hooks.example.org/", "https://hooks.example.org@127.0.0.1/", "https://@127.0.0.1/",
        #"https://hooks.example.org\@127.0.0.1/"#, #"https://127.0.0.1\.hooks.example.org/"#,
        "https://hooks.example.org#@127.0.0.1/", "https://hooks.example.org/#x", "https://hooks.example.org /",
        "https://hooks.example.org/a b", "https://hooks.example.org/\n", "https://hooks.example.org\t/",
        "https://hooks.example.org/%", "https://hooks.example.org/%zz", "https://hooks%2eexample.org/",
        "https://127.0.0.1%2f@hooks.example.org/", "https://bücher.example/", "https://hooks。example.org/",
        "https://hooks.example.org./", "https://.example.org/", "https://a..example.org/", "https://-a.example.org/",
        "https://hooks.example.org:0/", "https://hooks.example.org:65536/", "https://hooks.example.org:/",
        "https://hooks.example.org:0443/", "https://hooks.example.org:+443/", "https://hooks.example.org:443:443/",
        "https://[::1/", "https://[::1]x/", "https://[fe80::1%25eth0]/", "https://[127.0.0.1]/", "https://::1/",
        "https://[::ffff:127.0.0.1", "https://①②⑦.0.0.1/",
    ])
    func whatCanBeReadInTwoWaysIsRefused(text: String) {
        #expect(throws: EndpointURL.Flaw.self) { try EndpointURL(text) }
    }

    /// 127.0.0.1 in the spellings that inet_aton and browsers take.
    @Test(arguments: [
        "2130706433", "017700000001", "0x7f000001", "0x7F.1", "127.1", "127.0.1", "0177.0.0.1", "0177.0.0.01",
        "127.0.0.01", "0x7f.0x0.0x0.0x1", "00000177.0.0.1", "127.0.0.1.", "127.000.000.001", "1", "0", "0x",
        "256.1.1.1", "1.2.3", "1.2.3.4.5", "127.0.0.0x1", "a.b.127.1", "a.0x7f",
    ])
    func oddSpellingsOfIPv4AreRefused(host: String) {
        #expect(throws: EndpointURL.Flaw.self) { try EndpointURL("https://\(host)/") }
    }

    @Test func aLongOneIsRefused() {
        #expect(throws: EndpointURL.Flaw.self) {
            try EndpointURL("https://hooks.example.org/" + String(repeating: "a", count: 2000))
        }
        let label = String(repeating: "a", count: 63)
        #expect((try? EndpointURL("https://\(label).example/")) != nil)
        #expect((try? EndpointURL("https://\(label)a.example/")) == nil)
        #expect((try? EndpointURL("https://\(label).\(label).\(label).\(label).example/")) == nil)
    }
}
