import ArgumentParser
import Foundation
import Model
import Settings

/// The executable: parses, runs one command, and turns what went wrong into one line and an exit code.
@main
struct Countersign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "countersign",
        abstract: "The e-mail side of package ownership.", version: Version.current,
        subcommands: [
            ServeCommand.self, DemoCommand.self, MigrateCommand.self, CheckCommand.self, GalleryCommand.self,
            KeyCommand.self, KeyringCommand.self, CourierCommand.self, MessageCommand.self, LinkCommand.self,
            TemplateCommand.self, ExportCommand.self, PurgeCommand.self, AdminCommand.self, CaseCommand.self,
        ])

    static func main() async {
        // A relay or a client that goes away must not end the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            if let topic = unknownTopic(of: Array(CommandLine.arguments.dropFirst())) {
                throw Failure(
                    "there is no command '\(topic.printable)'; see 'countersign --help'", code: .wrongUsage)
            }
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            Terminal.error(failure.message)
            Foundation.exit(failure.code.rawValue)
        } catch let missing as MissingCommand {
            Terminal.aside(missing.help)
            Foundation.exit(ExitCode.wrongUsage.rawValue)
        } catch let error as ConfigurationError {
            for problem in error.problems { Terminal.error("bad configuration: \(problem)") }
            Foundation.exit(ExitCode.badConfiguration.rawValue)
        } catch {
            let code = exitCode(for: error)
            // ArgumentParser's own errors and requests for help know how to say themselves.
            if code == .success {
                print(fullMessage(for: error))
                Foundation.exit(ExitCode.success.rawValue)
            }
            if code == .validationFailure {
                Terminal.error(usage(of: error))
                Foundation.exit(ExitCode.wrongUsage.rawValue)
            }
            Terminal.error("\(error)")
            Foundation.exit(ExitCode.failure.rawValue)
        }
    }
}

extension Countersign {
    /// What `help` is asked of and is no command; ArgumentParser would show the help of what stands above it.
    private static func unknownTopic(of arguments: [String]) -> String? {
        guard arguments.first == "help" else { return nil }
        var command: any ParsableCommand.Type = Countersign.self
        for topic in arguments.dropFirst() where !topic.hasPrefix("-") {
            let known = command.configuration.subcommands
            let found = known.first { ($0.configuration.commandName ?? "\($0)".lowercased()) == topic }
            guard let found else { return topic }
            command = found
        }
        return nil
    }

    /// What was wrong with the arguments and where help is, in one line of what ArgumentParser says in several.
    private static func usage(of error: any Error) -> String {
        let printable = fullMessage(for: error).split(whereSeparator: \.isNewline).map { line in
            line.unicodeScalars.filter { $0.properties.generalCategory != .control }.reduce(into: "") {
                $0.unicodeScalars.append($1)
            }
        }
        let first = printable.first.map { $0.hasPrefix("Error: ") ? String($0.dropFirst(7)) : $0 } ?? "wrong usage"
        guard let last = printable.last, let more = last.firstRange(of: /'.* --help'/) else { return first }
        return "\(first); see \(last[more])"
    }
}

extension ExitCode {
    /// The command was called wrongly.
    static let wrongUsage = ExitCode(2)
    /// `EX_CONFIG` of sysexits: the configuration cannot be used.
    static let badConfiguration = ExitCode(78)
}

/// A command that only has others below it was called alone.
struct MissingCommand: Error {
    /// What there is to choose from.
    let help: String

    init(_ family: any ParsableCommand.Type) {
        help = Countersign.helpMessage(for: family, includeHidden: false)
    }
}

/// A command that could not do what it was asked for, said in one line that tells what to do.
struct Failure: Error, CustomStringConvertible {
    let message: String
    let code: ExitCode

    var description: String { message }

    init(_ message: String, code: ExitCode = .failure) {
        self.message = message
        self.code = code
    }
}
