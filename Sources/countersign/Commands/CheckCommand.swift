import ArgumentParser
import Links
import Logging
import Mail
import Model
import SMTP
import Settings
import Storage
import Workflows

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check configuration, database, SMTP login, templates, keyring and clock: a line each.")

    @OptionGroup var format: JSONFlag
    @OptionGroup var options: ConfigOption

    private struct Finding: Encodable {
        let part: String
        let ok: Bool
        let detail: String
    }

    func run() async throws {
        let settings = try options.load()
        var findings = [Finding(part: "configuration", ok: true, detail: settings.file ?? "defaults and environment")]
        let database = await checkDatabase(settings)
        findings.append(database.finding)
        findings += await checkRelays(settings)
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
        if !failed.isEmpty { throw Failure("\(failed.count) of \(findings.count) checks failed") }
    }

    private func checkDatabase(_ settings: ServiceConfiguration) async -> (finding: Finding, newestEvent: Timestamp?) {
        do {
            let database = try DatabaseOpener.open(settings, logger: Logger(label: "countersign.storage"))
            let version = try await Schema.version(of: database)
            if !settings.database.migrate { try await Schema.check(database) }
            let newest = version > 0 ? try await database.read { try $0.events.newest() } : nil
            await database.close()
            let words =
                version == Schema.needed
                ? "schema \(version)" : "schema \(version); serve will bring it to \(Schema.needed)"
            return (Finding(part: "database", ok: version <= Schema.needed, detail: words), newest)
        } catch {
            return (Finding(part: "database", ok: false, detail: "\(error)"), nil)
        }
    }

    private func checkRelays(_ settings: ServiceConfiguration) async -> [Finding] {
        do {
            let pools = try RelayAssembly.pools(settings, logger: Logger(label: "countersign.smtp"))
            var findings: [Finding] = []
            for pool in pools {
                findings.append(finding(await pool.probe(), relay: pool.relay))
                await pool.shutdown(deadline: .now)
            }
            return findings
        } catch {
            return [Finding(part: "smtp", ok: false, detail: "\(error)")]
        }
    }

    private func finding(_ outcome: ProbeOutcome, relay: Relay) -> Finding {
        let part = "smtp \(relay)"
        switch outcome {
        case .ready(let relay):
            let facts = [
                relay.isEncrypted ? "encrypted" : "not encrypted", relay.isAuthenticated ? "logged in" : "no login",
            ]
            return Finding(part: part, ok: true, detail: facts.joined(separator: ", "))
        case .refused(let phase, let reply):
            return Finding(part: part, ok: false, detail: "refused at \(phase.rawValue): \(reply.code) \(reply.text)")
        case .failed(let phase, let fault, let detail):
            return Finding(part: part, ok: false, detail: "\(fault.rawValue) at \(phase.rawValue): \(detail)")
        }
    }

    private func checkTemplates(_ settings: ServiceConfiguration) -> Finding {
        do {
            let templates = try ServiceAssembly.load(settings)
            let findings = TemplateLibrary.check(folders: TemplateFolders.all(configured: settings.templatesPath))
            return Finding(
                part: "templates", ok: findings.isEmpty,
                detail: findings.first?.description ?? "locales \(templates.localeTags.joined(separator: ", "))")
        } catch {
            return Finding(part: "templates", ok: false, detail: (error as? Failure)?.message ?? "\(error)")
        }
    }

    private func checkKeyring(_ settings: ServiceConfiguration) -> Finding {
        do {
            let document = try KeyringFile(path: settings.keyringFile).read()
            return Finding(part: "keyring", ok: true, detail: "\(document.keys.count) keys")
        } catch {
            return Finding(part: "keyring", ok: false, detail: (error as? Failure)?.message ?? "\(error)")
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
