import Links
import Testing

@Suite struct WebhookSecretTests {
    /// The vector of the standard's own libraries.
    @Test func signsAsTheReferenceDoes() throws {
        let secret = try #require(WebhookSecret(text: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Array(#"{"test": 2432232314}"#.utf8))
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func aFreshOneHasThirtyTwoRandomBytes() throws {
        let secrets = (0..<100).map { _ in WebhookSecret.make() }
        #expect(Set(secrets.map(\.text)).count == 100)
        for secret in secrets {
            #expect(secret.bytes.count == 32)
            #expect(secret.text.hasPrefix("whsec_"))
            #expect(WebhookSecret(text: secret.text)?.bytes == secret.bytes)
        }
    }

    @Test(arguments: ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_ä"])
    func whatIsNoSecretIsNotRead(text: String) {
        #expect(WebhookSecret(text: text) == nil)
    }
}
