import Model
import Testing

@Suite struct BackOffTests {
    fileprivate let now = Timestamp(seconds: 1_800_000_000)

    @Test func aFewCostNothing() {
        for failures in 0..<BackOff.free { #expect(BackOff(failures: failures, last: now).wait(at: now) == nil) }
    }

    @Test func thenItDoublesAndNeverLastsForGood() {
        var back = BackOff()
        var waits: [Int64] = []
        for _ in 0..<100 {
            back = back.failing(at: now)
            if let wait = back.wait(at: now) { waits.append(wait.components.seconds) }
        }
        #expect(waits.prefix(5) == [30, 60, 120, 240, 480])
        #expect(waits.max() == 3600 && waits.last == 3600)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(back.wait(at: now + .seconds(3600)) == nil)
        #expect(back.wait(at: now + .milliseconds(3_599_999)) == .milliseconds(1))
    }
}

extension BackOffTests {
    /// Nobody waits for the clock to be again where it was by mistake.
    @Test func aClockThatWasAheadKeepsNobodyOut() {
        let back = BackOff(failures: 7, last: now + .seconds(365 * 86_400))
        #expect(back.wait(at: now) == nil)
        #expect(back.failing(at: now).wait(at: now) == .seconds(240), "the next wrong one counts from now")
        #expect(BackOff(failures: 5, last: now + .seconds(60)).wait(at: now) == .seconds(30), "and never longer")
        #expect(BackOff(failures: 5, last: now + .milliseconds(60_001)).wait(at: now) == nil)
    }
}

@Suite struct AdminSessionTests {
    private let begin = Timestamp(seconds: 1_800_000_000)
    private let life = AdminLife()

    private func session(_ stage: AdminSession.Stage, usedAfter: Duration = .zero) -> AdminSession {
        AdminSession(
            id: Identifier(high: 1, low: 1), admin: Identifier(high: 1, low: 2), stage: stage, createdAt: begin,
            usedAt: begin + usedAfter, client: nil, browser: "")
    }

    @Test func itEndsWhenItIsNotUsedAndAtItsEnd() {
        let idle = session(.full)
        #expect(idle.standing(life, at: begin + .milliseconds(1_799_999)) == .good)
        #expect(idle.standing(life, at: begin + .seconds(1800)) == .idle)
        let busy = session(.full, usedAfter: .seconds(43_190))
        #expect(busy.standing(life, at: begin + .milliseconds(43_199_999)) == .good)
        #expect(busy.standing(life, at: begin + .seconds(43_200)) == .over)
        #expect(busy.idleEnd(life) == begin + .seconds(43_200) && idle.idleEnd(life) == begin + .seconds(1800))
    }

    @Test func halfwayIsShort() {
        #expect(session(.mailbox).standing(life, at: begin + .milliseconds(599_999)) == .good)
        #expect(session(.mailbox).standing(life, at: begin + .seconds(600)) == .over)
    }

    @Test func freshIsTenMinutesFromTheProof() {
        var proved = session(.full)
        #expect(!proved.isFresh(at: begin))
        proved.provedAt = begin
        #expect(proved.isFresh(at: begin + .milliseconds(599_999)) && !proved.isFresh(at: begin + .seconds(600)))
    }

    /// What was written while the clock was ahead would hold until it is there again.
    @Test func whatLiesAheadIsOver() {
        let earlier = begin - .milliseconds(60_001)
        #expect(session(.full).standing(life, at: begin - .seconds(60)) == .good)
        #expect(session(.full).standing(life, at: earlier) == .over)
        #expect(session(.full, usedAfter: .seconds(3600)).standing(life, at: begin + .seconds(10)) == .over)
        var proved = session(.full)
        proved.provedAt = begin
        #expect(proved.isFresh(at: begin - .seconds(60)) && !proved.isFresh(at: earlier))
    }

    @Test func aUseIsWorthAWriteOnceAMinute() {
        let one = session(.full)
        #expect(!one.isWorthNoting(life, at: begin + .milliseconds(59_999)))
        #expect(one.isWorthNoting(life, at: begin + .seconds(60)))
        #expect(one.isWorthNoting(AdminLife(idle: .seconds(3)), at: begin + .milliseconds(300)))
    }
}

@Suite struct AdminPathTests {
    @Test(arguments: [
        "/admin/g/main/queue", "/admin/g/main/messages?state=failed&after=01a2", "/admin/account",
        "/admin/g/main/cases/01938f3e-7a00-7000-8000-000000000001",
    ])
    func pagesOfTheSiteAreTaken(text: String) { #expect(AdminPath(text)?.text == text) }

    /// CWE-601: nothing that a browser could take for another host, and nothing that does something by itself.
    @Test(arguments: [
        "", "/", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/admin/g/main/queue",
        "javascript:alert(1)", "/admin/g//evil.example", "/admin/g/../../c/x", "/admin/g/./x", "/admin/in/token",
        "/admin/sign-out", "/admin/g/main/queue\r\nSet-Cookie: a=b", "/admin/g/main/queue#x", "/admin/account?x=1",
        "/admin/g/main/search?q=a@example.org", "/admin/g/%2e%2e/x", "/admin/g/é", " /admin/account",
        "/admin/accounts", "/Admin/account",
    ])
    func nothingElseIs(text: String) { #expect(AdminPath(text) == nil) }

    @Test func longOnesAreNot() { #expect(AdminPath("/admin/g/" + String(repeating: "a", count: 492)) == nil) }
}

@Suite struct BrowserFamilyTests {
    @Test(
        arguments: [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "Chrome on Windows"
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge on Windows"
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari on macOS"
            ),
            (
                "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
                "Chrome on Android"
            ),
            ("<script>\r\n", "Unknown browser"), (nil, "Unknown browser"),
        ] as [(String?, String)])
    func aFamilyIsOurOwnWords(agent: String?, family: String) { #expect(BrowserFamily.name(agent) == family) }
}
