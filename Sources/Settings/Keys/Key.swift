/// One key of the configuration: the row of the table in the operations guide, and how its value is read.
struct Key<Value: Sendable>: Sendable {
    let name: String
    let form: Form<Value>
    let fallback: Value
    let facts: KeyFacts

    /// - Parameters:
    ///   - shown: the default, as the file would write it; nil where there is none to write.
    ///   - isSecret: never shown, and may come from the file that `…_FILE` names.
    init(
        _ name: String, _ form: Form<Value>, default fallback: Value, shown: String?, isSecret: Bool = false,
        _ summary: String
    ) {
        self.name = name
        self.form = form
        self.fallback = fallback
        facts = KeyFacts(
            name: name, expected: form.expected, shownDefault: shown, isSecret: isSecret, isList: form.isList,
            summary: summary)
    }
}

/// What a person needs to know of a key, whatever the type of its value.
package struct KeyFacts: Sendable, Hashable {
    package let name: String
    /// What it takes, in words that follow "expected".
    package let expected: String
    /// The default as the file would write it; nil where nothing stands for it.
    package let shownDefault: String?
    package let isSecret: Bool
    package let isList: Bool
    package let summary: String

    /// The environment variable: `http.port` is `COUNTERSIGN_HTTP_PORT`, `baseURL` is `COUNTERSIGN_BASE_URL`.
    ///
    /// The same rule as swift-configuration's encoder has, which is not open to us; a test holds the two together.
    package var variable: String {
        var name = "COUNTERSIGN_"
        var afterSmall = false
        for scalar in self.name.unicodeScalars {
            if afterSmall, scalar.properties.isUppercase { name += "_" }
            afterSmall = scalar.properties.isLowercase
            name += scalar == "." ? "_" : scalar.properties.uppercaseMapping
        }
        return name
    }

    /// The variable that names a file with the value; nil unless it is a secret.
    package var fileVariable: String? { isSecret ? variable + "_FILE" : nil }
}
