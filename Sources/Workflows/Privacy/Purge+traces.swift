import Model
import Storage

/// Which rows are about an address, though it does not stand in them.
struct PurgeTraces {
    /// Invitations to it.
    var invitations: [Identifier] = []
    /// Messages to it.
    var messages: [Identifier] = []
    /// Messages to owners that it wrote.
    var contacts: [Identifier] = []

    /// What events name as their subjects.
    var subjects: Set<String> { Set((invitations + messages).map(\.description)) }
}

extension Purge {
    func traces() async throws -> PurgeTraces {
        let pattern = pattern
        var traces = PurgeTraces()
        try await context.search(
            .invitations, of: gallery, most: Privacy.step, for: { $0.isTo(pattern, "email", .invitations) }
        ) {
            let ids = $0.compactMap(\.id)
            traces.invitations += try await context.database.read { transaction in
                try ids.filter { id in
                    // One to an organization with other mailboxes goes on.
                    let found = try unlessDamaged { try transaction.invitations.find(id)?.invitation }
                    return found.map {
                        InvitationMachine.erase($0, at: $0.createdAt, where: pattern.isSame).invitation.email == .erased
                    } ?? false
                }
            }
        }
        try await context.search(.messages, of: gallery, most: Privacy.step, for: { $0.holds(pattern) }) { rows in
            traces.messages += rows.filter { $0.isTo(pattern, "recipient", .messages) }.compactMap(\.id)
            let ids = rows.compactMap(\.id)
            traces.contacts += try await context.database.read { transaction in
                try ids.compactMap { id in try unlessDamaged { try transaction.messages.find(id) } }
                    .filter { $0.isWritten(by: pattern) }.map(\.about)
            }
        }
        traces.contacts = Array(Set(traces.contacts))
        return traces
    }
}

extension Message {
    /// Whether the address wrote it to owners: its own copy, or one that shows whom to answer.
    func isWritten(by pattern: AddressPattern) -> Bool {
        guard kind == .contactOwners else { return false }
        if facts.role == .sender { return pattern.isSame(recipient) }
        return facts.replyTo.flatMap(EmailAddress.init(stored:)).map(pattern.isSame) == true
    }
}

extension WordRow {
    /// Whether a column holds the address itself.
    func isTo(_ pattern: AddressPattern, _ column: String, _ table: WordTable) -> Bool {
        text(column, of: table).flatMap(EmailAddress.init(stored:)).map(pattern.isSame) == true
    }
}

extension PurgeReport {
    static func += (report: inout PurgeReport, more: PurgeReport) {
        report.accounts += more.accounts
        report.invitations += more.invitations
        report.cancelledInvitations += more.cancelledInvitations
        report.messages += more.messages
        report.cancelledMessages += more.cancelledMessages
        report.events += more.events
        report.others += more.others
        report.held += more.held
        report.left.formUnion(more.left)
    }
}
