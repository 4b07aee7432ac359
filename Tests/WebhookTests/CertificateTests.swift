import Endpoints
import Model
import NIOSSL
import Testing
import Webhook

/// The certificate is to be for the host of the URL, wherever that was found.
@Suite(.timeLimit(.minutes(15))) struct CertificateTests {
    private func outcome(certificateFor host: String, isTrusted: Bool) async throws -> WebhookOutcome {
        let certificate = try ServerCertificate(for: host)
        return try await Listener.run(tls: certificate.context) { listener in
            try await Sending.run(
                allow: ["127.0.0.1"], ports: [listener.port], resolver: ScriptedResolver(["127.0.0.1"]),
                trustRoots: isTrusted ? certificate.trusted : .default
            ) { try await $0.send(Sending.request("https://hooks.example.org:\(listener.port)/")) }
        }
    }

    @Test func oneForTheHostIsTaken() async throws {
        #expect(try await outcome(certificateFor: "hooks.example.org", isTrusted: true) == .delivered(status: 204))
    }

    @Test func oneForAnotherHostIsNot() async throws {
        let outcome = try await outcome(certificateFor: "other.example.org", isTrusted: true)
        #expect(outcome == .failed("the certificate is not for this host"))
    }

    @Test func oneOfNobodysIsNot() async throws {
        let outcome = try await outcome(certificateFor: "hooks.example.org", isTrusted: false)
        #expect(outcome == .failed("the certificate is not trusted"))
    }
}
