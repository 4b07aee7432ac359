import Foundation
import Model
import Testing

@testable import Settings

@Suite("Configuration that is right")
struct LoadTests {
    @Test("nothing set gives the defaults of the contract")
    func defaults() throws {
        for configuration in [
            ServiceConfiguration.defaults(), try load(""), try load("# only words\n"), try load("---\n"),
        ] {
            #expect(configuration.http.host == "127.0.0.1" && configuration.http.port == 8080)
            #expect(configuration.http.trustedProxies.isEmpty && configuration.http.metricsPort == 0)
            #expect(configuration.baseURL == "http://127.0.0.1:8080")
            #expect(configuration.database.url == "sqlite:var/countersign.sqlite" && configuration.database.migrate)
            #expect(configuration.smtp.urls == ["smtp://127.0.0.1:2525"] && configuration.smtp.caFile == nil)
            #expect(configuration.smtp.connections == 8 && configuration.smtp.rate == nil)
            #expect(configuration.courier.retry.map(\.text) == ["5m", "15m", "30m", "1h", "2h", "4h", "8h", "16h"])
            #expect(configuration.courier.lease == .seconds(60) && configuration.courier.drain == .seconds(30))
            #expect(
                configuration.webhooks.retry.map(\.text) == ["5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "1d"])
            #expect(configuration.webhooks.timeout == .seconds(20) && configuration.webhooks.allow.isEmpty)
            #expect(configuration.webhooks.ports == [443, 8443])
            #expect(configuration.retention == Retention())
            #expect(Retention().messages == .seconds(90 * 86_400) && Retention().invitations == .seconds(90 * 86_400))
            #expect(Retention().deliveries == .seconds(30 * 86_400) && Retention().events == .seconds(730 * 86_400))
            #expect(configuration.limitsPublic && configuration.templatesPath == "MailTemplates")
            #expect(configuration.keyringFile == "var/keyring.json" && configuration.securityContacts.isEmpty)
            #expect(configuration.log.level == .info && configuration.log.format == nil)
        }
    }

    @Test("the file is read, and the environment wins over it")
    func precedence() throws {
        let yaml = """
            http:
              port: 9000
              metricsPort: 9100
              trustedProxies: [10.0.0.0/8, "::1"]
            baseURL: https://Gallery.example/mail/
            smtp:
              url:
                - smtp://a.example:587
                - smtps://u:p%40@b.example
              rate: 600/m
            courier.retry: 1s, 2m
            webhooks: {retry: 1s, allow: [10.20.0.0/16, "fd00::/8"], ports: [80, 443]}
            retention: {messages: 7d, events: 2s}
            limits: {public: off}
            log: {format: json, level: DEBUG}
            """
        let file = try load(yaml)
        #expect(file.http.metricsPort == 9100)
        #expect(file.http.port == 9000 && file.http.trustedProxies == ["10.0.0.0/8", "::1"])
        #expect(file.baseURL == "https://Gallery.example/mail")
        #expect(file.smtp.urls == ["smtp://a.example:587", "smtps://u:p%40@b.example"] && file.smtp.rate == 10)
        #expect(file.courier.retry == [.seconds(1), .seconds(120)] && !file.limitsPublic)
        #expect(file.log.format == .json && file.log.level == .debug)
        #expect(file.webhooks.retry == [.seconds(1)] && file.webhooks.allow == ["10.20.0.0/16", "fd00::/8"])
        #expect(file.webhooks.ports == [80, 443])
        #expect(file.retention.messages == .seconds(604_800) && file.retention.events == .seconds(2))
        let both = try load(
            yaml,
            [
                "COUNTERSIGN_WEBHOOKS_TIMEOUT": "500ms", "COUNTERSIGN_WEBHOOKS_PORTS": "8080, 443",
                "COUNTERSIGN_WEBHOOKS_ALLOW": "127.0.0.1", "COUNTERSIGN_RETENTION_EVENTS": "36500d",
                "COUNTERSIGN_HTTP_METRICS_PORT": "9101",
                "COUNTERSIGN_HTTP_PORT": "0", "COUNTERSIGN_BASE_URL": "http://[::1]:80",
                "COUNTERSIGN_COURIER_RETRY": "5s, 7d,",
                "COUNTERSIGN_SMTP_URL": "smtp://u:a,b@c.example, smtp://d.example?tls=none",
                "COUNTERSIGN_SMTP_CA_FILE": "",
                "COUNTERSIGN_HTTP_TRUSTED_PROXIES": "", "COUNTERSIGN_LIMITS_PUBLIC": "yes",
                "COUNTERSIGN_LOG_FORMAT": "",
            ])
        #expect(both.http.metricsPort == 9101)
        #expect(both.retention.messages == .seconds(604_800) && both.retention.events == .seconds(36_500 * 86_400))
        #expect(both.webhooks.timeout == .milliseconds(500) && both.webhooks.ports == [8080, 443])
        #expect(both.webhooks.allow == ["127.0.0.1"] && both.webhooks.retry == [.seconds(1)])
        #expect(both.http.port == 0 && both.baseURL == "http://[::1]:80" && both.limitsPublic)
        #expect(both.courier.retry == [.seconds(5), .seconds(604_800)])
        #expect(both.smtp.urls == ["smtp://u:a,b@c.example", "smtp://d.example?tls=none"])
        #expect(both.smtp.caFile == nil && both.http.trustedProxies.isEmpty && both.log.format == nil)
    }

    @Test("the variables of Kubernetes, of the build and of other programs are passed over")
    func others() throws {
        let configuration = try load(
            "",
            [
                "COUNTERSIGN_PORT": "tcp://10.0.0.1:8080", "COUNTERSIGN_PORT_8080_TCP": "tcp://10.0.0.1:8080",
                "COUNTERSIGN_PORT_8080_TCP_PROTO": "tcp", "COUNTERSIGN_SERVICE_HOST": "10.0.0.1",
                "COUNTERSIGN_SERVICE_PORT": "8080", "COUNTERSIGN_SERVICE_PORT_HTTP": "8080", "COUNTERSIGN_STRICT": "1",
                "COUNTERSIGN_TEST_RELAY": "x", "HTTP_PORT": "1", "http.port": "2", "countersign_http_port": "3",
            ])
        #expect(configuration.http.port == 8080)
    }

    @Test("a secret is read from the file that its variable names")
    func secretFile() throws {
        try withFile("smtps://u:s3cret@a.example\n\nsmtp://b.example\n") { relays in
            try withFile("sqlite:/srv/c.sqlite\n") { database in
                let configuration = try load(
                    "smtp: {url: smtp://c.example}",
                    ["COUNTERSIGN_SMTP_URL_FILE": relays, "COUNTERSIGN_DATABASE_URL_FILE": database])
                #expect(configuration.smtp.urls == ["smtps://u:s3cret@a.example", "smtp://b.example"])
                #expect(configuration.database.url == "sqlite:/srv/c.sqlite")
                let problem = configuration.problem(with: "smtp.url", "no")
                #expect(problem.description == "smtp.url (COUNTERSIGN_SMTP_URL_FILE): no")
            }
        }
    }

    @Test("a key whose name ends in FILE is that key, not a secret's file")
    func exactFileKey() throws {
        #expect(try load("", ["COUNTERSIGN_KEYRING_FILE": "k.json"]).keyringFile == "k.json")
        #expect(try load("", ["COUNTERSIGN_SMTP_CA_FILE": "ca.pem"]).smtp.caFile == "ca.pem")
    }

    /// Holds our rule for variable names to that of swift-configuration: every key is set by its own variable only.
    @Test("each key is set by its variable", arguments: Keys.all)
    func variable(_ key: KeyFacts) throws {
        let set = try problems("", [key.variable: "\u{1}"])
        let isPath = key.expected.hasPrefix("a path")
        #expect(set.count == (isPath ? 0 : 1), "every form but a path refuses a control character")
        #expect(set.allSatisfy { $0.hasPrefix("\(key.name) (\(key.variable)): expected \(key.expected)") })
    }

    @Test("variables are named as the contract says")
    func names() {
        #expect(Keys.named("http.port")?.variable == "COUNTERSIGN_HTTP_PORT")
        #expect(Keys.named("baseURL")?.variable == "COUNTERSIGN_BASE_URL")
        #expect(Keys.named("http.trustedProxies")?.variable == "COUNTERSIGN_HTTP_TRUSTED_PROXIES")
        #expect(Keys.named("smtp.url")?.fileVariable == "COUNTERSIGN_SMTP_URL_FILE")
        #expect(
            Set(Keys.all.flatMap { [$0.variable, $0.fileVariable].compactMap(\.self) }).count
                == Keys.all.count + Keys.all.filter(\.isSecret).count)
    }
}

