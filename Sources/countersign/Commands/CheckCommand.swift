import ArgumentParser
import Foundation
import Links
import Logging
import Mail
import Model
import Settings
import Storage

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check configuration, database, courier, SMTP login, templates, keyring and clock: a line each.")

    @OptionGroup var format: JSONFlag
    @OptionGroup var options: ConfigOption

    /// One line of the report.
    struct Finding: Encodable {
        let part: String
        let ok: Bool
        let detail: String
    }

    func run() async throws {
        let settings = try options.load()
        try ServiceAssembly.checkLinks(settings)
        var findings = [Finding(part: "configuration", ok: true, detail: settings.source)]
        let database = await checkDatabase(settings)
        findings += database.findings
        findings += await Self.checkRelays(settings)
        findings.append(checkTemplates(settings))
        findings.append(checkKeyring(settings))
        findings.append(checkClock(newest: database.newestEvent))
        if format.json {
            try Terminal.json(findings)
        } else {
            for finding in findings {
                Terminal.line("\(finding.ok ? "ok    " : "FAILED") \(finding.part): \(finding.detail)")
            }
        }
        let failed = findings.filter { !$0.ok }
        if !failed.isEmpty { throw Failure("\(failed.count) of \(findings.count.counted("check")) failed") }
    }

    private func checkDatabase(
        _ settings: ServiceConfiguration
    ) async -> (findings: [Finding], newestEvent: Timestamp?) {
        let place = DatabasePlace(settings)
        if let path = place.missingFile { return ([missing(path, settings)], nil) }
        do {
            let database = try DatabaseOpener.open(settings, logger: Logger(label: "countersign.storage"))
            do {
                let found = try await look(into: database, place, settings)
                await database.close()
                return found
            } catch {
                await database.close()
                throw error
            }
        } catch let failure as Failure {
            return ([Finding(part: "database", ok: false, detail: failure.message)], nil)
        } catch {
            return ([Finding(part: "database", ok: false, detail: "\(place.words): \(error)")], nil)
        }
    }

    private func look(
        into database: any Database, _ place: DatabasePlace, _ settings: ServiceConfiguration
    ) async throws -> (findings: [Finding], newestEvent: Timestamp?) {
        let version = try await Schema.version(of: database)
        if version > Schema.needed || !settings.database.migrate { try await Schema.check(database) }
        let newest =
            version > 0
            ? try await database.read { transaction in
                try transaction.galleries.all().compactMap { try transaction.events.newest(gallery: $0.id) }.max()
            } : nil
        guard version == Schema.needed else {
            let detail = "\(place.words): schema \(version); serve will bring it to \(Schema.needed)"
            return ([Finding(part: "database", ok: true, detail: detail)], newest)
        }
        let state = try await CourierState.read(database)
        return (
            [
                Finding(part: "database", ok: true, detail: "\(place.words): schema \(version)"),
                Finding(
                    part: "courier", ok: state.flaw == nil,
                    detail: state.flaw.map { "galleries that \($0)" } ?? state.summary),
            ], newest
        )
    }

    /// A file that is missing is made by those that serve; a folder that is missing is more likely a slip in the path.
    private func missing(_ path: String, _ settings: ServiceConfiguration) -> Finding {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            let detail = "\(path): there is no folder \(folder); make it, or set database.url"
            return Finding(part: "database", ok: false, detail: detail)
        }
        guard settings.database.migrate else {
            let detail = "there is no database at \(path); 'countersign migrate' makes it"
            return Finding(part: "database", ok: false, detail: detail)
        }
        return Finding(part: "database", ok: true, detail: "\(path): is not there yet; it will be made")
    }

    private func checkTemplates(_ settings: ServiceConfiguration) -> Finding {
        do {
            let folders = try TemplateLocations.all(configured: settings.templatesPath)
            let findings = TemplateLibrary.check(folders: folders)
            if let first = findings.first {
                let rest = findings.count - 1
                let more = rest == 0 ? "" : " (and \(rest) more: 'countersign template check' lists them)"
                return Finding(part: "templates", ok: false, detail: first.description + more)
            }
            let templates = try TemplateLibrary(folders: folders)
            let detail = "locales \(templates.localeTags.joined(separator: ", "))"
            return Finding(part: "templates", ok: true, detail: detail)
        } catch {
            return Finding(part: "templates", ok: false, detail: "\(error)")
        }
    }

    private func checkKeyring(_ settings: ServiceConfiguration) -> Finding {
        do {
            let document = try KeyringFile(path: settings.keyringFile).read()
            return Finding(part: "keyring", ok: true, detail: document.keys.count.counted("key"))
        } catch {
            return Finding(part: "keyring", ok: false, detail: "\(error)")
        }
    }

    /// Links carry their end and keys their time: a clock that went back would make both lie.
    private func checkClock(newest: Timestamp?) -> Finding {
        let now = Timestamp.wallClock()
        if let newest, newest > now + .seconds(5) {
            return Finding(
                part: "clock", ok: false, detail: "\(now), but the newest event is of \(newest): the clock went back")
        }
        return Finding(part: "clock", ok: now.seconds > 1_750_000_000, detail: now.description)
    }
}
