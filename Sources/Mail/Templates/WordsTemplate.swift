import Model
import Mustache

/// The file of one kind's words in one language, ready to be decided for a reader.
struct WordsTemplate {
    let file: String
    private let kind: MailKind
    private let tags: [TagScanner.Tag]
    private let template: MustacheTemplate

    init(_ source: TemplateFolders.Source, _ kind: MailKind) throws(TemplateFinding) {
        self.kind = kind
        file = source.file
        let roles = KindNeeds.of(kind).roles.map(\.section)
        let names = Variable.ofWords.map(\.name)
        var tags: [TagScanner.Tag] = []
        template = try Self.parse(source) { tag in
            tags.append(tag)
            if tag.kind == .variable, Variable(named: tag.name)?.isFlag == true {
                return
                    "'{{\(tag.name)}}' has no words of its own; write '{{#\(tag.name)}}' and '{{/\(tag.name)}}' around some"
            }
            if names.contains(tag.name) || (tag.kind != .variable && roles.contains(tag.name)) { return nil }
            let known = "known are: \((names + roles).joined(separator: ", "))"
            return MailRole.allCases.map(\.section).contains(tag.name)
                ? "'\(tag.name)' is a reader that mails of this kind do not go to; \(known)"
                : "'\(tag.name)' is not known here; \(known)"
        }
        try Self.checkKeys(source)
        self.tags = tags
    }

    /// What may be lacking and has a section of its own among the words for one reader.
    func sections(for role: MailRole) -> VariableSet {
        let needs = KindNeeds.of(kind)
        let others = Set(needs.roles.filter { $0 != role }.map(\.section))
        var sections = VariableSet([])
        // How deep it is within words for somebody else.
        var elsewhere = 0
        for tag in tags {
            switch tag.kind {
            case .section where others.contains(tag.name): elsewhere += 1
            case .close where others.contains(tag.name): elsewhere -= 1
            case .section, .inverted:
                guard elsewhere == 0, let variable = Variable(named: tag.name), !needs.required.contains(variable)
                else { continue }
                sections.insert(variable)
            case .variable, .close: break
            }
        }
        return sections
    }

    /// Checks the tags and parses the template, with the library's escaping off.
    static func parse(
        _ source: TemplateFolders.Source, flaw: (TagScanner.Tag) -> String?
    ) throws(TemplateFinding) -> MustacheTemplate {
        do throws(TagScanner.Flaw) {
            for tag in try TagScanner.tags(of: source.text) {
                if let message = flaw(tag) { throw TagScanner.Flaw(line: tag.line, message: message) }
            }
        } catch {
            throw TemplateFinding(file: source.file, line: error.line, message: error.message)
        }
        do {
            return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + source.text)
        } catch {
            throw TemplateFinding(file: source.file, message: "is not a Mustache template: \(error)")
        }
    }

    /// The words for one reader when these facts are there.
    ///
    /// - Throws: a finding where the words name a fact that is not there.
    func words(for role: MailRole, present: VariableSet) throws(TemplateFinding) -> KindWords {
        let text = template.render(Context(role: role, present: present))
        if let missing = text.unicodeScalars.lazy.compactMap(SlotMarker.missing).first {
            let line = tags.first { $0.kind == .variable && $0.name == missing.name }?.line
            let advice = "put the words with it between '{{#\(missing.name)}}' and '{{/\(missing.name)}}'"
            throw TemplateFinding(
                file: file, line: line, message: "'{{\(missing.name)}}' is used where a mail may lack it; \(advice)")
        }
        do throws(WordsFlaw) {
            return try KindWords(text, hasLink: KindNeeds.of(kind).hasLink(for: role))
        } catch {
            let reader = KindNeeds.of(kind).roles.count > 1 ? " (as read by the \(role.rawValue))" : ""
            var line: Int?
            if case .list(let variable?) = error {
                line = tags.first { $0.name == variable.name && $0.kind == .variable }?.line
            }
            throw TemplateFinding(file: file, line: line, message: error.message + reader)
        }
    }

    /// A line that begins like a key but is none: most likely a slip.
    private static func checkKeys(_ source: TemplateFolders.Source) throws(TemplateFinding) {
        for (index, line) in source.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let word = line.prefix { $0.isASCII && $0.isLowercase }
            guard !word.isEmpty, line.dropFirst(word.count).hasPrefix(": "), KindWords.key(of: line) == nil else {
                continue
            }
            let known = KindWords.Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw TemplateFinding(
                file: source.file, line: index + 1, message: "'\(word):' is not a key; known are: \(known)")
        }
    }

    /// What the words can see: the reader's own sections, and places instead of values.
    private struct Context: MustacheParent {
        let role: MailRole
        let present: VariableSet

        func child(named name: String) -> Any? {
            if name.hasPrefix("to-") { return name == role.section }
            guard let variable = Variable(named: name) else { return nil }
            return Place(variable: variable, isNull: !present.contains(variable))
        }
    }

    /// Stands for a value: a marker where the fact is there, and otherwise one that gives the template away.
    private struct Place: MustacheCustomRenderable, MustacheParent {
        let variable: Variable
        let isNull: Bool

        var renderText: String {
            isNull ? SlotMarker.missing(variable) : SlotMarker.text(Slot(variable: variable, style: .body))
        }

        func child(named name: String) -> Any? { nil }
    }
}
