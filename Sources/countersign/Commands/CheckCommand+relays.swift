import Logging
import Model
import SMTP
import Settings

extension CheckCommand {
    /// How long a relay may take to say that it would take mail: somebody waits for the answer.
    private static let patience: Duration = .seconds(30)

    /// A line for each relay: whether it would take mail from us.
    static func checkRelays(_ settings: ServiceConfiguration) async -> [Finding] {
        do {
            let pools = try RelayAssembly.pools(settings, patience: patience, logger: Logger(label: "countersign.smtp"))
            var findings: [Finding] = []
            for pool in pools {
                findings.append(finding(await pool.probe(), relay: pool.relay))
                await pool.shutdown(deadline: .now)
            }
            return findings
        } catch {
            return [Finding(part: "smtp", ok: false, detail: "\(error)")]
        }
    }

    private static func finding(_ outcome: ProbeOutcome, relay: Relay) -> Finding {
        let part = "smtp \(relay)"
        switch outcome {
        case .ready(let relay):
            let facts = [
                relay.isEncrypted ? "encrypted" : "not encrypted", relay.isAuthenticated ? "logged in" : "no login",
            ]
            return Finding(part: part, ok: true, detail: facts.joined(separator: ", "))
        case .refused(let phase, let reply):
            return Finding(part: part, ok: false, detail: "refused at \(phase.rawValue): \(reply.code) \(reply.text)")
        case .failed(.connect, let fault, let detail) where fault != .tls:
            let words = "cannot connect to \(relay.hostAndPort): \(detail); is smtp.url right and the relay running?"
            return Finding(part: part, ok: false, detail: words)
        case .failed(let phase, let fault, let detail):
            return Finding(part: part, ok: false, detail: "\(fault.rawValue) at \(phase.rawValue): \(detail)")
        }
    }
}
