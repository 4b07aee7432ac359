import Databases
import Model
import Storage
import Testing
import Workflows

@Suite struct OutboxTests {
    @Test(arguments: Engine.allCases)
    func whatIsClaimedIsNobodyElses(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for number in 0..<20 { try await house.invite("user\(number)") }
            let claims = try await withThrowingTaskGroup(of: [Identifier].self) { group in
                for _ in 0..<10 { group.addTask { try await house.claim(most: 7).map(\.message.id) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claims.count == 40)
            #expect(Set(claims).count == 40)
        }
    }

    @Test(arguments: Engine.allCases)
    func aStaleWorkerWritesNothing(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            let stale = try await house.claim()
            #expect(try await house.claim().isEmpty)
            house.clock.advance(by: House.lease)
            let taken = try await house.claim()
            #expect(taken.map(\.message.attempt) == [2, 2])
            #expect(taken.map(\.message.tries) == [0, 0], "a takeover costs no try")
            let events = try await house.events()
            #expect(try await house.settle(stale) == 0)
            #expect(try await house.events() == events)
            let renewal = try await house.renew(stale)
            #expect(renewal == Outbox.Renewal(lost: Set(stale.map(\.message.id))))
            #expect(try await house.renew(taken).kept.count == 2)
            #expect(try await house.settle(taken) == 2)
            #expect(try await house.renew(taken) == Outbox.Renewal(), "what was settled here is not lost")
            #expect(try await house.settle(taken) == 0)
            #expect(try await house.mails() == ["carol invitation sent", "dora invitation-notice sent"])
        }
    }

