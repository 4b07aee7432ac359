import Model
import Workflows

/// A case that an admin opens for somebody who asked otherwise than by the public form.
struct CaseOpeningPage {
    let frame: AdminFrame
    var typed: Typed = .nothing

    func html() -> [UInt8] {
        AdminDocument.write(frame, title: "Open a case for somebody", current: .cases, trail: .cases) { out in
            out.problems(typed, in: "open")
            out.lead("For somebody who asked for a package by telephone or by mail, say, and not by the public form.")
            out.html("<div class=\"panel\">\n")
            out.form(to: "\(frame.path(.cases))/open", nonce: frame.nonce)
            for field in Self.fields { out.field(typed.filling(field), in: "open") }
            out.html("<button>Open the case</button></form>\n</div>\n")
        }
    }

    private static let fields = [
        FormField(name: "package", label: "Package", isRequired: true, most: 128),
        FormField(
            name: "name", label: "Name of the claimant", hint: "The owners are shown it.", isRequired: true,
            most: Claimant.longestName),
        FormField(name: "username", label: "Account (optional)", most: 128),
        FormField(
            name: "email", label: "Address", kind: .email, hint: "Owners never see it.", isRequired: true, most: 254),
        FormField(
            name: "locale", label: "Language (optional)",
            hint: "Of their mails, such as de; empty for the gallery’s.", most: 35),
        FormField(
            name: "why", label: "Reason", kind: .area,
            hint: "Why the package should be theirs. The owners are shown it.", isRequired: true,
            most: RecoveryCase.longestReason),
        FormField(
            name: "evidence", label: "Evidence (optional)", kind: .area,
            hint: "Web addresses that show it, one a line, at most \(RecoveryCase.mostLinks)."),
        FormField(
            name: "confirmed", label: "Is the address theirs?",
            kind: .choice([
                ("no", "Ask them by mail: the case opens once they have confirmed it"),
                ("yes", "I vouch for it: the case opens at once"),
            ]), value: "no"),
    ]
}

extension AdminSite {
    /// Opens a case on somebody's behalf, or goes to the one that they have of the package.
    func openCase(_ request: AdminRequest) async throws -> Reply {
        var typed = request.typed
        guard let command = Self.claim(&typed, request.form) else { return opening(request, typed) }
        let path = frame(request).path(.cases)
        switch try await recovery.open(command, confirmed: typed.text("confirmed") == "yes", call(request)) {
        case .created(let view), .done(let view):
            return view.claim.state.isListed
                ? request.seeOther("\(path)/\(view.claim.id)", .caseOpened) : request.seeOther(path, .claimantAsked)
        case .unchanged(let view):
            return request.seeOther(view.claim.state.isListed ? "\(path)/\(view.claim.id)" : path, .nothingToDo)
        case .refused(let refusal):
            let problem = Problem(refusal)
            typed.refusal = problem.detail
            return opening(request, typed, problem)
        }
    }

    private func opening(_ request: AdminRequest, _ typed: Typed, _ problem: Problem? = nil) -> Reply {
        reply(request, .of(problem, typed), CaseOpeningPage(frame: frame(request), typed: typed).html())
    }

    /// By the rules of the public form; nil where something is wrong, which stands in the form then.
    private static func claim(_ typed: inout Typed, _ form: FormBody?) -> ClaimCommand? {
        let locale = typed.given("locale")
        if let locale, !LanguageTag.isWellFormed(locale) {
            typed.error("locale", "Language", "The language is to be a tag such as en or de-AT.")
        }
        switch RecoveryForm(form ?? FormBody(fields: [])).check() {
        case .success(var command):
            command.claimant.locale = locale
            return typed.isRight ? command : nil
        case .failure(let flaws):
            for error in flaws.errors.all {
                // The public form speaks to the claimant.
                let missing = typed.given(error.name) == nil ? Self.missing[error.name] : nil
                typed.error(error.name, error.name.capitalizedFirst, missing ?? error.words)
            }
            return nil
        }
    }

    private static let missing = [
        "name": "A name is needed: whatever people know them by.",
        "why": "A reason is needed: why should the package be theirs?",
    ]
}
