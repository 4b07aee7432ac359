import Crypto
import Foundation
import Testing

@testable import CountersignClient

@Suite struct WebhookVerifierTests {
    /// The vector of the specification's own libraries.
    private static let secret: Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    private static let time: Double = 1_614_265_330
    private static let body = Array(#"{"test": 2432232314}"#.utf8)
    private static let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    private static func verifier(
        _ secrets: [Secret] = [secret], at seconds: Double = time
    ) throws -> WebhookVerifier {
        try WebhookVerifier(secrets: secrets, now: { Date(timeIntervalSince1970: seconds) })
    }

    private static func flaw(_ verifier: WebhookVerifier, _ signature: String = signature) -> WebhookError? {
        do throws(WebhookError) {
            try verifier.verifySignature(body: body, id: id, timestamp: "1614265330", signature: signature)
            return nil
        } catch {
            return error
        }
    }

    /// What the service would send.
    private static func signed(_ body: String, with secret: Secret = secret) throws -> [(name: String, value: String)] {
        let key = try #require(Data(base64Encoded: String(secret.text.dropFirst(6))))
        let content = Data("e1.1614265330.\(body)".utf8)
        let code = HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: key))
        return [
            ("Content-Type", "application/json"), ("Webhook-Id", "e1"), ("WEBHOOK-TIMESTAMP", "1614265330"),
            ("webhook-signature", "v1," + Data(code).base64EncodedString()),
        ]
    }

    @Test func theVectorIsRight() throws {
        #expect(Self.flaw(try Self.verifier()) == nil)
    }

    @Test func oneOfSeveralIsEnough() throws {
        let other: Secret = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldY"
        #expect(Self.flaw(try Self.verifier([other, Self.secret])) == nil)
        #expect(Self.flaw(try Self.verifier([other])) == .badSignature)
        #expect(Self.flaw(try Self.verifier([])) == .badSignature)
        #expect(Self.flaw(try Self.verifier(), "v1,AAAA v1a,xyz \(Self.signature) v2,zzz") == nil)
    }

    @Test(arguments: [-301.0, 301, 100_000]) func anOldOneIsNotTaken(_ offset: Double) throws {
        #expect(Self.flaw(try Self.verifier(at: Self.time + offset)) == .outOfTime)
    }

    @Test(arguments: [-299.0, 0, 299]) func fiveMinutesAreForgiven(_ offset: Double) throws {
        #expect(Self.flaw(try Self.verifier(at: Self.time + offset)) == nil)
    }

    @Test(arguments: [
        "", "v1,", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v1,%%%", "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=AA",
    ])
    func anotherSignatureIsWrong(_ signature: String) throws {
        #expect(Self.flaw(try Self.verifier(), signature) == .badSignature)
    }

    @Test func anyChangeIsSeen() throws {
        let verifier = try Self.verifier()
        #expect(throws: WebhookError.badSignature) {
            try verifier.verifySignature(
                body: Self.body + [32], id: Self.id, timestamp: "1614265330", signature: Self.signature)
        }
        #expect(throws: WebhookError.badSignature) {
            try verifier.verifySignature(
                body: Self.body, id: Self.id + "x", timestamp: "1614265330", signature: Self.signature)
        }
        #expect(throws: WebhookError.badSignature) {
            try verifier.verifySignature(
                body: Self.body, id: Self.id, timestamp: "1614265331", signature: Self.signature)
        }
    }

    @Test(arguments: ["", "-1", "1614265330.0", "0x1", "99999999999999999", "١٦"])
    func aTimestampThatIsNoneIsNotRead(_ timestamp: String) throws {
        let verifier = try Self.verifier()
        #expect(throws: WebhookError.badHeader("webhook-timestamp")) {
            try verifier.verifySignature(
                body: Self.body, id: Self.id, timestamp: timestamp, signature: Self.signature)
        }
    }

    @Test(arguments: [
        "", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_not base64 at all, is it now?",
        "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ])
    func aSecretThatIsNoneIsNotTaken(_ secret: String) {
        #expect(throws: WebhookError.badSecret(1)) {
            try Self.verifier([Self.secret, Secret(secret)])
        }
    }

    @Test func theEventIsRead() throws {
        let body = """
            {"type":"publication.sparkled","timestamp":"2021-02-25T15:02:10.000Z","data":{"seq":7,"id":"e1",
            "type":"publication.sparkled","at":"2021-02-25T15:02:10.000Z","actor":"ann","subject":"P",
            "data":{"package":"P","glitter":[1,2.5,null]}}}
            """
        let event = try Self.verifier().verify(body: Array(body.utf8), headers: Self.signed(body))
        #expect(event.seq == 7 && event.id == "e1" && event.type == "publication.sparkled")
        #expect(event.data.package == "P")
        #expect(event.data.fields["glitter"] == .array([.integer(1), .number(2.5), .null]))
    }

    @Test func aHeaderThatIsMissingOrThereTwiceIsAFlaw() throws {
        let verifier = try Self.verifier()
        let headers = try Self.signed("{}")
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            #expect(throws: WebhookError.badHeader(name)) {
                try verifier.verify(body: Array("{}".utf8), headers: headers.filter { $0.name.lowercased() != name })
            }
            #expect(throws: WebhookError.badHeader(name)) {
                try verifier.verify(
                    body: Array("{}".utf8), headers: headers + headers.filter { $0.name.lowercased() == name })
            }
        }
        #expect(throws: WebhookError.badBody) { try verifier.verify(body: Array("{}".utf8), headers: headers) }
    }
}
