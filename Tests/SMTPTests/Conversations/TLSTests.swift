import Foundation
import Model
import Testing

@testable import SMTP

/// TLS or nothing: no MAIL and no AUTH over a connection that is not what was asked for.
@Suite(.timeLimit(.minutes(15))) struct TLSTests {
    private static let extensions: Script = ["extensions": ["STARTTLS", "AUTH PLAIN"]]

    private func trusting() throws -> RelayOptions {
        var options = RelayOptions.testing
        options.caFile = try #require(Certificates.shared).authority
        return options
    }

    private func script(_ certificate: String = "good", tls: String = "starttls") throws -> Script {
        try #require(Certificates.shared).script(certificate, tls: tls).merging(Self.extensions) { a, _ in a }
    }

    private static func required(_ port: Int) -> String { "smtp://user:secret@127.0.0.1:\(port)?tls=required" }
    private static func implicit(_ port: Int) -> String { "smtps://user:secret@127.0.0.1:\(port)" }

    @Test func starttls() async throws {
        let log = try await Mailing.run(script(), url: Self.required, options: trusting()) { mailing in
            #expect(await mailing.send().isAccepted)
            #expect(await mailing.send().isAccepted)
        }
        #expect(
            log.verbs() == [
                "EHLO", "STARTTLS", "EHLO", "AUTH", log.lines[4].trimmingCharacters(in: .newlines),
                "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA", "QUIT",
            ]
        )
        #expect(log.events.compactMap(\.tls) == ["TLSv1.3"])
    }

    @Test func implicitTLS() async throws {
        let log = try await Mailing.run(script(tls: "implicit"), url: Self.implicit, options: trusting()) { mailing in
            #expect(await mailing.send().isAccepted)
        }
        #expect(log.verbs().first == "EHLO" && !log.verbs().contains("STARTTLS") && log.bodies.count == 1)
    }

    @Test(arguments: ["wrong-host", "expired", "self-signed"], ["starttls", "implicit"])
    func aBadCertificateIsRefused(certificate: String, tls: String) async throws {
        let url = tls == "implicit" ? Self.implicit : Self.required
        let log = try await Mailing.run(script(certificate, tls: tls), url: url, options: trusting()) { mailing in
            let outcome = await mailing.send()
            #expect(outcome.kind == (tls == "implicit" ? "failed connect tls" : "failed starttls tls"))
        }
        #expect(log.verbs() == (tls == "implicit" ? [] : ["EHLO", "STARTTLS"]))
    }

    @Test(arguments: ["starttls", "implicit"])
    func anUnknownAuthorityIsRefused(tls: String) async throws {
        let url = tls == "implicit" ? Self.implicit : Self.required
        let log = try await Mailing.run(script(tls: tls), url: url) { mailing in
            guard case .failed(_, .tls, let detail) = await mailing.send() else {
                Issue.record("not a TLS failure")
                return
            }
            #expect(detail.contains("certificate"))
        }
        #expect(!log.verbs().contains("AUTH") && !log.verbs().contains("MAIL"))
    }

    @Test(arguments: ["starttls", "implicit"])
    func oldTLSIsRefused(tls: String) async throws {
        let url = tls == "implicit" ? Self.implicit : Self.required
        let script = try script(tls: tls).merging(["max_tls": "1.1"]) { a, _ in a }
        let log = try await Mailing.run(script, url: url, options: trusting()) { mailing in
            #expect(await mailing.send().kind == (tls == "implicit" ? "failed connect tls" : "failed starttls tls"))
        }
        #expect(!log.verbs().contains("AUTH") && !log.verbs().contains("MAIL"))
    }

    @Test(arguments: [["AUTH PLAIN"], ["starttls", "AUTH PLAIN"], ["XSTARTTLS", "AUTH PLAIN"], []])
    func aStrippedOrMisspeltSTARTTLSEndsIt(extensions: [String]) async throws {
        let log = try await Mailing.run(["extensions": extensions], url: Self.required) { mailing in
            #expect(await mailing.send().kind == "failed starttls starttls-not-offered")
        }
        #expect(log.verbs() == ["EHLO"])
    }

    @Test(arguments: [
        ("454 4.7.0 TLS not available", "refused starttls 454"), ("502 5.5.1 no", "refused starttls 502"),
        ("250 2.0.0 sure", "failed starttls garbled"),
    ])
    func aRefusedSTARTTLSEndsIt(reply: String, expected: String) async throws {
        let script = try script().merging(["connections": [["starttls": ["reply": reply]]]]) { a, _ in a }
        let log = try await Mailing.run(script, url: Self.required, options: trusting()) { mailing in
            #expect(await mailing.send().kind == expected)
        }
        #expect(log.verbs() == ["EHLO", "STARTTLS"])
    }

    @Test func repliesInjectedBeforeTLSAreNotTaken() async throws {
        let injected = ["reply": "220 go\r\n250-scripted.test\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 ok"]
        let script = try script().merging(["connections": [["starttls": injected]]]) { a, _ in a }
        let log = try await Mailing.run(script, url: Self.required, options: trusting()) { mailing in
            #expect(await mailing.send().kind.hasPrefix("failed starttls"))
        }
        #expect(log.verbs() == ["EHLO", "STARTTLS"])
    }

    @Test func silenceAndLossAfterTheHandshake() async throws {
        let url = Self.required
        var impatient = try trusting()
        impatient.timeouts.response = .milliseconds(1500)
        let hold: Script = ["reply": false, "then": "hold"]
        let silent = try script().merging(["connections": [["ehlo2": hold]]]) { a, _ in a }
        try await Mailing.run(silent, url: url, options: impatient) { mailing in
            #expect(await mailing.send().kind == "failed ehlo timeout")
        }
        let drop: Script = ["reply": false, "then": "drop"]
        let lost = try script().merging(["connections": [["ehlo2": drop]]]) { a, _ in a }
        try await Mailing.run(lost, url: url, options: trusting()) { mailing in
            #expect(await mailing.send().kind == "failed ehlo dropped")
        }
    }

    @Test func aMissingAuthorityFileIsATLSFailure() async throws {
        var options = RelayOptions.testing
        options.caFile = "/nonexistent/ca.pem"
        let log = try await Mailing.run(script(), url: Self.required, options: options) { mailing in
            #expect(await mailing.send().kind == "failed starttls tls")
        }
        #expect(log.verbs() == ["EHLO", "STARTTLS"])
    }
}
