import Model

extension LetterValues {
    /// One item of a list: values and the words between them, in a row.
    typealias Item = [Value]
}

/// Makes the items of a letter's lists: as many and as long as a mail can show.
struct ItemMaker {
    private let words: ListWords
    private let dates: CommonWords
    private let direction: Direction

    /// What a list shows before it only says how many more there are.
    static let mostItems = 20
    /// What a list may come to in HTML, in octets: longer than twenty items of plain text.
    static let longestList = 12_288

    init(_ common: CommonWords) {
        words = common.lists
        dates = common
        direction = common.direction
    }

    /// The items that are shown, and a line that counts those that are not.
    ///
    /// - Parameter count: How many there are, where that is more than are given.
    func list<Given>(
        _ given: [Given]?, count: Int? = nil, item: (Given) -> LetterValues.Item
    ) -> [LetterValues.Item] {
        guard let given, !given.isEmpty else { return [] }
        var items: [LetterValues.Item] = []
        var room = Self.longestList
        var shown = 0
        for one in given.prefix(Self.mostItems) {
            let item = item(one)
            let size = item.reduce(0) { $0 + Self.size(of: $1.text) }
            guard size <= room else { break }
            room -= size
            shown += 1
            // What holds nothing that shows is counted as shown.
            if size > 0 { items.append(item) }
        }
        let left = max(given.count, count ?? 0) - shown
        if left > 0 { items.append(fill(words.more) { _ in trusted("\(left)") }) }
        return items
    }

    /// In octets of HTML.
    private static func size(of text: [UInt8]) -> Int {
        text.reduce(0) { size, byte in
            switch byte {
            case UInt8(ascii: "&"), UInt8(ascii: "'"): size + 5
            case UInt8(ascii: "\""): size + 6
            case UInt8(ascii: "<"), UInt8(ascii: ">"): size + 4
            default: size + 1
            }
        }
    }

    /// Untrusted text on one line.
    func value(_ text: String, _ shape: CleanText.Shape = .line) -> LetterValues.Value {
        let clean = CleanText.clean(text, shape)
        let bytes = Array(Neutraliser.neutralise(clean).utf8)
        return LetterValues.Value(
            text: bytes, short: bytes, isolated: direction == .rightToLeft || Direction.holdsRightToLeft(clean))
    }

    func item(_ line: DigestLine) -> LetterValues.Item {
        fill(words.digestLine) { name in
            switch name {
            case "version": value(line.version, .name)
            case "publisher": value(line.publisher, .name)
            // A state that a later version wrote is shown as it is.
            default: words.states[line.state].map(trusted) ?? value(line.state, .name)
            }
        }
    }

    func item(_ line: MutedLine) -> LetterValues.Item {
        fill(words.mutedLine) { name in
            switch name {
            case "kind": words.kinds[line.kind.rawValue].map(trusted) ?? value(line.kind.rawValue, .name)
            default: line.package.map { value($0, .name) } ?? trusted(words.allPackages)
            }
        }
    }

    func item(_ line: DueLine) -> LetterValues.Item {
        fill(words.dueLine) { name in
            switch name {
            case "package": value(line.package, .name)
            case "why": trusted(words.dues[line.why.rawValue] ?? line.why.rawValue)
            case "assignee": line.assignee.map { value($0, .name) } ?? trusted(words.nobody)
            default: trusted(dates.words(for: Timestamp(milliseconds: line.at)))
            }
        }
    }

    private func fill(_ line: ListWords.Line, _ value: (String) -> LetterValues.Value) -> LetterValues.Item {
        line.pieces.map { $0.isTag ? value($0.text) : trusted($0.text) }
    }

    /// Words of the templates.
    private func trusted(_ text: String) -> LetterValues.Value {
        let bytes = Array(text.utf8)
        return LetterValues.Value(text: bytes, short: bytes)
    }
}
