/// A name and a password for AUTH, that no description, dump or log shows.
package struct Credentials: Sendable, Hashable {
    package let user: String
    package let password: String

    /// Takes what SASL PLAIN can carry (RFC 4616, 2), but no control characters.
    ///
    /// - Throws: `Relay.Flaw.badCredentials`.
    package init(user: String, password: String) throws(Relay.Flaw) {
        guard !user.isEmpty, !password.isEmpty, Self.isPlain(user), Self.isPlain(password) else {
            throw .badCredentials
        }
        self.user = user
        self.password = password
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= 1_000 && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
