import Links

enum Samples {
    static let secret = [UInt8](0..<32)
    static let keyring = Keyring(newest: Keyring.Key(id: 7, secret: secret))

    static let claims = LinkClaims(
        purpose: .invitation, expires: 1_800_000_000, subject: (0x0192_F0C1_A2B3_7C4D, 0x8E5F_6071_8293_A4B5),
        recipient: 42, generation: 3)

    static func key(_ id: UInt8) -> Keyring.Key { Keyring.Key(id: id, secret: [UInt8](repeating: id, count: 32)) }
}
