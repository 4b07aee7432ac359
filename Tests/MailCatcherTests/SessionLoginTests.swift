import Foundation
import Testing

@testable import MailCatcher

@Suite("TLS and logins of a session")
struct SessionLoginTests {
    private func rules(plaintext: Bool = true) -> SMTPSession.Rules {
        var rules = SMTPSession.Rules()
        rules.user = "ann"
        rules.password = "päss"
        rules.plaintextAuthentication = plaintext
        return rules
    }

    private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test("what was sent ahead of TLS is thrown away, and EHLO is wanted again")
    func injection() {
        var dialogue = Dialogue()
        #expect(
            dialogue.raw(Array("STARTTLS\r\nMAIL FROM:<evil@example.org>\r\n".utf8)) == "220 2.0.0 Go ahead\n<tls>")
        #expect(dialogue.say("MAIL FROM:<a@example.org>").hasPrefix("503"))
        #expect(!dialogue.say("EHLO me").contains("STARTTLS"))
        #expect(dialogue.say("STARTTLS").hasPrefix("503"))
        #expect(dialogue.mail().contains("250"))
        #expect(dialogue.stored.first?.tls == true)
    }

    @Test("PLAIN and LOGIN, with and without an initial response")
    func logins() {
        let plain = base64("\0ann\0päss")
        for lines in [
            ["AUTH PLAIN \(plain)"], ["auth plain", plain], ["AUTH LOGIN", base64("ann"), base64("päss")],
            ["AUTH LOGIN \(base64("ann"))", base64("päss")],
        ] {
            var dialogue = Dialogue(rules: rules())
            #expect(dialogue.say("MAIL FROM:<a@example.org>").hasPrefix("530 5.7.0"))
            var answer = ""
            for line in lines { answer = dialogue.say(line) }
            #expect(answer == "235 2.7.0 Welcome\n", "\(lines)")
            #expect(dialogue.say("AUTH PLAIN \(plain)").hasPrefix("503"))
            _ = dialogue.mail()
            #expect(dialogue.stored.first?.user == "ann")
            let said = dialogue.session.transcript.map(\.text).joined(separator: "\n")
            #expect(!said.contains(plain) && !said.contains(base64("päss")), "credentials are not written down")
        }
    }

    @Test(
        "a login that fails",
        arguments: [
            ("AUTH PLAIN AGFubgB4", "535 5.7.8"), ("AUTH PLAIN !!!", "501 5.5.2"), ("AUTH CRAM-MD5", "504 5.5.4"),
            ("AUTH", "501 5.5.4"), ("AUTH PLAIN AGE=", "501 5.5.2"), ("AUTH PLAIN =", "501 5.5.2"),
        ])
    func failures(command: String, expected: String) {
        var dialogue = Dialogue(rules: rules())
        #expect(dialogue.say(command).hasPrefix(expected))
    }

    @Test("a login can be cancelled")
    func cancelled() {
        var dialogue = Dialogue(rules: rules())
        #expect(dialogue.say("AUTH LOGIN") == "334 VXNlcm5hbWU6\n")
        #expect(dialogue.say("*").hasPrefix("501 5.7.0"))
        #expect(dialogue.say("NOOP").hasPrefix("250"))
    }

    @Test("where passwords need TLS, AUTH is offered within TLS only")
    func needsTLS() {
        var clear = Dialogue(rules: rules(plaintext: false))
        #expect(!clear.say("EHLO me").contains("AUTH"))
        #expect(clear.say("AUTH PLAIN \(base64("\0ann\0päss"))").hasPrefix("538 5.7.11"))
        var secret = Dialogue(rules: rules(plaintext: false), tls: true)
        #expect(secret.say("EHLO me").contains("AUTH PLAIN LOGIN"))
    }

    @Test("switches of the plan: no STARTTLS, a lower-case one, no AUTH, no SMTPUTF8")
    func switches() {
        var bare = Dialogue(
            rules: rules(), plan: FaultPlan(offerSTARTTLS: false, offerAUTH: false, offerSMTPUTF8: false))
        let offers = bare.say("EHLO me")
        for keyword in ["STARTTLS", "AUTH", "SMTPUTF8"] { #expect(!offers.contains(keyword)) }
        #expect(bare.say("STARTTLS").hasPrefix("502"))
        #expect(bare.mail().contains("250"), "without AUTH on offer mail is taken without it")
        var lower = Dialogue(plan: FaultPlan(lowercaseSTARTTLS: true))
        #expect(lower.say("EHLO me").contains("250 starttls"))
    }
}
