import Links
import Logging
import Model
import NIOSSL
import Synchronization
import Webhook

/// A resolver that says what it is told, answer after answer; the last one stays.
final class ScriptedResolver: HostResolver {
    private let answers: Mutex<[[String]]>
    private let asked = Mutex(0)

    init(_ answers: [String]...) { self.answers = Mutex(answers) }

    /// How often it was asked.
    var count: Int { asked.withLock { $0 } }

    func addresses(of name: String) async throws -> [HostAddress] {
        asked.withLock { $0 += 1 }
        let texts = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }
        guard !texts.isEmpty else { throw ResolvingError.unknown }
        return texts.compactMap { HostAddress($0) }
    }
}

/// Makes attempts the way the service does.
enum Sending {
    static let secret = WebhookSecret(bytes: [UInt8](repeating: 7, count: 32))
    static let body = Array(#"{"type":"owner.added"}"#.utf8)

    /// Runs a test with a sender that may reach some networks.
    ///
    /// What an attempt may take is far more than any needs on a busy machine, where a test is not about that.
    static func run<Result>(
        allow: [String] = [], ports: Set<Int>, timeout: Duration = .seconds(600),
        resolver: any HostResolver = ScriptedResolver([]), trustRoots: NIOSSLTrustRoots = .default,
        _ test: (WebhookSender) async throws -> Result
    ) async throws -> Result {
        let sender = WebhookSender(
            policy: EndpointPolicy(allowed: allow.compactMap { AddressBlock($0) }, ports: ports), timeout: timeout,
            idle: .seconds(600),
            resolver: resolver, trustRoots: trustRoots, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { Timestamp(seconds: 1_800_000_000) }
        do {
            let result = try await test(sender)
            await sender.shutdown()
            return result
        } catch {
            await sender.shutdown()
            throw error
        }
    }

    static func request(
        _ url: String, secrets: [WebhookSecret] = [secret], trace: String? = nil
    ) -> WebhookRequest {
        WebhookRequest(url: url, id: "0192", body: body, secrets: secrets, trace: trace)
    }
}
