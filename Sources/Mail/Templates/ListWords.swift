import Model

/// The words of one language for what stands in lists.
struct ListWords: Sendable {
    /// A line with places for values.
    struct Line: Sendable {
        /// In order; a place is named by its tag.
        let pieces: [(text: String, isTag: Bool)]

        init(_ value: (text: String, line: Int), names: [String]) throws(TagScanner.Flaw) {
            pieces = try CommonWords.split(value, names: names).filter { !$0.text.isEmpty }
            if let lost = names.first(where: { name in !pieces.contains { $0.isTag && $0.text == name } }) {
                throw TagScanner.Flaw(line: value.line, message: "leaves out '{{\(lost)}}'; say it on that line")
            }
        }
    }

    /// Stands after a list that is cut: how many more there are.
    var more: Line
    var digestLine: Line
    /// By the state's name in the API.
    var states: [String: String]
    var mutedLine: Line
    /// By the kind's name in the API.
    var kinds: [String: String]
    var allPackages: String
    /// One case that is due, or has been for a while.
    var dueLine: Line
    /// Why a case is due, by the name in the API.
    var dues: [String: String]
    /// Stands for who has a case that nobody has.
    var nobody: String

    /// Every state and stage of a publication, for a digest names both.
    static let stateNames: [String] = {
        let states = PublicationState.allCases.map(\.rawValue)
        return states + PublicationStage.allCases.map(\.rawValue).filter { !states.contains($0) }
    }()

    /// Reads `name = words, name = words`; every name must be there, and no other.
    static func names(
        _ value: (text: String, line: Int), of names: [String]
    ) throws(TagScanner.Flaw) -> [String: String] {
        var words: [String: String] = [:]
        for pair in value.text.split(separator: ",") {
            let trimmed = pair.drop { $0 == " " }
            guard let mark = trimmed.firstRange(of: " = "), names.contains(String(trimmed[..<mark.lowerBound])) else {
                throw TagScanner.Flaw(
                    line: value.line,
                    message:
                        "'\(trimmed)' is not 'name = words' with a known name; known are: \(names.joined(separator: ", "))"
                )
            }
            words[String(trimmed[..<mark.lowerBound])] = String(trimmed[mark.upperBound...])
        }
        if let lost = names.first(where: { words[$0] == nil }) {
            throw TagScanner.Flaw(line: value.line, message: "has no words for '\(lost)'; add '\(lost) = words'")
        }
        return words
    }
}
