import Foundation
import Model
import Testing

@testable import SMTP

/// Credentials are used or nothing is sent, and only in the two ways that are meant.
@Suite(.timeLimit(.minutes(15))) struct AuthTests {
    private static func url(_ port: Int) -> String { "smtp://us%40er:p%3Ass%C3%A9@127.0.0.1:\(port)?tls=none" }
    private static let plain = Data("\0us@er\0p:ssé".utf8).base64EncodedString()

    @Test func plain() async throws {
        let script: Script = ["extensions": ["AUTH CRAM-MD5 DIGEST-MD5 NTLM LOGIN PLAIN"]]
        let log = try await Mailing.run(script, url: Self.url) { mailing in
            #expect(await mailing.send().isAccepted)
        }
        #expect(Array(log.lines[1...2]) == ["AUTH PLAIN\r\n", Self.plain + "\r\n"])
    }

    @Test func login() async throws {
        let script: Script = [
            "extensions": ["AUTH CRAM-MD5 LOGIN"],
            "connections": [
                ["auth": ["reply": "334 VXNlcm5hbWU6"], "auth2": inTurn(["reply": "334 UGFzc3dvcmQ6"], [:])] as Script
            ],
        ]
        let log = try await Mailing.run(script, url: Self.url) { mailing in
            #expect(await mailing.send().isAccepted)
        }
        let user = Data("us@er".utf8).base64EncodedString()
        let password = Data("p:ssé".utf8).base64EncodedString()
        #expect(Array(log.lines[1...3]) == ["AUTH LOGIN\r\n", user + "\r\n", password + "\r\n"])
    }

    @Test(arguments: [
        [], ["8BITMIME"], ["AUTH CRAM-MD5 DIGEST-MD5 NTLM XOAUTH2"], ["auth plain"], ["AUTH=PLAIN"], ["AUTH"],
    ])
    func withoutAUTHNothingIsSent(extensions: [String]) async throws {
        let log = try await Mailing.run(["extensions": extensions], url: Self.url) { mailing in
            #expect(await mailing.send().kind == "failed auth auth-not-offered")
        }
        #expect(log.verbs() == ["EHLO"])
    }

    @Test func withoutEHLONothingIsSent() async throws {
        let script: Script = ["connections": [["ehlo": ["reply": "502 what?"]]]]
        let log = try await Mailing.run(script, url: Self.url) { mailing in
            #expect(await mailing.send().kind == "failed auth auth-not-offered")
        }
        #expect(log.verbs() == ["EHLO", "HELO"])
    }

    @Test(arguments: [535, 534, 530, 454, 432, 538, 421, 500], ["auth", "auth2"])
    func aRefusalIsToldWithItsReply(code: Int, step: String) async throws {
        let script: Script = [
            "extensions": ["AUTH PLAIN"],
            "connections": [[step: ["reply": "\(code)-\(code / 100).7.8 no\r\n\(code) \(code / 100).7.8 way"]]],
        ]
        let log = try await Mailing.run(script, url: Self.url) { mailing in
            let outcome = await mailing.send()
            let status = EnhancedStatusCode(code / 100, 7, 8)
            #expect(outcome == .refused(.auth, SMTPReply(code: code, status: status, text: "no way")))
        }
        #expect(!log.verbs().contains("MAIL"))
    }

    @Test(arguments: ["auth", "auth2"], ["drop", "hold", "250"])
    func faultsWithinAUTH(step: String, how: String) async throws {
        let action: Script =
            how == "250" ? ["reply": "250 fine"] : ["reply": false, "then": how]
        let script: Script = ["extensions": ["AUTH PLAIN"], "connections": [[step: action]]]
        var options = RelayOptions.testing
        options.timeouts.response = .milliseconds(1500)
        let log = try await Mailing.run(script, url: Self.url, options: options) { mailing in
            let fault = ["drop": "dropped", "hold": "timeout", "250": "garbled"][how, default: ""]
            #expect(await mailing.send().kind == "failed auth \(fault)")
        }
        #expect(!log.verbs().contains("MAIL"))
    }
}
