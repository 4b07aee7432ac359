import ArgumentParser
import Foundation
import Logging
import MailCatcher
import ServiceLifecycle
import UnixSignals

/// `mailcatcher`: an SMTP inbox for demonstrations and tests.
@main
struct MailCatcherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mailcatcher",
        abstract: "A real SMTP server that keeps what it gets, with a web inbox and faults on request.",
        discussion: """
            Prints one line for each bound address on standard output (smtp, smtps, web), then "ready". Port 0 lets \
            the system choose. Ends with 0 on SIGTERM or SIGINT, 1 where a port cannot be had, 2 on wrong usage.
            """)

    @Option(help: "Address to bind.") var host = "127.0.0.1"
    @Option(help: "Port for SMTP with STARTTLS.") var smtpPort = 2525
    @Option(help: "Port for SMTP in TLS from the first byte; off unless given.") var smtpsPort: Int?
    @Option(help: "Port for the web inbox and JSON API.") var webPort = 8025
    @Option(help: "Writes the certificate to trust into this file.") var caFile: String?
    @Option(help: "User name that AUTH must give; without it AUTH is not offered.") var user: String?
    @Option(help: "Password for --user; or set MAILCATCHER_PASSWORD.") var password: String?
    @Option(help: "JSON file with scripted faults.") var faults: String?
    @Option(help: "Mails to keep.") var keep = 10_000
    @Flag(help: "Counts mails and throws them away.") var discard = false
    @Flag(name: .customLong("no-starttls"), help: "Does not offer STARTTLS.") var withoutSTARTTLS = false
    @Flag(help: "No web inbox.") var noWeb = false
    @Flag(help: "Takes AUTH within TLS only.") var authNeedsTLS = false
    @Flag(help: "Logs more.") var verbose = false

    func validate() throws {
        for (name, port) in [("--smtp-port", smtpPort), ("--smtps-port", smtpsPort ?? 0), ("--web-port", webPort)]
        where !(0...65_535).contains(port) {
            throw ValidationError("\(name) is 0 to 65535")
        }
        guard keep > 0 else { throw ValidationError("--keep is 1 or more") }
        guard user == nil || secret != nil else { throw ValidationError("--user needs --password") }
        guard user != nil || password == nil else { throw ValidationError("--password needs --user") }
    }

    /// A password on the command line can be seen by others on the machine; the environment is the better place.
    private var secret: String? { password ?? ProcessInfo.processInfo.environment["MAILCATCHER_PASSWORD"] }

    func run() async throws {
        var logger = Logger(label: "mailcatcher") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .warning
        let catcher = try MailCatcher(configuration: try settings(), logger: logger)
        if let caFile {
            do {
                try Data(catcher.certificateAuthorityPEM.utf8).write(to: URL(filePath: caFile), options: .atomic)
            } catch {
                throw Failure("cannot write \(caFile): is its folder there?")
            }
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: catcher), .init(service: Announcer(catcher: catcher, host: host))],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch {
            throw Failure("cannot listen on \(host): \(error)")
        }
    }

    private func settings() throws -> MailCatcherConfiguration {
        var plan = FaultPlan()
        if let faults {
            guard let json = try? Data(contentsOf: URL(filePath: faults)) else {
                throw Failure("cannot read \(faults)")
            }
            do throws(FaultPlan.Malformed) {
                plan = try FaultPlan(json: json)
            } catch {
                throw Failure("\(faults): \(error)")
            }
        }
        if withoutSTARTTLS { plan.offerSTARTTLS = false }
        return MailCatcherConfiguration(
            host: host, smtpPort: smtpPort, smtpsPort: smtpsPort, webPort: noWeb ? nil : webPort, user: user,
            password: user == nil ? nil : secret, discard: discard, mostMessages: keep, faults: plan,
            plaintextAuthentication: !authNeedsTLS)
    }

    /// Wrong usage ends with 2, as everywhere in this project; the library would say 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var runnable = command as? any AsyncParsableCommand {
                try await runnable.run()
            } else {
                try command.run()
            }
        } catch let error as Failure {
            FileHandle.standardError.write(Data("mailcatcher: \(error.description)\n".utf8))
            Foundation.exit(1)
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            let stream = code == .success ? FileHandle.standardOutput : FileHandle.standardError
            if !text.isEmpty { stream.write(Data((text + "\n").utf8)) }
            Foundation.exit(code == .success ? 0 : code == .validationFailure ? 2 : 1)
        }
    }
}
