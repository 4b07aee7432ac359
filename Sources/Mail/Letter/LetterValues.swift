import Model

/// The values of one letter, made harmless once and then written wherever they are wanted.
struct LetterValues {
    struct Value {
        /// Clean and without links, as UTF-8.
        var text: [UInt8]
        /// The same, short enough for a subject.
        var short: [UInt8]
        /// Whether it needs a wall around it, so that its letters do not rearrange the words beside it.
        var isolated = false
    }

    private var values: [Value?]
    /// What the letter has.
    private(set) var present = VariableSet([])

    /// What a subject holds of one name, in grapheme clusters.
    static let longestInSubject = 64

    init(_ letter: Letter, common: CommonWords) {
        values = Array(repeating: nil, count: Variable.allCases.count)
        let facts = letter.facts
        let direction = common.direction
        set(.package, facts.package, .name, direction)
        set(.gallery, letter.gallery.name, .operators, direction)
        set(.inviter, facts.inviter, .name, direction)
        set(.invitee, facts.invitee, .name, direction)
        // Who removed themselves is named once, not as somebody else.
        if facts.actor != facts.invitee { set(.actor, facts.actor, .name, direction) }
        set(.note, facts.note, .words, direction)
        set(.reason, facts.reason, .words, direction)
        if let expires = facts.expires {
            set(.expires, trusted: common.words(for: Timestamp(milliseconds: expires)))
        }
        if let link = letter.link { set(.link, trusted: link) }
        set(.galleryURL, trusted: letter.gallery.url)
        let colour = AccentColour(letter.gallery.colour)
        set(.colour, trusted: colour.fill)
        set(.ink, trusted: colour.ink)
        set(.edge, trusted: colour.edge)
    }

    subscript(variable: Variable) -> Value? { values[Int(variable.rawValue)] }

    private mutating func set(_ variable: Variable, trusted text: String) {
        let bytes = Array(text.utf8)
        values[Int(variable.rawValue)] = Value(text: bytes, short: bytes)
        present.insert(variable)
    }

    /// A value that is empty once it is clean counts as lacking, except where nothing may: there a mark stands for it.
    private mutating func set(_ variable: Variable, _ text: String?, _ shape: CleanText.Shape, _ direction: Direction) {
        guard let text else { return }
        var clean = CleanText.clean(text, shape)
        if clean.isEmpty {
            guard !text.isEmpty, variable == .package || variable == .gallery else { return }
            clean = "\u{FFFD}"
        }
        let short = shape.lines ? "" : CleanText.shorten(clean, to: Self.longestInSubject)
        let value = Array(Neutraliser.neutralise(clean).utf8)
        values[Int(variable.rawValue)] = Value(
            text: value, short: short == clean ? value : Array(Neutraliser.neutralise(short).utf8),
            isolated: direction == .rightToLeft || Direction.holdsRightToLeft(clean))
        present.insert(variable)
    }
}
