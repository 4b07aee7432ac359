import Model

/// One thing that is wrong with the configuration, as one line without a secret in it.
package struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// The key, variable or file that it is about.
    package let subject: String
    /// Where it stood, if that is not the subject: `FILE:LINE` or a variable.
    package let origin: String?
    package let words: String

    package init(subject: String, origin: String?, words: String) {
        self.subject = subject
        self.origin = origin
        self.words = words
    }

    package var description: String {
        "\(Shown.name(subject))\(origin.map { " (\(Shown.name($0)))" } ?? ""): \(words)"
    }
}

/// Everything that is wrong with the configuration; the exit code is 78.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
    package let problems: [ConfigurationProblem]

    package init(problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    /// One line a problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Text from outside, as a message may show it.
enum Shown {
    /// In quotes, for a value: at most 60 characters.
    static func value(_ text: String) -> String {
        "\"\(escaped(text.unicodeScalars.prefix(60)))\(text.unicodeScalars.count > 60 ? "…" : "")\""
    }

    static func name(_ text: String) -> String {
        escaped(text.unicodeScalars.prefix(200))
    }

    /// Letters, marks, digits and printable ASCII as they are; whatever could break or disguise a line as `\u{…}`.
    private static func escaped(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        scalars.reduce(into: "") { text, scalar in
            if scalar.isWordLike || scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
    }
}
