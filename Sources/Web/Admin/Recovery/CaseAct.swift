import Model
import Workflows

/// What a form of a case's page asks for.
enum CaseAct {
    /// Nil where the form is not right; what is wrong stands in it then.
    static func read(_ form: CasePage.Form, _ typed: inout Typed, _ request: AdminRequest) -> RecoveryAct? {
        switch form {
        case .assign:
            let name = typed.text("assignee")
            return .assign(name.isEmpty ? nil : name)
        case .note: return typed.words("text", "The note", most: CaseNote.longest).map { .note($0) }
        case .tick: return .tick(typed.text("item"), typed.text("ticked") == "yes")
        case .attempt: return attempt(&typed, request).map { .attempt($0) }
        case .grant:
            let override = typed.text("override") == "yes" && request.mayOverride
            let owners = Owners(spelled: typed.text("owners"))
            if owners == nil { typed.error("owners", "The owners before", "One of these has to be chosen.") }
            let reason = typed.words("reason", "The reason")
            guard let owners, let reason else { return nil }
            return .grant(keepsOwners: owners == .keep, reason: reason, override: override)
        case .deny: return typed.words("reason", "The reason").map { .deny($0) }
        case .reopen: return typed.words("reason", "The reason").map { .reopen($0) }
        case .lock: return typed.words("reason", "The reason").map { .lock($0) }
        case .unlock: return typed.words("reason", "The reason").map { .unlock($0) }
        case .name: return claimant(&typed).map { .name($0) }
        }
    }

    /// What the form of a grant says of the owners; it has to say something.
    private enum Owners: String, CaseIterable { case keep, remove }

    private static func attempt(_ typed: inout Typed, _ request: AdminRequest) -> AttemptReport? {
        let channel = ContactChannel(spelled: typed.text("channel"))
        if channel == nil { typed.error("channel", "How", "One of these has to be chosen.") }
        let outcome = ContactOutcome(spelled: typed.text("outcome"))
        if outcome == nil { typed.error("outcome", "What came of it", "One of these has to be chosen.") }
        let at = typed.text("at").isEmpty ? request.now : moment(typed.text("at"))
        if at == nil { typed.error("at", "When", "Write the time like 2026-11-21 14:30, in UTC.") }
        do throws(FieldFlaws) {
            // Checked whatever else is wrong, so that all of it is told at once.
            let report = try AttemptReport(
                checking: channel ?? .other, at: at ?? request.now, whom: typed.given("whom"),
                evidence: typed.given("evidence"), note: typed.given("note"), outcome: outcome ?? .other)
            return typed.isRight ? report : nil
        } catch {
            for flaw in error.all { typed.refuse(flaw) }
            return nil
        }
    }

    /// `2026-11-21 14:30`, or as RFC 3339 has it; in UTC where no offset is said.
    private static func moment(_ text: String) -> Timestamp? {
        var text = text.replacing(" ", with: "T")
        if text.utf8.count == 10 { text += "T00:00" }
        if text.utf8.count == 16 { text += ":00" }
        if text.utf8.count == 19 { text += "Z" }
        return Timestamp(rfc3339: text)
    }

    private static func claimant(_ typed: inout Typed) -> Claimant? {
        do throws(FieldFlaws) {
            return try Claimant(
                checking: typed.given("name"), username: typed.given("username"), email: typed.text("email"),
                locale: typed.given("locale"))
        } catch {
            for flaw in error.all { typed.refuse(flaw) }
            return nil
        }
    }
}

extension Typed {
    /// What was typed into a field that may be left empty; nil where it was.
    func given(_ name: String) -> String? { text(name).isEmpty ? nil : text(name) }

    /// What a rule found wrong with a field; where the page has none of that name, with all of it.
    mutating func refuse(_ flaw: FieldFlaw) {
        let label = flaw.field.capitalizedFirst
        let fields = [
            "text", "item", "outcome", "at", "reason", "email", "name", "username", "locale", "whom", "evidence",
            "note",
        ]
        guard fields.contains(flaw.field) else {
            refusal = flaw.sentence(label)
            return
        }
        error(flaw.field, label, flaw.sentence(label))
    }
}

extension FieldFlaw {
    /// The name of the field: the last part of the pointer.
    var field: String { String(pointer.split(separator: "/").last ?? "") }

    /// What is wrong, for people.
    ///
    /// - Parameter label: What the field is called; a name's flaw says that itself.
    func sentence(_ label: String) -> String {
        field == "username" ? detail.capitalizedFirst + "." : "\(label) \(detail)."
    }
}
