import Testing

@testable import Links

@Suite struct TimeCodeTests {
    private static let secret = Array("12345678901234567890".utf8)

    /// RFC 6238, appendix B, for SHA-1.
    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func theVectorsOfTheStandard(seconds: Int64, code: String) {
        let codes = TimeCode(secret: Self.secret)
        #expect(codes.code(at: TimeCode.step(at: seconds), digits: 8) == code)
        #expect(codes.code(at: TimeCode.step(at: seconds)) == code.suffix(6))
    }

    @Test func oneStepBesideIsTakenAndNoMore() {
        let codes = TimeCode(secret: Self.secret)
        let now: Int64 = 1_234_567_890
        let step = TimeCode.step(at: now)
        for drift in -1...1 as ClosedRange<Int64> {
            #expect(codes.accepts(codes.code(at: step + drift), at: now, after: nil) == step + drift)
        }
        for drift in [-3, -2, 2, 3] as [Int64] {
            #expect(codes.accepts(codes.code(at: step + drift), at: now, after: nil) == nil)
        }
    }

    @Test func noStepIsTakenTwiceNorAnEarlierOne() {
        let codes = TimeCode(secret: Self.secret)
        let now: Int64 = 1_234_567_890
        let step = TimeCode.step(at: now)
        #expect(codes.accepts(codes.code(at: step), at: now, after: step) == nil)
        #expect(codes.accepts(codes.code(at: step - 1), at: now, after: step) == nil)
        #expect(codes.accepts(codes.code(at: step + 1), at: now, after: step) == step + 1)
    }

    /// A clock that was ahead keeps nobody out, and a used code is used all the same.
    @Test func aStepThatNobodyCanHaveUsedUsesNothingUp() {
        let codes = TimeCode(secret: Self.secret)
        let now: Int64 = 1_234_567_890
        let step = TimeCode.step(at: now)
        let last = TimeCode.lastPlausible(at: now)
        #expect(last == step + 11)
        #expect(codes.accepts(codes.code(at: step), at: now, after: last) == nil)
        #expect(codes.accepts(codes.code(at: step), at: now, after: last + 1) == step)
        #expect(codes.accepts(codes.code(at: step), at: now, after: step + 1_051_200) == step)
        #expect(codes.accepts(codes.code(at: step + 2), at: now, after: last + 1) == nil)
    }

    @Test(arguments: ["", "00592", "0059240", "00592a", "００５９２４", "005924\u{301}"])
    func otherTextIsNoCode(text: String) {
        #expect(TimeCode(secret: Self.secret).accepts(text, at: 1_234_567_890, after: nil) == nil)
    }

    @Test func secretsHave160BitsAndDiffer() {
        let secrets = (0..<50).map { _ in TimeCode.makeSecret() }
        #expect(secrets.allSatisfy { $0.count == 20 } && Set(secrets).count == 50)
    }
}

@Suite struct Base32Tests {
    /// RFC 4648, 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func theVectorsOfTheStandard(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
    }

    @Test func whatIsTypedIsReadKindly() {
        #expect(Base32.normal(" mzxw-6ytb 018é") == "MZXW6YTBOIB")
    }
}

@Suite struct BrowserTokenTests {
    @Test func aTokenIsReadBackAndNothingElseIs() throws {
        let token = BrowserToken.make()
        #expect(token.text.utf8.count == 44)
        #expect(try #require(BrowserToken(token.text)).digest == token.digest)
        for text in ["", "x", String(token.text.dropLast()), token.text + "A", "é" + token.text.dropFirst(2)] {
            #expect(BrowserToken(text) == nil)
        }
    }

    @Test func aNonceIsOfOneTokenAlone() {
        let (one, other) = (BrowserToken.make(), BrowserToken.make())
        #expect(one.hasNonce(one.nonce) && !one.hasNonce(other.nonce) && !one.hasNonce(""))
        #expect(!one.hasNonce(one.text) && !one.nonce.contains(one.text.prefix(8)))
    }
}
