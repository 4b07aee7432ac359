import Model

/// Reads and compiles all templates, and gathers what is wrong with them.
struct TemplateCompiler {
    private(set) var findings: [TemplateFinding] = []
    private let folders: TemplateFolders
    private var cutter = FragmentCutter()

    init(folders: [String]) {
        self.folders = TemplateFolders(folders: folders)
    }

    mutating func compile() -> [String: LocaleTemplates] {
        let tags: [String]
        let layouts: [Layout]
        do throws(TemplateFinding) {
            tags = try folders.locales()
            var read: [Layout] = []
            for part in Layout.Part.allCases { read.append(try layout(part)) }
            layouts = read
        } catch {
            findings.append(error)
            return [:]
        }
        var locales: [String: LocaleTemplates] = [:]
        // English is there even without a folder, so that what it lacks is told.
        for tag in Set(tags + [TemplateLibrary.fallbackLocale]).sorted() {
            locales[tag.lowercased()] = locale(tag, layouts)
        }
        return locales
    }

    private func layout(_ part: Layout.Part) throws(TemplateFinding) -> Layout {
        guard let source = try folders.read(part.file) else { throw missing(part.file) }
        return try Layout(source, part)
    }

    private func missing(_ name: String) -> TemplateFinding {
        let file = (folders.folders.last ?? "") + "/" + name
        return TemplateFinding(file: file, message: "is missing; copy it from the packaged templates")
    }

    private mutating func locale(_ tag: String, _ layouts: [Layout]) -> LocaleTemplates? {
        for (file, name) in folders.templates(in: tag) where name != Self.common && MailKind(rawValue: name) == nil {
            let known = MailKind.allCases.map(\.rawValue).joined(separator: ", ")
            findings.append(TemplateFinding(file: file, message: "is not the name of a mail kind; kinds are: \(known)"))
        }
        guard let common = common(tag) else { return nil }
        var templates = LocaleTemplates(tag: tag, common: common, kinds: [:])
        for kind in MailKind.allCases {
            do throws(TemplateFinding) {
                let name = "\(tag)/\(kind.rawValue)\(TemplateFolders.suffix)"
                if let source = try folders.read(name) {
                    templates.kinds[kind] = try compile(source, kind, templates, layouts)
                } else if tag == TemplateLibrary.fallbackLocale {
                    throw missing(name)
                }
            } catch {
                findings.append(error)
            }
        }
        return templates
    }

    private static let common = "common"

    /// The words that a language's mails share; a regional variant may leave them to its language.
    private mutating func common(_ tag: String) -> CommonWords? {
        do throws(TemplateFinding) {
            var next: String? = tag
            while let tag = next {
                if let source = try folders.read("\(tag)/\(Self.common)\(TemplateFolders.suffix)") {
                    do throws(TagScanner.Flaw) {
                        return try CommonWords(source.text)
                    } catch {
                        throw TemplateFinding(file: source.file, line: error.line, message: error.message)
                    }
                }
                next = LanguageTag.parent(of: tag)
            }
            throw missing("\(tag)/\(Self.common)\(TemplateFolders.suffix)")
        } catch {
            findings.append(error)
            return nil
        }
    }

    /// Of what no letter has more than one.
    ///
    /// A mail about an unusual publisher cannot be switched off, and an administrator has no ownership to hand over. A
    /// mail about a case tells one thing.
    private static let exclusive: [[Variable]] = [[.unusual, .settingsLink], [.transfer, .asAdmin], Variable.news]

    private mutating func compile(
        _ source: TemplateFolders.Source, _ kind: MailKind, _ locale: LocaleTemplates, _ layouts: [Layout]
    ) throws(TemplateFinding) -> KindTemplate {
        let needs = KindNeeds.of(kind)
        let words = try WordsTemplate(source, kind)
        var template = KindTemplate(file: source.file)
        for role in needs.roles {
            var sections = words.sections(for: role)
            if kind.isMutable { sections.insert(.settingsLink) }
            template.sections[role] = sections
            let open = Variable.allCases.filter(sections.contains)
            for choice in 0..<(1 << open.count) {
                let chosen = open.enumerated().filter { choice >> $0.offset & 1 == 1 }.map(\.element)
                if Self.exclusive.contains(where: { $0.count(where: chosen.contains) > 1 }) { continue }
                var present = VariableSet(bits: VariableSet(chosen).bits | needs.required.bits)
                let variant = KindTemplate.Variant(role: role, present: present.intersection(sections).bits)
                if needs.hasLink(for: role) { present.insert(.link) }
                template.variants[variant] = try compose(
                    try words.words(for: role, present: present), words.file, present, locale, layouts)
            }
        }
        return template
    }

    private mutating func compose(
        _ words: KindWords, _ file: String, _ present: VariableSet, _ locale: LocaleTemplates, _ layouts: [Layout]
    ) throws(TemplateFinding) -> Composition {
        var composition = Composition(subject: cutter.cut(words.subject), text: Fragment(), html: Fragment())
        var said = cutter.cut(words.spoken).variables
        for link in [Variable.link, .settingsLink] where present.contains(link) { said.insert(link) }
        for layout in layouts {
            let fragment = cutter.cut(
                layout.render(
                    words, locale: locale.tag, common: locale.common, hasSettings: present.contains(.settingsLink)))
            let shown = fragment.variables
            if let lost = Variable.allCases.first(where: { said.contains($0) && !shown.contains($0) }) {
                let what =
                    switch lost {
                    case .link: "the link"
                    case .settingsLink: "the link to the reader's preferences"
                    default: "what '\(file)' says about '\(lost.name)'"
                    }
                throw TemplateFinding(file: layout.file, message: "leaves out \(what); both parts must say everything")
            }
            switch layout.part {
            case .text: composition.text = fragment
            case .html: composition.html = fragment
            }
        }
        return composition
    }
}

extension KindWords {
    /// Everything that a reader is told in the body.
    fileprivate var spoken: String {
        heading
            + blocks.map { block in
                switch block {
                case .paragraph(let words), .quote(let words), .action(let words), .note(let words), .list(let words):
                    words
                case .rows(let rows): rows.map { $0.label + $0.value }.joined()
                }
            }.joined()
    }
}
