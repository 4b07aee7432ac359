import Model
import Workflows

extension APIRoute {
    /// One of each kind, so that a test can ask of each whether it is described.
    static let samples: [APIRoute] = Array(sequence(first: .owners(package: "P"), next: \.next))

    /// The kind after this one; there is no `default`, so that a kind that is new has to find its place here.
    private var next: APIRoute? {
        let id = Identifier(high: 0x01A1_FEA6_A9F8_77CD, low: 0xA41E_27A7_8E49_5DE3)
        switch self {
        case .owners: return .owner(package: "P", username: "u")
        case .owner: return .invitationsOf(package: "P")
        case .invitationsOf: return .invitations
        case .invitations: return .bulkInvitations
        case .bulkInvitations: return .invitation(id)
        case .invitation: return .invitationCall(id, .cancel)
        case .invitationCall(_, .cancel): return .invitationCall(id, .resend)
        case .invitationCall(_, .resend): return .invitationCall(id, .accept)
        case .invitationCall(_, .accept): return .invitationCall(id, .decline)
        case .invitationCall(_, .decline): return .publicationsOf(package: "P")
        case .publicationsOf: return .publication(id)
        case .publication: return .contact(package: "P")
        case .contact: return .reportsOf(package: "P")
        case .reportsOf: return .reports
        case .reports: return .preferences(username: "u")
        case .preferences: return .blocks
        case .blocks: return .block(id)
        case .block: return .suppressions
        case .suppressions: return .suppression(email: "a@example.org")
        case .suppression: return .address(email: "a@example.org")
        case .address: return .messages
        case .messages: return .message(id)
        case .message: return .messageCall(id, .retry)
        case .messageCall(_, .retry): return .messageCall(id, .cancel)
        case .messageCall(_, .cancel): return .events
        case .events: return .webhooks
        case .webhooks: return .webhook(id)
        case .webhook: return .webhookDeliveries(id)
        case .webhookDeliveries: return .webhookCall(id, .rotate)
        case .webhookCall(_, .rotate): return .webhookCall(id, .redeliver)
        case .webhookCall(_, .redeliver): return .recoveryCases
        case .recoveryCases: return .recoveryCase(id)
        case .recoveryCase: return .recoveryCall(id, .assign)
        case .recoveryCall(_, .assign): return .recoveryCall(id, .notes)
        case .recoveryCall(_, .notes): return .recoveryCall(id, .evidence)
        case .recoveryCall(_, .evidence): return .recoveryCall(id, .attempts)
        case .recoveryCall(_, .attempts): return .recoveryCall(id, .grant)
        case .recoveryCall(_, .grant): return .recoveryCall(id, .deny)
        case .recoveryCall(_, .deny): return .recoveryCall(id, .reopen)
        case .recoveryCall(_, .reopen): return .recoveryCall(id, .lock)
        case .recoveryCall(_, .lock): return .recoveryCall(id, .unlock)
        case .recoveryCall(_, .unlock): return .recoveryCall(id, .claimant)
        case .recoveryCall(_, .claimant): return .caseOfReport(id)
        case .caseOfReport: return .report(id)
        case .report: return .closingOfReport(id)
        case .closingOfReport: return nil
        }
    }
}
