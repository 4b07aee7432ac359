import Model
import Testing

@testable import Webhook

@Suite struct RetryAfterTests {
    /// 1994-11-06T08:49:37Z.
    private static let now = Timestamp(seconds: 784_111_777)

    @Test(
        arguments: [
            ("0", 0), ("120", 120), (" 5 ", 5), ("999999999", 999_999_999), ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
            ("Sun, 06 Nov 1994 09:00:00 GMT", 623), ("Sat, 05 Nov 1994 09:00:00 GMT", 0),
            ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400),
        ] as [(String, Int64)])
    func isRead(value: String, seconds: Int64) {
        #expect(RetryAfter.wait(value, now: Self.now) == .seconds(seconds))
    }

    @Test(arguments: [
        nil, "", "-1", "1.5", "1e3", "soon", "9999999999", "5 seconds", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 32 Nov 1994 08:49:37 GMT",
    ])
    func isNone(value: String?) {
        #expect(RetryAfter.wait(value, now: Self.now) == nil)
    }
}
