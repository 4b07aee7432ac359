import Model

extension TemplateLibrary {
    /// Everything that is wrong with the templates in these folders: what loading finds and, where they load, what
    /// shows when every kind is composed from samples in every language for every reader.
    package static func check(folders: [String]) -> [TemplateFinding] {
        do throws(TemplateError) {
            return try TemplateLibrary(folders: folders).lint(folders: folders)
        } catch {
            return error.findings
        }
    }

    private func lint(folders: [String]) -> [TemplateFinding] {
        var findings: [TemplateFinding] = []
        let sources = LintSources(folders: TemplateFolders(folders: folders))
        for locale in locales.values.sorted(by: { $0.tag < $1.tag }) {
            for (kind, template) in locale.kinds.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                do throws(ComposeError) {
                    for preview in try preview(kind, locale: locale.tag) {
                        for flaw in MailLint.flaws(of: preview) {
                            let finding = sources.place(flaw, words: template.file)
                            if !findings.contains(finding) { findings.append(finding) }
                        }
                    }
                } catch {
                    findings.append(TemplateFinding(file: template.file, message: error.description))
                }
            }
        }
        return findings
    }
}

/// Finds the file and the line that a flaw comes from.
struct LintSources {
    private let layouts: [Layout.Part: TemplateFolders.Source]

    init(folders: TemplateFolders) {
        var layouts: [Layout.Part: TemplateFolders.Source] = [:]
        for part in Layout.Part.allCases { layouts[part] = try? folders.read(part.file) }
        self.layouts = layouts
    }

    func place(_ flaw: MailLint.Flaw, words: String) -> TemplateFinding {
        guard let part = flaw.layout, let source = layouts[part] else {
            return TemplateFinding(file: words, message: flaw.message)
        }
        let line = flaw.culprit.flatMap { culprit in
            source.text.split(separator: "\n", omittingEmptySubsequences: false)
                .firstIndex { $0.lowercased().contains(culprit.lowercased()) }
        }
        return TemplateFinding(file: source.file, line: line.map { $0 + 1 }, message: flaw.message)
    }
}
