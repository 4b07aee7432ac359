import HTTPTypes
import JSONText
import Model
import Synchronization
import Workflows

/// What a gallery's own backend asks about one address, over that gallery's rows alone.
extension API {
    /// Everything that is stored about an address.
    func exportAddress(
        _ text: String, _ call: Call, _ query: inout QueryReader, _ privacy: Privacy
    ) async throws -> Reply {
        try query.finish()
        let address = try Self.address(text)
        let collected = Collected()
        let gallery = call.caller.gallery
        let done: Void? = try await exports.run(for: gallery, ConnectionWatch.of(call.exchange.channel)) {
            try await privacy.export(address, gallery: gallery) { bytes in
                try collected.bytes.withLock { collected in
                    guard collected.count + bytes.count <= Self.longestExport else {
                        throw Problem(
                            .contentTooLarge,
                            "More is stored about the address than one answer holds; 'countersign export' shows it.")
                    }
                    collected += bytes
                }
            }
        }
        guard done != nil else {
            var problem = Problem(
                .unavailable, "Another export of this gallery is under way; ask again when it is done.")
            problem.headers[.retryAfter] = "5"
            throw problem
        }
        return Reply(.ok, .json, collected.bytes.withLock { $0 })
    }

    /// What has come of an export so far.
    private final class Collected: Sendable {
        let bytes = Mutex<[UInt8]>([])
    }

    /// Forgets an address.
    ///
    /// The rows, that is: what the database's file has in its free space goes when an operator runs `countersign purge`.
    func purgeAddress(
        _ text: String, _ call: Call, _ query: inout QueryReader, _ privacy: Privacy
    ) async throws -> Reply {
        try query.finish()
        let address = try Self.address(text)
        if let refusal = call.preconditions.refusalWithoutTag { throw Problem(refusal) }
        switch try await privacy.purge(address, gallery: call.caller.gallery) {
        case .configured(_, let setting):
            throw Problem.path([FieldFlaw("email", "is the gallery's own: its setting '\(setting)'")])
        case .admin(_, let name):
            throw Problem.path([FieldFlaw("email", "is that of the gallery's admin '\(name)'")])
        case .erased(let report):
            var writer = JSONWriter()
            writer.purge(report)
            return Reply(.ok, .json, writer.bytes)
        }
    }

    /// In bytes: what is known of one person is far less.
    private static let longestExport = 32 << 20
}

extension JSONWriter {
    fileprivate mutating func purge(_ report: PurgeReport) {
        open()
        field("accounts", report.accounts)
        field("invitations", report.invitations)
        field("cancelledInvitations", report.cancelledInvitations)
        field("messages", report.messages)
        field("cancelledMessages", report.cancelledMessages)
        field("events", report.events)
        field("others", report.others)
        field("held", report.held)
        key("left")
        openArray()
        for place in report.left.sorted() { string(place) }
        closeArray()
        close()
    }
}
