import Foundation
import Links
import Logging
import MailCatcher
import Model
import ServiceLifecycle
import Settings
import Storage
import Workflows

/// What a demonstration needs, made for it and removed after it: a folder, a keyring, a database, a mail server with a
/// certificate and a login, and a gallery with two owners.
struct DemoStage {
    private let folder: URL
    private let port: Int
    private let inboxPort: Int
    /// The relay asks for them, as a real one does.
    private static let user = "countersign"

    init(port: Int, inboxPort: Int) throws {
        self.port = port
        self.inboxPort = inboxPort
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Removes everything that the demonstration left.
    func clear() { try? FileManager.default.removeItem(at: folder) }

    /// Starts everything, runs a part, and stops everything.
    func run(_ part: @escaping @Sendable (DemoScene) async throws -> Void) async throws {
        let password = UUID().uuidString
        var mail = MailCatcherConfiguration()
        mail.smtpPort = 0
        mail.webPort = try Ports.free(preferring: inboxPort)
        mail.user = Self.user
        mail.password = password
        let catcher = try MailCatcher(configuration: mail, logger: Logger(label: "mailcatcher"))
        let catching = ServiceGroup(
            configuration: .init(services: [.init(service: catcher)], logger: Logger(label: "mailcatcher")))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await catching.run() }
            let ports = try await catcher.ports()
            let settings = try settings(
                relayPort: ports.smtp ?? 0, password: password, authority: catcher.certificateAuthorityPEM)
            let assembly = try await ServiceAssembly.make(settings)
            let serving = assembly.group()
            group.addTask { try await serving.run() }
            let scene = try await DemoScene.prepare(
                assembly: assembly, mailbox: catcher.mailbox, inbox: "http://127.0.0.1:\(ports.web ?? 0)")
            let acting = Task { try await part(scene) }
            // Ctrl-C ends the services, and with them the demonstration.
            group.addTask {
                _ = await acting.result
                await serving.triggerGracefulShutdown()
            }
            try await group.next()
            acting.cancel()
            let result = await acting.result
            await serving.triggerGracefulShutdown()
            await catching.triggerGracefulShutdown()
            try await group.waitForAll()
            await assembly.context.database.close()
            if case .failure(let error) = result, !(error is CancellationError) { throw error }
        }
    }

    private func settings(relayPort: Int, password: String, authority: String) throws -> ServiceConfiguration {
        let authorityFile = folder.appendingPathComponent("relay-ca.pem")
        try Data(authority.utf8).write(to: authorityFile)
        let keyring = folder.appendingPathComponent("keyring.json").path
        _ = try KeyringFile(path: keyring).make(createdAt: Timestamp.wallClock().description)
        let port = try Ports.free(preferring: port)
        var settings = ServiceConfiguration.defaults()
        settings.http.port = port
        settings.baseURL = "http://127.0.0.1:\(port)"
        settings.database.url = "sqlite:" + folder.appendingPathComponent("countersign.sqlite").path
        settings.smtp.urls = ["smtp://\(Self.user):\(password)@127.0.0.1:\(relayPort)?tls=required"]
        settings.smtp.caFile = authorityFile.path
        settings.keyringFile = keyring
        return settings
    }
}
