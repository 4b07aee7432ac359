import Courier
import Foundation
import Links
import Logging
import Mail
import Model
import OpenID
import SMTP
import ServiceLifecycle
import Settings
import Storage
import Telemetry
import UnixSignals
import Web
import Webhook
import Workflows

/// Everything that `serve` runs, wired together.
struct ServiceAssembly {
    let settings: ServiceConfiguration
    let context: WorkflowContext
    let listening: Listening
    let pulse: CourierPulse
    /// Clients at once.
    let connections: Int
    private let probe: DatabaseProbe
    private let services: [any Service]
    private let logger: Logger

    /// Opens, checks and wires; serves nothing yet.
    static func make(_ settings: ServiceConfiguration) async throws -> ServiceAssembly {
        let logger = Logger(label: "countersign")
        let keyringFile = KeyringFile(path: settings.keyringFile)
        // Before it is read: what changes from here on, the watcher finds.
        let seen = keyringFile.stamp()
        let document = try keyringFile.read()
        let keyring = KeyringHolder(try document.keyring())
        let secrets = try Self.secrets(of: document, settings)
        let watcher = KeyringWatcher(file: keyringFile, holder: keyring, seen: seen, logger: logger)
        let templates = try load(settings)
        try checkLinks(settings)
        let connections = try OpenFiles.connections(settings, logger: logger)
        let retry = RetrySchedule(settings.courier.retry) ?? .standard
        let relays = RelaySet(
            try RelayAssembly.pools(settings, logger: Logger(label: "countersign.smtp")), pause: retry.circuit,
            logger: Logger(label: "countersign.courier"))
        let database = try await DatabaseOpener.ready(settings, logger: Logger(label: "countersign.storage"))
        let unreadable = UnreadableRows(logger: Logger(label: "countersign.storage"))
        let bell = OutboxBell { database.announce() }
        database.listen { bell.wake() }
        let context = WorkflowContext(
            database: database, secrets: secrets, bell: bell, trace: { TraceContext.current?.traceparent },
            onUnreadable: { unreadable.tell($0) })
        let probe = DatabaseProbe(database, clock: context.clock)

        var options = DeliveryOptions()
        options.retry = retry
        options.lease = settings.courier.lease
        options.drain = settings.courier.drain
        let pulse = CourierPulse()
        let delivery = DeliveryService(
            context: context, relays: relays,
            composer: LetterComposer(
                templates: templates, keyring: keyring, secrets: secrets, baseURL: settings.baseURL,
                adminURL: settings.admin.baseURL),
            options: options, pulse: pulse, logger: Logger(label: "countersign.courier"))
        let endpoints = try endpoints(settings)
        let webhooks = webhooks(settings, endpoints, context)
        let listening = Listening()
        let provider = try provider(settings)
        let web = WebServer(
            configuration: try webConfiguration(settings, endpoints, provider, connections), context: context,
            keyring: keyring,
            readiness: Readiness(
                database: { await probe.problem() }, keyring: { watcher.problem },
                courier: { problem(with: pulse, context) }),
            admin: AdminParts(templates: templates, relays: { relays.report }),
            logger: Logger(label: "countersign.web"), onListening: { listening.put($0) })
        return ServiceAssembly(
            settings: settings, context: context, listening: listening, pulse: pulse, connections: connections,
            probe: probe,
            services: (provider.map { [$0 as any Service] } ?? []) + [
                watcher,
                ScheduleService(
                    context: context, retention: settings.retention, logger: Logger(label: "countersign.schedule")),
                delivery, webhooks, web,
            ], logger: logger)
    }

    private init(
        settings: ServiceConfiguration, context: WorkflowContext, listening: Listening, pulse: CourierPulse,
        connections: Int, probe: DatabaseProbe, services: [any Service], logger: Logger
    ) {
        self.settings = settings
        self.context = context
        self.listening = listening
        self.pulse = pulse
        self.connections = connections
        self.probe = probe
        self.services = services
        self.logger = logger
    }

