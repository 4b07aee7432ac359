import Foundation
import Testing

@testable import Settings

@Suite("Configuration that is wrong")
struct ProblemTests {
    @Test(
        "each slip is named, with its place and what was expected",
        arguments: [
            (
                "http:\n  prot: 80",
                "http.prot (FILE:2): unknown key; the nearest known key is http.port, which takes a whole"
            ),
            (
                "base_url: http://a",
                "base_url (FILE:1): unknown key; the nearest known key is baseURL, which takes an http"
            ),
            ("htp: {port: 80}", "htp.port (FILE:1): unknown key; the nearest known key is http.port"),
            ("\n\nhttp: {port: 80x}", "http.port (FILE:3): expected a whole number from 0 to 65535, found \"80x\""),
            ("http: {port: 65536}", "http.port (FILE:1): expected a whole number from 0 to 65535, found \"65536\""),
            (
                "http: {metricsPort: 65536}",
                "http.metricsPort (FILE:1): expected a whole number from 0 to 65535, found \"65536\""
            ),
            ("http: {port: -1}", "http.port (FILE:1): expected a whole number"),
            ("http: {port: 0x50}", "http.port (FILE:1): expected a whole number"),
            ("http: {port: 99999999999999999999}", "http.port (FILE:1): expected a whole number"),
            ("http: {port: [80]}", "http.port (FILE:1): expected a whole number from 0 to 65535, found a list"),
            ("http: {port: {a: 1}}", "http.port (FILE:1): expected a whole number from 0 to 65535, found a mapping"),
            ("http:\n  port:\n", "http.port (FILE:2): expected a whole number from 0 to 65535, found nothing"),
            ("http: 80", "http (FILE:1): expected keys below it, found a single value"),
            ("http: {host: 'a b'}", "http.host (FILE:1): expected an IP address or a host name"),
            ("http: {trustedProxies: [10.0.0.0/33]}", "http.trustedProxies (FILE:1): expected a list of IP addresses"),
            ("http: {trustedProxies: [{a: b}]}", "http.trustedProxies (FILE:1): expected a list of IP addresses"),
            ("http: {trustedProxies: proxy}", "http.trustedProxies (FILE:1): expected a list of IP addresses"),
            ("database: {migrate: maybe}", "database.migrate (FILE:1): expected true or false"),
            ("courier: {lease: 60}", "courier.lease (FILE:1): expected a duration such as 90s, 15m or 7d"),
            ("courier: {retry: []}", "courier.retry (FILE:1): expected a list of durations"),
            ("courier: {retry: [5m, soon]}", "courier.retry (FILE:1): expected a list of durations such as"),
            ("webhooks: {retry: [0s]}", "webhooks.retry (FILE:1): expected a list of durations such as"),
            ("webhooks: {timeout: 1h}", "webhooks.timeout (FILE:1): expected a duration such as"),
            ("webhooks: {allow: localhost}", "webhooks.allow (FILE:1): expected a list of IP addresses or networks"),
            ("webhooks: {ports: []}", "webhooks.ports (FILE:1): expected a list of ports such as 443,8443"),
            ("webhooks: {ports: [0]}", "webhooks.ports (FILE:1): expected a list of ports such as 443,8443"),
            ("retention: {messages: 0s}", "retention.messages (FILE:1): expected a duration such as"),
            ("retention: {events: 36501d}", "retention.events (FILE:1): expected a duration such as"),
            ("retention: {mails: 1d}", "retention.mails (FILE:1): unknown key; the nearest known key is retention."),
            (
                "security: {contact: security@example.org}",
                "security.contact (FILE:1): expected a list of URIs such as mailto:security@example.org"
            ),
            ("security: {contact: ['http://example.org']}", "(item 1: its scheme is none of mailto, https and tel)"),
            ("smtp: {rate: 0}", "smtp.rate (FILE:1): expected unlimited, or a number of mails"),
            ("smtp: {rate: 10/d}", "smtp.rate (FILE:1): expected unlimited, or a number of mails"),
            ("log: {level: loud}", "log.level (FILE:1): expected one of trace, debug, info"),
            ("log: {format: xml}", "log.format (FILE:1): expected one of text, json, or nothing, found \"xml\""),
            (
                "baseURL: ftp://a",
                "baseURL (FILE:1): expected an http or https URL without user, query or fragment (its scheme"
            ),
            ("baseURL: http://a/?b", "(it has a query)"), ("baseURL: 'http://a/#b'", "(it has a fragment)"),
            ("baseURL: http://u@a", "(it has a user or password); its value is not shown"),
            ("baseURL: 'http://'", "(it has no host)"), ("baseURL: 'http://a b'", "(it has a space"),
            ("baseURL: http://a:99999", "(its port is none)"), ("baseURL: a.example", "(its scheme is"),
            ("- a", "FILE: expected keys with values"), ("just words", "FILE: expected keys with values"),
            ("a: [", "FILE:2: is not YAML: did not find expected node content"),
            ("http: {port: 1}\n---\nhttp: {port: 2}", "FILE"),
            ("http:\n  port: 1\n  host: a\n  port: 2", "port (FILE:4): is set twice in the same mapping"),
            ("http: {port: 1}\nlog: {level: info}\nhttp: {port: 2}", "http (FILE:3): is set twice in the same mapping"),
            ("http: {port: 1}\nhttp.port: 2", "http.port (FILE:2): is set twice; line 1 has it already"),
            ("? [a]\n: b", "FILE:1: a key is not plain text"),
            ("database: {url: mysql://h}", "database.url (FILE:1): expected sqlite:PATH"),
            ("database: {url: 'postgres://'}", "(it names no server); its value is not shown"),
            ("database: {url: 'sqlite:'}", "(it names no file); its value is not shown"),
        ])
    func slips(_ yaml: String, _ expected: String) throws {
        let found = try problems(yaml)
        #expect(found.count == 1)
        #expect(found.first?.contains(expected) == true, "\(found)")
    }

