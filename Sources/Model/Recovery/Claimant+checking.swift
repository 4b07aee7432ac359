/// Everything that is wrong with what somebody typed.
package struct FieldFlaws: Error, Sendable, Equatable {
    /// The pointer of each is a slash and the field's name.
    package var all: [FieldFlaw]

    package init(_ all: [FieldFlaw]) { self.all = all }
}

extension Claimant {
    /// Who claims a package, from words: one rule for the public form, the admin site and the API.
    ///
    /// - Parameters: nil for what was left out; what is there may not be empty.
    package init(
        checking name: String?, username: String? = nil, email: String, locale: String? = nil
    ) throws(FieldFlaws) {
        var flaws: [FieldFlaw] = []
        func check<Value, Flaw: Error>(_ pointer: String, _ make: () throws(Flaw) -> Value) -> Value? {
            do throws(Flaw) {
                return try make()
            } catch {
                flaws.append(FieldFlaw(pointer, "\(error)"))
                return nil
            }
        }
        var known: String?
        if let name {
            known = check("/name") { () throws(PlainText.Flaw) in try PlainText(name, limit: Self.longestName).text }
            if name.isEmpty { flaws.append(FieldFlaw("/name", "is empty")) }
            if let known, known.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                flaws.append(FieldFlaw("/name", "is to be one line"))
            }
        } else if username == nil {
            flaws.append(FieldFlaw("/name", "is needed, or a username"))
        }
        let account = username.flatMap { text in
            check("/username") { () throws(Name.Flaw) in try Name(text, .username) }
        }
        let address = check("/email") { () throws(EmailAddress.Flaw) in try EmailAddress(email) }
        if let locale, !LanguageTag.isWellFormed(locale) {
            flaws.append(FieldFlaw("/locale", "is to be a language tag such as en or de-AT"))
        }
        guard flaws.isEmpty, let address else { throw FieldFlaws(flaws) }
        self.init(name: known ?? "", username: account, email: address, locale: locale)
    }
}

extension AttemptReport {
    /// Of what an attempt says of who was tried, in Unicode scalars.
    package static let longestWhom = 200

    /// An attempt from words: one rule for the admin site and the API.
    ///
    /// - Parameters: nil for what was left out.
    package init(
        checking channel: ContactChannel, at: Timestamp, whom: String? = nil, evidence: String? = nil,
        note: String? = nil, outcome: ContactOutcome
    ) throws(FieldFlaws) {
        var flaws: [FieldFlaw] = []
        self.init(channel: channel, at: at, evidence: evidence, outcome: outcome)
        if let whom {
            do throws(PlainText.Flaw) {
                self.whom = try PlainText(whom, limit: Self.longestWhom)
            } catch {
                flaws.append(FieldFlaw("/whom", "\(error)"))
            }
        }
        if let evidence, !RecoveryCase.isEvidence(evidence) {
            flaws.append(
                FieldFlaw(
                    "/evidence", "is to be an http or https address of at most \(RecoveryCase.longestLink) characters"))
        }
        if let note {
            do throws(PlainText.Flaw) {
                self.note = try Self.note(note)
            } catch {
                flaws.append(FieldFlaw("/note", "\(error)"))
            }
        }
        guard flaws.isEmpty else { throw FieldFlaws(flaws) }
    }

    /// What is noted beside an attempt, the service's own as well.
    package static func note(_ text: String) throws(PlainText.Flaw) -> PlainText {
        try PlainText(text, limit: CaseNote.longest).withoutLinks
    }
}
