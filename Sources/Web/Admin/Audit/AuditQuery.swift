import Model
import Workflows

/// What a page of the log was asked for, and what of that was not understood.
struct AuditQuery: Sendable {
    var question = AuditQuestion()
    /// As it was asked for: a type of event, or `invitation.` for all of them.
    var type: String?
    /// As they were typed.
    var from: String?
    var until: String?
    /// The place that the page comes before.
    var before: Int64?
    var errors: [String: String] = [:]

    init(_ asked: AdminQuery) {
        question.actor = asked.text("actor")
        question.subject = asked.text("subject")
        question.package = asked.text("package")
        question.origin = asked.choice("origin")
        before = asked.text("before").flatMap { Int64($0) }
        if let type = asked.text("type") { take(type) }
        from = asked.text("from")
        until = asked.text("until")
        if let from { question.from = day(from, "from") }
        // The day that is named is part of it.
        if let until { question.until = day(until, "until").map { $0 + CountSpan.day.duration } }
    }

    private mutating func take(_ type: String) {
        let types = EventType.allCases.filter {
            $0.rawValue == type || type.hasSuffix(".") && $0.rawValue.hasPrefix(type)
        }
        guard !types.isEmpty else { return }
        self.type = type
        question.types = types
    }

    private mutating func day(_ text: String, _ name: String) -> Timestamp? {
        if let day = Timestamp(rfc3339: text + "T00:00:00Z") { return day }
        errors[name] = "A day is written as 2026-11-21."
        return nil
    }

    /// Whether less than all is asked for.
    var isFiltered: Bool { question != AuditQuestion() || !errors.isEmpty }

    /// For links to the same list.
    var parameters: [(String, String?)] {
        [
            ("type", type), ("actor", question.actor), ("subject", question.subject), ("package", question.package),
            ("origin", question.origin?.rawValue), ("from", from), ("until", until),
        ]
    }
}