    @Test(
        "a variable that is wrong is named likewise",
        arguments: [
            (
                "COUNTERSIGN_HTTP_PROT", "80",
                "COUNTERSIGN_HTTP_PROT: unknown variable; the nearest known key is http.port (COUNTERSIGN_HTTP_PORT)"
            ),
            (
                "COUNTERSIGN_HTTP_PORT", "tcp://10.0.0.1:80",
                "http.port (COUNTERSIGN_HTTP_PORT): expected a whole number"
            ),
            ("COUNTERSIGN_PORT", "80", "COUNTERSIGN_PORT: unknown variable; the nearest known key is http.port"),
            ("COUNTERSIGN_HTTP_PORT_FILE", "/x", "COUNTERSIGN_HTTP_PORT_FILE: unknown variable"),
            (
                "COUNTERSIGN_HTTP_PORT", "",
                "http.port (COUNTERSIGN_HTTP_PORT): expected a whole number from 0 to 65535, found nothing"
            ),
            ("COUNTERSIGN_SMTP_URL", ",", "smtp.url (COUNTERSIGN_SMTP_URL): expected a list of smtp://"),
            (
                "COUNTERSIGN_SMTP_URL_FILE", "/no/such",
                "smtp.url (COUNTERSIGN_SMTP_URL_FILE): the file \"/no/such\" does not exist"
            ),
            (
                "COUNTERSIGN_SMTP_URL_FILE", "/",
                "smtp.url (COUNTERSIGN_SMTP_URL_FILE): the file \"/\" cannot be read: Is a directory"
            ),
        ])
    func variables(_ name: String, _ value: String, _ expected: String) throws {
        let found = try problems("", [name: value])
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(expected) == true, "\(found)")
    }

    @Test(
        "a relay's URL is checked, and its password never shown",
        arguments: [
            ("smtp://u:s3cret@", "it has no host"), ("http://u:s3cret@h", "its scheme"),
            ("smtp://s3cret@h", "both user and password"),
            ("smtp://u:s3cret@h:70000", "its port is none"),
            ("smtp://u:s3#cret@h", "item 1"), ("smtp://u:s3cret@h e", "a space"), ("smtp://u:s3%cret@h", "not a URL"),
            ("smtp://a.example,http://u:s3cret@h", "item 2: its scheme"),
        ])
    func relays(_ url: String, _ words: String) throws {
        for found in [
            try problems("smtp:\n  url: \"\(url)\""), try problems("", ["COUNTERSIGN_SMTP_URL": url]),
        ] {
            #expect(found.count == 1)
            #expect(
                found.first?.contains(words) == true && found.first?.hasSuffix("its value is not shown") == true,
                "\(found)")
            #expect(!found.joined().contains("s3") && !found.joined().contains("cret@"))
        }
    }

    @Test("YAML that breaks off inside a secret does not show it")
    func brokenSecret() throws {
        for yaml in [
            "smtp: {url: \"smtp://u:s3cret@h", "smtp:\n  url: smtp://u:s3cret@h: x\n\tb: c", "smtp: {url: &s3cret",
            "a: *s3cret",
        ] {
            let found = try problems(yaml)
            #expect(!found.isEmpty && !found.joined().contains("s3cret"), "\(found)")
        }
    }

    @Test("all problems are told at once, one line each")
    func all() throws {
        let found = try problems(
            "http: {port: x, hots: y}\ncourier: {lease: 1}",
            ["COUNTERSIGN_LOG_LEVEL": "a\nb\u{202E}\u{1B}", "COUNTERSIGN_X": "1"])
        #expect(found.count == 5)
        #expect(
            found.joined().unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202E}" })
        #expect(found.contains { $0.contains("\"a\\u{A}b\\u{202E}\\u{1B}\"") })
        let error = ConfigurationError(problems: [
            ConfigurationProblem(subject: "a", origin: nil, words: "b"),
            ConfigurationProblem(subject: "c", origin: "d", words: "e"),
        ])
        #expect(error.description == "a: b\nc (d): e")
    }

    @Test("a file that is not there, not readable as text or too large is an error")
    func files() throws {
        #expect(throws: ConfigurationError.self) {
            try ServiceConfiguration.load(file: "no/such.yaml", environment: [:])
        }
        #expect(throws: ConfigurationError.self) { try ServiceConfiguration.load(file: "/", environment: [:]) }
        #expect(try problems("#" + String(repeating: "x", count: 1 << 20)) == ["FILE: is larger than 1048576 octets"])
        #expect(try problems("http: {port: 1}\u{0}").count == 1)
    }

    @Test("aliases that multiply do not")
    func aliases() throws {
        var yaml = "a0: &a0 {x: 1, y: 2, z: 3, w: 4, v: 5, u: 6, t: 7, s: 8, r: 9}\n"
        for level in 1..<9 {
            let parts = (0..<9).map { "k\($0): *a\(level - 1)" }.joined(separator: ", ")
            yaml += "a\(level): &a\(level) {\(parts)}\n"
        }
        let found = try problems(yaml)
        #expect(found.count == 100)
    }

    @Test("both a secret and its file is a contradiction")
    func both() throws {
        let found = try problems("", ["COUNTERSIGN_SMTP_URL": "smtp://a", "COUNTERSIGN_SMTP_URL_FILE": "/x"])
        #expect(
            found == [
                "smtp.url (COUNTERSIGN_SMTP_URL_FILE): COUNTERSIGN_SMTP_URL is set as well; only one of the two can be"
            ])
    }

    @Test(
        "distance counts changes, gaps and swaps",
        arguments: [
            ("", "", 0), ("a", "", 1), ("prot", "port", 1), ("kitten", "sitting", 3), ("ab", "ba", 1),
            ("abc", "abc", 0),
        ])
    func distance(_ one: String, _ other: String, _ steps: Int) {
        #expect(NearestName.distance(Array(one.unicodeScalars), Array(other.unicodeScalars)) == steps)
        #expect(NearestName.distance(Array(other.unicodeScalars), Array(one.unicodeScalars)) == steps)
    }
}
