import Courier
import Foundation
import Links
import Logging
import Mail
import Model
import SMTP
import ServiceLifecycle
import Settings
import Storage
import Web
import Workflows

/// Everything that `serve` runs, wired together.
struct ServiceAssembly {
    let settings: ServiceConfiguration
    let context: WorkflowContext
    let keyring: KeyringHolder
    let web: WebServer
    let pulse: CourierPulse
    private let services: [any Service]
    private let logger: Logger

    /// Opens, checks and wires; serves nothing yet.
    static func make(_ settings: ServiceConfiguration) async throws -> ServiceAssembly {
        let logger = Logger(label: "countersign")
        let keyringFile = KeyringFile(path: settings.keyringFile)
        let keyring = KeyringHolder(try keyringFile.read().keyring())
        let templates = try load(settings)
        let retry = RetrySchedule(settings.courier.retry) ?? .standard
        let relays = RelaySet(
            try RelayAssembly.pools(settings, logger: Logger(label: "countersign.smtp")), pause: retry.circuit,
            logger: Logger(label: "countersign.courier"))
        let database = try await DatabaseOpener.ready(settings, logger: Logger(label: "countersign.storage"))
        let context = WorkflowContext(database: database)

        var options = DeliveryOptions()
        options.retry = retry
        options.lease = settings.courier.lease
        options.drain = settings.courier.drain
        let pulse = CourierPulse()
        let delivery = DeliveryService(
            context: context, relays: relays,
            composer: LetterComposer(templates: templates, keyring: keyring, baseURL: settings.baseURL),
            options: options, pulse: pulse, logger: Logger(label: "countersign.courier"))
        let web = WebServer(
            configuration: WebConfiguration(
                host: settings.http.host, port: settings.http.port, baseURL: settings.baseURL,
                trustedProxies: settings.http.trustedProxies, limitsPublic: settings.limitsPublic,
                maxConnections: settings.http.maxConnections, idleTimeout: settings.http.idleTimeout),
            context: context, keyring: keyring,
            readiness: Readiness { await parts(context, pulse) }, logger: Logger(label: "countersign.web"))
        return ServiceAssembly(
            settings: settings, context: context, keyring: keyring, web: web, pulse: pulse,
            services: [
                KeyringWatcher(file: keyringFile, holder: keyring, logger: logger),
                ScheduleService(context: context, logger: Logger(label: "countersign.schedule")),
                delivery, web,
            ], logger: logger)
    }

    private init(
        settings: ServiceConfiguration, context: WorkflowContext, keyring: KeyringHolder, web: WebServer,
        pulse: CourierPulse, services: [any Service], logger: Logger
    ) {
        self.settings = settings
        self.context = context
        self.keyring = keyring
        self.web = web
        self.pulse = pulse
        self.services = services
        self.logger = logger
    }

    /// The services, started in this order and stopped in reverse: intake ends first, then delivery.
    func group(with others: [any Service] = []) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: (others + services).map {
                .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "countersign.lifecycle"))
        configuration.maximumGracefulShutdownDuration = settings.courier.drain + .seconds(20)
        return ServiceGroup(configuration: configuration)
    }

    /// Waits until `/readyz` would say yes, and returns where the pages are.
    func whenReady() async throws -> String {
        let port = try await web.port()
        while !Task.isCancelled {
            if await Self.parts(context, pulse).allSatisfy(\.isReady) { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        let host = settings.http.host.contains(":") ? "[\(settings.http.host)]" : settings.http.host
        return "http://\(host):\(port)"
    }

    /// The parts that a request depends on.
    @Sendable private static func parts(_ context: WorkflowContext, _ pulse: CourierPulse) async -> [Readiness.Part] {
        let database = (try? await Galleries(context).list()) != nil
        return [
            Readiness.Part("database", isReady: database),
            Readiness.Part("keyring", isReady: true),
            Readiness.Part("courier", isReady: pulse.isAlive(at: context.clock())),
        ]
    }

    /// The templates, checked; what is wrong with them is a bad configuration.
    static func load(_ settings: ServiceConfiguration) throws -> TemplateLibrary {
        do {
            return try TemplateLibrary(folders: TemplateFolders.all(configured: settings.templatesPath))
        } catch {
            throw Failure("templates: \(error)", code: .badConfiguration)
        }
    }
}
