import Databases
import Links
import Model
import Storage
import Testing

@testable import Workflows

/// Signing in by a mailed link.
@Suite struct AdminSignInTests {
    @Test(arguments: Engine.allCases)
    func aLinkLeadsHalfwayOnceAndInItsOwnBrowserAlone(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            try await desk.request("Root@EXAMPLE.org")
            let link = try #require(try await desk.links().first)
            let other = BrowserToken.make()
            #expect(try await desk.signIns.show(link, browser: other) == .otherBrowser)
            #expect(try await desk.signIns.show(link, browser: nil) == .otherBrowser)
            #expect(try await desk.signIns.enter(link, browser: other, client: nil, agent: "").token == nil)
            for _ in 0..<3 { #expect(try await desk.signIns.show(link, browser: desk.browser) == .open(desk.admin)) }
            let token = try #require(
                try await desk.signIns.enter(link, browser: desk.browser, client: nil, agent: "").token)
            guard case .halfway(let admin, let session) = try await desk.sessions.visit(token) else {
                throw Unexpected()
            }
            #expect(admin.id == desk.admin.id && session.next == "/admin/g/pypi/messages")
            #expect(try await desk.signIns.show(link, browser: desk.browser) == .used)
            #expect(try await desk.signIns.enter(link, browser: desk.browser, client: nil, agent: "").token == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func aLinkIsTooOldAfterTenMinutes(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            try await desk.request()
            let link = try #require(try await desk.links().first)
            house.clock.advance(by: AdminLife.link - .milliseconds(1))
            #expect(try await desk.signIns.show(link, browser: desk.browser) == .open(desk.admin))
            house.clock.advance(by: .milliseconds(1))
            #expect(try await desk.signIns.show(link, browser: desk.browser) == .expired)
            #expect(try await desk.signIns.enter(link, browser: desk.browser, client: nil, agent: "").token == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func onlyAdminsAreMailedAndNotWithoutEnd(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            for text in ["bob@example.org", "no address", "", String(repeating: "x", count: 5000)] {
                try await desk.request(text)
            }
            #expect(try await desk.links().isEmpty)
            for _ in 0..<20 { try await desk.request() }
            #expect(try await desk.links().count == 3)
            house.clock.advance(by: .seconds(300))
            try await desk.request()
            #expect(try await desk.links().count == 4)
        }
    }

    /// Whoever asks for links in the admin's name uses the address's limit up, and not that of the admin's own browser.
    @Test(arguments: Engine.allCases)
    func nobodyKeepsTheAdminOut(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let known = try #require(try await desk.enrol().pass.known)
            for _ in 0..<30 { try await desk.request(from: BrowserToken.make()) }
            let before = try await desk.links().count
            try await desk.request(known: known)
            #expect(try await desk.links().count == before + 1)
            try await desk.request(known: BrowserToken.make())
            #expect(try await desk.links().count == before + 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func eachNetworkHasACountOfItsOwnAndAllTogetherOneMore(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            func request(from network: UInt8) async throws {
                try await desk.signIns.request(
                    desk.admin.email.text, browser: desk.browser, known: nil, next: nil, client: [network])
            }
            for _ in 0..<10 { try await request(from: 1) }
            #expect(try await desk.links().count == 3)
            try await request(from: 2)
            #expect(try await desk.links().count == 4)
            for network in 3..<60 as Range<UInt8> { try await request(from: network) }
            #expect(try await desk.links().count == 30)
        }
    }

    /// An admin has many galleries: what is done in one of them keeps nobody out of the others.
    @Test(arguments: Engine.allCases)
    func noGallerysKeyKeepsTheAdminOut(engine: Engine) async throws {
        let settings = ["limits.security": "1/1h", "limits.total": "1/1h", "limits.domain": "1/1h"]
        try await House.open(engine, settings: settings) { house in
            // Mails go out by the first of the admin's galleries.
            _ = try await house.addGallery("rubygems")
            let desk = try await Desk.open(house)
            let put = try await Suppressions(house.context).put(
                desk.admin.email, reason: "away with them", gallery: house.gallery)
            guard case .success = put else { throw Unexpected() }
            for _ in 0..<3 { try await desk.request() }
            let waiting = try await house.messages(.adminSignIn)
            let first = try #require(waiting.first).id
            #expect(waiting.map(\.state) == [.queued, .queued, .queued])
            let messages = Messages(house.context)
            #expect(
                try await messages.call(.cancel, first, gallery: house.gallery)
                    == .failure(.messageState(.queued)))
            #expect(try await house.claim().map(\.message.id) == waiting.map(\.id))
            // The operator's own word counts.
            try await desk.request(known: nil)
            house.clock.advance(by: .seconds(300))
            try await desk.request()
            let last = try #require(try await house.messages(.adminSignIn).last)
            guard case .success(let view) = try await messages.call(.cancel, last.id, gallery: nil) else {
                throw Unexpected()
            }
            #expect(view.message.state == .cancelled)
        }
    }

    @Test(arguments: Engine.allCases)
    func aLinkMadeWhileTheClockWasAheadIsTooOld(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            try await desk.request()
            let link = try #require(try await desk.links().first)
            house.clock.advance(by: .seconds(-60))
            #expect(try await desk.signIns.show(link, browser: desk.browser) == .open(desk.admin))
            house.clock.advance(by: .seconds(-86_400))
            #expect(try await desk.signIns.show(link, browser: desk.browser) == .expired)
            #expect(try await desk.signIns.enter(link, browser: desk.browser, client: nil, agent: "").token == nil)
        }
    }

    @Test(arguments: Engine.allCases)
    func whoIsRemovedHasNothingLeft(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let (_, pass, _) = try await desk.enrol()
            guard case .full(let visitor) = try await desk.sessions.visit(pass.token) else { throw Unexpected() }
            #expect(visitor.role(in: "pypi")?.scopes == [.admin] && visitor.role(in: "other") == nil)
            try await desk.request()
            let link = try #require(try await desk.links().last)
            #expect(try await Admins(house.context).remove(desk.admin.email)?.id == desk.admin.id)
            guard case .none = try await desk.sessions.visit(pass.token) else { throw Unexpected() }
            #expect(try await desk.signIns.show(link, browser: desk.browser) == .gone)
            #expect(try await Admins(house.context).remove(desk.admin.email) == nil)
            #expect(
                try await house.events().filter { $0.hasPrefix("admin.") }
                    == ["admin.added", "admin.enrolled", "admin.signed-in", "admin.removed"])
        }
    }

    /// What each event of admins says beside its type, the oldest first.
    private static func told(_ type: EventType, _ house: House, gallery: Identifier? = nil) async throws -> [EventData]
    {
        try await EventFeed(house.context).after(0, gallery: gallery ?? house.gallery, limit: 5000)
            .filter { $0.type == type }.map(\.data)
    }

    /// Whoever reads the log knows what somebody may do since when.
    @Test(arguments: Engine.allCases)
    func whatChangedOfAnAdminIsInTheLog(engine: Engine) async throws {
        try await House.open(engine) { house in
            let second = try await house.addGallery("gems")
            let desk = try await Desk.open(house, galleries: [house.gallery])
            let all = try await Galleries(house.context).list()
            let (own, gems) = (all.filter { $0.id == house.gallery }, all.filter { $0.id == second })
            func change(_ galleries: [Gallery], override: Bool?, isOperator: Bool? = nil) async throws {
                _ = try await Admins(house.context).add(
                    desk.admin.email, name: desk.admin.name, galleries: galleries, override: override,
                    isOperator: isOperator)
            }
            try await change(own, override: true)
            try await change(own, override: nil)
            try await change(own, override: false, isOperator: true)
            try await change(gems, override: true)
            try await change(own, override: nil, isOperator: false)
            #expect(
                try await Self.told(.adminChanged, house).map(\.reason) == [
                    "may override from now on", "may not override any more", "is an operator from now on",
                    "is no operator any more",
                ])
            #expect(
                try await Self.told(.adminChanged, house, gallery: second).map(\.reason) == [
                    "has this gallery from now on, and may override", "is no operator any more",
                ])
        }
    }

    /// Also the one that somebody else had in the same browser.
    @Test(arguments: Engine.allCases)
    func signingInAnewEndsTheSessionBeforeAndSaysSo(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let full = try await desk.enrol().pass.token
            let other = try await Desk.open(house, "eve")
            try await other.request(from: other.browser)
            let link = try #require(try await other.links().last)
            let entered = try await other.signIns.enter(
                link, browser: other.browser, before: full, client: nil, agent: "Firefox")
            #expect(try await Self.told(.adminSignedOut, house).map(\.username) == ["root"])
            #expect(try await Self.told(.adminSignedOut, house).map(\.via) == ["a new sign-in in the same browser"])
            // One that was only halfway was no session yet.
            let provider = AdminOpenID(house.context)
            let first = try #require(
                try await provider.enter(
                    desk.admin.email, provedAt: nil, before: entered.token, client: nil, agent: "Firefox"))
            #expect(try await Self.told(.adminSignedOut, house).count == 1)
            let again = try #require(
                try await provider.enter(desk.admin.email, provedAt: nil, before: first, client: nil, agent: "Firefox"))
            #expect(try await Self.told(.adminSignedOut, house).count == 1, "it goes on")
            _ = try await provider.enter(other.admin.email, provedAt: nil, before: again, client: nil, agent: "Firefox")
            #expect(try await Self.told(.adminSignedOut, house).map(\.username) == ["root", "root"])
        }
    }

    @Test(arguments: Engine.allCases)
    func aWrongFirstCodeIsInTheLog(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            let token = try await desk.halfway()
            guard case .offer = try await desk.enrolments.begin(desk.setupCode, token) else { throw Unexpected() }
            guard case .wrong = try await desk.enrolments.finish("12345", token) else { throw Unexpected() }
            #expect(try await Self.told(.adminRefused, house).map(\.reason) == ["a wrong first code"])
        }
    }

    @Test(arguments: Engine.allCases)
    func anAdminCanHaveFurtherGalleries(engine: Engine) async throws {
        try await House.open(engine) { house in
            let second = try await house.addGallery("gems")
            let desk = try await Desk.open(house, galleries: [house.gallery])
            let gems = try #require(try await Galleries(house.context).list().first { $0.id == second })
            let name = try Name("ROOT", .username)
            let added = try await Admins(house.context).add(
                desk.admin.email, name: name, galleries: [gems], override: true, isOperator: true)
            guard case .changed(let admin) = added else { throw Unexpected() }
            #expect(admin.isOperator)
            let entry = try #require(try await Admins(house.context).list().first)
            #expect(entry.roles.map(\.gallery.slug) == ["gems", "pypi"])
            #expect(entry.roles.map(\.scopes) == [[.admin, .override], [.admin]])
            guard
                case .otherName(name) = try await Admins(house.context).add(
                    desk.admin.email, name: try Name("eve", .username), galleries: [gems], override: false,
                    isOperator: false),
                case .nameTaken = try await Admins(house.context).add(
                    try EmailAddress("eve@example.org"), name: name, galleries: [gems], override: false,
                    isOperator: false)
            else { throw Unexpected() }
        }
    }
}
