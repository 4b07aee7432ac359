import Foundation
import MailCatcher
import ServiceLifecycle

/// Prints the bound addresses and `ready`, then waits for the end.
struct Announcer: Service {
    let catcher: MailCatcher
    let host: String

    func run() async throws {
        guard let ports = try? await catcher.ports() else {
            // The catcher itself reports why it could not bind.
            return try await gracefulShutdown()
        }
        let shown = host.contains(":") ? "[\(host)]" : host
        var lines: [String] = []
        if let port = ports.smtp { lines.append("smtp \(shown):\(port)") }
        if let port = ports.smtps { lines.append("smtps \(shown):\(port)") }
        if let port = ports.web { lines.append("web http://\(shown):\(port)") }
        lines.append("ready")
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
        try await gracefulShutdown()
    }
}
