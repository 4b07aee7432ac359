import ArgumentParser
import Foundation
import Mail
import Model
import Settings

struct TemplateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Look at mails before anybody gets them.",
        subcommands: [Preview.self, Check.self])

    func run() async throws { throw MissingCommand(Self.self) }

    /// Every kind of mail, for help and errors.
    private static let kinds = MailKind.allCases.map(\.rawValue).joined(separator: ", ")

    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compose a kind of mail with sample data: printed as text, or written as files.")

        @Argument(help: "The kind: \(TemplateCommand.kinds).") var kind: String
        @Option(help: "The language.") var locale = "en"
        @Option(name: .customLong("out"), help: "A folder for .eml, .txt and .html.") var folder: String?
        @OptionGroup var options: ConfigOption

        func run() async throws {
            guard let kind = MailKind(rawValue: kind) else {
                throw Failure(
                    "there is no kind '\(kind.printable)'; there are: \(TemplateCommand.kinds)", code: .wrongUsage)
            }
            guard LanguageTag.isWellFormed(locale) else {
                throw Failure("'\(locale.printable)' is not a language tag such as en or de-AT", code: .wrongUsage)
            }
            let templates = try ServiceAssembly.load(try options.load())
            let previews = try templates.preview(kind, locale: locale)
            if let shown = previews.first?.locale, shown.lowercased() != locale.lowercased() {
                Terminal.remark("there is no \(kind.rawValue) in '\(locale)'; \(shown) is shown")
            }
            guard let folder else {
                for preview in previews where preview.sample == "plain" {
                    Terminal.line("— to the \(preview.role.rawValue)\nSubject: \(preview.subject)\n\n\(preview.text)")
                }
                return
            }
            do {
                try write(previews, to: URL(fileURLWithPath: folder))
            } catch {
                throw Failure("cannot write into \(folder.printable); give --out a folder that can be written to")
            }
        }

        private func write(_ previews: [MailPreview], to folder: URL) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for preview in previews {
                let parts: [(String, Data)] = [
                    ("eml", Data(preview.eml)), ("txt", Data(preview.text.utf8)), ("html", Data(preview.html.utf8)),
                ]
                for (ending, content) in parts {
                    let file = folder.appendingPathComponent("\(preview.name).\(ending)")
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
            let folders = try TemplateLocations.all(configured: try options.load().templatesPath)
            let findings = TemplateLibrary.check(folders: folders)
            if format.json {
                try Terminal.json(findings.map(\.description))
            } else {
                for finding in findings { Terminal.line("\(finding)") }
            }
            guard findings.isEmpty else {
                let things = findings.count == 1 ? "1 thing is" : "\(findings.count) things are"
                throw Failure("\(things) wrong with the templates")
            }
            guard !format.json else { return }
            let locales = try TemplateLibrary(folders: folders).localeTags.joined(separator: ", ")
            Terminal.line("ok: \(MailKind.allCases.count) kinds, locales \(locales)")
        }
    }
}
