import Model
import Workflows

/// What somebody typed into the form that reports a package.
struct ReportForm: Sendable, Equatable {
    var topic = ""
    var message = ""
    var email = ""

    init() {}

    init(_ form: FormBody) {
        topic = (form.value("topic") ?? "").trimmed
        message = (form.value("message") ?? "").trimmed.replacingLineEnds
        email = (form.value("email") ?? "").trimmed
    }

    /// The report, or what is wrong with the form.
    func check(package: Name) -> Result<PublicReport, FormFlaws> {
        var errors = FieldErrors()
        let topic = ReportTopic(spelled: self.topic)
        if topic == nil { errors.add("topic", "One of these has to be chosen.") }
        let message = errors.check("message", "what you wrote") { () throws(PlainText.Flaw) in
            try PlainText(self.message, limit: RequestBodies.longestMessage).withoutLinks
        }
        if self.message.isEmpty {
            errors.add("message", "A few words are needed: what is wrong, and how can it be seen?")
        }
        let email = errors.check("email", "the address") { () throws(EmailAddress.Flaw) in try EmailAddress(self.email)
        }
        guard errors.isEmpty, let topic, let message, let email else { return .failure(FormFlaws(errors: errors)) }
        return .success(PublicReport(package: package, email: email, topic: topic, message: message))
    }
}
