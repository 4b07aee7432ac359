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
    private var lists: [Variable: [Item]] = [:]
    /// What the letter has.
    private(set) var present = VariableSet([])

    /// What a subject holds of one name, in grapheme clusters.
    static let longestInSubject = 64
    /// What a value may come to in a mail's text, in octets: enough for 4000 characters of any script, and less than what
    /// can be made of text that is nothing but parts of links.
    private static let longestValue = 25_600

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
        set(.version, facts.version, .name, direction)
        set(.publisher, facts.publisher, .name, direction)
        set(.via, facts.via, .line, direction)
        set(.message, facts.message, .message, direction)
        set(.sender, facts.sender, .name, direction)
        if let expires = facts.expires {
            set(.expires, trusted: common.words(for: Timestamp(milliseconds: expires)))
        }
        if let count = facts.count { set(.count, trusted: "\(count)") }
        set(.claimant, facts.claimant, .name, direction)
        if let from = facts.grantableFrom {
            set(.grantable, trusted: common.words(for: Timestamp(milliseconds: from)))
        }
        if let reports = facts.reports { set(.reports, trusted: "\(reports)") }
        setLists(facts, common)
        setFlags(letter)
        if let link = letter.link { set(.link, trusted: link) }
        if let link = letter.shownSettingsLink { set(.settingsLink, trusted: link) }
        set(.galleryURL, trusted: letter.gallery.url)
        let colour = AccentColour(letter.gallery.colour)
        set(.colour, trusted: colour.fill)
        set(.ink, trusted: colour.ink)
        set(.edge, trusted: colour.edge)
    }

    subscript(variable: Variable) -> Value? { values[Int(variable.rawValue)] }

    /// What a list shows: its items and, where there are more, how many.
    func items(of list: Variable) -> [Item] { lists[list] ?? [] }

    private mutating func setFlags(_ letter: Letter) {
        let facts = letter.facts
        if facts.unusual == true { present.insert(.unusual) }
        if facts.rejected == true { present.insert(.rejected) }
        if facts.asAdmin == true {
            present.insert(.asAdmin)
        } else if facts.transfer == true {
            present.insert(.transfer)
        }
        if facts.keepsOwners == true { present.insert(.keepsOwners) }
        if facts.takenBack == true { present.insert(.takenBack) }
        if let news = facts.news.flatMap({ Variable(named: $0.rawValue) }) { present.insert(news) }
        if letter.canBeAnswered { present.insert(.replyTo) }
    }

    private mutating func setLists(_ facts: MailFacts, _ common: CommonWords) {
        let maker = ItemMaker(common)
        set(.warnings, maker.list(facts.warnings) { [maker.value($0)] })
        set(.reasons, maker.list(facts.reasons) { [maker.value($0)] })
        set(.lines, maker.list(facts.lines, count: facts.count, item: maker.item))
        set(.because, maker.list(facts.because) { [maker.value($0)] })
        set(.evidence, maker.list(facts.evidence) { [maker.value($0)] })
        set(.due, maker.list(facts.due, count: facts.count, item: maker.item))
        set(.removed, maker.list(facts.removed) { [maker.value($0)] })
        set(.muted, maker.list(facts.muted, item: maker.item))
    }

    /// A list without an item counts as lacking.
    private mutating func set(_ variable: Variable, _ items: [Item]) {
        guard !items.isEmpty else { return }
        lists[variable] = items
        present.insert(variable)
    }

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
        var neutral = Neutraliser.neutralise(clean)
        while neutral.utf8.count > Self.longestValue {
            let rest = clean.unicodeScalars.count * Self.longestValue / neutral.utf8.count * 19 / 20
            clean = CleanText.shorten(clean, to: rest, scalars: rest)
            neutral = Neutraliser.neutralise(clean)
        }
        let value = Array(neutral.utf8)
        values[Int(variable.rawValue)] = Value(
            text: value, short: short == clean ? value : Array(Neutraliser.neutralise(short).utf8),
            isolated: direction == .rightToLeft || Direction.holdsRightToLeft(clean))
        present.insert(variable)
    }
}
