/// Every key that there is; `Config/countersign.yaml` documents each, and a test holds the two together.
package enum Keys {
    static let httpHost = Key<String>(
        "http.host", .host, default: "127.0.0.1", shown: "127.0.0.1",
        "The address that the server listens on.")
    static let httpPort = Key<Int>(
        "http.port", .whole(0...65_535), default: 8080, shown: "8080",
        "The port that the server listens on; 0 takes any free one.")
    static let httpTrustedProxies = Key<[String]>(
        "http.trustedProxies", .list("a list of IP addresses or networks such as 10.0.0.0/8", of: .network),
        default: [], shown: "[]",
        "Addresses and networks whose X-Forwarded-For and X-Forwarded-Proto count.")
    static let httpMaxConnections = Key<Int>(
        "http.maxConnections", .whole(1...1_000_000), default: 4096, shown: "4096",
        "Client connections open at once; more wait until one closes.")
    static let httpIdleTimeout = Key<Duration>(
        "http.idleTimeout", .duration(.seconds(1) ... .seconds(3600)), default: .seconds(60), shown: "60s",
        "A client connection on which nothing happens is closed after this long.")
    static let httpMetricsPort = Key<Int>(
        "http.metricsPort", .whole(0...65_535), default: 0, shown: "0",
        "The port that /metrics is served on; 0 serves it on http.port.")
    static let baseURL = Key<String>(
        "baseURL", .baseURL, default: "http://127.0.0.1:8080", shown: "http://127.0.0.1:8080",
        "What links in mails start with; never taken from a Host header.")
    static let databaseURL = Key<String>(
        "database.url", .databaseURL, default: "sqlite:var/countersign.sqlite",
        shown: "sqlite:var/countersign.sqlite", isSecret: true,
        "sqlite:PATH, the file of the database, or postgres://user:pass@host:port/db?sslmode=…, as libpq takes it.")
    static let databaseMigrate = Key<Bool>(
        "database.migrate", .flag, default: true, shown: "true",
        "Whether serve brings the schema up to date itself; if not, it refuses an old one.")
    static let smtpURL = Key<[String]>(
        "smtp.url", .relayURLs, default: ["smtp://127.0.0.1:2525"], shown: "smtp://127.0.0.1:2525", isSecret: true,
        "The relay, or a list in failover order.")
    static let smtpCAFile = Key<String?>(
        "smtp.caFile", .optional(.path), default: nil, shown: nil,
        "A PEM file of certificates to trust for relays, beside the system's.")
    static let smtpConnections = Key<Int>(
        "smtp.connections", .whole(1...256), default: 8, shown: "8",
        "Connections at once to each relay.")
    static let smtpRate = Key<Double?>(
        "smtp.rate", .rate, default: nil, shown: "unlimited",
        "Mails over a time to each relay.")
    static let smtpConnectTimeout = Key<Duration>(
        "smtp.timeout.connect", .duration(.milliseconds(100) ... .seconds(600)), default: .seconds(30), shown: "30s",
        "How long a relay may take to accept a connection.")
    static let smtpReplyTimeout = Key<Duration>(
        "smtp.timeout.reply", .duration(.milliseconds(100) ... .seconds(3600)), default: .seconds(600), shown: "10m",
        "How long a relay may take for its reply to the last dot, 10 minutes by RFC 5321; others are waited for 5 at most."
    )
    static let smtpTotalTimeout = Key<Duration>(
        "smtp.timeout.total", .duration(.milliseconds(100) ... .seconds(7200)), default: .seconds(1800), shown: "30m",
        "How long one mail may take altogether.")
    static let courierRetry = Key<[Duration]>(
        "courier.retry",
        .list(
            "a list of durations such as 5m,15m,2h, each from 10ms to 7d",
            of: .duration(.milliseconds(10) ... .seconds(604_800)), atLeast: 1),
        default: [300, 900, 1800, 3600, 7200, 14_400, 28_800, 57_600].map { .seconds($0) },
        shown: "[5m, 15m, 30m, 1h, 2h, 4h, 8h, 16h]",
        "Waits between tries of a mail that was put off; the last repeats, the first also holds a relay's circuit open."
    )
    static let courierLease = Key<Duration>(
        "courier.lease", .duration(.milliseconds(100) ... .seconds(3600)), default: .seconds(60), shown: "60s",
        "How long a mail stays with a worker that has stopped renewing its claim.")
    static let courierDrain = Key<Duration>(
        "courier.drain", .duration(.milliseconds(100) ... .seconds(3600)), default: .seconds(30), shown: "30s",
        "How long a stopping server waits for what is in flight.")
    static let webhooksRetry = Key<[Duration]>(
        "webhooks.retry",
        .list(
            "a list of durations such as 5s,5m,2h, each from 10ms to 7d",
            of: .duration(.milliseconds(10) ... .seconds(604_800)), atLeast: 1),
        default: [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400].map { .seconds($0) },
        shown: "[5s, 5m, 30m, 2h, 5h, 10h, 14h, 20h, 24h]",
        "Waits between the attempts at one delivery to a webhook; after the last of them it is tried once more."
    )
    static let webhooksTimeout = Key<Duration>(
        "webhooks.timeout", .duration(.milliseconds(100) ... .seconds(120)), default: .seconds(20), shown: "20s",
        "How long a webhook's endpoint may take to answer.")
    static let webhooksAllow = Key<[String]>(
        "webhooks.allow", .list("a list of IP addresses or networks such as 10.0.0.0/8", of: .network),
        default: [], shown: "[]",
        "Networks that webhooks' endpoints may be in although they are private; there, http is taken too.")
    static let webhooksPorts = Key<[Int]>(
        "webhooks.ports", .list("a list of ports such as 443,8443", of: .whole(1...65_535), atLeast: 1),
        default: [443, 8443], shown: "[443, 8443]",
        "The only ports that webhooks' endpoints may have.")
    static let retentionMessages = Key<Duration>(
        "retention.messages", .duration(retained), default: .seconds(90 * 86_400), shown: "90d",
        "How long messages are kept once nothing more becomes of them, and the addresses of who reported abuse.")
    static let retentionInvitations = Key<Duration>(
        "retention.invitations", .duration(retained), default: .seconds(90 * 86_400), shown: "90d",
        "How long invitations are kept once they are decided.")
    static let retentionDeliveries = Key<Duration>(
        "retention.deliveries", .duration(retained), default: .seconds(30 * 86_400), shown: "30d",
        "How long deliveries to webhooks are kept once nothing more becomes of them.")
    static let retentionEvents = Key<Duration>(
        "retention.events", .duration(retained), default: .seconds(730 * 86_400), shown: "730d",
        "How long events are kept; the newest one of a gallery always is.")
    static let retentionReports = Key<Duration>(
        "retention.reports", .duration(retained), default: .seconds(730 * 86_400), shown: "730d",
        "How long reports of abuse are kept.")
    /// A hundred years are for ever.
    private static let retained: ClosedRange<Duration> = .seconds(1) ... .seconds(36_500 * 86_400)
    static let limitsPublic = Key<Bool>(
        "limits.public", .flag, default: true, shown: "on",
        "Limits of the public pages.")
    static let adminIdle = Key<Duration>(
        "admin.idle", .duration(.seconds(1) ... .seconds(3600)), default: .seconds(1800), shown: "30m",
        "A session of the admin site in which nothing is asked ends after this long.")
    static let adminSession = Key<Duration>(
        "admin.session", .duration(.seconds(1) ... .seconds(86_400)), default: .seconds(43_200), shown: "12h",
        "Any session of the admin site ends after this long.")
    static let adminHost = Key<String?>(
        "admin.host", .optional(.host), default: nil, shown: nil,
        "The address that the admin site listens on where admin.port gives it a port; that of http.host unless set.")
    static let adminPort = Key<Int>(
        "admin.port", .whole(0...65_535), default: 0, shown: "0",
        "The port that the admin site is served on, and is on no other; 0 serves it on http.port.")
    static let adminBaseURL = Key<String?>(
        "admin.baseURL", .optional(.baseURL), default: nil, shown: nil,
        "What links to the admin site start with; baseURL unless set.")
    static let adminMail = Key<Bool>(
        "admin.mail", .flag, default: true, shown: "on",
        "Whether admins sign in by a mailed link and a code of their app; off where the identity provider is to do.")
    static let adminIssuer = Key<String?>(
        "admin.oidc.issuer", .optional(.issuer), default: nil, shown: nil,
        "The OpenID Connect provider by which admins sign in, as it calls itself.")
    static let adminClientID = Key<String?>(
        "admin.oidc.clientID", .optional(.text), default: nil, shown: nil,
        "What the provider calls this service.")
    static let adminClientSecret = Key<String?>(
        "admin.oidc.clientSecret", .optional(.text), default: nil, shown: nil, isSecret: true,
        "What this service shows the provider; left out for a client that PKCE alone protects.")
    static let securityContact = Key<[String]>(
        "security.contact", .list("a list of URIs such as mailto:security@example.org", of: .contactURI),
        default: [], shown: "[]",
        "Whom /.well-known/security.txt names for reports of weaknesses; with none there is no such page.")
    static let templatesPath = Key<String>(
        "templates.path", .path, default: "MailTemplates", shown: "MailTemplates",
        "The folder of mail templates; the packaged one where the current folder has none.")
    static let keyringFile = Key<String>(
        "keyring.file", .path, default: "var/keyring.json", shown: "var/keyring.json",
        "The keys that sign links; mode 0600.")
    static let logLevel = Key<LogLevelName>(
        "log.level", .choice, default: .info, shown: "info",
        "The least important lines that are logged.")
    static let logFormat = Key<LogFormatName?>(
        "log.format", .optional(.choice), default: nil, shown: nil,
        "How lines are written: text at a terminal and json otherwise, unless set.")

    /// All of them, in the order of the documented file.
    package static let all: [KeyFacts] = [
        httpHost.facts, httpPort.facts, httpTrustedProxies.facts, httpMaxConnections.facts, httpIdleTimeout.facts,
        httpMetricsPort.facts, baseURL.facts, databaseURL.facts, databaseMigrate.facts, smtpURL.facts, smtpCAFile.facts,
        smtpConnections.facts, smtpRate.facts, smtpConnectTimeout.facts, smtpReplyTimeout.facts,
        smtpTotalTimeout.facts, courierRetry.facts, courierLease.facts, courierDrain.facts, webhooksRetry.facts,
        webhooksTimeout.facts, webhooksAllow.facts, webhooksPorts.facts,
        retentionMessages.facts, retentionInvitations.facts, retentionDeliveries.facts, retentionEvents.facts,
        retentionReports.facts, limitsPublic.facts, adminIdle.facts, adminSession.facts, adminHost.facts,
        adminPort.facts, adminBaseURL.facts, adminMail.facts, adminIssuer.facts, adminClientID.facts,
        adminClientSecret.facts, securityContact.facts, templatesPath.facts, keyringFile.facts,
        logLevel.facts,
        logFormat.facts,
    ]

    /// The key of that exact name.
    static func named(_ name: String) -> KeyFacts? { byName[name] }

    /// What to say of a name that no key has: the nearest key and what that one takes.
    static func advice(for name: String) -> String {
        guard let nearest = NearestName.of(name, among: all.map(\.name)).flatMap(named) else { return "" }
        return "; the nearest known key is \(nearest.name), which takes \(nearest.expected)"
    }

    /// The same for a variable.
    static func advice(forVariable name: String) -> String {
        let nearest = NearestName.of(name, among: all.map(\.variable))
        guard let key = all.first(where: { $0.variable == nearest }) else { return "" }
        return "; the nearest known key is \(key.name) (\(key.variable)), which takes \(key.expected)"
    }

    private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
