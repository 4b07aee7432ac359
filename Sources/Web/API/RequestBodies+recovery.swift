import Model
import Workflows

extension RequestBodies {
    /// `POST /v1/recovery-cases`.
    struct Claim {
        var command: ClaimCommand
        var confirmed: Bool
        /// Who opens it; nil for the claimant.
        var by: String?
    }

    static func claim(_ reader: inout ObjectReader) -> Claim? {
        let before = reader.flaws.count
        let id = reader.required("package")
        let package = reader.checked("package", id) { try Name($0, .package) }
        let claimant = reader.object("claimant") { readClaimant(&$0) }.flatMap(\.self)
        if claimant == nil, reader.flaws.count == before { reader.flaw("claimant", "is missing") }
        let text = reader.required("why")
        let why = reader.checked("why", text) { try PlainText($0, limit: RecoveryCase.longestReason).withoutLinks }
        if let why, !why.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
            reader.flaw("why", "is empty")
        }
        let links = links(&reader)
        let confirmed = reader.bool("confirmed") ?? false
        let given = reader.string("by")
        let by = reader.checked("by", given) { try Name($0, .username).text }
        guard let package, let claimant, let why else { return nil }
        return Claim(
            command: ClaimCommand(package: package, claimant: claimant, why: why, links: links), confirmed: confirmed,
            by: by)
    }

    private static func readClaimant(_ reader: inout ObjectReader) -> Claimant? {
        let before = reader.flaws.count
        let (name, username) = (reader.string("name"), reader.string("username"))
        let (email, locale) = (reader.required("email"), reader.string("locale"))
        // What has no form of its own is told alone.
        guard let email, reader.flaws.count == before else { return nil }
        do throws(FieldFlaws) {
            return try Claimant(checking: name, username: username, email: email, locale: locale)
        } catch {
            for flaw in error.all { reader.flaw(flaw.field, flaw.detail) }
            return nil
        }
    }

    private static func links(_ reader: inout ObjectReader) -> [String] {
        guard let items = reader.array("links", most: RecoveryCase.mostLinks) else { return [] }
        return items.enumerated().compactMap { index, item in
            guard case .string(let text) = item, RecoveryCase.isEvidence(text) else {
                reader.add(
                    FieldFlaw(
                        reader.pointer(to: "links") + "/\(index)",
                        "is to be an http or https address of at most \(RecoveryCase.longestLink) characters"))
                return nil
            }
            return text
        }
    }

    /// `POST /v1/reports/{id}/case`: who makes a case of it.
    static func adoption(_ reader: inout ObjectReader) -> String? { username(&reader, "by") }

    /// `POST /v1/reports/{id}/close`: who has dealt with it, and what came of it.
    static func closing(_ reader: inout ObjectReader) -> (by: String, reason: PlainText)? {
        let (by, words) = (username(&reader, "by"), reason(&reader))
        guard let by, let words else { return nil }
        return (by, words)
    }

    /// What a `POST /v1/recovery-cases/{id}/…` asks for.
    struct Act {
        var act: RecoveryAct
        var by: String

        var isOverride: Bool {
            if case .grant(_, _, true) = act { true } else { false }
        }
    }

    static func act(_ reader: inout ObjectReader, _ call: APIRoute.RecoveryCall, now: Timestamp) -> Act? {
        let by = username(&reader, "by")
        let act: RecoveryAct?
        switch call {
        case .assign:
            let given = reader.string("assignee")
            act = .assign(reader.checked("assignee", given) { try Name($0, .username).text })
        case .notes:
            let text = reader.required("text")
            act = reader.checked("text", text) { .note(try PlainText($0, limit: CaseNote.longest).withoutLinks) }
        case .evidence:
            let item = reader.required("item")
            let ticked = reader.bool("ticked") ?? true
            act = item.map { .tick($0, ticked) }
        case .attempts: act = attempt(&reader, now: now)
        case .grant:
            let keeps = reader.bool("keepOwners") ?? RecoveryDecision.keepsOwnersUnlessSaid
            let override = reader.bool("override") ?? false
            act = reason(&reader).map { .grant(keepsOwners: keeps, reason: $0, override: override) }
        case .deny: act = reason(&reader).map { .deny($0) }
        case .reopen: act = reason(&reader).map { .reopen($0) }
        case .lock: act = reason(&reader).map { .lock($0) }
        case .unlock: act = reason(&reader).map { .unlock($0) }
        case .claimant:
            let before = reader.flaws.count
            let claimant = reader.object("claimant") { readClaimant(&$0) }.flatMap(\.self)
            if claimant == nil, reader.flaws.count == before { reader.flaw("claimant", "is missing") }
            act = claimant.map { .name($0) }
        }
        guard let act, let by else { return nil }
        return Act(act: act, by: by)
    }

    private static func reason(_ reader: inout ObjectReader) -> PlainText? {
        let text = reader.required("reason")
        let reason = reader.checked("reason", text) { try PlainText($0).withoutLinks }
        if let reason, reason.text.isEmpty { reader.flaw("reason", "is empty; it is logged") }
        return reason
    }

    /// An attempt by mail without an outcome is one that the service makes.
    private static func attempt(_ reader: inout ObjectReader, now: Timestamp) -> RecoveryAct? {
        let before = reader.flaws.count
        let word = reader.required("channel")
        let channel = choice(&reader, "channel", word, of: ContactChannel.allCases)
        let moment = reader.string("at")
        let at = moment.flatMap { Timestamp(rfc3339: $0) }
        if moment != nil, at == nil { reader.flaw("at", "is to be a moment such as 2026-11-21T07:03:12Z") }
        let (whom, address, words) = (reader.string("whom"), reader.string("evidence"), reader.string("note"))
        let outcome = choice(&reader, "outcome", reader.string("outcome"), of: AttemptReport.outcomes)
        guard reader.flaws.count == before, let channel else { return nil }
        guard let outcome else {
            guard channel == .email else {
                reader.flaw("outcome", "is missing; only mail is sent by the service")
                return nil
            }
            for (name, isGiven) in [("at", at != nil), ("whom", whom != nil), ("evidence", address != nil)]
            where isGiven {
                reader.flaw(name, "is said by the service, which sends the mail now to every owner")
            }
            let note = reader.checked("note", words) { try AttemptReport.note($0) }
            return words != nil && note == nil ? nil : .contact(note: note)
        }
        do throws(FieldFlaws) {
            return .attempt(
                try AttemptReport(
                    checking: channel, at: at ?? now, whom: whom, evidence: address, note: words, outcome: outcome))
        } catch {
            for flaw in error.all { reader.flaw(flaw.field, flaw.detail) }
            return nil
        }
    }

    private static func choice<Value: RawRepresentable<String>>(
        _ reader: inout ObjectReader, _ field: String, _ text: String?, of all: [Value]
    ) -> Value? {
        guard let text else { return nil }
        guard let value = all.first(where: { text.isSpelled($0.rawValue) }) else {
            reader.flaw(field, "is to be one of \(all.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return value
    }
}
