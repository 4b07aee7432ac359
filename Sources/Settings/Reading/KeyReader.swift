import Configuration

/// Looks keys up (a variable wins over the file) and turns their text into values, gathering what does not fit.
struct KeyReader {
    private let variables: EnvironmentSource
    private let document: FileSource
    private let reader: ConfigReader
    private(set) var problems: [ConfigurationProblem] = []
    /// Where each key stood that is set.
    private(set) var origins: [String: String] = [:]

    init(variables: EnvironmentSource, document: FileSource) {
        self.variables = variables
        self.document = document
        let secretVariables = Set(Keys.all.filter(\.isSecret).map(\.variable))
        var written: [AbsoluteConfigKey: ConfigValue] = [:]
        for key in Keys.all {
            // A secret's own file stands in for its variable, so it too comes before the configuration file.
            let texts =
                variables.secrets[key.name].map { key.isList ? Self.items(of: $0) : [Self.line($0)] }
                ?? document.entries[key.name]?.texts
            guard let texts else { continue }
            written[AbsoluteConfigKey(ConfigKey(key.name))] = ConfigValue(
                key.isList ? .stringArray(texts) : .string(texts.first ?? ""), isSecret: key.isSecret)
        }
        reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(
                environmentVariables: variables.values, secretsSpecifier: .specific(secretVariables)
            ).prefixKeys(with: "countersign"),
            InMemoryProvider(name: document.path, values: written),
        ])
    }

    mutating func value<Value>(_ key: Key<Value>) -> Value {
        let facts = key.facts
        let name = ConfigKey(key.name)
        let texts =
            key.form.isList
            ? reader.stringArray(forKey: name, isSecret: facts.isSecret)
            : reader.string(forKey: name, isSecret: facts.isSecret).map { [$0] }
        guard let texts else { return key.fallback }
        let origin = origin(of: facts)
        origins[key.name] = origin
        do {
            return try key.form.read(texts)
        } catch {
            let detail = error.words.map { " (\($0))" } ?? ""
            problems.append(
                ConfigurationProblem(
                    subject: key.name, origin: origin,
                    words: "expected \(facts.expected)\(detail)\(found(texts, for: facts))"))
            return key.fallback
        }
    }

    /// Items of a list in one text: separated by commas or, in a file with a secret, by lines.
    static func items(of text: String) -> [String] {
        text.split { $0 == "," || $0.isNewline }.map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private func origin(of key: KeyFacts) -> String {
        if variables.values[key.variable] != nil { return key.variable }
        if variables.secrets[key.name] != nil, let variable = key.fileVariable { return variable }
        return document.entries[key.name].map { "\(document.path):\($0.line)" } ?? document.path
    }

    /// What was found instead; not for a secret, nor for anything that looks as if it had a password in it.
    private func found(_ texts: [String], for key: KeyFacts) -> String {
        let text = texts.joined(separator: ",")
        if text.isEmpty { return ", found nothing" }
        return key.isSecret || text.contains("@") ? "; its value is not shown" : ", found \(Shown.value(text))"
    }

    /// The text of a file without the newline that editors and `echo` put at its end.
    private static func line(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
