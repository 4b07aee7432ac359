package import Model
package import OpenID

/// How the HTTP side is set up: what an operator can choose, and the limits that protect it.
package struct WebConfiguration: Sendable {
    package var host: String
    /// 0 asks the system for a free port; ``WebServer`` reports which it was.
    package var port: Int
    /// `http` or `https`, host, perhaps port and path; no slash at the end.
    ///
    /// What every link starts with.
    package var baseURL: String { didSet { basePath = Self.path(of: baseURL) } }
    /// Its path; empty in most cases.
    ///
    /// A proxy may take it away from what it passes on.
    private(set) var basePath: String
    /// Whose `X-Forwarded-For` counts.
    package var trustedProxies: [IPNetwork]
    /// Whether the public pages are rate limited.
    package var limitsOn: Bool
    /// A connection on which nothing happens is closed after this long.
    package var idleTimeout: Duration
    /// Connections at once; more wait until one closes.
    package var maxConnections: Int
    /// All header fields of a request together, in bytes.
    package var longestHeader: Int = 16 * 1024
    /// A JSON body, in bytes.
    package var longestBody: Int = 64 * 1024
    /// Where webhooks may go.
    package var webhookEndpoints = EndpointPolicy()
    /// Whom to tell of a weakness, as URIs (RFC 9116, 2.5.3); none where nobody is named.
    package var securityContacts: [String] = []
    /// A body with many invitations, in bytes.
    package var longestBulkBody: Int = 2 * 1024 * 1024
    /// A form of a public page, in bytes.
    package var longestForm: Int = 16 * 1024
    /// A form of the admin site, in bytes: some hold a person's words.
    package var longestAdminForm: Int = 64 * 1024
    /// The port of the admin site, which is on no other then; 0 serves it on the same one.
    package var adminPort = 0
    /// Its address, where it has a port of its own; that of all else where it is nil.
    package var adminHost: String?
    /// What links to it start with, without a slash at the end; ``baseURL`` where it is nil.
    package var adminBaseURL: String?
    /// Whether admins sign in by mail and a code of their app.
    package var adminMail = true
    /// Where they sign in otherwise; nil where there is no such place.
    package var openID: OpenIDProvider?
    /// How long sessions of the admin site last.
    package var adminLife = AdminLife()
    /// How long a client may take to send the head of a request: from the beginning of its connection or, for the next
    /// ones, from its first byte.
    package var headTimeout: Duration = .seconds(15)
    /// How long a client may take to send a body, from when it is waited for.
    package var bodyTimeout: Duration = .seconds(30)
    /// How long a client may take no part of an answer that waits for it.
    package var writeTimeout: Duration = .seconds(30)
    /// Bytes of one request as they come over the network, its framing included.
    package var longestRequest: Int = 2 << 20
    /// Connections at once of one client address, or of one /64 of IPv6.
    package var connectionsPerClient: Int
    /// Whose connections are not counted that way, trusted proxies beside.
    package var uncountedClients: [IPNetwork] = ["127.0.0.0/8", "::1"].compactMap(IPNetwork.init)
    /// The port of `/metrics`; 0 serves it on the same one.
    package var metricsPort: Int
    /// How often it is written down which API keys were used.
    package var keyUseInterval: Duration = .seconds(10)
    /// How long a request waits at most for events after a place that the feed has not come to.
    ///
    /// No reader of the feed has been there, unless the database is an older one again, and the next event is not what
    /// it waits for.
    package var longestWaitAhead: Duration = .seconds(5)
    /// The steps in which forms of strangers are answered, so that the time tells nothing of what is known.
    ///
    /// A multiple of what the work takes; see ``EvenPace``.
    package var formPace: Duration = .milliseconds(50)
    /// How often a request that waits for events looks for them.
    package var eventPollInterval: Duration = .milliseconds(250)

    /// Why a configuration cannot be used.
    package struct Flaw: Error, Sendable, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Checks what only this room can check.
    ///
    /// - Parameters:
    ///   - baseURL: As configured; a slash at its end is dropped.
    ///   - trustedProxies: Addresses and networks: `10.0.0.0/8`, `::1`.
    ///   - maxConnections: A quarter of them, but no fewer than 16, is what one client address gets.
    /// - Throws: ``Flaw`` naming the network that cannot be read.
    package init(
        host: String = "127.0.0.1", port: Int = 8080, baseURL: String = "http://127.0.0.1:8080",
        trustedProxies: [String] = [], limitsOn: Bool = true, idleTimeout: Duration = .seconds(60),
        maxConnections: Int = 4096, metricsPort: Int = 0
    ) throws(Flaw) {
        self.host = host
        self.port = port
        let base = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.baseURL = base
        basePath = Self.path(of: base)
        self.limitsOn = limitsOn
        self.idleTimeout = idleTimeout
        self.maxConnections = maxConnections
        connectionsPerClient = max(16, maxConnections / 4)
        self.metricsPort = metricsPort
        self.trustedProxies = []
        for text in trustedProxies {
            guard let network = IPNetwork(text) else {
                throw Flaw(description: "'\(text)' is not an address or a network such as 10.0.0.0/8 or ::1")
            }
            self.trustedProxies.append(network)
        }
    }

    private static func path(of url: String) -> String {
        String(url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
    }
}
