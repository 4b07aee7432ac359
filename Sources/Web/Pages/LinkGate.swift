import Crypto
import HTTPTypes
import Links
import Model

/// What every page behind a token asks first.
struct LinkGate: Sendable {
    private let configuration: WebConfiguration
    private let keyring: KeyringHolder
    private let themes: Themes
    private let ownOrigin: OwnOrigin
    private let forged = ForgedTokens()

    init(configuration: WebConfiguration, keyring: KeyringHolder, themes: Themes) {
        self.configuration = configuration
        self.keyring = keyring
        self.themes = themes
        ownOrigin = OwnOrigin(baseURL: configuration.baseURL)
    }

    /// The claims of a token that a key signed, for one of these purposes.
    ///
    /// The MAC is checked before the database is touched.
    func verify(_ token: some StringProtocol, for purposes: Set<LinkPurpose>) -> LinkClaims? {
        guard let claims = keyring.keyring.verify(token), purposes.contains(claims.purpose) else { return nil }
        return claims
    }

    /// Every token that does not verify looks the same, and is counted.
    ///
    /// - Parameter signIn: Where a new link is asked for, where that is up to the reader.
    func unknown(_ exchange: Exchange, signIn: String? = nil) throws(Problem) -> Reply {
        if configuration.limitsOn, let wait = forged.count(exchange.client, at: exchange.now) {
            throw Problem.limited(.tokens, retryAfter: wait)
        }
        return Reply(.notFound, .page(themes.standard), PlainPages.unknownLink(themes.standard, signIn: signIn))
    }

    /// Whether a POST may come from where its headers say.
    func comesFromHere(_ exchange: Exchange) -> Bool { ownOrigin.admits(exchange.headers) }

    func requireOwnOrigin(_ exchange: Exchange) throws(Problem) {
        guard comesFromHere(exchange) else {
            throw Problem(.foreignOrigin, "Only the page behind the link itself can answer; nothing was changed.")
        }
    }

    /// What the database counts by: a digest, so that no address of a visitor is stored.
    func client(_ exchange: Exchange) -> [UInt8]? {
        guard configuration.limitsOn, let client = exchange.client else { return nil }
        return Array(SHA256.hash(data: Array("client\0".utf8) + client.limitKey.bytes))
    }

    /// A token of our own, for a gallery to hand back.
    func sign(_ claims: LinkClaims) -> String { keyring.keyring.sign(claims) }
}
