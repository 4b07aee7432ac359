import Crypto
import Links

/// The code that `admin add` prints and the first sign-in asks for: 125 random bits, in groups that can be typed.
enum SetupCode {
    private static let length = 25

    static func make() -> String {
        let bytes = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        let text = Array(Base32.encode(bytes).utf8.prefix(length))
        return stride(from: 0, to: length, by: 5)
            .map { String(decoding: text[$0..<$0 + 5], as: UTF8.self) }.joined(separator: "-")
    }

    /// A plain digest is enough for so many random bits.
    static func hash(_ typed: String) -> [UInt8] {
        Array(SHA256.hash(data: Array("countersign setup\0\(Base32.normal(typed))".utf8)))
    }
}

/// The codes that stand in for a lost phone: 50 random bits each, and so kept as an HMAC.
enum BackupCode {
    static let count = 10
    private static let length = 10

    static func make() -> [String] {
        (0..<count).map { _ in
            let bytes = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
            let text = Base32.encode(bytes).prefix(length)
            return "\(text.prefix(5))-\(text.dropFirst(5))"
        }
    }

    /// Nil for what cannot be one.
    static func hash(_ typed: String, of admin: [UInt8], _ secrets: ServiceSecrets) -> [UInt8]? {
        let code = Base32.normal(typed)
        guard code.utf8.count == length else { return nil }
        return secrets.digest(of: Base32.encode(admin) + code, for: "admin-backup")
    }
}
