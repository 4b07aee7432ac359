import Model
import Workflows

extension RequestBodies {
    /// `POST /v1/packages/{package}/publications`.
    static func publication(_ reader: inout ObjectReader, package: String) -> PublishCommand? {
        let before = reader.flaws.count
        let text = reader.required("version")
        let version = reader.checked("version", text) { try VersionText($0) }
        let publisher = reader.object("publisher") { inner in
            let account = account(&inner)
            if account.username == nil, inner.flaws.isEmpty { inner.flaw("username", "is missing") }
            return account
        }
        if publisher == nil, reader.flaws.count == before { reader.flaw("publisher", "is missing") }
        let stage = stage(&reader) ?? .received
        let hold = reader.bool("hold") ?? false
        let given = reader.string("via")
        let via = reader.checked("via", given) { try PlainText($0, limit: 200).text }
        let warnings = words(&reader, "warnings")
        let reasons = words(&reader, "reasons")
        guard let version, let publisher else { return nil }
        return PublishCommand(
            package: package, version: version, publisher: publisher,
            report: PublicationReport(stage: stage, hold: hold, via: via, warnings: warnings, reasons: reasons))
    }

    /// What a `PATCH /v1/publications/{id}` says.
    struct Advance {
        var stage: PublicationStage?
        var warnings: [String]?
        var reasons: [String]?
    }

    static func advance(_ reader: inout ObjectReader) -> Advance? {
        let before = reader.flaws.count
        let advance = Advance(
            stage: stage(&reader), warnings: words(&reader, "warnings"), reasons: words(&reader, "reasons"))
        if reader.flaws.count == before, advance.stage == nil, advance.warnings == nil, advance.reasons == nil {
            reader.flaw("stage", "is missing: a change names a stage, warnings or reasons")
        }
        return advance
    }

    private static func stage(_ reader: inout ObjectReader) -> PublicationStage? {
        guard let text = reader.string("stage") else { return nil }
        // Known words are short; what is long need not be compared.
        guard text.utf8.count <= 20, let stage = PublicationStage(rawValue: text) else {
            reader.flaw(
                "stage", "is to be one of \(PublicationStage.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return stage
    }

    /// A list of short texts.
    private static func words(_ reader: inout ObjectReader, _ field: String) -> [String]? {
        guard let items = reader.array(field, most: PublicationReport.mostWords) else { return nil }
        return items.enumerated().compactMap { index, item in
            let pointer = reader.pointer(to: field) + "/\(index)"
            guard case .string(let text) = item else {
                reader.add(FieldFlaw(pointer, "is to be a string, not \(item.kind)"))
                return nil
            }
            do throws(PlainText.Flaw) {
                return try PlainText(text).text
            } catch {
                reader.add(FieldFlaw(pointer, error.description))
                return nil
            }
        }
    }
}
