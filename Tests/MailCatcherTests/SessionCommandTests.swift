import Testing

@testable import MailCatcher

@Suite("Commands of a session")
struct SessionCommandTests {
    @Test("the first words of a conversation")
    func greeting() {
        var dialogue = Dialogue(greets: false)
        #expect(dialogue.drain() == "220 localhost ESMTP mailcatcher\n")
        #expect(dialogue.say("MAIL FROM:<a@example.org>") == "503 5.5.1 EHLO first\n")
        #expect(
            dialogue.say("ehlo me") == """
                250-localhost
                250-PIPELINING
                250-SIZE 26214400
                250-8BITMIME
                250-SMTPUTF8
                250-ENHANCEDSTATUSCODES
                250 STARTTLS

                """)
        #expect(dialogue.say("HELO me") == "250 localhost\n")
    }

    @Test(
        "a command on a fresh connection after EHLO",
        arguments: [
            ("NOOP", "250 2.0.0"), ("RSET", "250 2.0.0"), ("VRFY bob", "252 2.1.5"), ("EXPN list", "502 5.5.1"),
            ("HELP", "214"), ("BOGUS", "500 5.5.1"), ("", "500 5.5.1"), ("EHLO", "501"), ("QUIT", "221 2.0.0"),
            ("RCPT TO:<a@example.org>", "503 5.5.1"), ("DATA", "503 5.5.1"), ("AUTH PLAIN AGEAYg==", "502 5.5.1"),
            ("STARTTLS now", "501 5.5.4"), ("MAIL FROM:<>", "250 2.1.0"), ("mail from:<a@example.org>", "250 2.1.0"),
            ("MAIL FROM: <a@example.org>", "250 2.1.0"), ("MAIL FROM:a@example.org", "501 5.5.4"),
            ("MAIL FROM:<a@example.org", "501 5.5.4"), ("MAIL FROM:<a@example.org>x", "501 5.5.4"),
            ("MAIL FROM:<a>", "553 5.1.7"), ("MAIL FROM:<a b@example.org>", "553 5.1.7"),
            ("MAIL FROM:<\"a >b\"@example.org>", "250 2.1.0"), ("MAIL FROM:<@x,@y:a@example.org>", "250 2.1.0"),
            ("MAIL FROM:<a@example.org> SIZE=26214400", "250 2.1.0"),
            ("MAIL FROM:<a@example.org> SIZE=26214401", "552 5.3.4"),
            ("MAIL FROM:<a@example.org> SIZE=many", "501 5.5.4"),
            ("MAIL FROM:<a@example.org> BODY=8BITMIME SMTPUTF8", "250 2.1.0"),
            ("MAIL FROM:<a@example.org> BODY=BINARYMIME", "501 5.5.4"),
            ("MAIL FROM:<a@example.org> RET=HDRS", "555 5.5.4"),
            ("MAIL FROM:<ü@example.org>", "553 5.6.7"), ("MAIL FROM:<ü@example.org> SMTPUTF8", "250 2.1.0"),
        ])
    func single(command: String, expected: String) {
        var dialogue = Dialogue()
        let answer = dialogue.say(command)
        #expect(answer.hasPrefix(expected), "\(command) was answered with \(answer)")
    }

    @Test(
        "an argument of RCPT",
        arguments: [
            ("<b@example.org>", "250 2.1.5"), ("<Postmaster>", "250 2.1.5"), ("<>", "553 5.1.3"),
            ("<b@example.org> NOTIFY=NEVER", "555 5.5.4"), ("<b@example.org> NOTIFY=NEVER>", "555 5.5.4"),
            ("<b@@example.org>", "553 5.1.3"), ("<ü@example.org>", "553 5.6.7"),
            ("<\(String(repeating: "x", count: 65))@example.org>", "501 5.1.3"),
            ("<x@\(String(repeating: "y", count: 253))>", "501 5.1.3"),
        ])
    func recipients(argument: String, expected: String) {
        var dialogue = Dialogue()
        _ = dialogue.say("MAIL FROM:<a@example.org>")
        let answer = dialogue.say("RCPT TO:" + argument)
        #expect(answer.hasPrefix(expected), "\(argument) was answered with \(answer)")
    }

    @Test("order of a mail: one at a time, a recipient before DATA, RSET forgets")
    func order() {
        var dialogue = Dialogue()
        #expect(dialogue.say("MAIL FROM:<a@example.org>").hasPrefix("250"))
        #expect(dialogue.say("MAIL FROM:<a@example.org>").hasPrefix("503"))
        #expect(dialogue.say("DATA").hasPrefix("554 5.5.1"))
        #expect(dialogue.say("RSET").hasPrefix("250"))
        #expect(dialogue.say("RCPT TO:<b@example.org>").hasPrefix("503"))
    }

    @Test("more recipients than allowed")
    func tooManyRecipients() {
        var rules = SMTPSession.Rules()
        rules.limits.recipients = 2
        var dialogue = Dialogue(rules: rules)
        _ = dialogue.say("MAIL FROM:<a@example.org>")
        let answers = (1...3).map { dialogue.say("RCPT TO:<b\($0)@example.org>").prefix(3) }
        #expect(answers == ["250", "250", "452"])
    }

    @Test("a line that is too long is refused once, and the next is understood")
    func longLine() {
        var dialogue = Dialogue()
        #expect(dialogue.raw(Array(repeating: 120, count: 20_000)).isEmpty)
        #expect(dialogue.raw(Array("xx\r\nNOOP\r\n".utf8)) == "500 5.5.6 Line too long\n250 2.0.0 Nothing done\n")
    }

    @Test(
        "LF alone does not end a command, nor may CR or NUL be in one",
        arguments: ["NOOP\n", "NO\rOP\r\n", "N\0\r\n"])
    func bareLineEnds(bytes: String) {
        var dialogue = Dialogue()
        #expect(dialogue.raw(Array(bytes.utf8)).hasPrefix("500 5.5.2"))
    }

    @Test("replies lose their enhanced codes where these are switched off")
    func plainReplies() {
        var rules = SMTPSession.Rules()
        rules.extensions = [.pipelining]
        var dialogue = Dialogue(rules: rules)
        #expect(dialogue.say("EHLO me") == "250-localhost\n250 PIPELINING\n")
        #expect(dialogue.say("NOOP") == "250 Nothing done\n")
        #expect(dialogue.say("STARTTLS").hasPrefix("502"))
        #expect(dialogue.say("MAIL FROM:<a@example.org> SIZE=1").hasPrefix("555"))
        #expect(dialogue.say("MAIL FROM:<a@example.org> SMTPUTF8").hasPrefix("555"))
    }

    @Test("octets may come one by one, or all commands at once")
    func framing() {
        let whole = "MAIL FROM:<a@x.org>\r\nRCPT TO:<b@x.org>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\n"
        var slow = Dialogue()
        let singly = whole.utf8.map { slow.raw([$0]) }.joined()
        var fast = Dialogue()
        #expect(fast.raw(Array(whole.utf8)) == singly)
        #expect(singly.hasSuffix("<store>250 2.0.0 Queued as 0-1\n221 2.0.0 Bye\n<close>"))
        #expect(fast.stored == slow.stored)
    }
}
