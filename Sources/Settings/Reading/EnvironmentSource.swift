/// The variables of ours in an environment, sorted into what is known, and problems.
struct EnvironmentSource: Sendable {
    /// Known variables with their values.
    private(set) var values: [String: String] = [:]
    /// Values of secrets from the files that `…_FILE` variables name, by key.
    private(set) var secrets: [String: String] = [:]
    private(set) var problems: [ConfigurationProblem] = []

    init(_ environment: [String: String]) {
        let keys = Dictionary(Keys.all.map { ($0.variable, $0) }, uniquingKeysWith: { first, _ in first })
        let files = Dictionary(
            Keys.all.compactMap { key in key.fileVariable.map { ($0, key) } }, uniquingKeysWith: { first, _ in first })
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("COUNTERSIGN_") {
            if keys[name] != nil {
                values[name] = value
            } else if let key = files[name] {
                readSecret(of: key, from: value, named: name, isSetToo: environment[key.variable] != nil)
            } else if !Self.isOthers(name, value) {
                problems.append(
                    ConfigurationProblem(
                        subject: name, origin: nil, words: "unknown variable" + Keys.advice(forVariable: name)))
            }
        }
    }

    /// Variables that begin like ours and are not: Kubernetes makes them for a Service named `countersign`, and our
    /// own build and tests use some.
    static func isOthers(_ name: String, _ value: String) -> Bool {
        name.hasPrefix("COUNTERSIGN_SERVICE_") || name.hasPrefix("COUNTERSIGN_PORT_")
            || name == "COUNTERSIGN_PORT" && value.contains("://")
            || name == "COUNTERSIGN_STRICT" || name.hasPrefix("COUNTERSIGN_TEST_")
    }

    private mutating func readSecret(of key: KeyFacts, from path: String, named name: String, isSetToo: Bool) {
        func problem(_ words: String) -> ConfigurationProblem {
            ConfigurationProblem(subject: key.name, origin: name, words: words)
        }
        guard !isSetToo else {
            problems.append(problem("\(key.variable) is set as well; only one of the two can be"))
            return
        }
        do {
            secrets[key.name] = try TextFile.read(path)
        } catch {
            problems.append(problem("the file \(Shown.value(path)) \(error.words)"))
        }
    }
}