@Suite("The documented file")
struct DocumentedFileTests {
    private let path = "Config/countersign.yaml"

    @Test("it loads, and every value in it is the default")
    func isDefault() throws {
        var written = try ServiceConfiguration.load(file: path, environment: [:])
        #expect(written.origins.count >= Keys.all.filter { $0.shownDefault != nil }.count)
        written.file = nil
        written.origins = [:]
        #expect("\(written)" == "\(ServiceConfiguration.defaults())")
    }

    @Test("it has every key, with its default as shown elsewhere", arguments: Keys.all)
    func isComplete(_ key: KeyFacts) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let last = try #require(key.name.split(separator: ".").last)
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        if let value = key.shownDefault {
            #expect(lines.contains("\(last): \(value)"))
        } else {
            // Where its whole section is a comment, it stands further in.
            #expect(lines.contains { $0.hasPrefix("# ") && $0.drop { $0 == "#" || $0 == " " }.hasPrefix("\(last): ") })
        }
    }

    @Test("the default that is shown for a key is the default that it has", arguments: Keys.all)
    func shownIsTrue(_ key: KeyFacts) throws {
        guard let shown = key.shownDefault else { return }
        var set = try load("\(key.name): \(shown)")
        set.file = nil
        set.origins = [:]
        #expect("\(set)" == "\(ServiceConfiguration.defaults())")
        #expect(key.summary.hasSuffix(".") && !key.summary.contains("\n"))
    }
}
