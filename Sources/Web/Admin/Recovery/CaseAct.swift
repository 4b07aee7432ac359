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
            return typed.words("reason", "The reason").map {
                .grant(keepsOwners: typed.text("owners") == "keep", reason: $0, override: override)
            }
        case .deny: return typed.words("reason", "The reason").map { .deny($0) }
        case .reopen: return typed.words("reason", "The reason").map { .reopen($0) }
        case .lock: return typed.words("reason", "The reason").map { .lock($0) }
        case .unlock: return typed.words("reason", "The reason").map { .unlock($0) }
        case .name: return claimant(&typed).map { .name($0) }
        }
    }

    private static func attempt(_ typed: inout Typed, _ request: AdminRequest) -> AttemptReport? {
        let channel = ContactChannel(spelled: typed.text("channel"))
        if channel == nil { typed.error("channel", "How", "One of these has to be chosen.") }
        let outcome = ContactOutcome(spelled: typed.text("outcome"))
        if outcome == nil { typed.error("outcome", "What came of it", "One of these has to be chosen.") }
        let at = typed.text("at").isEmpty ? request.now : moment(typed.text("at"))
        if at == nil { typed.error("at", "When", "Write the time like 2026-11-21 14:30, in UTC.") }
        let whom = typed.optional("whom", "Whom it was made to")
        let note = typed.optional("note", "The note")
        let evidence = typed.text("evidence")
        if !evidence.isEmpty, !WebAddress.isPlain(evidence) {
            typed.error("evidence", "Where", "A web address begins with https:// or http:// and has no spaces.")
        }
        guard typed.isRight, let channel, let outcome, let at else { return nil }
        return AttemptReport(
            channel: channel, at: at, whom: whom, evidence: evidence.isEmpty ? nil : evidence, note: note,
            outcome: outcome)
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
        let name = typed.text("name")
        if name.unicodeScalars.count > Claimant.longestName
            || name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        {
            typed.error("name", "Name", "A name is one line of at most \(Claimant.longestName) characters.")
        }
        var username: Name?
        if !typed.text("username").isEmpty {
            do throws(Name.Flaw) {
                username = try Name(typed.text("username"), .username)
            } catch {
                typed.error("username", "Account", "\(error.description.capitalizedFirst).")
            }
        }
        if name.isEmpty, typed.text("username").isEmpty {
            typed.error("name", "Name", "A name or an account is needed.")
        }
        let email = typed.address("email", "Address")
        guard typed.isRight, let email else { return nil }
        return Claimant(name: name, username: username, email: email)
    }
}

extension Typed {
    /// Words that may be left out; nil where they are, or where something is wrong with them.
    mutating func optional(_ name: String, _ label: String, most: Int = PlainText.limit) -> PlainText? {
        text(name).isEmpty ? nil : words(name, label, most: most)
    }

    /// What a rule found wrong with a field; where the page has none of that name, with all of it.
    mutating func refuse(_ flaw: FieldFlaw) {
        let name = String(flaw.pointer.split(separator: "/").last ?? "")
        let label = name.capitalizedFirst
        guard ["text", "item", "outcome", "at", "reason", "email"].contains(name) else {
            refusal = "\(label) \(flaw.detail)."
            return
        }
        error(name, label, "\(label) \(flaw.detail).")
    }
}
