import Foundation
import Testing

@testable import CountersignClient

@Suite struct RetryPolicyTests {
    @Test func waitsDoubleUpToTheLongest() {
        let policy = RetryPolicy(attempts: 20, total: .seconds(1000))
        let waits = (1...8).map { policy.delay(after: $0, elapsed: .zero, retryAfter: nil, random: 1) }
        #expect(waits == [0.25, 0.5, 1, 2, 4, 8, 10, 10].map { Duration.seconds($0) })
    }

    @Test func chanceShortensAWaitByHalfAtMost() {
        let policy = RetryPolicy()
        #expect(policy.delay(after: 3, elapsed: .zero, retryAfter: nil, random: 0) == .milliseconds(500))
        #expect(policy.delay(after: 3, elapsed: .zero, retryAfter: nil, random: 0.5) == .milliseconds(750))
    }

    @Test func aWaitIsNeverShorterThanAskedFor() {
        let policy = RetryPolicy()
        for random in [0, 0.3, 0.999] {
            let wait = policy.delay(after: 1, elapsed: .zero, retryAfter: .seconds(30), random: random)
            #expect(wait.map { $0 >= .seconds(30) && $0 <= .seconds(33) } == true)
        }
    }

    @Test func nothingIsBegunThatWouldTakeTooLong() {
        let policy = RetryPolicy(attempts: 3, total: .seconds(60))
        #expect(policy.delay(after: 1, elapsed: .zero, retryAfter: .seconds(60), random: 0) == nil)
        #expect(policy.delay(after: 1, elapsed: .seconds(60), retryAfter: nil, random: 0) == nil)
        #expect(policy.delay(after: 3, elapsed: .zero, retryAfter: nil, random: 0) == nil)
        #expect(RetryPolicy.none.delay(after: 1, elapsed: .zero, retryAfter: nil, random: 0) == nil)
    }

    @Test func manyAttemptsDoNotOverflow() {
        let policy = RetryPolicy(attempts: .max, total: .seconds(1 << 40))
        #expect(policy.delay(after: 1_000_000, elapsed: .zero, retryAfter: nil, random: 1) == .seconds(10))
    }

    @Test(arguments: [
        ("0", 0), ("7", 7), (" 120 ", 120), ("Fri, 31 Dec 1999 23:59:59 GMT", 59), ("Fri, 31 Dec 1999 23:58:00 GMT", 0),
    ])
    func retryAfterIsSecondsOrADate(_ text: String, _ seconds: Int64) {
        let now = Date(timeIntervalSince1970: 946_684_740)  // 1999-12-31T23:59:00Z
        #expect(RetryAfter.read(text, now: now) == .seconds(seconds))
    }

    @Test(arguments: ["", "soon", "-1", "1.5", "Fri, 31 Foo 1999 23:59:59 GMT", "Friday"])
    func anythingElseIsNotRead(_ text: String) {
        #expect(RetryAfter.read(text, now: Date()) == nil)
    }

    @Test func moreSecondsThanFitAreMany() {
        #expect(RetryAfter.read("99999999999999999999999", now: Date()).map { $0 > .seconds(1 << 30) } == true)
    }
}
