import ArgumentParser
import Foundation
import Logging
import Settings

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show the whole journey of an invitation on this machine, with a real database, relay and mailbox.")

    @Flag(help: "Go through the journey without a person, print each step, and stop.") var once = false
    @Option(
        help: """
            The port of the pages; 0 for any. Without this option it is 8080, or any other where that is in use; with \
            --once it is any.
            """)
    var port: Int?

    func run() async throws {
        if let port {
            guard (0...65_535).contains(port) else { throw Failure("--port takes 0 to 65535", code: .wrongUsage) }
            // Whoever names a port relies on it.
            try Ports.check(port)
        }
        var log = ServiceConfiguration.defaults().log
        log.level = once ? .error : .warning
        Log.start(log)
        let stage = try DemoStage(port: port ?? (once ? 0 : 8080), inboxPort: once ? 0 : 8025)
        do {
            if once {
                try await stage.run { try await DemoJourney(scene: $0).run() }
            } else {
                try await stage.run { scene in
                    try await scene.invite()
                    scene.explain()
                    try await Task.sleep(for: .seconds(365 * 86_400))
                }
            }
        } catch {
            stage.clear()
            throw error
        }
        stage.clear()
    }
}
