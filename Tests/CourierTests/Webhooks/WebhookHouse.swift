import Databases
import Endpoints
import Links
import Logging
import Model
import ServiceLifecycle
import Storage
import Synchronization
import Testing
import Webhook
import Workflows

@testable import Courier

/// A database with a gallery, and a service that sends webhooks to loopback.
final class WebhookHouse: Sendable {
    let context: WorkflowContext
    let gallery: Identifier
    private let service: ServiceGroup
    private let running = Mutex<Task<Void, any Error>?>(nil)

    var webhooks: Webhooks { Webhooks(context) }

    static func run(
        _ engine: Engine, retry: [Duration] = [.milliseconds(100)], timeout: Duration = .seconds(600),
        lease: Duration = .seconds(600), drain: Duration = .seconds(600), isStarted: Bool = true,
        _ test: (WebhookHouse) async throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            let context = WorkflowContext(
                database: database, secrets: ServiceSecrets(root: [UInt8](repeating: 9, count: 32)))
            let galleries = Galleries(context)
            _ = try await galleries.add(
                slug: "main", name: "Main", url: "https://gallery.example.com",
                from: try EmailAddress("no-reply@gallery.example.com"), settings: [:])
            let gallery = try #require(try await galleries.find(slug: "main"))
            var options = WebhookOptions()
            options.schedule = try #require(WebhookSchedule(retry))
            options.lease = lease
            options.drain = drain
            options.poll = .milliseconds(50)
            let policy = EndpointPolicy(
                allowed: [try #require(AddressBlock("127.0.0.0/8"))], ports: Set(1...65_535))
            let service = WebhookService(
                context: context,
                sender: WebhookSender(policy: policy, timeout: timeout, idle: .seconds(600), logger: .silent),
                options: options, logger: .silent)
            let house = WebhookHouse(
                context, gallery.id,
                ServiceGroup(configuration: .init(services: [.init(service: service)], logger: .silent)))
            if isStarted { house.start() }
            do {
                try await test(house)
            } catch {
                await house.stop()
                throw error
            }
            await house.stop()
        }
    }

    private init(_ context: WorkflowContext, _ gallery: Identifier, _ service: ServiceGroup) {
        self.context = context
        self.gallery = gallery
        self.service = service
    }

    func start() {
        let service = service
        running.withLock { $0 = Task { try await service.run() } }
    }

    func stop() async {
        guard let running = running.withLock({ $0 }) else { return }
        await service.triggerGracefulShutdown()
        _ = try? await running.value
    }

    /// A webhook for whatever `happen` makes happen.
    func webhook(_ listener: Listener) async throws -> Identifier {
        let wanted = WebhookDescription(
            url: try EndpointURL("http://127.0.0.1:\(listener.port)/hook"), filter: try EventFilter(["owner.added"]))
        let answer = try await webhooks.create(wanted, gallery: gallery) { outcome in
            KeptAnswer(status: 201, body: try outcome.get().webhook.id.bytes)
        }
        return try #require(Identifier(bytes: answer.answer.body))
    }

    /// Appends events.
    func happen(_ count: Int) async throws {
        let (context, gallery) = (context, gallery)
        try await context.database.write { tx in
            let drafts = (0..<count).map { number in
                EventDraft(.ownerAdded, actor: "bob", subject: "p\(number)", data: EventData(username: "u\(number)"))
            }
            try tx.events.append(drafts, gallery: gallery, at: context.clock(), makeID: context.makeID)
        }
    }

    func events() async throws -> [Event] {
        try await EventFeed(context).after(0, gallery: gallery, limit: 5000)
    }

    func deliveries(of webhook: Identifier, _ state: WebhookDeliveryState? = nil) async throws -> [WebhookDeliveryView]
    {
        try #require(
            try await webhooks.deliveries(of: webhook, state: state, gallery: gallery, after: nil, limit: 5000)
        ).items
    }

    func count(_ state: WebhookDeliveryState, of webhook: Identifier) async throws -> Int {
        try await deliveries(of: webhook, state).count
    }

    /// Returns when it is so; the suite's time limit ends a wait that is in vain.
    func wait(_ condition: () async throws -> Bool) async throws {
        while try await !condition() { try await Task.sleep(for: .milliseconds(10)) }
    }
}
