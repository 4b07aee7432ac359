import Databases
import Foundation
import Links
import Logging
import Mail
import MailCatcher
import Model
import SMTP
import ServiceLifecycle
import Storage
import Testing
import Workflows

@testable import Courier

/// The courier between a real database and a real mail server.
@Suite(.timeLimit(.minutes(15))) struct DeliveryTests {
    @Test(arguments: Engine.allCases)
    func everythingThatIsQueuedArrivesOnce(engine: Engine) async throws {
        try await House.run(engine) { house in
            let ids = try await house.invite(60)
            try await house.waitUntilSent(ids)
            let messages = house.catcher.mailbox.messages(after: 0, to: nil)
            #expect(messages.count == 60)
            #expect(Set(messages.flatMap(\.recipients)).count == 60)
        }
    }

    @Test(arguments: Engine.allCases)
    func aRelayThatIsDownCostsNoTriesAndLosesNothing(engine: Engine) async throws {
        try await House.run(engine, faults: #"{"rules":[{"phase":"connect","action":"drop","times":3}]}"#) { house in
            let ids = try await house.invite(5)
            try await house.waitUntilSent(ids)
            for id in ids {
                let found = try await Messages(house.context).list(
                    gallery: nil, about: id, state: nil, after: nil, limit: 10)
                #expect(found.items.map(\.message.tries) == [0])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsHeldWhenTheCourierStopsIsGivenBack(engine: Engine) async throws {
        try await House.run(engine, faults: #"{"rules":[{"phase":"body","action":"delay","seconds":1}]}"#) { house in
            let ids = try await house.invite(40)
            await house.stopCourier()
            for id in ids {
                let found = try await Messages(house.context).list(
                    gallery: nil, about: id, state: nil, after: nil, limit: 10)
                let states = found.items.map(\.message.state)
                #expect(states == [.queued] || states == [.sent], "nothing is left in sending")
            }
        }
    }
}

/// A database, a mail server and a courier between them.
struct House {
    let context: WorkflowContext
    let catcher: MailCatcher
    let gallery: Identifier
    private let courier: ServiceGroup
    private let running: Task<Void, any Error>

    static func run(
        _ engine: Engine, faults: String = "{}", _ test: (House) async throws -> Void
    ) async throws {
        try await engine.withDatabase { database in
            var mail = MailCatcherConfiguration()
            mail.smtpPort = 0
            mail.webPort = nil
            mail.faults = try FaultPlan(json: Data(faults.utf8))
            let catcher = try MailCatcher(configuration: mail, logger: .silent)
            let catching = ServiceGroup(
                configuration: .init(services: [.init(service: catcher)], logger: .silent))
            let server = Task { try await catching.run() }
            let port = try await catcher.ports().smtp ?? 0

            let context = WorkflowContext(database: database)
            let galleries = Galleries(context)
            _ = try await galleries.add(
                slug: "main", name: "Main Gallery", url: "https://gallery.example.com",
                from: try EmailAddress("no-reply@gallery.example.com"), settings: ["limits": "none"])
            let gallery = try #require(try await galleries.find(slug: "main"))
            let pool = RelayPool(
                relay: try Relay("smtp://127.0.0.1:\(port)", ehloName: "[127.0.0.1]"), logger: .silent)
            var options = DeliveryOptions()
            options.retry = try #require(RetrySchedule([.milliseconds(200)]))
            options.poll = .milliseconds(50)
            let delivery = DeliveryService(
                context: context, relays: RelaySet([pool], pause: options.retry.circuit, logger: .silent),
                composer: LetterComposer(
                    templates: try TemplateLibrary(folders: ["MailTemplates"]),
                    keyring: KeyringHolder(
                        Keyring(newest: Keyring.Key(id: 1, secret: Array(repeating: 7, count: 32)))),
                    secrets: ServiceSecrets(root: [UInt8](repeating: 9, count: 32)),
                    baseURL: "https://confirm.example.com"),
                options: options, pulse: CourierPulse(), logger: .silent)
            let courier = ServiceGroup(configuration: .init(services: [.init(service: delivery)], logger: .silent))
            let house = House(
                context: context, catcher: catcher, gallery: gallery.id, courier: courier,
                running: Task { try await courier.run() })
            do {
                try await test(house)
            } catch {
                await house.stopCourier()
                await catching.triggerGracefulShutdown()
                throw error
            }
            await house.stopCourier()
            await catching.triggerGracefulShutdown()
            _ = try? await server.value
        }
    }

    /// Queues one mail each to as many people.
    func invite(_ count: Int) async throws -> [Identifier] {
        let package = try Name("Contoso.Utils", .package)
        let ann = AccountDescription(
            username: try Name("ann", .username), email: try EmailAddress("ann@example.org"))
        _ = try await Owners(context).put([ann], package: package, gallery: gallery)
        var ids: [Identifier] = []
        for number in 0..<count {
            let invitee = AccountDescription(
                username: try Name("user\(number)", .username), email: try EmailAddress("user\(number)@example.org"))
            let answer = try await Invitations(context).invite(
                InviteCommand(package: "Contoso.Utils", invitee: invitee, invitedBy: "ann"), gallery: gallery
            ) { outcome in
                guard case .created(let view) = outcome else { throw Unexpected() }
                return .init(status: 201, body: view.invitation.id.bytes)
            }
            ids.append(try #require(Identifier(bytes: answer.answer.body)))
        }
        return ids
    }

    /// Returns when every one of these has left; the suite's time limit ends a wait that is in vain.
    func waitUntilSent(_ ids: [Identifier]) async throws {
        for id in ids {
            while try await Messages(context).list(
                gallery: nil, about: id, state: .sent, after: nil, limit: 1
            ).items.isEmpty {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    func stopCourier() async {
        await courier.triggerGracefulShutdown()
        _ = try? await running.value
    }

    private struct Unexpected: Error {}
}
