import Crypto

/// Codes that an authenticator app shows: TOTP (RFC 6238) with SHA-1, 30 seconds and 6 digits, as every app has it.
package struct TimeCode: Sendable {
    /// In seconds.
    package static let period: Int64 = 30
    package static let digits = 6
    /// As RFC 4226, 4 asks for: 160 bits.
    package static let secretLength = 20
    /// How many steps a phone's clock may be ahead or behind.
    private static let drift: Int64 = 1

    private let secret: SymmetricKey

    package init(secret: [UInt8]) {
        self.secret = SymmetricKey(data: secret)
    }

    /// A fresh secret.
    package static func makeSecret() -> [UInt8] {
        SymmetricKey(size: .init(bitCount: secretLength * 8)).withUnsafeBytes { Array($0) }
    }

    /// The step that a moment is in.
    ///
    /// - Parameter seconds: Since the epoch.
    package static func step(at seconds: Int64) -> Int64 { seconds / period }

    /// The last step that can have been used up by a moment.
    ///
    /// A later one was used while the clock was ahead, and would keep its owner out until the clock is there again. Five
    /// minutes beyond what is taken are left, so that no small correction of the clock makes a used code good.
    package static func lastPlausible(at seconds: Int64) -> Int64 { step(at: seconds) + drift + 10 }

    /// The code of a step (RFC 4226, 5.3).
    package func code(at step: Int64, digits: Int = digits) -> String {
        var counter: [UInt8] = []
        counter.append(bigEndian: UInt64(bitPattern: step))
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: secret))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt64(1)) { power, _ in power * 10 }
        let text = String(UInt64(number) % modulus)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// The step whose code this is, where it may still be used.
    ///
    /// All steps are compared, and all digits of each, so that the time tells nothing.
    ///
    /// - Parameters:
    ///   - seconds: Now, since the epoch.
    ///   - last: The step that was used last: it is used up, and so are those before it (RFC 6238, 5.2). One beyond
    ///     ``lastPlausible(at:)`` uses nothing up.
    package func accepts(_ typed: String, at seconds: Int64, after last: Int64?) -> Int64? {
        let typed = Array(typed.utf8)
        guard typed.count == Self.digits else { return nil }
        let now = Self.step(at: seconds)
        let last = last.flatMap { $0 > Self.lastPlausible(at: seconds) ? nil : $0 } ?? .min
        var found: Int64?
        for step in (now - Self.drift)...(now + Self.drift) {
            if ConstantTime.isEqual(typed, Array(code(at: step).utf8)), step > last { found = step }
        }
        return found
    }
}
