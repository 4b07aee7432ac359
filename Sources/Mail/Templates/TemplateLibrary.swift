import Model

/// Every mail template, checked and compiled.
///
/// Nothing in it can fail for a template's sake when a mail is composed.
package struct TemplateLibrary: Sendable {
    /// By tag in lower case.
    let locales: [String: LocaleTemplates]

    /// The last resort of every chain of languages; the only one in which every kind must be written.
    package static let fallbackLocale = "en"

    /// The languages that there are templates for, as their folders are named.
    package var localeTags: [String] { locales.values.map(\.tag).sorted() }

    /// Reads, checks and compiles every template.
    ///
    /// - Parameter folders: Where to look; a file in an earlier folder stands in for the same file in a later one, so
    ///   an operator's copy need hold only what differs.
    /// - Throws: ``TemplateError`` with everything that is wrong, not just the first thing.
    package init(folders: [String]) throws(TemplateError) {
        var compiler = TemplateCompiler(folders: folders)
        locales = compiler.compile()
        guard compiler.findings.isEmpty else { throw TemplateError(findings: compiler.findings) }
    }

    /// Where a kind is written in the first of these languages, or in what stands in for it: `de-AT`, `de`, then the
    /// next one's, then English.
    func template(for kind: MailKind, in wanted: [String]) -> (locale: LocaleTemplates, kind: KindTemplate)? {
        for tag in wanted {
            var next: String? = tag.lowercased()
            while let tag = next {
                if let locale = locales[tag], let template = locale.kinds[kind] { return (locale, template) }
                next = LanguageTag.parent(of: tag)
            }
        }
        guard let locale = locales[Self.fallbackLocale], let template = locale.kinds[kind] else { return nil }
        return (locale, template)
    }
}

/// The templates of one language.
struct LocaleTemplates: Sendable {
    /// As the folder is named; also `Content-Language`.
    var tag: String
    var common: CommonWords
    var kinds: [MailKind: KindTemplate]
}

/// One kind in one language, decided in advance for every reader and every set of facts that makes a difference.
struct KindTemplate: Sendable {
    /// As findings name it.
    var file: String
    /// The facts whose presence makes a difference to a reader.
    var sections: [MailRole: VariableSet] = [:]
    var variants: [Variant: Composition] = [:]

    struct Variant: Hashable {
        var role: MailRole
        /// Which of its ``KindTemplate/sections`` are there.
        var present: UInt64
    }

    func composition(for role: MailRole, present: VariableSet) -> Composition? {
        guard let sections = sections[role] else { return nil }
        return variants[Variant(role: role, present: present.intersection(sections).bits)]
    }
}

/// The three things that a letter's values are put into.
struct Composition: Sendable {
    var subject: Fragment
    var text: Fragment
    var html: Fragment
}
