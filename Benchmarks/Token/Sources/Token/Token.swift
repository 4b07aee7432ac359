import Crypto
import Links

/// What a token costs beside the one HMAC that it cannot do without: `NAME NANOSECONDS` a line, best of several runs.
@main
struct Token {
    static let rounds = 9
    static let repetitions = 20_000

    static func main() {
        let secret = (0..<32).map { UInt8($0) }
        let keyring = Keyring(newest: Keyring.Key(id: 1, secret: secret))
        let claims = LinkClaims(
            purpose: .invitation, expires: 2_000_000_000, subject: (high: 0x0123_4567_89ab_7def, low: 0x8123_4567),
            generation: 1)
        let token = keyring.sign(claims)
        let forged = token.dropLast() + (token.hasSuffix("A") ? "B" : "A")
        guard keyring.verify(token) == claims, keyring.verify(forged) == nil else {
            print("broken 0")
            return
        }

        let key = SymmetricKey(data: secret)
        let forty = [UInt8](repeating: 7, count: 40)
        report("hmac") { UInt64(HMAC<SHA256>.authenticationCode(for: forty, using: key).byteCount) }
        report("verify") { keyring.verify(token) == nil ? 0 : 1 }
        report("refuse") { keyring.verify(forged) == nil ? 1 : 0 }
        report("sign") { UInt64(keyring.sign(claims).utf8.count) }
        print("length \(token.utf8.count)")
    }

    /// The best run says what the work costs; the others, what the machine did meanwhile.
    static func report(_ name: String, _ work: () -> UInt64) {
        var best = Duration.seconds(1_000)
        var sum: UInt64 = 0
        for _ in 0..<rounds {
            let taken = ContinuousClock().measure {
                for _ in 0..<repetitions { sum &+= work() }
            }
            best = min(best, taken)
        }
        // The sum is looked at, so that no work can be left out.
        let nanoseconds = sum == 0 ? 0 : Double(best.components.attoseconds) / 1e9 / Double(repetitions)
        print("\(name) \(nanoseconds.rounded())")
    }
}
