import Databases
import Links
import Model
import Storage
import Testing
import Workflows

@Suite struct RecoveryTests {
    private static let day = Duration.seconds(86_400)

    /// From the public form to an owner, with nobody of the former ones left.
    @Test(arguments: Engine.allCases)
    func fromClaimToOwner(engine: Engine) async throws {
        try await House.open(engine) { house in
            try await house.submit()
            #expect(try await house.mails() == ["eve recovery-confirm-address queued"])
            #expect(try await house.cases().isEmpty, "no admin sees it before its address is confirmed")
            try await house.sendAll()
            let confirm = try await house.link(in: .recoveryConfirmAddress, to: "eve", .recoveryConfirm)
            #expect(try await RecoveryLinks(house.context).show(confirm)?.standing == .open)
            #expect(try await house.cases().isEmpty, "looking changes nothing")
            for _ in 0..<2 { #expect(try await house.press(.confirm, confirm).standing == .done) }
            let id = try #require(try await house.cases().first).id
            #expect(try await house.mails(state: .queued) == ["eve recovery-opened queued"])
            try await house.done(.assign("alice"), on: id)

            let contacted = try await house.done(.contact(note: nil), on: id)
            #expect(contacted.claim.state == .contacting)
            #expect(contacted.attempts[0].attempt.outcome == .underway)
            #expect(contacted.attempts[0].messages.map(\.recipient.local) == ["bob", "dora"])
            try await house.sendAll()
            #expect(try await house.caseView(id).attempts[0].attempt.outcome == .delivered)
            for channel in [ContactChannel.social, .projectURL] {
                house.clock.advance(by: Self.day * 10)
                try await house.log(channel, on: id)
            }
            let waiting = try await house.caseView(id)
            #expect(waiting.claim.state == .waiting)
            let due = try #require(waiting.clock.mayBeGrantedFrom)
            #expect(due == waiting.attempts[0].attempt.at + Self.day * 42)
            await #expect(throws: Refusal.tooEarly(waiting.clock)) { try await house.grant(id) }
            house.clock.advance(to: due - .milliseconds(1))
            await #expect(throws: Refusal.self) { try await house.grant(id) }
            house.clock.advance(to: due)
            let granted = try await house.grant(id, keepsOwners: false)
            #expect(granted.claim.state == .granted && granted.claim.due?.why == .invitation)
            #expect(
                try await house.grant(id, keepsOwners: false).claim == granted.claim, "a second time changes nothing")
            await #expect(throws: Refusal.caseState(.granted)) { try await house.grant(id, keepsOwners: true) }
            let invitation = try #require(granted.invitation?.invitation)
            #expect(invitation.asAdmin && invitation.email.text == "eve@claims.example")
            #expect(try await house.messages(.recoveryInvitation).map(\.id) == [invitation.message])
            #expect(try await house.messages(.recoveryGranted).map(\.recipient.local) == ["eve", "bob", "dora"])
            #expect(try await house.messages(.invitationNotice).isEmpty)

            try await house.sendAll()
            _ = try await house.act(.accept, house.link(invitation.id))
            #expect(try await house.owners() == ["eve"])
            let after = try await house.caseView(id).claim
            #expect(after.completedAt == house.clock.now && after.due == nil)
            #expect(
                try await house.events().filter { $0.hasPrefix("recovery.") || $0.hasPrefix("owner.") } == [
                    "recovery.submitted", "recovery.confirmed", "recovery.opened", "recovery.assigned",
                    "recovery.attempted", "recovery.attempted", "recovery.attempted", "recovery.attempted",
                    "recovery.waiting", "recovery.granted", "owner.added", "recovery.completed", "owner.removed",
                    "owner.removed",
                ])
            #expect(
                try await house.messages(.ownerRemoved).map { "\($0.recipient.local) \($0.facts.role.rawValue)" }
                    == ["bob removed", "dora removed", "eve owner"], "nobody hears of the others one by one")
        }
    }

    @Test(arguments: Engine.allCases)
    func anObjectionFreezesAndItsLinkShowsSo(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.contact(note: nil), on: id)
            try await house.sendAll()
            let link = try await house.link(in: .recoveryContact, to: "dora", .recoveryContact)
            #expect(try await RecoveryLinks(house.context).show(link)?.owner?.username.text == "dora")
            #expect(try await house.caseView(id).claim.state == .contacting)
            #expect(try await house.press(.confirm, link).claim.state == .contacting, "a link does what it is for")
            #expect(try await house.press(.object, link).standing == .done)
            #expect(try await house.press(.object, link).claim.state == .objected)
            #expect(try await house.press(.agree, link).claim.state == .objected, "what was said stays")
            let other = try await house.link(in: .recoveryContact, to: "bob", .recoveryContact)
            let page = try #require(try await RecoveryLinks(house.context).show(other))
            #expect(page.standing == .open && page.allows(.object) && !page.allows(.agree))
            #expect(
                try await house.mails(state: .queued) == [
                    "eve recovery-objection queued", "bob recovery-objection queued",
                ])
            #expect(try await house.press(.object, other).standing == .done, "another owner is heard as well")
            #expect(try await house.caseView(id).answers.map(\.username) == ["dora", "bob"])
            #expect(try await house.events().count { $0 == "recovery.objected" } == 2)
            try await house.done(.reopen(PlainText("dora was mistaken")), on: id)
            #expect(try await house.press(.object, link).claim.state == .objected, "an owner can object again")
            _ = try await house.remove("dora", by: "bob")
            try await house.done(.reopen(PlainText("dora left")), on: id)
            #expect(try await house.press(.object, link).standing == .revoked, "only owners can")
        }
    }

    /// A gallery may ask for a year, and a case may rest for longer.
    @Test(arguments: Engine.allCases)
    func linksLiveAsLongAsTheCase(engine: Engine) async throws {
        try await House.open(engine, settings: ["recovery.wait": "365d"]) { house in
            let id = try await house.opened()
            try await house.done(.contact(note: nil), on: id)
            let owner = try await house.link(in: .recoveryContact, to: "bob", .recoveryContact)
            let claimant = try await house.link(in: .recoveryOpened, to: "eve", .recoveryStatus)
            for days in [181, 200, 600] {
                house.clock.advance(by: Self.day * days)
                #expect(try await RecoveryLinks(house.context).show(owner)?.standing == .open)
                #expect(try await RecoveryLinks(house.context).show(claimant)?.standing == .open)
            }
            try await house.done(.deny(PlainText("not proven")), on: id)
            #expect(try await RecoveryLinks(house.context).show(owner)?.standing == .ended)
            #expect(try await RecoveryLinks(house.context).show(claimant)?.standing == .expired)
        }
    }

    @Test(arguments: Engine.allCases)
    func everyOwnersWordEndsTheWait(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.contact(note: nil), on: id)
            try await house.sendAll()
            let bob = try await house.link(in: .recoveryContact, to: "bob", .recoveryContact)
            #expect(try await house.press(.agree, bob).agreed == 1)
            await #expect(throws: Refusal.self) { try await house.grant(id) }
            _ = try await house.press(.agree, house.link(in: .recoveryContact, to: "dora", .recoveryContact))
            #expect(try await house.caseView(id).claim.state == .waiting)
            house.clock.advance(by: Self.day * 7 - .milliseconds(1))
            await #expect(throws: Refusal.self) { try await house.grant(id) }
            house.clock.advance(by: .milliseconds(1))
            #expect(try await house.grant(id).claim.state == .granted)
            #expect(try await house.owners() == ["bob", "dora"])
            let objection = try await house.link(in: .recoveryGranted, to: "bob", .recoveryContact)
            #expect(try await house.press(.object, objection).claim.state == .objected)
            #expect(try await house.pending().isEmpty, "the invitation is taken back")
        }
    }

    /// Whoever reads a mailbox that was an owner's once can stop a case, and hand nothing over.
    @Test(arguments: Engine.allCases)
    func aFormerMailboxObjectsAndDoesNotAgree(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.contact(note: nil), on: id)
            let link = try await house.link(in: .recoveryContact, to: "bob", .recoveryContact)
            #expect(try await RecoveryLinks(house.context).show(link)?.allows(.agree) == true)
            _ = try await Owners(house.context).put(
                [House.account("bob", email: "bob@new.example"), House.account("dora")],
                package: Name("left-pad", .package), gallery: house.gallery)
            let page = try await house.press(.agree, link)
            #expect(page.hindrance == .otherMailbox && page.agreed == 0 && page.owner?.username.text == "bob")
            #expect(try await house.caseView(id).answers.isEmpty)
            #expect(try await house.press(.object, link).claim.state == .objected)
        }
    }

    /// The mail spoke of somebody else.
    @Test(arguments: Engine.allCases)
    func aLinkAgreesToTheClaimantOfItsMail(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.contact(note: nil), on: id)
            let bob = try await house.link(in: .recoveryContact, to: "bob", .recoveryContact)
            let dora = try await house.link(in: .recoveryContact, to: "dora", .recoveryContact)
            #expect(try await house.press(.agree, bob).agreed == 1)
            let claimant = try await house.link(in: .recoveryOpened, to: "eve", .recoveryStatus)
            try await house.done(.name(House.claimant("mallory", email: "mallory@claims.example")), on: id)
            #expect(try await RecoveryLinks(house.context).show(claimant)?.standing == .revoked)
            let page = try await house.press(.agree, dora)
            #expect(page.hindrance == .otherClaimant && page.agreed == 0)
            house.clock.advance(by: Self.day)
            try await house.done(.contact(note: nil), on: id)
            for name in ["bob", "dora"] {
                _ = try await house.press(.agree, house.link(in: .recoveryContact, to: name, .recoveryContact))
            }
            #expect(try await house.caseView(id).claim.state == .waiting)
            #expect(try await house.press(.object, dora).claim.state == .objected, "an owner is heard by any link")
        }
    }

    /// Two accounts of one mailbox are asked by one mail, and answer by its link.
    @Test(arguments: Engine.allCases)
    func ownersWhoShareAMailboxAgreeByOneLink(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await Owners(house.context).put(
                [House.account("bob"), House.account("acme", email: "bob@example.org")],
                package: Name("left-pad", .package), gallery: house.gallery)
            let id = try await house.opened()
            #expect(try await house.done(.contact(note: nil), on: id).attempts[0].messages.count == 1)
            let link = try await house.link(in: .recoveryContact, to: "bob", .recoveryContact)
            let page = try await house.press(.agree, link)
            #expect(page.agrees && page.agreed == 2 && page.owners == 2)
            #expect(try await house.caseView(id).claim.state == .waiting)
            #expect(try await house.press(.agree, link).agreed == 2)
            #expect(try await house.events().count { $0 == "recovery.agreed" } == 2)
        }
    }

    @Test(arguments: Engine.allCases)
    func mailThatFailsDoesNotCount(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.assign("alice"), on: id)
            try await house.done(.contact(note: nil), on: id)
            let refused = SendOutcome.refused(.rcpt, SMTPReply(code: 550, text: "5.1.1 no"))
            let claimed = try await house.claim(most: 100)
            _ = try await house.settle(claimed, refused)
            let view = try await house.caseView(id)
            #expect(view.attempts[0].attempt.outcome == .undeliverable)
            #expect(view.claim.due?.why == .undeliverable)
            #expect(view.clock.because.contains(.uncounted(1)))
        }
    }

    /// A relay that was down for days takes nothing of the time that owners have to answer.
    @Test(arguments: Engine.allCases)
    func mailCountsFromWhenItWasSent(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            let made = try await house.done(.contact(note: nil), on: id).attempts[0].attempt.at
            for channel in [ContactChannel.social, .phone] { try await house.log(channel, on: id) }
            house.clock.advance(by: Self.day * 4)
            try await house.sendAll()
            let view = try await house.caseView(id)
            let attempt = view.attempts[0].attempt
            #expect(attempt.at == made && attempt.deliveredAt == house.clock.now)
            #expect(view.clock.because.contains(.lastAttempt(house.clock.now, pause: Self.day * 7)))
        }
    }

    /// An outcome that nobody knows is no failure while the mail is sent once more.
    @Test(arguments: Engine.allCases)
    func mailThatIsTriedAgainIsUnderway(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.contact(note: nil), on: id)
            _ = try await house.settle(try await house.claim(), .unknown(detail: "no answer"))
            let view = try await house.caseView(id)
            #expect(view.attempts[0].messages.map(\.state) == [.unknown, .unknown])
            #expect(view.attempts[0].attempt.outcome == .underway)
        }
    }

    /// What a case's turn takes back is not on its way for ever.
    @Test(arguments: Engine.allCases)
    func mailThatIsDroppedIsNotUnderway(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            try await house.done(.assign("alice"), on: id)
            try await house.done(.contact(note: nil), on: id)
            let denied = try await house.done(.deny(PlainText("not proven")), on: id)
            #expect(denied.attempts[0].messages.map(\.state) == [.cancelled, .cancelled])
            #expect(denied.attempts[0].attempt.outcome == .undeliverable)
            let reopened = try await house.done(.reopen(PlainText("proven by now")), on: id)
            #expect(reopened.attempts[0].attempt.outcome == .undeliverable)
            #expect(reopened.claim.due?.why == .undeliverable)
        }
    }

    /// The claimant's invitation came to nothing: the case asks for attention, and can be granted once more.
    @Test(arguments: Engine.allCases)
    func anInvitationThatRunsOutIsDue(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened()
            let first = try #require(try await house.grant(id, override: true).invitation?.invitation)
            house.clock.advance(by: Self.day * 7)
            try await house.runSchedules()
            #expect(try await house.caseView(id).claim.due?.why == .unanswered)
            let second = try #require(try await house.grant(id, override: true).invitation?.invitation)
            #expect(second.id != first.id)
            _ = try await house.call(.decline, second.id, by: "eve")
            #expect(try await house.caseView(id).claim.due?.why == .unanswered)
        }
    }

    @Test(arguments: Engine.allCases)
    func aLockStopsWhatOwnersOffer(engine: Engine) async throws {
        try await House.open(engine) { house in
            let pending = try await house.invited()
            let id = try await house.opened()
            #expect(try await house.invitation(pending).state == .pending, "a claim alone locks nothing")
            try await house.done(.lock(PlainText("a takeover is likely")), on: id)
            #expect(try await house.invitation(pending).state == .void)
            #expect(try await house.invite("frank").word == "packageLocked")
            try await house.done(.deny(PlainText("not proven")), on: id)
            #expect(try await house.invite("frank").word == "created")
        }
    }

    /// A package of which the gallery never told has nobody to ask, and a shorter clock.
    @Test(arguments: Engine.allCases)
    func aPackageWithoutOwners(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened("orphan")
            try await house.done(.assign("alice"), on: id)
            #expect(try await house.caseView(id).claim.due?.why == .evidence)
            #expect(try await house.act(.contact(note: nil), on: id) == .refused(.noOwners))
            for item in ["identity", "source-repository", "project-site"] {
                try await house.done(.tick(item, true), on: id)
            }
            #expect(try await house.caseView(id).claim.state == .waiting)
            house.clock.advance(by: Self.day * 14 - .milliseconds(1))
            await #expect(throws: Refusal.self) { try await house.grant(id) }
            house.clock.advance(by: .milliseconds(1))
            // Somebody owns it since: they have to be asked first.
            try await house.put("frank", package: "orphan")
            #expect(try await house.caseView(id).claim.state == .open)
            await #expect(throws: Refusal.self) { try await house.grant(id) }
            try await house.put(package: "orphan")
            #expect(try await house.grant(id).claim.state == .granted)
        }
    }

    @Test(arguments: Engine.allCases)
    func otherClaimantsHaveCasesOfTheirOwn(engine: Engine) async throws {
        try await House.open(engine) { house in
            let first = try await house.opened()
            let second = try await house.opened("Left-Pad", House.claimant("mallory", email: "mallory@claims.example"))
            #expect(try await house.caseView(first).others.map(\.id) == [second])
            #expect(try await house.cases(RecoveryFilter(package: "LEFT-PAD")).count == 2)
            #expect(try await house.cases(RecoveryFilter(claimant: "Mallory")).map(\.id) == [second])
            #expect(try await house.cases(RecoveryFilter(assignee: .nobody)).count == 2)
            try await house.done(.assign("Alice"), on: second)
            #expect(try await house.cases(RecoveryFilter(assignee: .admin("alice"))).map(\.id) == [second])
            #expect(try await house.cases(RecoveryFilter(state: .open)).count == 2)
            #expect(try await house.cases(RecoveryFilter(due: house.clock.now)).count == 2)
            let queue = try await Recovery(house.context).queue(
                RecoveryFilter(), gallery: house.gallery, after: nil, limit: 1)
            #expect(queue.items.map(\.id) == [first])
            let rest = try await Recovery(house.context).queue(
                RecoveryFilter(), gallery: house.gallery, after: queue.next, limit: 1)
            #expect(rest.items.map(\.id) == [second] && rest.next == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func aReportBecomesACase(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.report()
            let report = try #require(
                try await Letters(house.context).reports(gallery: house.gallery, after: nil, limit: 1).items.first)
            let call = Recovery.Call(gallery: house.gallery, by: "alice")
            guard case .created(let view) = try await Recovery(house.context).adopt(report: report.report.id, call),
                case .unchanged(let same) = try await Recovery(house.context).adopt(report: report.report.id, call)
            else {
                Issue.record("no case")
                return
            }
            #expect(same.claim.id == view.claim.id && view.claim.claimant == nil && view.claim.why == "malware")
            await #expect(throws: Refusal.noClaimant) { try await house.grant(view.claim.id, override: true) }
            try await house.done(.name(House.claimant()), on: view.claim.id)
            #expect(try await house.grant(view.claim.id, override: true).claim.state == .granted)
        }
    }
}
