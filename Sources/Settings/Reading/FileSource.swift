import Yams

/// What a YAML file sets, with the line of each key, and everything that is wrong with its shape.
///
/// swift-configuration's own YAML snapshot passes over unknown keys, wrong shapes and lines; so the file is read here.
struct FileSource: Sendable {
    struct Entry: Sendable {
        /// One text, or the items of a list.
        let texts: [String]
        let line: Int
    }

    static let empty = FileSource()

    private(set) var path = ""
    private(set) var entries: [String: Entry] = [:]
    private(set) var problems: [ConfigurationProblem] = []
    /// Nodes still to be looked at: aliases can make few bytes into very many.
    private var budget = 10_000
    /// More problems than this help nobody.
    private var isFull: Bool { problems.count >= 100 }

    private init() {}

    init(text: String, path: String) {
        self.path = path
        do {
            // An implicit null is a file with nothing but comments in it.
            guard let root = try Parser(yaml: text).singleRoot(), root.null == nil || root.mapping != nil else {
                return
            }
            guard let mapping = root.mapping else {
                report(path, nil, "expected keys with values (a YAML mapping)")
                return
            }
            walk(mapping, below: "", depth: 0)
        } catch let error as YamlError {
            report(error, in: text)
        } catch {
            report(path, nil, "is not YAML")
        }
        if budget < 0 { report(path, nil, "is too large for a configuration") }
    }

    private mutating func walk(_ mapping: Node.Mapping, below prefix: String, depth: Int) {
        for (node, value) in mapping {
            budget -= 1
            guard budget >= 0, !isFull else { return }
            let line = node.mark?.line
            guard let scalar = node.scalar else {
                report(path, line, "a key is not plain text")
                continue
            }
            let name = prefix + scalar.string
            if let key = Keys.named(name) {
                take(value, for: key, line: line ?? 0)
            } else if let below = value.mapping, depth < 4, !below.isEmpty {
                walk(below, below: name + ".", depth: depth + 1)
            } else if Keys.all.contains(where: { $0.name.hasPrefix(name + ".") }) {
                // A group with all its keys commented out is fine, a group with a value is not.
                if value.null == nil, value.mapping == nil {
                    report(name, line, "expected keys below it, found \(Self.shape(value))")
                }
            } else {
                report(name, line, "unknown key" + Keys.advice(for: name))
            }
        }
    }

    private mutating func take(_ value: Node, for key: KeyFacts, line: Int) {
        guard entries[key.name] == nil else {
            report(key.name, line, "is set twice; line \(entries[key.name]?.line ?? 0) has it already")
            return
        }
        var texts: [String] = []
        if let sequence = value.sequence, key.isList {
            for item in sequence {
                budget -= 1
                guard budget >= 0, let scalar = item.scalar, item.null == nil else {
                    report(
                        key.name, item.mark?.line ?? line, "expected \(key.expected), found \(Self.shape(item)) in it")
                    return
                }
                texts.append(scalar.string)
            }
        } else if let scalar = value.scalar {
            let text = value.null == nil ? scalar.string : ""
            texts = key.isList ? KeyReader.items(of: text) : [text]
        } else {
            report(key.name, line, "expected \(key.expected), found \(Self.shape(value))")
            return
        }
        entries[key.name] = Entry(texts: texts, line: line)
    }

    private static func shape(_ node: Node) -> String {
        if node.null != nil { return "nothing" }
        if node.mapping != nil { return "a mapping" }
        return node.sequence != nil ? "a list" : "a single value"
    }

    private mutating func report(_ subject: String, _ line: Int?, _ words: String) {
        guard !isFull else { return }
        let place = line.map { subject == path ? ":\($0)" : "\(path):\($0)" } ?? path
        problems.append(
            subject == path
                ? ConfigurationProblem(subject: path + (line == nil ? "" : place), origin: nil, words: words)
                : ConfigurationProblem(subject: subject, origin: place, words: words))
    }

    // MARK: What the parser refuses

    /// Says what is wrong without the parser's own words, which quote the line, and the line may hold a secret.
    private mutating func report(_ error: YamlError, in text: String) {
        switch error {
        case .duplicatedKeysInMapping(let duplicates, let context):
            for name in duplicates {
                let lines = Self.lines(of: name, in: text, from: context.mark.line)
                report(name, lines.last ?? context.mark.line, "is set twice in the same mapping")
            }
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            report(path, mark.line, "is not YAML: \(Shown.name(problem)) (column \(mark.column))")
        default: report(path, nil, "is not YAML")
        }
    }

    /// Lines that set `name` at the indentation at which it is first set from `line` on.
    private static func lines(of name: String, in text: String, from line: Int) -> [Int] {
        var indentation: Int?
        var found: [Int] = []
        for (index, content) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where index + 1 >= line {
            let body = content.drop { $0 == " " }
            guard body.hasPrefix(name + ":") || body.hasPrefix("\"\(name)\":") else { continue }
            let depth = content.count - body.count
            if indentation == nil { indentation = depth }
            if depth == indentation, found.count < 2 { found.append(index + 1) }
        }
        return found
    }
}
