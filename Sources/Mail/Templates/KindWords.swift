/// The words of one mail, still without a layout: what a file of words says once its sections are decided.
struct KindWords {
    enum Block: Equatable {
        case paragraph(String)
        case quote(String)
        case rows([Row])
        /// The button's words.
        case action(String)
        case note(String)
        /// The place of a list.
        case list(String)
    }

    struct Row: Equatable {
        var label: String
        var value: String
    }

    /// What begins a line that is not part of a paragraph, followed by a colon.
    enum Key: String, CaseIterable {
        case subject, preheader, heading, row, quote, action, note, list
    }

    var subject = ""
    var preheader = ""
    var heading = ""
    var blocks: [Block] = []

    /// - Throws: ``WordsFlaw`` that says what is missing or twice there.
    init(_ text: String, hasLink: Bool) throws(WordsFlaw) {
        var key: Key?
        var lines: [Substring] = []
        let all = text.split(separator: "\n", omittingEmptySubsequences: false) + [Substring()]
        for whole in all {
            let line = whole.drop(while: isBlank)
            let next = Self.key(of: line)
            if line.allSatisfy(isBlank) || next != nil {
                try close(key, Self.join(lines))
                (key, lines) = (nil, [])
            }
            if let next {
                key = next
                lines = [line.dropFirst(next.rawValue.count + 1).drop(while: isBlank)]
            } else if !line.allSatisfy(isBlank) {
                lines.append(line)
            }
        }
        try check(hasLink: hasLink)
    }

    /// The key that a line begins with.
    static func key(of line: some StringProtocol) -> Key? {
        Key.allCases.first { line.hasPrefix("\($0.rawValue):") }
    }

    private mutating func close(_ key: Key?, _ text: String) throws(WordsFlaw) {
        if key != nil, text.isEmpty { throw .empty(key?.rawValue ?? "") }
        let places = text.unicodeScalars.compactMap { SlotMarker.slot($0)?.variable }
        if key == .list {
            guard text.unicodeScalars.count == 1, places.first?.isList == true else { throw .list(places.first) }
        } else if let list = places.first(where: \.isList) {
            throw .list(list)
        }
        switch key {
        case .subject: try set(\.subject, .subject, text)
        case .preheader: try set(\.preheader, .preheader, text)
        case .heading: try set(\.heading, .heading, text)
        case .quote: blocks.append(.quote(text))
        case .action: blocks.append(.action(text))
        case .note: blocks.append(.note(text))
        case .list: blocks.append(.list(text))
        case .row:
            guard let mark = text.firstRange(of: " = ") else { throw .row(text) }
            let row = Row(label: String(text[..<mark.lowerBound]), value: String(text[mark.upperBound...]))
            if case .rows(let rows) = blocks.last {
                blocks[blocks.count - 1] = .rows(rows + [row])
            } else {
                blocks.append(.rows([row]))
            }
        case nil: if !text.isEmpty { blocks.append(.paragraph(text)) }
        }
    }

    private mutating func set(_ path: WritableKeyPath<KindWords, String>, _ key: Key, _ text: String) throws(WordsFlaw)
    {
        guard self[keyPath: path].isEmpty else { throw .twice(key.rawValue) }
        self[keyPath: path] = text
    }

    private func check(hasLink: Bool) throws(WordsFlaw) {
        if subject.isEmpty { throw .lacking("subject") }
        if heading.isEmpty { throw .lacking("heading") }
        if preheader.isEmpty { throw .lacking("preheader") }
        let actions = blocks.count { if case .action = $0 { true } else { false } }
        if hasLink, actions == 0 { throw .lacking("action") }
        if hasLink, actions > 1 { throw .twice("action") }
        if !hasLink, actions > 0 { throw .actionWithoutLink }
        guard blocks.contains(where: { if case .paragraph = $0 { true } else { false } }) else { throw .noParagraph }
    }

    /// Lines of one paragraph become one; scripts that have no spaces between words get none here.
    private static func join(_ lines: [Substring]) -> String {
        var joined = ""
        for line in lines {
            let line = line.trimmingSuffix(while: isBlank)
            if let last = joined.unicodeScalars.last, let first = line.unicodeScalars.first,
                !(isIdeographic(last) && isIdeographic(first))
            {
                joined += " "
            }
            joined += line
        }
        return joined
    }

    private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool { (0x2E80...0xFFEF).contains(scalar.value) }
}

/// What is wrong with a file of words.
enum WordsFlaw: Error, Equatable {
    case lacking(String)
    case empty(String)
    case twice(String)
    case row(String)
    /// A list among words, or a `list:` that holds none.
    case list(Variable?)
    case actionWithoutLink
    case noParagraph

    var message: String {
        switch self {
        case .lacking(let key): "has no '\(key):'; add a line that begins with it"
        case .empty(let key): "has '\(key):' without words; write them on the same line"
        case .twice(let key): "has '\(key):' more than once for one reader; keep one"
        case .row: "has a 'row:' that does not read 'row: Label = value'; put ' = ' between the two"
        case .list(let variable?) where variable.isList:
            "has '{{\(variable.name)}}' among words; a list stands by itself, as 'list: {{\(variable.name)}}'"
        case .list:
            "has a 'list:' that holds no list; lists are: \(Variable.allCases.filter(\.isList).map(\.name).joined(separator: ", "))"
        case .actionWithoutLink: "has an 'action:', but mails of this kind carry no link; take it out"
        case .noParagraph: "has no paragraph; say in a sentence or two what happened"
        }
    }
}

private func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
