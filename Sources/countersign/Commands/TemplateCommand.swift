import ArgumentParser
import Foundation
import Mail
import Model
import Settings

struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Look at mails before anybody gets them.",
        subcommands: [Preview.self, Check.self])

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compose a kind of mail with sample data: printed as text, or written as files.")

        @Argument(help: "The kind, such as invitation.") var kind: String
        @Option(help: "The language.") var locale = "en"
        @Option(name: .customLong("out"), help: "A folder for .eml, .txt and .html.") var folder: String?
        @OptionGroup var options: ConfigOption

        func run() async throws {
            guard let kind = MailKind(rawValue: kind) else {
                let known = MailKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure("there is no kind '\(kind.printable)'; there are: \(known)", code: .wrongUsage)
            }
            guard LanguageTag.isWellFormed(locale) else {
                throw Failure("'\(locale.printable)' is not a language tag such as en or de-AT", code: .wrongUsage)
            }
            let templates = try ServiceAssembly.load(try options.load())
            let previews = try templates.preview(kind, locale: locale)
            guard let folder else {
                for preview in previews where preview.sample == "plain" {
                    Terminal.line("— to the \(preview.role.rawValue)\nSubject: \(preview.subject)\n\n\(preview.text)")
                }
                return
            }
            let base = URL(fileURLWithPath: folder)
            try FileManager.default.createDirectory(at: base, withIntermediateDirectories: true)
            for preview in previews {
                let parts: [(String, Data)] = [
                    ("eml", Data(preview.eml)), ("txt", Data(preview.text.utf8)), ("html", Data(preview.html.utf8)),
                ]
                for (ending, content) in parts {
                    let file = base.appendingPathComponent("\(preview.name).\(ending)")
                    try content.write(to: file)
                    Terminal.line(file.path)
                }
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check every template in every language; a line for each thing that is wrong.")

        @OptionGroup var format: JSONFlag
        @OptionGroup var options: ConfigOption

        func run() async throws {
            let settings = try options.load()
            let templates = try ServiceAssembly.load(settings)
            let findings = TemplateLibrary.check(folders: TemplateFolders.all(configured: settings.templatesPath))
            if format.json {
                try Terminal.json(findings.map(\.description))
            } else {
                for finding in findings { Terminal.line("\(finding)") }
            }
            guard findings.isEmpty else { throw Failure("\(findings.count) things are wrong with the templates") }
            if !format.json {
                Terminal.line(
                    "ok: \(MailKind.allCases.count) kinds, locales \(templates.localeTags.joined(separator: ", "))")
            }
        }
    }
}