    @Test(arguments: Engine.allCases)
    func aLeaseThatIsRenewedHolds(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            let held = try await house.claim()
            for _ in 0..<10 {
                house.clock.advance(by: .seconds(20))
                #expect(try await house.renew(held).kept.count == 2)
                #expect(try await house.claim().isEmpty)
            }
            #expect(try await house.settle(held) == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func afterFiveTakeoversAMessageRests(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            for takeovers in 0...5 {
                #expect(try await house.claim().map(\.message.takeovers) == [takeovers, takeovers])
                house.clock.advance(by: House.lease)
            }
            #expect(try await house.claim().isEmpty)
            #expect(try await house.mails(state: .deferred).count == 2)
            #expect(try await house.events().count { $0 == "message.deferred" } == 2)
            house.clock.advance(by: .seconds(300))
            #expect(try await house.claim().map(\.message.takeovers) == [0, 0], "and is tried anew")
            #expect(try await house.invitation(id).state == .pending)
        }
    }

    @Test(arguments: Engine.allCases)
    func undeliverableIsToldOnceAGeneration(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let refusal = SMTPReply(code: 550, status: EnhancedStatusCode(5, 1, 1), text: "<carol@example.org> unknown")
            _ = try await house.settle(house.claim(), .refused(.rcpt, refusal))
            let letters = try await Messages(house.context).list(
                gallery: house.gallery, about: id, state: .queued, after: nil, limit: 9
            ).items.map(\.message)
            #expect(letters.map(\.kind) == [.invitationUndeliverable])
            #expect(letters.first?.recipient.local == "bob")
            #expect(letters.first?.facts.reason?.contains("unknown") == true)
            #expect(letters.first?.facts.reason?.contains("carol@") == false)
            #expect(try await house.invitation(id).delivery.state == .failed)
            try await house.sendAll()
            #expect(try await house.call(.resend, id, by: "bob").word == "done")
            _ = try await house.settle(house.claim(), .refused(.rcpt, refusal))
            #expect(try await house.events().count { $0 == "invitation.undeliverable" } == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func oneMemberOfSeveralThatFailsIsNotAll(engine: Engine) async throws {
        try await House.open(engine) { house in
            let members = ["fred", "gina"].map { "\($0)@example.org" }
            let team = AccountDescription(
                username: try Name("team", .username), kind: .organization,
                members: try members.map { try EmailAddress($0) })
            #expect(try await house.invite(team).word == "created")
            let letters = try await house.claim().filter { $0.message.kind == .invitation }
            #expect(letters.map(\.message.recipient.local).sorted() == ["fred", "gina"])
            _ = try await house.settle([letters[0]], .refused(.rcpt, SMTPReply(code: 550, text: "no")))
            #expect(try await !house.events().contains("invitation.undeliverable"))
            _ = try await house.settle([letters[1]], .refused(.rcpt, SMTPReply(code: 550, text: "no")))
            #expect(try await house.events().contains("invitation.undeliverable"))
        }
    }

    @Test(arguments: Engine.allCases)
    func whatNobodyWantsIsCancelled(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            let held = try await house.claim()
            // Decided while the letters were with a worker, whose relay then put them off.
            #expect(try await house.call(.accept, id, by: "carol").state == "accepted")
            _ = try await house.settle(held, .refused(.rcpt, SMTPReply(code: 450, text: "later")))
            house.clock.advance(by: .seconds(300))
            #expect(Set(try await house.claim().map(\.message.kind)) == [.ownerAdded, .invitationAccepted])
            #expect(
                try await house.mails(state: .cancelled) == [
                    "carol invitation cancelled", "dora invitation-notice cancelled",
                ])
            #expect(try await house.events().count { $0 == "message.cancelled" } == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func anExpiredLinkIsNotSent(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            house.clock.advance(by: .seconds(7 * 86_400))
            #expect(try await house.claim().isEmpty)
            #expect(try await house.mails(state: .cancelled).count == 2)
        }
    }

    /// The relay was down until the end: known so at the last try, or found so by who claims it after its end.
    @Test(arguments: Engine.allCases, [nil, 450])
    func whatWasPutOffUntilItsEndHasFailed(engine: Engine, code: Int?) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            let outcome =
                code.map { SendOutcome.refused(.rcpt, SMTPReply(code: $0, text: "later")) }
                ?? .failed(.connect, .connect, detail: "refused")
            _ = try await house.settle(house.claim(), outcome)
            house.clock.advance(by: .seconds(7 * 86_400))
            #expect(try await house.claim().isEmpty)
            #expect(try await house.mails(state: .failed).count == 2)
            let details = try await Messages(house.context).list(
                gallery: house.gallery, about: nil, state: .failed, after: nil, limit: 9
            ).items.map(\.message.detail)
            let reason = code == nil ? "the relay was down until its end" : "no attempt before its end succeeded"
            #expect(details.allSatisfy { $0?.hasPrefix("gave up: \(reason); last: ") == true })
            #expect(try await house.events().count { $0 == "message.failed" } == 2)
        }
    }

    /// A claim holds on to what its claimer has whose lease has run out, before it looks for what was abandoned.
    @Test(arguments: Engine.allCases)
    func whoClaimsTakesNothingOverFromItself(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.invited()
            let held = try await house.claim()
            house.clock.advance(by: House.lease)
            let claim = try await Outbox(house.context).claim(
                most: 9, lease: House.lease, holding: { _ in [held[0].message] })
            #expect(claim.renewed == [held[0].message.id])
            #expect(claim.messages.map(\.message.id) == [held[1].message.id])
            #expect(try await house.settle(held) == 1)
            #expect(try await house.settle(claim.messages) == 1)
        }
    }

    @Test(arguments: Engine.allCases, [nil, "pypi"])
    func aPauseHoldsAllBack(engine: Engine, slug: String?) async throws {
        try await House.open(engine) { house in
            let other = try await house.addGallery("npm")
            try await house.put("bob", package: "a", gallery: other)
            _ = try await house.invited()
            try await house.invite(package: "a", gallery: other)
            let before = try await house.claim(most: 1)
            #expect(before.count == 1)
            #expect(try await Galleries(house.context).pauseCourier(true, gallery: slug))
            let free = try await Outbox(house.context).claim(most: 9, lease: House.lease)
            #expect(free.isPaused == (slug == nil))
            #expect(free.messages.allSatisfy { $0.gallery.id == other })
            // What a dead worker held waits too, and is not lost.
            house.clock.advance(by: House.lease)
            #expect(try await house.claim().allSatisfy { slug != nil && $0.gallery.id == other })
            #expect(try await Galleries(house.context).pauseCourier(false, gallery: slug))
            house.clock.advance(by: House.lease)
            try await house.sendAll()
            #expect(try await house.mails(state: .sent).count + house.mails(state: .sent, gallery: other).count == 3)
            #expect(try await !Galleries(house.context).pauseCourier(true, gallery: "nobody"))
        }
    }

    @Test(arguments: Engine.allCases)
    func aBusyGalleryDoesNotCrowdOutOthers(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for number in 0..<60 { try await house.invite("user\(number)") }
            var others: [Identifier] = []
            for slug in ["aaa", "zzz"] {
                let other = try await house.addGallery(slug, settings: ["limits": "none"])
                try await house.put("bob", package: "a", gallery: other)
                for number in 0..<5 { try await house.invite("user\(number)", package: "a", gallery: other) }
                others.append(other)
            }
            func tally(_ claimed: [ClaimedMessage]) -> [Int] {
                ([house.gallery] + others).map { id in claimed.count { $0.gallery.id == id } }
            }
            // Thirty among three: what two do not need goes to the third.
            #expect(try await tally(house.claim(most: 30)) == [20, 5, 5])
            #expect(try await house.claim(most: 30).count == 30, "a batch is full while there is anything to send")
        }
    }

    @Test(arguments: Engine.allCases)
    func alsoWhereOneIsTakenAtATime(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            for number in 0..<20 { try await house.invite("user\(number)") }
            let other = try await house.addGallery("zzz")
            try await house.put("bob", package: "a", gallery: other)
            try await house.invite(package: "a", gallery: other)
            let outbox = Outbox(house.context)
            var galleries: [Identifier] = []
            for _ in 0..<4 {
                galleries += try await outbox.claim(most: 1, lease: House.lease).messages.map(\.gallery.id)
            }
            #expect(galleries.count == 4)
            #expect(galleries.contains(other))
        }
    }

    @Test(arguments: Engine.allCases)
    func nextDueIsWhenToWakeUp(engine: Engine) async throws {
        try await House.open(engine) { house in
            #expect(try await Outbox(house.context).claim(most: 9, lease: House.lease).nextDue == nil)
            _ = try await house.invited()
            _ = try await house.settle(house.claim(), .refused(.rcpt, SMTPReply(code: 450, text: "later")))
            let next = try await Outbox(house.context).claim(most: 9, lease: House.lease).nextDue
            #expect(next == house.clock.now + .seconds(300))
        }
    }

    @Test(arguments: Engine.allCases)
    func whatMayHaveArrivedIsToldOfACancellation(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.invited()
            _ = try await house.settle(house.claim(), .unknown(detail: "no answer"))
            house.clock.advance(by: .seconds(300))
            _ = try await house.settle(house.claim(), .refused(.rcpt, SMTPReply(code: 450, text: "later")))
            #expect(try await house.call(.cancel, id, by: "bob").state == "cancelled")
            #expect(try await house.mails(state: .queued) == ["carol invitation-cancelled queued"])
        }
    }
}
