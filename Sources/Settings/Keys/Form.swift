import Foundation
import Model

/// What is wrong with a value, in words that may be shown: it never holds the value of a secret.
struct Flaw: Error {
    let words: String?

    /// Nothing to say beyond what was expected.
    static let plain = Flaw(words: nil)
}

/// How the text of a value is read: one text, or for a list any number of them.
struct Form<Value: Sendable>: Sendable {
    /// What it takes, in words that follow "expected".
    let expected: String
    let isList: Bool
    let read: @Sendable ([String]) throws(Flaw) -> Value

    /// For a form of one text.
    static func single(
        _ expected: String, _ read: @escaping @Sendable (String) throws(Flaw) -> Value
    ) -> Form {
        Form(expected: expected, isList: false) { (texts: [String]) throws(Flaw) in
            guard texts.count == 1, !texts[0].isEmpty else { throw Flaw.plain }
            return try read(texts[0])
        }
    }
}

extension Form {
    /// The same form for a key that may be set to nothing.
    static func optional<Wrapped>(_ form: Form<Wrapped>) -> Form where Value == Wrapped? {
        Form(expected: form.expected + ", or nothing", isList: false) { (texts: [String]) throws(Flaw) in
            texts.allSatisfy(\.isEmpty) ? nil : try form.read(texts)
        }
    }

    /// As many of `form` as there are; empty texts (a comma at the end) are passed over.
    static func list<Element>(
        _ expected: String, of form: Form<Element>, atLeast least: Int = 0
    ) -> Form where Value == [Element] {
        Form(expected: expected, isList: true) { (texts: [String]) throws(Flaw) in
            var values: [Element] = []
            for text in texts where !text.isEmpty {
                do throws(Flaw) {
                    values.append(try form.read([text]))
                } catch {
                    throw Flaw(words: "item \(values.count + 1)" + (error.words.map { ": \($0)" } ?? " is not"))
                }
            }
            guard values.count >= least else { throw Flaw.plain }
            return values
        }
    }
}

extension Form where Value == Int {
    static func whole(_ range: ClosedRange<Int>) -> Form {
        .single("a whole number from \(range.lowerBound) to \(range.upperBound)") { (text: String) throws(Flaw) in
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text), range.contains(value)
            else { throw Flaw.plain }
            return value
        }
    }
}

extension Form where Value == Bool {
    static var flag: Form {
        .single("true or false (on/off and yes/no are taken too)") { (text: String) throws(Flaw) in
            switch text.lowercased() {
            case "true", "on", "yes": true
            case "false", "off", "no": false
            default: throw Flaw.plain
            }
        }
    }
}

extension Form where Value == Duration {
    static func duration(_ range: ClosedRange<Duration>) -> Form {
        let span = "from \(range.lowerBound.text) to \(range.upperBound.text)"
        return .single("a duration such as 90s, 15m or 7d, \(span)") { (text: String) throws(Flaw) in
            guard let value = Duration(text: text), range.contains(value) else { throw Flaw.plain }
            return value
        }
    }
}

extension Form where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    static var choice: Form {
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return .single("one of \(names)") { (text: String) throws(Flaw) in
            guard let value = Value(rawValue: text.lowercased()) else { throw Flaw.plain }
            return value
        }
    }
}

extension Form where Value == Double? {
    /// Mails over a time: `10` or `10/s`, `600/m`, `3600/h`; as mails a second, nil for `unlimited`.
    static var rate: Form {
        .single("unlimited, or a number of mails such as 10/s, 600/m or 3600/h") { (text: String) throws(Flaw) in
            if text.lowercased() == "unlimited" { return nil }
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            let lengths: [Substring: Double] = ["s": 1, "m": 60, "h": 3600]
            guard let length = parts.count == 1 ? 1 : lengths[parts[1]],
                parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                let count = Int(parts[0]), (1...1_000_000).contains(count)
            else { throw Flaw.plain }
            return Double(count) / length
        }
    }
}
