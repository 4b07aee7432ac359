/// What can be read from a token without believing it: for `link inspect`, which explains a link to an operator.
package struct LinkInspection: Sendable {
    package let keyID: UInt8
    package let claims: LinkClaims
    /// Whether one of the keyring's keys signed it.
    package let verified: Bool

    /// Nil where the text does not have the form of a token.
    package init?(_ token: some StringProtocol, keyring: Keyring) {
        guard token.utf8.count == Keyring.tokenLength, let bytes = Base64URL.decode(token), bytes[0] == 1,
            let claims = LinkClaims(bytes[2..<(2 + LinkClaims.encodedLength)])
        else { return nil }
        self.keyID = bytes[1]
        self.claims = claims
        self.verified = keyring.verify(token) != nil
    }
}
