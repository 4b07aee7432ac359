extension Relay {
    /// What is wrong with an entry of `smtp.url`.
    ///
    /// The words never repeat the entry, because it may hold a password.
    package enum Flaw: String, Error, Sendable, CaseIterable, CustomStringConvertible {
        case badCharacter = "holds a space, a control character or one beyond ASCII; write it percent-encoded"
        case badScheme = "must start with smtp:// or smtps://"
        case badCredentials =
            "needs user:password before the @, both percent-encoded, neither empty nor holding control characters"
        case strayCharacter = "holds a character that must be percent-encoded in the user or password (@ : / ? # [ ])"
        case badHost = "has no valid host name or address (IPv6 addresses stand in brackets)"
        case badPort = "has a port that is not a number from 1 to 65535"
        case badEHLOName =
            "has an EHLO name (its path, else the configured host name) that is neither a domain name with a dot nor an address literal such as [192.0.2.1]"
        case badQuery = "has an option other than tls=required, tls=none and plaintext=allowed, or one twice"
        case contradictoryTLS = "says tls=none or plaintext=allowed, which smtps:// cannot be; write smtp://"
        case plaintextOverNetwork =
            "says tls=none for a host that is not this machine; if that is really meant, add &plaintext=allowed"
        case passwordInPlaintext =
            "would send a password to another machine without TLS; take the password or tls=none away"

        package var description: String { rawValue }
    }
}
