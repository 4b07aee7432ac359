import Foundation
import Model
import Testing

@testable import Storage

/// What is written by hand is what the decoder of the same type reads.
@Suite struct ObjectTextTests {
    private static let hostile = "\u{0}\u{1}\u{1F}\u{7F}\"\\/\n\r\t\u{2028}é\u{1F600}\u{FFFD}"

    private func decoded<Value: Decodable>(_ value: SQLValue, _ type: Value.Type) throws -> Value {
        guard case .text(let text) = value else { throw CocoaError(.coderInvalidValue) }
        return try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// A field that is added to the type and not to the writer fails here: no field of a sample may be nil.
    private func isWhole(_ value: Any) -> Bool {
        Mirror(reflecting: value).children.allSatisfy { child in
            let mirror = Mirror(reflecting: child.value)
            return mirror.displayStyle != .optional || !mirror.children.isEmpty
        }
    }

    @Test func factsOfMails() throws {
        var facts = MailFacts(
            package: Self.hostile, role: .owner, inviter: Self.hostile, invitee: "b", actor: "c", note: Self.hostile,
            reason: "d", expires: Timestamp(milliseconds: .max))
        facts.version = "1.0.0"
        facts.publisher = Self.hostile
        facts.via = Self.hostile
        facts.warnings = [Self.hostile, ""]
        facts.reasons = []
        facts.lines = [
            DigestLine(version: "1", state: "live", publisher: Self.hostile),
            DigestLine(version: Self.hostile, state: "", publisher: "x"),
        ]
        facts.unusual = true
        facts.rejected = false
        facts.transfer = true
        facts.asAdmin = false
        facts.message = Self.hostile
        facts.sender = "s"
        facts.senderNumber = .max
        facts.replyTo = "s@example.org"
        facts.packageNumber = .min
        facts.muted = [MutedLine(kind: .publicationLive), MutedLine(kind: .publicationDigest, package: Self.hostile)]
        facts.count = 7
        facts.claimant = Self.hostile
        facts.caseState = "open"
        facts.news = .waiting
        facts.grantableFrom = .min
        facts.because = [Self.hostile, ""]
        facts.evidence = [Self.hostile]
        facts.removed = ["ann", "b"]
        facts.keepsOwners = false
        facts.takenBack = true
        facts.due = [
            DueLine(package: Self.hostile, why: .contact, at: .max, assignee: Self.hostile),
            DueLine(package: "", why: .unassigned, at: 0),
        ]
        facts.reports = 20
        #expect(isWhole(facts))
        #expect(try decoded(.json(facts), MailFacts.self) == facts)
        facts = MailFacts(package: "", role: .invitee)
        #expect(SQLValue.json(facts) == .text(#"{"package":"","role":"invitee"}"#))
    }

    @Test func dataOfEvents() throws {
        var data = EventData(
            package: Self.hostile, invitation: "a", username: Self.hostile, invitedBy: "b", publication: "p",
            version: Self.hostile, generation: -1, via: "c", reason: Self.hostile, withoutAccount: true, asAdmin: true,
            kind: "d", code: 550, status: "5.1.1", detail: Self.hostile, limit: "e",
            recoveryCase: "r")
        data.state = "open"
        data.attempt = -1
        data.channel = "phone"
        data.outcome = Self.hostile
        data.item = Self.hostile
        data.ticked = false
        data.claimant = Self.hostile
        data.formerClaimant = Self.hostile
        data.formerUsername = Self.hostile
        data.assignee = Self.hostile
        data.keepsOwners = true
        data.overridden = false
        #expect(isWhole(data))
        #expect(try decoded(.json(data), EventData.self) == data)
        #expect(SQLValue.json(EventData()) == .text("{}"))
        #expect(SQLValue.json(EventData(withoutAccount: false)) == .text(#"{"withoutAccount":false}"#))
    }
}
