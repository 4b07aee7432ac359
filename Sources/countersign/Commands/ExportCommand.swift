import ArgumentParser
import Foundation
import Model
import Workflows

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Show everything that is stored about an address, in all galleries, as JSON.")

    @Argument(help: "The address.") var address: String
    @OptionGroup var format: JSONFlag
    @OptionGroup var options: ConfigOption

    func run() async throws {
        let address = try AddressArgument.read(address)
        try await options.withWorkflowsAndSecrets { context in
            try await Privacy(context).export(address) { bytes in
                do {
                    try FileHandle.standardOutput.write(contentsOf: Data(bytes))
                } catch {
                    // A disk that is full must not look like a complete answer.
                    throw Failure("the export could not be written: \(error.localizedDescription)")
                }
            }
        }
    }
}
