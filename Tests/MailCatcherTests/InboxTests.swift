import Foundation
import Testing

@testable import MailCatcher

@Suite("The inbox without a server")
struct InboxTests {
    @Test(
        "host names that a foreign page cannot have lured a browser to",
        arguments: [
            ("127.0.0.1", true), ("127.0.0.1:8025", true), ("localhost", true), ("LocalHost:1", true), ("[::1]", true),
            ("[::1]:8025", true), ("192.168.0.7:80", true), ("inbox.test", true), ("INBOX.test:80", true),
            ("evil.example", false), ("localhost.evil.example", false), ("127.0.0.1.evil.example", false),
            ("1.2.3.256", false), ("1.2.3", false), ("0x7f.0.0.1", false), ("[localhost]", true), ("[evil]", false),
            ("[", false), ("", false), (":80", false), ("::1", false), ("localhost@evil.example", false),
        ])
    func hosts(authority: String, trusted: Bool) {
        #expect(HostName(authority: authority).isTrusted(bound: "inbox.test") == trusted)
    }

    @Test("what goes into markup is escaped octet by octet")
    func escaping() {
        let text = "<b a=\"1\" c='2'>&`\u{0}\u{7F}\"\u{301}"
        let markup: Markup = "<p>\(text)</p>"
        #expect(
            String(decoding: markup.bytes, as: UTF8.self)
                == "<p>&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;&#96;\u{FFFD}\u{FFFD}&quot;\u{301}</p>")
    }

    @Test(
        "links in text",
        arguments: [
            ("see https://x.org/a?b=1&c now", ["https://x.org/a?b=1&amp;c"]), ("<https://x.org/>", ["https://x.org/"]),
            ("http://a\nhttps://b", ["http://a", "https://b"]), ("javascript:alert(1) ftp://x", []),
            ("\u{200B}https://x.org", []), ("https://x.org/\"onclick=\"x", ["https://x.org/"]),
        ])
    func links(text: String, expected: [String]) {
        let html = String(decoding: InboxPages().linked(text).bytes, as: UTF8.self)
        #expect(html.matches(of: /href="([^"]*)"/).map { String($0.1) } == expected)
    }

    @Test("queries keep the plus of an address")
    func queries() {
        let query = InboxRequest.parseQuery("to=a+b@x.org&after=3&c=%C3%BC%4&flag")
        #expect(query == ["to": "a+b@x.org", "after": "3", "c": "ü%4", "flag": ""])
    }
}
