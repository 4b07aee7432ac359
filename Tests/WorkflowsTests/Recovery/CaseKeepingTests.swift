import Databases
import Model
import Storage
import Testing
import Workflows

/// What keeps cases and the queue true to what there is.
@Suite struct CaseKeepingTests {
    private static let day = Duration.seconds(86_400)

    private func edit(_ house: House, _ settings: [String: String]) async throws {
        _ = try await Galleries(house.context).edit("pypi", Galleries.Edit(settings: settings))
        try await house.runSchedules()
    }

    /// The queue holds by what the policy says now, also for more cases than one batch.
    @Test(arguments: Engine.allCases)
    func aChangedPolicyMovesTheQueue(engine: Engine) async throws {
        try await House.open(engine) { house in
            let id = try await house.opened("orphan")
            try await house.done(.assign("alice"), on: id)
            for item in ["identity", "source-repository", "project-site"] {
                try await house.done(.tick(item, true), on: id)
            }
            let opened = house.clock.now
            #expect(try await house.caseView(id).claim.due?.at == opened + Self.day * 14)
            try await edit(house, ["recovery.ownerless": "3d"])
            #expect(try await house.caseView(id).claim.due?.at == opened + Self.day * 3)
            try await edit(house, ["recovery.checklist": "identity,blood"])
            let view = try await house.caseView(id)
            #expect(view.claim.state == .open && view.claim.due?.why == .evidence)
            try await edit(house, ["recovery.checklist": "identity", "recovery.digest": "none"])
            #expect(try await house.caseView(id).claim.state == .waiting)
        }
    }

    @Test(arguments: Engine.allCases)
    func manyCasesAreLookedAtInBatches(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            var ids: [Identifier] = []
            for number in 0..<205 {
                let claimant = try House.claimant(nil, email: "user\(number)@claims.example")
                let id = try await house.opened("orphan", claimant)
                try await house.done(.assign("alice"), on: id)
                ids.append(id)
            }
            try await edit(house, ["recovery.checklist": "none"])
            let states = try await house.cases(RecoveryFilter(state: .waiting)).count
            #expect(states == 100, "as many as a page lists")
            for id in [ids[0], ids[99], ids[100], ids[204]] {
                #expect(try await house.caseView(id).claim.due?.why == .decision)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func aReportThatBecameACaseIsClosed(engine: Engine) async throws {
        try await House.open(engine) { house in
            _ = try await house.report()
            let report = try #require(
                try await Letters(house.context).reports(gallery: house.gallery, after: nil, limit: 1).items.first)
            let reports = Reports(house.context)
            #expect(try await reports.countOpen(gallery: house.gallery) == 1)
            let call = Recovery.Call(gallery: house.gallery, by: "alice")
            guard case .created(let view) = try await Recovery(house.context).adopt(report: report.report.id, call),
                case .unchanged = try await Recovery(house.context).adopt(report: report.report.id, call)
            else {
                Issue.record("no case")
                return
            }
            #expect(try await reports.countOpen(gallery: house.gallery) == 0)
            let standing = try await reports.find(report.report.id, gallery: house.gallery)
            #expect(standing?.isOpen == false && standing?.recoveryCase == view.claim.id)
            let closed = try await EventFeed(house.context).after(0, gallery: house.gallery, limit: 99)
                .filter { $0.type == .reportClosed }
            #expect(closed.map(\.data.recoveryCase) == [view.claim.id.description])
        }
    }

    /// Whoever left between the page and the press gets no case.
    @Test(arguments: Engine.allCases)
    func theSiteGivesCasesToItsAdmins(engine: Engine) async throws {
        try await House.open(engine) { house in
            let gallery = try #require(try await Galleries(house.context).list().first { $0.id == house.gallery })
            _ = try await Admins(house.context).add(
                EmailAddress("bea@admins.example"), name: Name("Bea", .username), galleries: [gallery],
                override: nil, isOperator: nil)
            let id = try await house.opened()
            guard case .done(let given) = try await house.actOnSite(.assign("Bea"), on: id),
                case .unchanged = try await house.actOnSite(.assign("Bea"), on: id)
            else {
                Issue.record("not given")
                return
            }
            #expect(given.claim.assignee == "Bea")
            _ = try await Admins(house.context).remove(EmailAddress("bea@admins.example"))
            #expect(try await house.caseView(id).claim.assignee == nil)
            #expect(
                try await house.actOnSite(.assign("Bea"), on: id)
                    == .refused(.invalid([FieldFlaw("/assignee", "is not an admin of this gallery")])))
            let named = try await house.done(.assign("zoe"), on: id)
            #expect(named.claim.assignee == "zoe", "the backend has admins of its own")
        }
    }

    /// All of them, however many.
    @Test(arguments: Engine.allCases)
    func whoeverLeavesLeavesNoCaseBehind(engine: Engine) async throws {
        try await House.open(engine, settings: ["limits": "none"]) { house in
            let galleries = try await Galleries(house.context).list()
            let second = try await house.addGallery("gems")
            let gems = try #require(try await Galleries(house.context).list().first { $0.id == second })
            let address = try EmailAddress("bea@admins.example")
            let admins = Admins(house.context)
            _ = try await admins.add(
                address, name: Name("bea", .username), galleries: galleries + [gems], override: true, isOperator: nil)
            for number in 0..<405 {
                let claimant = try House.claimant(nil, email: "user\(number)@claims.example")
                try await house.done(.assign("bea"), on: house.opened("orphan", claimant))
            }
            guard case .withdrawn = try await admins.remove(address, from: galleries) else { throw Unexpected() }
            #expect(try await house.cases(RecoveryFilter(assignee: .admin("bea"))).isEmpty)
            let entry = try #require(try await admins.list().first)
            #expect(entry.roles.map(\.gallery.slug) == ["gems"])
            guard case .notTheirs = try await admins.remove(address, from: galleries) else { throw Unexpected() }
            // Rights can shrink as well as grow.
            _ = try await admins.add(
                address, name: Name("bea", .username), galleries: [gems], override: nil, isOperator: true)
            #expect(try await admins.list().first?.roles.map(\.scopes) == [[.admin, .override]])
            _ = try await admins.add(
                address, name: Name("bea", .username), galleries: [gems], override: false, isOperator: false)
            let after = try #require(try await admins.list().first)
            #expect(after.roles.map(\.scopes) == [[.admin]] && !after.admin.isOperator)
            guard case .removed = try await admins.remove(address, from: [gems]) else { throw Unexpected() }
            #expect(try await admins.list().isEmpty)
            guard case .unknown = try await admins.remove(address, from: [gems]) else { throw Unexpected() }
        }
    }

    /// Both public forms go the same way for an address that refuses mail about the package.
    @Test(arguments: Engine.allCases)
    func whoRefusesMailIsNotAsked(engine: Engine) async throws {
        try await House.open(engine) { house in
            let address = try EmailAddress("eve@claims.example")
            _ = try await Blocks(house.context).add(
                BlockCommand(recipient: .address(address), inviter: nil, package: "left-pad"), gallery: house.gallery,
                once: nil
            ) { _ in KeptAnswer(status: 201, body: []) }
            try await house.submit()
            try await PublicReports(house.context).submit(
                PublicReport(
                    package: Name("left-pad", .package), email: address, topic: .spam, message: PlainText("It is.")),
                gallery: house.gallery, client: nil)
            #expect(
                try await house.mails() == [
                    "eve recovery-confirm-address suppressed", "eve recovery-confirm-address suppressed",
                ])
        }
    }
}
