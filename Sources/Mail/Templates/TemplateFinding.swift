/// Something that is wrong with a template: where, what, and what to do.
package struct TemplateFinding: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's path, as far as the folders that were given lead.
    package var file: String
    /// Counted from 1; nil where the whole file is meant.
    package var line: Int?
    /// One sentence.
    package var message: String

    package init(file: String, line: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    package var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

/// Templates that cannot be used.
///
/// Holds everything that was found, not just the first.
package struct TemplateError: Error, Sendable, CustomStringConvertible {
    package let findings: [TemplateFinding]

    /// One line: the first finding, and how many more there are.
    package var description: String {
        guard let first = findings.first else { return "the mail templates cannot be used" }
        let more =
            findings.count > 1 ? " (and \(findings.count - 1) more: 'countersign template check' lists them)" : ""
        return first.description + more
    }
}
