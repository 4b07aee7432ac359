import Databases
import Model
import Storage
import Testing

@Suite struct InvitationRecordsTests {
    @Test(arguments: Engine.allCases)
    func readsBackWhatWasWritten(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let invitation = try rows.invitation(10)
                #expect(try tx.invitations.add(invitation, gallery: Rows.gallery) == .added)
                #expect(try tx.invitations.find(invitation.id, gallery: Rows.gallery) == invitation)
                #expect(try tx.invitations.find(invitation.id)?.gallery == Rows.gallery)
                #expect(try tx.invitations.find(invitation.id, gallery: Rows.id(2)) == nil)
                #expect(try tx.invitations.find(Rows.id(11)) == nil)
                var decided = invitation
                decided.state = .declined
                decided.generation = 7
                decided.expiresAt = Rows.now + .seconds(2000)
                decided.remindAt = nil
                decided.sentAt = Rows.now + .seconds(1)
                decided.decidedAt = Rows.now + .seconds(2)
                decided.reason = "no\ttime\u{1F600}"
                decided.message = Rows.id(77)
                decided.undeliverable = true
                try tx.invitations.update(decided)
                #expect(try tx.invitations.find(invitation.id, gallery: Rows.gallery) == decided)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func onePendingAnInviteeAndPackage(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let first = try rows.invitation(10)
                #expect(try tx.invitations.add(first, gallery: Rows.gallery) == .added)
                #expect(try tx.invitations.add(rows.invitation(20), gallery: Rows.gallery) == .alreadyPending)
                let byAddress = try rows.invitation(30) { $0.invitee = nil }
                #expect(try tx.invitations.add(byAddress, gallery: Rows.gallery) == .added)
                #expect(
                    try tx.invitations.add(rows.invitation(40) { $0.invitee = nil }, gallery: Rows.gallery)
                        == .alreadyPending)
                #expect(try tx.invitations.find(byAddress.id)?.invitation == byAddress)
                #expect(try tx.invitations.find(byAddress.id)?.gallery == Rows.gallery)
                #expect(try tx.invitations.open(in: rows.package, invitee: rows.carol, email: nil) == first)
                #expect(try tx.invitations.open(in: rows.package, invitee: nil, email: byAddress.email) == byAddress)
                #expect(try tx.invitations.open(in: rows.package, invitee: rows.bob, email: nil) == nil)
                #expect(try tx.invitations.open(in: rows.package, invitee: nil, email: nil) == nil)
                #expect(try tx.invitations.open(in: rows.package, most: 9) == [first, byAddress])
                #expect(try tx.invitations.open(in: rows.package, most: 1) == [first])
                var over = first
                over.state = .cancelled
                try tx.invitations.update(over)
                #expect(try tx.invitations.add(rows.invitation(50), gallery: Rows.gallery) == .added)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func lists(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let other = try Rows(tx, gallery: Rows.id(2), slug: "npm")
                let dora = try Rows.account("dora", tx)
                _ = try tx.invitations.add(rows.invitation(10) { $0.state = .accepted }, gallery: Rows.gallery)
                _ = try tx.invitations.add(rows.invitation(20), gallery: Rows.gallery)
                _ = try tx.invitations.add(
                    rows.invitation(30) {
                        $0.invitee = dora
                        $0.inviter = dora
                    }, gallery: Rows.gallery)
                _ = try tx.invitations.add(other.invitation(40), gallery: Rows.id(2))
                func ids(_ filter: InvitationFilter, after: UInt64? = nil, limit: Int = 9) throws -> [UInt64] {
                    try tx.invitations.list(filter, gallery: Rows.gallery, after: after.map(Rows.id), limit: limit).map(
                        \.id.low)
                }
                #expect(try ids(InvitationFilter()) == [10, 20, 30])
                #expect(try ids(InvitationFilter(), limit: 1) == [10, 20], "one more than asked for")
                #expect(try ids(InvitationFilter(), after: 10) == [20, 30])
                #expect(try ids(InvitationFilter(package: "LEFT-PAD")) == [10, 20, 30])
                #expect(try ids(InvitationFilter(package: "other")) == [])
                #expect(try ids(InvitationFilter(invitee: "CAROL")) == [10, 20])
                #expect(try ids(InvitationFilter(invitee: "nobody")) == [])
                #expect(try ids(InvitationFilter(invitedBy: "dora")) == [30])
                #expect(try ids(InvitationFilter(state: .pending)) == [20, 30])
                #expect(
                    try ids(InvitationFilter(package: "left-pad", invitee: "carol", invitedBy: "bob", state: .accepted))
                        == [10])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func whatTheClockAsksFor(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.write { tx in
                let rows = try Rows(tx)
                let dora = try Rows.account("dora", tx)
                _ = try tx.invitations.add(rows.invitation(10), gallery: Rows.gallery)
                _ = try tx.invitations.add(
                    rows.invitation(20) {
                        $0.invitee = dora
                        $0.expiresAt = Rows.now + .seconds(900)
                        $0.remindAt = nil
                    },
                    gallery: Rows.gallery)
                _ = try tx.invitations.add(
                    rows.invitation(30) {
                        $0.state = .accepted
                        $0.expiresAt = Rows.now
                    }, gallery: Rows.gallery)
                let end = Rows.now + .seconds(1000)
                #expect(try tx.invitations.ending(at: end, most: 9) == [Rows.id(20), Rows.id(10)])
                #expect(try tx.invitations.ending(at: end, most: 1) == [Rows.id(20)])
                #expect(try tx.invitations.ending(at: Rows.now + .milliseconds(899_999), most: 9) == [])
                #expect(try tx.invitations.toRemind(at: Rows.now + .seconds(500), most: 9) == [Rows.id(10)])
                #expect(try tx.invitations.toRemind(at: Rows.now + .milliseconds(499_999), most: 9) == [])
                let standings = try tx.invitations.standings([10, 30, 10, 99].map(Rows.id))
                #expect(standings.mapValues(\.state) == [Rows.id(10): .pending, Rows.id(30): .accepted])
            }
        }
    }
}
