import Testing

@testable import MailCatcher

@Suite("The lines of a mail")
struct SessionBodyTests {
    @Test(
        "dots are unstuffed, and nothing else is touched",
        arguments: [
            ("hi\r\n", "hi\r\n"), ("", ""), ("..\r\n", ".\r\n"), ("...x\r\n", "..x\r\n"),
            ("..x\r\n.y\r\n", ".x\r\ny\r\n"),
            ("a.b\r\n", "a.b\r\n"), ("\r\n\r\n", "\r\n\r\n"), ("é\r\n", "é\r\n"),
        ])
    func unstuffing(sent: String, kept: String) {
        for chunk in [1, 2, 3, 1_000] {
            var dialogue = Dialogue()
            _ = dialogue.say("MAIL FROM:<a@example.org> BODY=8BITMIME")
            _ = dialogue.say("RCPT TO:<b@example.org>")
            #expect(dialogue.say("DATA").hasPrefix("354"))
            let bytes = Array((sent + ".\r\n").utf8)
            var answer = ""
            for start in stride(from: 0, to: bytes.count, by: chunk) {
                answer += dialogue.raw(Array(bytes[start..<min(start + chunk, bytes.count)]))
            }
            #expect(answer == "<store>250 2.0.0 Queued as 0-1\n")
            #expect(dialogue.stored.first.map { String(decoding: $0.raw, as: UTF8.self) } == kept)
        }
    }

    @Test(
        "CR or LF on its own never ends a mail: nothing is smuggled, and the mail is refused",
        arguments: [
            "\n.\n", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\r.\r", "\r.\r\n", "x\ry", "x\ny", "\r\n.\r\r\n", "\r\n.x\n.\n",
        ])
    func smuggling(trick: String) {
        var dialogue = Dialogue()
        _ = dialogue.say("MAIL FROM:<a@example.org>")
        _ = dialogue.say("RCPT TO:<b@example.org>")
        _ = dialogue.say("DATA")
        let smuggled = "MAIL FROM:<evil@example.org>\r\nRCPT TO:<c@example.org>\r\nDATA\r\nboo\r\n"
        #expect(dialogue.raw(Array(("hi" + trick + smuggled).utf8)).isEmpty, "still inside the mail")
        #expect(dialogue.raw(Array("\r\n.\r\n".utf8)).hasPrefix("550 5.5.2"))
        #expect(dialogue.stored.isEmpty)
        #expect(dialogue.session.tally.bareLineEnds > 0)
        #expect(dialogue.session.tally.commands == 4, "EHLO, MAIL, RCPT, DATA")
    }

    @Test("a mail over the limit is swallowed and refused, and the next one is taken")
    func tooLarge() {
        var rules = SMTPSession.Rules()
        rules.limits.messageSize = 100
        var dialogue = Dialogue(rules: rules)
        #expect(dialogue.mail(String(repeating: "12345678\r\n", count: 20)).hasPrefix("552 5.3.4"))
        #expect(dialogue.mail().contains("<store>250"))
        #expect(dialogue.stored.count == 1)
    }

    @Test("lines up to 998 octets are taken, longer ones are not")
    func longLines() {
        var dialogue = Dialogue()
        #expect(dialogue.mail(String(repeating: "x", count: 998) + "\r\n").contains("250"))
        #expect(dialogue.mail(String(repeating: "x", count: 999) + "\r\n").hasPrefix("554 5.6.0"))
        #expect(dialogue.session.tally.longLines == 1)
    }

    @Test("eight-bit octets without BODY=8BITMIME are counted")
    func eightBit() {
        var dialogue = Dialogue()
        _ = dialogue.mail("é\r\n")
        #expect(dialogue.session.tally.undeclaredEightBit == 1)
    }

    @Test("discard counts and keeps nothing")
    func discard() {
        var rules = SMTPSession.Rules()
        rules.discards = true
        var dialogue = Dialogue(rules: rules)
        #expect(dialogue.mail("12345678\r\n") == "250 2.0.0 Queued as 0-1\n")
        #expect(dialogue.stored.isEmpty)
        #expect(dialogue.session.tally.messages == 1)
        #expect(dialogue.session.tally.octets == 10)
    }
}
