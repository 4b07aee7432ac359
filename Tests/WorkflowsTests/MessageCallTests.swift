import Databases
import Model
import Storage
import Testing
import Workflows

@Suite struct MessageCallTests {
    @Test(arguments: Engine.allCases)
    func retryAndCancel(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let messages = Messages(house.context)
            let letter = try await house.invitation(id).invitation.message
            func state(_ call: Messages.Call, _ id: Identifier, gallery: Identifier? = nil) async throws -> String {
                switch try await messages.call(call, id, gallery: gallery) {
                case .success(let view): view.message.state.rawValue
                case .failure(let refusal): "\(refusal)"
                }
            }
            #expect(try await state(.retry, letter) == "messageState(Model.MessageState.queued)")
            let held = try await house.claim()
            #expect(try await state(.cancel, letter) == "messageState(Model.MessageState.sending)")
            _ = try await house.settle(held, .refused(.rcpt, SMTPReply(code: 550, text: "no")))
            #expect(try await state(.cancel, letter) == "messageState(Model.MessageState.failed)")
            #expect(try await state(.retry, letter, gallery: house.addGallery("npm")) == "unknownMessage")
            #expect(try await state(.retry, letter, gallery: house.gallery) == "queued")
            #expect(try await state(.cancel, letter) == "cancelled")
            #expect(try await state(.cancel, letter) == "cancelled")
            #expect(try await state(.retry, Identifier(high: 0, low: 0)) == "unknownMessage")
            #expect(try await messages.find(letter, gallery: nil)?.attempts.map(\.code) == [550])
        }
    }

    /// What an operator tries again may arrive: the invitation is as it was before, with its reminder to come.
    @Test(arguments: Engine.allCases)
    func aRetryMakesTheInvitationDeliverableAgain(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let before = try await house.invitation(id).invitation
            let refusal = SendOutcome.refused(.rcpt, SMTPReply(code: 550, text: "no"))
            _ = try await house.settle(house.claim(), refusal)
            #expect(try await house.invitation(id).invitation.undeliverable)
            let messages = Messages(house.context)
            guard case .success = try await messages.call(.retry, before.message, gallery: nil) else {
                throw Unexpected(what: "refused")
            }
            #expect(try await house.invitation(id).invitation == before)
            _ = try await house.settle(house.claim(), refusal)
            #expect(try await house.events().count { $0 == "invitation.undeliverable" } == 2, "and heard of again")
            guard case .success = try await messages.call(.retry, before.message, gallery: nil) else {
                throw Unexpected(what: "refused")
            }
            try await house.sendAll()
            house.clock.advance(by: .seconds(5 * 86_400))
            try await house.runSchedules()
            #expect(try await house.mails(state: .queued) == ["carol invitation-reminder queued"])
        }
    }

    @Test(arguments: Engine.allCases)
    func keysOpenTheirGalleryUntilRevoked(engine: Engine) async throws {
        try await House.open(engine) { house in
            let galleries = Galleries(house.context)
            let (key, secret) = try await galleries.addKey(gallery: house.gallery, scopes: [.read, .notify])
            #expect(secret.hasPrefix("cs_"))
            #expect(secret.utf8.count == 46)
            let found = try #require(try await galleries.authenticate(secret))
            #expect(found.key == key && found.standing == .good)
            for wrong in [
                "", "cs_", String(secret.dropLast()), secret + "A", secret.uppercased(), "xx_" + secret.dropFirst(3),
            ] {
                #expect(try await galleries.authenticate(wrong) == nil)
            }
            #expect(try await galleries.addKey(gallery: house.gallery, scopes: [.read]).secret != secret)
            #expect(try await galleries.keys(gallery: house.gallery).count == 2)
            #expect(try await galleries.revokeKey(key.id))
            #expect(try await galleries.authenticate(secret)?.standing == .revoked)
        }
    }

    @Test(arguments: Engine.allCases)
    func pagesOfInvitations(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for number in 0..<7 { try await house.invite("user\(number)") }
            var (after, seen): (Identifier?, [String]) = (nil, [])
            repeat {
                let page = try await Invitations(house.context).list(
                    InvitationFilter(package: "left-pad"), gallery: house.gallery, after: after, limit: 3)
                seen += page.items.compactMap { $0.invitation.invitee?.username.text }
                after = page.next
            } while after != nil
            #expect(seen == (0..<7).map { "user\($0)" })
        }
    }
}
