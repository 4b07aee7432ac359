import AsyncHTTPClient
import FoundationEssentials
import Links
import Logging
import Model
import NIOCore
import NIOHTTP1

extension WebhookSender {
    /// How much of an answer is read, in bytes.
    static let mostRead = 64 * 1024

    /// How speaking to one address ended.
    enum Exchange {
        case ended(WebhookOutcome)
        /// Nothing was sent: another address can be tried.
        case unreachable(String)
    }

    /// Sends the request to one address and takes in the answer.
    func exchange(
        _ request: WebhookRequest, _ url: EndpointURL, at address: HostAddress, _ heard: Heard
    ) async throws -> Exchange {
        let text = url.canonical
        // The client reads the URL itself, and knows the host that is pinned by its name.
        if case .name(let name) = url.host, URL(string: text)?.host() != name {
            return .ended(.blocked("has a host that is read in two ways"))
        }
        let outgoing = outgoing(request, to: text)
        do {
            return try await clients.withClient(for: .init(host: url.hostText, address: address)) { client in
                let response = try await client.execute(outgoing, deadline: .now() + TimeAmount(timeout), logger: nil)
                let outcome = outcome(of: response)
                heard.hear(outcome)
                await read(response)
                return .ended(outcome)
            }
        } catch {
            try Task.checkCancellation()
            let failure = SendingFailure(error)
            logger.debug(
                "webhook was not delivered", metadata: ["host": "\(url.hostText)", "reason": "\(failure.reason)"])
            return failure.isUnreachable ? .unreachable(failure.reason) : .ended(.failed(failure.reason))
        }
    }

    private func outgoing(_ request: WebhookRequest, to url: String) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: url)
        outgoing.method = .POST
        let timestamp = clock().seconds
        let signatures = request.secrets.map { $0.signature(id: request.id, timestamp: timestamp, body: request.body) }
        outgoing.headers = [
            "content-type": "application/json", "user-agent": "Countersign", "webhook-id": request.id,
            "webhook-timestamp": "\(timestamp)", "webhook-signature": signatures.joined(separator: " "),
        ]
        if let trace = request.trace, Self.isTrace(trace) { outgoing.headers.add(name: "traceparent", value: trace) }
        outgoing.body = .bytes(ByteBuffer(bytes: request.body))
        return outgoing
    }

    /// Lower-case hexadecimal digits and hyphens, as the standard has it: nothing that could end a header.
    private static func isTrace(_ text: String) -> Bool {
        text.utf8.count <= 128
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private func outcome(of response: HTTPClientResponse) -> WebhookOutcome {
        switch Int(response.status.code) {
        case let code where (200..<300).contains(code): .delivered(status: code)
        case 410: .gone
        case let code:
            .refused(
                status: code,
                retryAfter: RetryAfter.wait(response.headers.first(name: "retry-after"), now: clock()))
        }
    }

    /// Reads the answer's body so far as is taken, so that the connection can be used again; what is in it matters to
    /// nobody.
    private func read(_ response: HTTPClientResponse) async {
        var count = 0
        do {
            for try await part in response.body {
                count += part.readableBytes
                // Leaving the loop closes the connection.
                guard count <= Self.mostRead else { return }
            }
        } catch {}
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        self = .milliseconds(duration.milliseconds)
    }
}
