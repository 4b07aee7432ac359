import Testing

@testable import MailCatcher

@Suite("Scripted faults of a session")
struct SessionFaultTests {
    /// The lines of a session in which one of every phase happens, each with the fault's answer when it is hit.
    static let phases: [(FaultPhase, [String])] = [
        (.ehlo, ["EHLO me"]), (.starttls, ["STARTTLS"]), (.mail, ["MAIL FROM:<a@x.org>"]),
        (.rcpt, ["MAIL FROM:<a@x.org>", "RCPT TO:<b@x.org>"]),
        (.data, ["MAIL FROM:<a@x.org>", "RCPT TO:<b@x.org>", "DATA"]),
        (.body, ["MAIL FROM:<a@x.org>", "RCPT TO:<b@x.org>", "DATA", "hi\r\n."]),
        (.between, ["MAIL FROM:<a@x.org>", "RCPT TO:<b@x.org>", "DATA", "hi\r\n.", "MAIL FROM:<a@x.org>"]),
    ]

    static let actions: [(FaultAction, String)] = [
        (.reply(code: 451, text: "4.3.0 later"), "451 4.3.0 later\n"), (.drop, "<drop>"), (.reset, "<reset>"),
        (.silence, ""), (.replyAndClose(code: 421, text: "4.3.2 bye"), "421 4.3.2 bye\n<close>"),
    ]

    @Test("every action in every phase", arguments: phases, actions)
    func table(phase: (FaultPhase, [String]), action: (FaultAction, String)) {
        var dialogue = Dialogue(greets: false)
        _ = dialogue.drain()
        _ = dialogue.say("EHLO me")
        dialogue.session.faults.replace(FaultPlan(rules: [FaultRule(phase.0, action.0, times: 1)]))
        var answer = ""
        for line in phase.1 { answer = dialogue.say(line) }
        #expect(answer == action.1)
        #expect(dialogue.session.tally.faults == 1)
        #expect(dialogue.stored.count == (phase.0 == .between ? 1 : 0))
        let afterwards = dialogue.say("NOOP")
        #expect(afterwards == (action.1.hasPrefix("451") ? "250 2.0.0 Nothing done\n" : ""))
    }

    @Test("a banner that refuses leaves only QUIT")
    func connect() {
        var dialogue = Dialogue(
            plan: FaultPlan(rules: [FaultRule(.connect, .reply(code: 554, text: "no"))]), greets: false)
        #expect(dialogue.drain() == "554 no\n")
        #expect(dialogue.say("EHLO me").hasPrefix("503"))
        #expect(dialogue.say("QUIT").hasSuffix("<close>"))
    }

    @Test("a refused login")
    func auth() {
        var rules = SMTPSession.Rules()
        rules.user = "a"
        rules.password = "b"
        var dialogue = Dialogue(
            rules: rules, plan: FaultPlan(rules: [FaultRule(.auth, .reply(code: 454, text: "4.7.0 later"), times: 1)]))
        #expect(dialogue.say("AUTH PLAIN AGEAYg==") == "454 4.7.0 later\n")
        #expect(dialogue.say("AUTH PLAIN AGEAYg==").hasPrefix("235"))
    }

    @Test("stored and dropped: the mail is there, the answer is not")
    func dropAfterStoring() {
        var dialogue = Dialogue(plan: FaultPlan(rules: [FaultRule(.body, .dropAfterStoring)]))
        #expect(dialogue.mail() == "<store><drop>")
    }

    @Test("delays add up before what ends the matter, and a slow server has stored before it answers")
    func delays() {
        let slow = FaultRule(.body, .delay(seconds: 2))
        var answered = Dialogue(plan: FaultPlan(rules: [slow, FaultRule(.body, .delay(seconds: 3))]))
        #expect(answered.mail() == "<store><pause 2.0><pause 3.0>250 2.0.0 Queued as 0-1\n")
        var refused = Dialogue(
            plan: FaultPlan(rules: [slow, FaultRule(.body, .reply(code: 451, text: "no"))]))
        #expect(refused.mail() == "<pause 2.0>451 no\n")
    }

    @Test("garbage is not a reply, and the conversation goes on")
    func garbage() {
        var dialogue = Dialogue(plan: FaultPlan(rules: [FaultRule(.mail, .garbage, times: 1)]))
        #expect(dialogue.say("MAIL FROM:<a@x.org>").contains("no reply"))
        #expect(dialogue.say("MAIL FROM:<a@x.org>").hasPrefix("250"))
    }

    @Test("after a stored mail a fault speaks unasked; QUIT is never answered by a fault between mails")
    func afterAndBetween() {
        var unasked = Dialogue(
            plan: FaultPlan(rules: [FaultRule(.after, .replyAndClose(code: 421, text: "bye"))]))
        #expect(unasked.mail().hasSuffix("250 2.0.0 Queued as 0-1\n421 bye\n<close>"))
        var quitting = Dialogue(plan: FaultPlan(rules: [FaultRule(.between, .drop)]))
        _ = quitting.mail()
        #expect(quitting.say("QUIT").hasPrefix("221"))
    }

    @Test("recipients, skip and times pick the occasions")
    func occasions() {
        let desk = FaultDesk(
            FaultPlan(rules: [
                FaultRule(.rcpt, .drop, recipient: "Ann@Example.org", skip: 1, times: 2),
                FaultRule(.rcpt, .reset, recipient: "*@blocked.example"),
            ]))
        let hits = (1...5).map { _ in desk.decide(.rcpt, recipients: ["ann@example.org"]) }
        #expect(hits == [[], [.drop], [.drop], [], []])
        #expect(desk.decide(.rcpt, recipients: ["x@Blocked.example"]) == [.reset])
        #expect(desk.decide(.rcpt, recipients: ["x@notblocked.example"]).isEmpty)
        #expect(desk.decide(.mail).isEmpty)
    }

    @Test("a scripted reply cannot break out of its line")
    func scriptedLines() {
        var dialogue = Dialogue(
            plan: FaultPlan(rules: [FaultRule(.mail, .reply(code: 550, text: "one\r\ntwo\u{0}\u{7f}"))]))
        #expect(dialogue.say("MAIL FROM:<a@x.org>") == "550-one\n550 two\n")
    }
}
