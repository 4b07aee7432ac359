import Databases
import Model
import Testing

@testable import Storage

@Suite struct SearchRecordsTests {
    /// Whether the address is an account's, was one's, or is nobody's; each is found once.
    @Test(arguments: Engine.allCases)
    func invitationsAreFoundByTheirAddress(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let address = try EmailAddress("here@example.org")
                let now = try Rows.account("here", tx)
                let moved = try Rows.account("moved", tx)
                func add(_ number: UInt64, _ invitee: Account?, _ state: InvitationState = .pending) throws {
                    let invitation = try rows.invitation(number) {
                        $0.invitee = invitee
                        $0.email = address
                        $0.state = state
                    }
                    #expect(try tx.invitations.add(invitation, gallery: Rows.gallery) == .added)
                }
                try add(200, now)
                try add(300, now, .accepted)
                try add(400, moved)
                try add(500, nil)
                try add(600, rows.carol)
                // Its mail is still there, and went elsewhere.
                for (number, about, recipient) in [
                    (900, 200, address), (901, 400, address), (902, 600, try EmailAddress("carol@example.org")),
                ] as [(UInt64, UInt64, EmailAddress)] {
                    try tx.messages.add(
                        Rows.message(number) {
                            $0.about = Rows.id(about)
                            $0.recipient = recipient
                        })
                }
                func found(_ limit: Int) throws -> [UInt64] {
                    try tx.search.invitations(to: address, gallery: Rows.gallery, limit: limit).map(\.low)
                }
                #expect(try found(20) == [500, 400, 300, 200])
                #expect(try found(2) == [500, 400])
                #expect(try tx.search.invitations(to: address, gallery: Rows.id(2), limit: 20).isEmpty)
            }
        }
    }
}
