import Foundation
import Testing

@testable import MailCatcher

@Suite("Fault plans as JSON")
struct FaultPlanTests {
    @Test("what is written can be read again")
    func roundTrip() throws {
        let plan = FaultPlan(
            rules: [
                FaultRule(.rcpt, .reply(code: 451, text: "4.7.1 later"), recipient: "a@x.org", skip: 1, times: 2),
                FaultRule(.data, .delay(seconds: 1.5)), FaultRule(.body, .dropAfterStoring, times: 1),
                FaultRule(.between, .replyAndClose(code: 421, text: "bye")), FaultRule(.connect, .drop),
                FaultRule(.after, .reset), FaultRule(.ehlo, .silence), FaultRule(.mail, .garbage),
            ], offerSTARTTLS: false, lowercaseSTARTTLS: true, certificate: .expired)
        #expect(try FaultPlan(json: Data(JSONEncoder().encode(plan))) == plan)
    }

    @Test("every key may be left out")
    func empty() throws {
        #expect(try FaultPlan(json: Data("{}".utf8)) == FaultPlan())
    }

    @Test(
        "an error names the place",
        arguments: [
            (#"{"rule": []}"#, "/rule: unknown key"),
            (#"{"rules": [{"phase": "rctp", "action": "drop"}]}"#, "/rules/0/phase"),
            (#"{"rules": [{"phase": "rcpt", "action": "explode"}]}"#, "/rules/0/action: known are reply"),
            (#"{"rules": [{"phase": "rcpt", "action": "reply"}]}"#, "code is missing"),
            (#"{"rules": [{"phase": "rcpt", "action": "reply", "code": 99}]}"#, "/rules/0/code"),
            (#"{"rules": [{"phase": "mail", "action": "drop", "recipient": "a@x"}]}"#, "/rules/0/recipient"),
            (#"{"rules": [{"phase": "mail", "action": "dropAfterStoring"}]}"#, "goes with the phase body"),
            (#"{"certificate": "nice"}"#, "/certificate"), ("[", "not"),
        ])
    func malformed(json: String, expected: String) {
        let error = #expect(throws: FaultPlan.Malformed.self) { try FaultPlan(json: Data(json.utf8)) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }
}
