import Model

/// What every mail of one language shares: how it runs, how it writes a date, and the words of the layouts.
struct CommonWords: Sendable {
    enum Key: String, CaseIterable {
        case direction, months, weekdays, date, linkHint = "link-hint", footer, settingsHint = "settings-hint"
        case more, states, digestLine = "digest-line"
        case mutableKinds = "mutable-kinds", mutedLine = "muted-line", allPackages = "all-packages"
        case dueLine = "due-line", dues, nobody
    }

    /// What a date is made of; the names that `date:` may hold in braces.
    enum DatePart: String, CaseIterable {
        case weekday, day, month, year, hour, minute
    }

    var direction: Direction
    var linkHint: String
    /// Holds the gallery's place.
    var footer: String
    var settingsHint: String
    var lists: ListWords
    private var months: [String]
    private var weekdays: [String]
    private var date: [DatePiece]

    private enum DatePiece {
        case text(String)
        case part(DatePart)
    }

    /// A moment in words, in UTC; the template says so.
    func words(for moment: Timestamp) -> String {
        let time = CivilTime(moment)
        var words = ""
        for piece in date {
            switch piece {
            case .text(let text): words += text
            case .part(.weekday): words += weekdays[(time.weekday + 6) % 7]
            case .part(.day): words += "\(time.day)"
            case .part(.month): words += months[time.month - 1]
            case .part(.year): words += "\(time.year)"
            case .part(.hour): words += CivilTime.two(time.hour)
            case .part(.minute): words += CivilTime.two(time.minute)
            }
        }
        return words
    }

    /// Reads `key: value` lines; a line that begins with white space goes on with the one before, `#` is a comment.
    ///
    /// - Throws: a flaw with its line.
    init(_ text: String) throws(TagScanner.Flaw) {
        let values = try Self.values(text)
        func value(_ key: Key) throws(TagScanner.Flaw) -> (text: String, line: Int) {
            guard let value = values[key] else {
                throw TagScanner.Flaw(line: 1, message: "has no '\(key.rawValue):'; add it")
            }
            return value
        }
        func list(_ key: Key, count: Int) throws(TagScanner.Flaw) -> [String] {
            let (text, line) = try value(key)
            let items = text.split(separator: ",").map { String($0.drop { $0 == " " }) }
            guard items.count == count else {
                throw TagScanner.Flaw(
                    line: line,
                    message: "'\(key.rawValue):' takes \(count) names with commas between, not \(items.count)")
            }
            return items
        }
        let (way, line) = try value(.direction)
        guard let direction = Direction(rawValue: way) else {
            throw TagScanner.Flaw(line: line, message: "'direction:' is ltr or rtl")
        }
        self.direction = direction
        months = try list(.months, count: 12)
        weekdays = try list(.weekdays, count: 7)
        linkHint = try Self.fill(value(.linkHint))
        footer = try Self.fill(value(.footer))
        settingsHint = try Self.fill(value(.settingsHint))
        lists = ListWords(
            more: try ListWords.Line(value(.more), names: ["count"]),
            digestLine: try ListWords.Line(value(.digestLine), names: ["version", "state", "publisher"]),
            states: try ListWords.names(value(.states), of: ListWords.stateNames),
            mutedLine: try ListWords.Line(value(.mutedLine), names: ["kind", "package"]),
            kinds: try ListWords.names(value(.mutableKinds), of: MailKind.allCases.filter(\.isMutable).map(\.rawValue)),
            allPackages: try value(.allPackages).text,
            dueLine: try ListWords.Line(value(.dueLine), names: ["package", "why", "since", "assignee"]),
            dues: try ListWords.names(value(.dues), of: RecoveryDue.allCases.map(\.rawValue)),
            nobody: try value(.nobody).text)
        date = try Self.datePieces(value(.date))
    }

    private static func values(_ text: String) throws(TagScanner.Flaw) -> [Key: (text: String, line: Int)] {
        var values: [Key: (text: String, line: Int)] = [:]
        var last: Key?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let first = words.first, !line.hasPrefix("#") else { continue }
            if let last, let value = values[last], line.first == " " || line.first == "\t" {
                values[last] = (value.text + " " + words.joined(separator: " "), value.line)
                continue
            }
            guard first.hasSuffix(":"), let key = Key(rawValue: String(first.dropLast())) else {
                let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
                throw TagScanner.Flaw(
                    line: index + 1, message: "'\(first)' is not a key of this file; known are: \(known)")
            }
            values[key] = (words.dropFirst().joined(separator: " "), index + 1)
            last = key
        }
        return values
    }

    /// Puts the gallery's place into words; nothing else may stand in them.
    private static func fill(_ value: (text: String, line: Int)) throws(TagScanner.Flaw) -> String {
        let slot = SlotMarker.text(Slot(variable: .gallery, style: .body))
        return try split(value, names: [Variable.gallery.name]).map { $0.isTag ? slot : $0.text }.joined()
    }

    private static func datePieces(_ value: (text: String, line: Int)) throws(TagScanner.Flaw) -> [DatePiece] {
        try split(value, names: DatePart.allCases.map(\.rawValue)).map { piece in
            if piece.isTag, let part = DatePart(rawValue: piece.text) { .part(part) } else { .text(piece.text) }
        }
    }

    /// The pieces of words with names in double braces.
    static func split(
        _ value: (text: String, line: Int), names: [String]
    ) throws(TagScanner.Flaw) -> [(text: String, isTag: Bool)] {
        var pieces: [(text: String, isTag: Bool)] = []
        var rest = value.text[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard names.contains(name) else {
                throw TagScanner.Flaw(
                    line: value.line,
                    message: "'{{\(name)}}' is not known here; known are: \(names.joined(separator: ", "))")
            }
            pieces.append((String(rest[..<open.lowerBound]), false))
            pieces.append((name, true))
            rest = rest[close.upperBound...]
        }
        return pieces + [(String(rest), false)]
    }
}
