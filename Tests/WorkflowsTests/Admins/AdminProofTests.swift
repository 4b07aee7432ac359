import Databases
import Links
import Model
import Storage
import Testing

@testable import Workflows

/// The second factor, and the sessions that it begins.
@Suite struct AdminProofTests {
    @Test(arguments: Engine.allCases)
    func mailAloneEnrolsNobody(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let token = try await desk.halfway()
            guard case .notEnrolled = try await desk.proofs.prove("123456", token, known: nil),
                case .notBegun = try await desk.enrolments.finish("123456", token),
                case .wrong(let left) = try await desk.enrolments.begin("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", token)
            else { throw Unexpected() }
            #expect(left == 4)
            #expect(try await desk.enrolments.offer(token) == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func theSetupCodeWorksOnceAndForSevenDays(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            _ = try await desk.enrol()
            house.clock.advance(by: .seconds(3600))
            let later = try await desk.halfway()
            guard case .enrolled = try await desk.enrolments.begin(desk.setupCode, later) else { throw Unexpected() }

            let slow = try await Desk.open(house, "slow")
            house.clock.advance(by: AdminLife.setup)
            let token = try await slow.halfway()
            guard case .tooOld = try await slow.enrolments.begin(slow.setupCode, token) else { throw Unexpected() }
        }
    }

    /// Two sessions may begin to enrol with one setup code; the first that ends has it.
    @Test(arguments: Engine.allCases)
    func onlyOneOfTwoEnrolmentsEnds(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let (one, other) = (try await desk.halfway(), try await desk.halfway())
            var apps: [TimeCode] = []
            for token in [one, other] {
                guard case .offer(let offer) = try await desk.enrolments.begin(desk.setupCode, token) else {
                    throw Unexpected()
                }
                apps.append(TimeCode(secret: Desk.decode(offer.secret)))
            }
            guard case .done = try await desk.enrolments.finish(desk.code(apps[0]), one),
                case .notBegun = try await desk.enrolments.finish(desk.code(apps[1]), other)
            else { throw Unexpected() }
        }
    }

    @Test(arguments: Engine.allCases)
    func aCodeWorksOnceAndEachProofBeginsANewSession(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let (app, first, _) = try await desk.enrol()
            // The code that enrolled is used up.
            let second = try await desk.halfway()
            guard case .wrong = try await desk.proofs.prove(desk.code(app), second, known: nil) else {
                throw Unexpected()
            }
            house.clock.advance(by: .seconds(60))
            let code = desk.code(app)
            guard case .right(let pass) = try await desk.proofs.prove(code, second, known: first.known) else {
                throw Unexpected()
            }
            #expect(pass.next?.text == "/admin/g/pypi/messages" && pass.known == nil)
            guard case .none = try await desk.sessions.visit(second),
                case .full(let visitor) = try await desk.sessions.visit(pass.token)
            else { throw Unexpected() }
            #expect(visitor.isFresh)
            let third = try await desk.halfway()
            guard case .wrong = try await desk.proofs.prove(code, third, known: nil) else { throw Unexpected() }

            house.clock.advance(by: AdminLife.fresh)
            guard case .full(let stale) = try await desk.sessions.visit(pass.token) else { throw Unexpected() }
            #expect(!stale.isFresh)
            guard case .right(let again) = try await desk.proofs.prove(desk.code(app), pass.token, known: nil),
                case .none = try await desk.sessions.visit(pass.token),
                case .full(let fresh) = try await desk.sessions.visit(again.token)
            else { throw Unexpected() }
            #expect(fresh.isFresh && fresh.end == stale.end, "proving it again makes no session longer")
        }
    }

    @Test(arguments: Engine.allCases)
    func aBackupCodeWorksOnce(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let (_, pass, codes) = try await desk.enrol()
            #expect(codes.count == 10 && Set(codes).count == 10)
            let token = try await desk.halfway()
            guard
                case .right = try await desk.proofs.prove(
                    " \(codes[3].lowercased().replacing("-", with: " ")) ", token, known: nil)
            else { throw Unexpected() }
            let again = try await desk.halfway()
            guard case .wrong = try await desk.proofs.prove(codes[3], again, known: nil),
                case .full(let visitor) = try await desk.sessions.visit(pass.token)
            else { throw Unexpected() }
            #expect(try await desk.sessions.countCodes(of: visitor) == 9)
            let renewed = try #require(try await desk.enrolments.renewCodes(of: visitor))
            guard case .wrong = try await desk.proofs.prove(codes[4], again, known: nil),
                case .right = try await desk.proofs.prove(renewed[4], again, known: nil)
            else { throw Unexpected() }
        }
    }

    @Test(arguments: Engine.allCases)
    func wrongCodesEndTheSessionAndThenCostTime(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let (app, first, _) = try await desk.enrol()
            house.clock.advance(by: .seconds(3600))
            let token = try await desk.halfway()
            for left in [4, 3, 2, 1] {
                guard case .wrong(left) = try await desk.proofs.prove("000000", token, known: nil) else {
                    throw Unexpected()
                }
            }
            guard case .over = try await desk.proofs.prove("000000", token, known: nil),
                case .over = try await desk.proofs.prove(desk.code(app), token, known: nil)
            else { throw Unexpected() }
            let next = try await desk.halfway()
            guard case .wait(let wait) = try await desk.proofs.prove(desk.code(app), next, known: nil) else {
                throw Unexpected()
            }
            #expect(wait == .seconds(30))
            // Not in the browser that the admin has signed in with before.
            guard case .right = try await desk.proofs.prove(desk.code(app), next, known: first.known) else {
                throw Unexpected()
            }
            #expect(try await house.events().filter { $0 == "admin.refused" }.count == 5)
        }
    }

    @Test(arguments: Engine.allCases)
    func sessionsEndOnTheServer(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let (app, one, _) = try await desk.enrol()
            var tokens = [one.token]
            for _ in 0..<3 {
                house.clock.advance(by: .seconds(300))
                guard
                    case .right(let pass) = try await desk.proofs.prove(
                        desk.code(app), desk.halfway(), known: nil)
                else { throw Unexpected() }
                tokens.append(pass.token)
            }
            func isOpen(_ token: BrowserToken) async throws -> Bool {
                if case .full = try await desk.sessions.visit(token) { true } else { false }
            }
            guard case .full(let visitor) = try await desk.sessions.visit(tokens[3]) else { throw Unexpected() }
            let list = try await desk.sessions.list(of: visitor)
            #expect(list.count == 4 && list.allSatisfy { $0.client == "192.0.2.7" && $0.browser == "Firefox" })
            #expect(try await desk.sessions.end(list[1].id, by: visitor))
            #expect(try await !desk.sessions.end(list[1].id, by: visitor))
            #expect(try await !isOpen(tokens[2]))
            try await desk.sessions.signOut(tokens[0])
            #expect(try await !isOpen(tokens[0]))
            let stranger = try await Desk.open(house, "other")
            guard case .full(let other) = try await stranger.sessions.visit(try await stranger.enrol().pass.token)
            else { throw Unexpected() }
            #expect(try await !stranger.sessions.end(list[0].id, by: other), "nobody ends another's")
            try await desk.sessions.endAll(by: visitor)
            for token in tokens { #expect(try await !isOpen(token)) }
        }
    }

    /// A clock that was a year ahead keeps no admin out, and leaves no session behind.
    @Test(arguments: Engine.allCases)
    func aCorrectedClockKeepsNobodyOutAndNothingAlive(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let (app, ahead, _) = try await desk.enrol()
            let token = try await desk.halfway()
            for _ in 0..<5 { _ = try await desk.proofs.prove("000000", token, known: nil) }
            house.clock.advance(by: .seconds(-365 * 86_400))
            guard case .none(.over) = try await desk.sessions.visit(ahead.token) else { throw Unexpected() }
            // Links of now stand before those of the clock that was ahead.
            func halfway(_ count: Int) async throws -> BrowserToken {
                try await desk.request(known: count == 0 ? nil : ahead.known)
                let link = try await desk.links()[count]
                let token = try await desk.signIns.enter(link, browser: desk.browser, client: nil, agent: "").token
                return try #require(token)
            }
            let after = try await halfway(0)
            let code = desk.code(app)
            guard case .right(let pass) = try await desk.proofs.prove(code, after, known: nil),
                case .full = try await desk.sessions.visit(pass.token)
            else { throw Unexpected() }
            // And the code is used up.
            let again = try await halfway(1)
            guard case .wrong = try await desk.proofs.prove(code, again, known: nil) else { throw Unexpected() }
        }
    }

    /// What was begun in a session goes on as long as its admin may.
    @Test(arguments: Engine.allCases)
    func whatWasBegunEndsWithTheSession(engine: Engine) async throws {
        try await House.open(engine) { house in
            let other = try await house.addGallery("gems")
            let desk = try await Desk.open(house, galleries: [house.gallery])
            let (app, first, _) = try await desk.enrol()
            guard case .full(let visitor) = try await desk.sessions.visit(first.token) else { throw Unexpected() }
            #expect(try await desk.sessions.stands(visitor, in: house.gallery))
            #expect(try await !desk.sessions.stands(visitor, in: other))
            house.clock.advance(by: AdminLife().idle)
            #expect(try await desk.sessions.stands(visitor, in: house.gallery), "a slow reader is not cut off")
            try await desk.sessions.signOut(first.token)
            #expect(try await !desk.sessions.stands(visitor, in: house.gallery))
            guard case .right(let pass) = try await desk.proofs.prove(desk.code(app), desk.halfway(), known: nil),
                case .full(let again) = try await desk.sessions.visit(pass.token)
            else { throw Unexpected() }
            #expect(try await desk.sessions.stands(again, in: house.gallery))
            _ = try await Admins(house.context).remove(desk.admin.email)
            #expect(try await !desk.sessions.stands(again, in: house.gallery))
        }
    }

    @Test(arguments: Engine.allCases)
    func aResetEndsEverythingAndEnrolsAnew(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let (app, pass, codes) = try await desk.enrol()
            let (_, code) = try #require(try await Admins(house.context).reset(desk.admin.email))
            #expect(code != desk.setupCode)
            guard case .none = try await desk.sessions.visit(pass.token) else { throw Unexpected() }
            house.clock.advance(by: .seconds(600))
            let token = try await desk.halfway()
            for typed in [desk.code(app), codes[0]] {
                guard case .notEnrolled = try await desk.proofs.prove(typed, token, known: nil) else {
                    throw Unexpected()
                }
            }
            guard case .offer = try await desk.enrolments.begin(code, token) else { throw Unexpected() }
        }
    }

    /// A browser is known for as long as is said, and not until somebody happens to forget it.
    @Test(arguments: Engine.allCases)
    func aBrowserIsKnownForItsTimeAlone(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let known = try #require(try await desk.enrol().pass.known)
            func isKnown() async throws -> Bool {
                let now = house.clock.now
                return try await house.context.database.read {
                    try $0.admins.knows(browser: known.digest, of: desk.admin.id, at: now)
                }
            }
            house.clock.advance(by: AdminLife.known - .milliseconds(1))
            #expect(try await isKnown())
            house.clock.advance(by: .milliseconds(1))
            #expect(try await !isKnown(), "its time is over, though nothing was tidied up")
        }
    }

    @Test(arguments: Engine.allCases)
    func whatIsOverIsForgotten(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            _ = try await desk.enrol()
            house.clock.advance(by: AdminLife.known + .seconds(86_400))
            while try await Schedules(house.context).runDue() {}
            let left = try await house.context.database.read { transaction in
                try transaction.adminSessions.list(of: desk.admin.id).count
            }
            #expect(left == 0)
        }
    }
}
