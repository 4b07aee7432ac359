import Model
import Testing

@testable import SMTP

/// What each end of a conversation means; the numbers are CURLcodes.
@Suite struct ClassificationTests {
    private static let toBody = ["220 hi", "250 relay", "READY", "250 ok", "250 ok", "354 go"]

    private func outcome(_ lines: [String], _ end: TransferEnd, encryption: Relay.Encryption = .none) -> SendOutcome {
        var reader = ConversationReader(encryption: encryption, needsAuthentication: false)
        reader.begin(needsSMTPUTF8: false)
        reader.socketOpened()
        for line in lines {
            if line == "READY" { _ = reader.ready() } else { _ = reader.hears(line) }
        }
        return .classify(reader, end)
    }

    @Test(
        arguments: [
            (0, "250 ok", "accepted 250"), (0, "252 ok", "accepted 252"),
            // libcurl calls anything but 250 at the dot an error.
            (8, "251 ok", "accepted 251"), (8, "451 later", "refused body 451"), (8, "554 no", "refused body 554"),
            (8, "421 bye", "refused body 421"), (8, "354 go", "unknown"), (56, "250-half", "unknown"),
        ] as [(UInt32, String, String)])
    func atTheDotTheReplyDecides(code: UInt32, reply: String, expected: String) {
        #expect(outcome(Self.toBody + [reply], TransferEnd(code: code, wroteEverything: true)).kind == expected)
    }

    @Test(arguments: [0, 28, 55, 56, 52, 8, 42, 35] as [UInt32])
    func afterTheDotWithoutAReplyNobodyKnows(code: UInt32) {
        #expect(outcome(Self.toBody, TransferEnd(code: code, wroteEverything: true)).kind == "unknown")
    }

    @Test func withoutTheWholeMessageThereWasNoDot() {
        #expect(outcome(Self.toBody, TransferEnd(code: 55)).kind == "failed body dropped")
        #expect(outcome(Self.toBody, TransferEnd(code: 28)).kind == "failed body timeout")
        #expect(outcome(Self.toBody, TransferEnd(code: 42, stop: .shutdown)).kind == "failed body aborted")
    }

    @Test(
        arguments: [
            (6, "failed connect resolve"), (5, "failed connect resolve"), (7, "failed connect connect"),
            (35, "failed connect tls"), (60, "failed connect tls"), (77, "failed connect tls"),
            (58, "failed connect tls"),
            (28, "failed connect timeout"), (56, "failed connect dropped"), (55, "failed connect dropped"),
            (52, "failed connect dropped"), (8, "failed connect garbled"), (27, "failed connect connect"),
            (42, "failed connect aborted"), (67, "failed connect garbled"), (64, "failed connect starttls-not-offered"),
            (9_999, "failed connect connect"),
        ] as [(UInt32, String)])
    func beforeAnyReplyTheCodeDecides(code: UInt32, expected: String) {
        #expect(outcome([], TransferEnd(code: code, wasConnected: false)).kind == expected)
    }

    @Test(arguments: [
        ([], "failed greeting dropped"), (["220 hi"], "failed ehlo dropped"),
        (["220 hi", "250 relay"], "failed mail dropped"),
        (["220 hi", "250 relay", "READY", "250 ok"], "failed rcpt dropped"),
        (["220 hi", "250 relay", "READY", "250 ok", "250 ok"], "failed data dropped"),
        (["220 hi", "250 relay", "READY", "421 bye"], "refused mail 421"),
        (["220 hi", "250 relay", "READY", "550 no", "221 bye"], "refused mail 550"),
        (["220 hi", "250 relay", "READY", "354 what"], "failed mail garbled"), (["554 no"], "refused greeting 554"),
    ])
    func beforeTheDotThePhaseIsTold(lines: [String], expected: String) {
        #expect(outcome(lines, TransferEnd(code: 56)).kind == expected)
        // Even where everything had been handed over for sending.
        #expect(outcome(lines, TransferEnd(code: 55, wroteEverything: true)).kind.prefix(6) == expected.prefix(6))
    }

    @Test func ourOwnStopsAreNamed() {
        #expect(outcome(["220 hi"], TransferEnd(code: 42, stop: .deadline)).kind == "failed ehlo timeout")
        #expect(outcome(["220 hi"], TransferEnd(code: 42, stop: .shutdown)).kind == "failed ehlo aborted")
        #expect(
            outcome(["220 hi", "250 relay"], TransferEnd(code: 23), encryption: .starttls)
                == .failed(
                    .starttls, .starttlsNotOffered, detail: "TLS is required, and the relay does not offer STARTTLS"
                )
        )
    }

    @Test func everyCodeOfLibcurlMeansSomethingButAccepted() {
        for code in UInt32(0)...100 {
            for lines in [[], ["220 hi"], Self.toBody] {
                for wroteEverything in [false, true] {
                    let outcome = outcome(lines, TransferEnd(code: code, wroteEverything: wroteEverything))
                    #expect(!outcome.isAccepted)
                    #expect(outcome.isUnknown == (wroteEverything && lines == Self.toBody))
                }
            }
        }
    }

    @Test func theDetailHoldsNoLink() {
        let token = String(repeating: "AbCdE_6-", count: 7) + "wxyz"
        let end = TransferEnd(code: 56, message: "not understood: http://c.test/c/\(token), given up")
        guard case .failed(_, .dropped, let detail) = outcome([], end) else {
            Issue.record("not a failure")
            return
        }
        #expect(detail == "not understood: http://c.test[link], given up")
    }

    @Test func theDetailIsPrintable() {
        let end = TransferEnd(code: 60, message: "SSL \u{202e}certificate\r\nproblem\u{1b}[0m")
        guard case .failed(_, .tls, let detail) = outcome([], end) else {
            Issue.record("not a TLS failure")
            return
        }
        #expect(detail == "SSL ?certificate??problem?[0m")
    }
}
