import Model
import Workflows

/// What somebody typed into the form for a package that has lost its owner.
struct RecoveryForm: Sendable, Equatable {
    var package = ""
    var name = ""
    var username = ""
    var email = ""
    var why = ""
    /// Web addresses, one a line.
    var evidence = ""

    init(package: String = "") {
        self.package = package
    }

    init(_ form: FormBody) {
        func typed(_ name: String) -> String { (form.value(name) ?? "").trimmed }
        package = typed("package")
        name = typed("name")
        username = typed("username")
        email = typed("email")
        why = typed("why").replacingLineEnds
        evidence = typed("evidence").replacingLineEnds
    }

    /// The claim, or what is wrong with the form.
    func check() -> Result<ClaimCommand, FormFlaws> {
        var errors = FieldErrors()
        let package = errors.check("package") { () throws(Name.Flaw) in try Name(self.package, .package) }
        // Asked for here though an account alone would do: it is what the owners are shown.
        if name.isEmpty { errors.add("name", "A name is needed: whatever people know you by.") }
        let claimant = checkClaimant(&errors)
        let why = errors.check("why", "what you wrote") { () throws(PlainText.Flaw) in
            try PlainText(self.why, limit: RecoveryCase.longestReason).withoutLinks
        }
        if self.why.isEmpty { errors.add("why", "A reason is needed: why should the package be yours?") }
        let links = checkLinks(&errors)
        guard errors.isEmpty, let package, let claimant, let why else { return .failure(FormFlaws(errors: errors)) }
        return .success(ClaimCommand(package: package, claimant: claimant, why: why, links: links))
    }

    private func checkClaimant(_ errors: inout FieldErrors) -> Claimant? {
        do throws(FieldFlaws) {
            return try Claimant(
                checking: name.isEmpty ? nil : name, username: username.isEmpty ? nil : username, email: email)
        } catch {
            for flaw in error.all where errors[flaw.field] == nil {
                errors.add(flaw.field, flaw.sentence(flaw.field == "email" ? "The address" : "The name"))
            }
            return nil
        }
    }

    private func checkLinks(_ errors: inout FieldErrors) -> [String] {
        let lines = evidence.split(separator: "\n").map { String($0).trimmed }.filter { !$0.isEmpty }
        if lines.count > RecoveryCase.mostLinks {
            errors.add("evidence", "These are more than \(RecoveryCase.mostLinks) addresses; keep the best.")
        } else if let wrong = lines.first(where: { !RecoveryCase.isEvidence($0) }) {
            errors.add(
                "evidence",
                "‘\(wrong.printable)’ is not a web address; each line holds one, beginning with https:// or http://, of at most "
                    + "\(RecoveryCase.longestLink) characters.")
        }
        return lines
    }
}
