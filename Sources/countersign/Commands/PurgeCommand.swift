import ArgumentParser
import Links
import Model
import Storage
import Workflows

struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Forget an address, in all galleries.",
        discussion: """
            Takes it from accounts, invitations, messages, reports and every text that quotes it; what waits to be sent to \
            it is cancelled. Suppressions and blocks of it hold on, recognised by a keyed digest. Stop the service first: \
            only then can the free space of the database's file be cleaned.
            """)

    @Argument(help: "The address.") var address: String
    @Flag(help: "Do it: it cannot be undone.") var yes = false
    @OptionGroup var format: JSONFlag
    @OptionGroup var options: ConfigOption

    func run() async throws {
        let address = try AddressArgument.read(address)
        let masked = address.masked
        guard yes else {
            throw Failure(
                "this forgets \(masked) in all galleries and cannot be undone; add --yes to do it", code: .wrongUsage)
        }
        let (report, scrubbing) = try await options.withWorkflowsAndSecrets { context in
            switch try await Privacy(context).purge(address) {
            case .configured(let gallery, let setting):
                throw Failure(
                    "\(masked) is the '\(setting)' of gallery \(gallery); change that with 'countersign gallery edit' first"
                )
            case .admin(let gallery, let name):
                throw Failure(
                    "\(masked) is the admin \(name) of gallery \(gallery); 'countersign admin remove' comes first")
            case .erased(let report):
                return (report, try await context.database.scrub())
            }
        }
        try show(report, scrubbing, masked)
        if !report.left.isEmpty {
            throw Failure(
                "\(masked) still stands in what only a gallery names: \(report.left.sorted().joined(separator: ", ")); "
                    + "change it there and run this again")
        }
        guard scrubbing == .done else {
            throw Failure(
                "no row holds \(masked) any more, but another process has the database open, so that the free space of "
                    + "its file was not cleaned; stop the service and run this again")
        }
    }

    private func show(_ report: PurgeReport, _ scrubbing: Scrubbing, _ masked: String) throws {
        if format.json { return try Terminal.json(Row(report, isClean: scrubbing == .done)) }
        Terminal.line(report.isEmpty ? "nothing of \(masked) was found" : "erased \(masked)")
        Terminal.line("accounts      \(report.accounts)")
        Terminal.line("invitations   \(report.invitations), of which cancelled: \(report.cancelledInvitations)")
        Terminal.line("messages      \(report.messages), of which not sent: \(report.cancelledMessages)")
        Terminal.line("events        \(report.events)")
        Terminal.line("other rows    \(report.others)")
        Terminal.line("hold on       \(report.held)")
    }

    private struct Row: Encodable {
        let accounts, invitations, cancelledInvitations, messages, cancelledMessages, events, others, held: Int
        let left: [String]
        let clean: Bool

        init(_ report: PurgeReport, isClean: Bool) {
            accounts = report.accounts
            invitations = report.invitations
            cancelledInvitations = report.cancelledInvitations
            messages = report.messages
            cancelledMessages = report.cancelledMessages
            events = report.events
            others = report.others
            held = report.held
            left = report.left.sorted()
            clean = isClean
        }
    }
}

/// An address as an argument.
enum AddressArgument {
    /// - Throws: ``Failure`` of wrong usage, which does not repeat it.
    static func read(_ text: String) throws -> EmailAddress {
        do throws(EmailAddress.Flaw) {
            return try EmailAddress(text)
        } catch {
            throw Failure("the address \(error)", code: .wrongUsage)
        }
    }
}