    /// The services, started in this order and stopped in reverse: intake ends first, then delivery.
    func group(with others: [any Service] = []) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: (others + services).map {
                // By the name of its type: without one it is described with everything that is in it, which takes
                // seconds and is no matter for a log.
                .init(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: "\(type(of: $0))")
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "countersign.lifecycle"))
        configuration.maximumGracefulShutdownDuration = settings.courier.drain + .seconds(20)
        return ServiceGroup(configuration: configuration)
    }

    /// Waits until `/readyz` would say yes, and returns where the pages are.
    func whenReady() async throws -> String {
        let port = await listening.port()
        while !Task.isCancelled {
            if await probe.problem() == nil, Self.problem(with: pulse, context) == nil { break }
            try await Task.sleep(for: .milliseconds(20), clock: .suspending)
        }
        let host = settings.http.host.contains(":") ? "[\(settings.http.host)]" : settings.http.host
        return "http://\(host):\(port)"
    }

    private static func secrets(
        of document: KeyringDocument, _ settings: ServiceConfiguration
    ) throws -> ServiceSecrets {
        do {
            return try document.secrets()
        } catch {
            throw Failure("\(settings.keyringFile): \(error)", code: .badConfiguration)
        }
    }

    /// Where webhooks may go.
    private static func endpoints(_ settings: ServiceConfiguration) throws -> EndpointPolicy {
        let allowed = try settings.webhooks.allow.map { text in
            guard let block = AddressBlock(text) else {
                throw ConfigurationError(problems: [
                    settings.problem(with: "webhooks.allow", "'\(text.printable)' is not an address or a network")
                ])
            }
            return block
        }
        return EndpointPolicy(allowed: allowed, ports: Set(settings.webhooks.ports))
    }

    /// By which admins sign in, where there is one.
    private static func provider(_ settings: ServiceConfiguration) throws -> OpenIDProvider? {
        guard let issuer = settings.admin.issuer else {
            guard settings.admin.mail else {
                throw ConfigurationError(problems: [
                    settings.problem(with: "admin.mail", "off leaves no way in without admin.oidc.issuer")
                ])
            }
            return nil
        }
        guard let clientID = settings.admin.clientID else {
            throw ConfigurationError(problems: [
                settings.problem(with: "admin.oidc.issuer", "needs admin.oidc.clientID beside it")
            ])
        }
        return OpenIDProvider(
            OpenIDSettings(
                issuer: issuer, clientID: clientID, clientSecret: settings.admin.clientSecret,
                redirectURI: "\(settings.admin.baseURL ?? settings.baseURL)/admin/oidc/callback"),
            logger: Logger(label: "countersign.openid"))
    }

    private static func webhooks(
        _ settings: ServiceConfiguration, _ endpoints: EndpointPolicy, _ context: WorkflowContext
    ) -> WebhookService {
        var options = WebhookOptions()
        options.schedule = WebhookSchedule(settings.webhooks.retry) ?? .standard
        options.lease = settings.courier.lease
        options.drain = settings.courier.drain
        let logger = Logger(label: "countersign.webhooks")
        return WebhookService(
            context: context,
            sender: WebhookSender(policy: endpoints, timeout: settings.webhooks.timeout, logger: logger),
            options: options, logger: logger)
    }

    @Sendable private static func problem(with pulse: CourierPulse, _ context: WorkflowContext) -> String? {
        pulse.isAlive(at: context.clock()) ? nil : "does not come round"
    }

    private static func webConfiguration(
        _ settings: ServiceConfiguration, _ endpoints: EndpointPolicy, _ provider: OpenIDProvider?, _ connections: Int
    ) throws -> WebConfiguration {
        do {
            var configuration = try WebConfiguration(
                host: settings.http.host, port: settings.http.port, baseURL: settings.baseURL,
                trustedProxies: settings.http.trustedProxies, limitsOn: settings.limitsPublic,
                idleTimeout: settings.http.idleTimeout, maxConnections: connections,
                metricsPort: settings.http.metricsPort)
            configuration.webhookEndpoints = endpoints
            configuration.securityContacts = settings.securityContacts
            configuration.adminLife = AdminLife(idle: settings.admin.idle, session: settings.admin.session)
            configuration.adminHost = settings.admin.host
            configuration.adminMail = settings.admin.mail
            configuration.openID = provider
            configuration.adminPort = settings.admin.port
            configuration.adminBaseURL = settings.admin.baseURL
            return configuration
        } catch {
            throw ConfigurationError(problems: [settings.problem(with: "http.trustedProxies", error.description)])
        }
    }

    /// Whether links that start with the public address can stand in a mail: found out now, not when one is sent.
    static func checkLinks(_ settings: ServiceConfiguration) throws {
        let longest = "\(settings.baseURL)/c/\(String(repeating: "x", count: Keyring.tokenLength))"
        guard Link.isUsable(longest) else {
            throw ConfigurationError(problems: [
                settings.problem(
                    with: "baseURL",
                    "links that start with it cannot stand in a mail; it takes at most "
                        + "\(Link.longest - Keyring.tokenLength - 3) characters and none of \"'()<>\\^`{|}")
            ])
        }
    }

    /// The templates, checked; what is wrong with them is a bad configuration.
    static func load(_ settings: ServiceConfiguration) throws -> TemplateLibrary {
        do {
            return try TemplateLibrary(folders: TemplateLocations.all(configured: settings.templatesPath))
        } catch {
            throw Failure("templates: \(error)", code: .badConfiguration)
        }
    }
}
