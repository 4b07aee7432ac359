import HTTPTypes
import Links
import Model
import Testing

@testable import Web

/// What ties a form without a token to the visit that it was opened in.
@Suite struct FormNonceTests {
    private let nonces = FormNonce(
        baseURL: "https://confirm.example.org", secrets: ServiceSecrets(root: [UInt8](repeating: 9, count: 32)))
    private let now = Timestamp(seconds: 1_795_244_592)

    @Test func aFormOfTheSameVisitIsTaken() throws {
        let visit = nonces.visit([:])
        let headers = try headers(of: visit)
        let nonce = nonces.nonce(of: visit, at: now)
        #expect(nonces.admits(nonce, headers, at: now))
        #expect(nonces.admits(nonce, headers, at: now + .seconds(86_399)))
        #expect(nonces.visit(headers).value == visit.value, "the same visit goes on")
        #expect(nonces.fields(of: nonces.visit(headers)).isEmpty, "and needs no new cookie")
    }

    @Test func allElseIsNot() throws {
        let (visit, other) = (nonces.visit([:]), nonces.visit([:]))
        let (own, foreign) = (try headers(of: visit), try headers(of: other))
        let nonce = nonces.nonce(of: visit, at: now)
        #expect(!nonces.admits(nonce, [:], at: now), "no cookie")
        #expect(!nonces.admits(nonce, foreign, at: now), "another visit's")
        #expect(!nonces.admits(nil, own, at: now), "no nonce")
        #expect(!nonces.admits("", own, at: now))
        #expect(!nonces.admits(nonce.uppercased(), own, at: now), "one spelling")
        #expect(!nonces.admits(String(nonce.dropLast(2)), own, at: now))
        #expect(!nonces.admits(nonce + "00", own, at: now))
        #expect(!nonces.admits(nonce, own, at: now + .seconds(86_400)), "too old")
        #expect(!nonces.admits(nonce, own, at: now - .milliseconds(1)), "of the future")
        for index in stride(from: 0, to: nonce.utf8.count, by: 7) {
            var digits = Array(nonce)
            digits[index] = digits[index] == "0" ? "1" : "0"
            #expect(!nonces.admits(String(digits), own, at: now))
        }
    }

    @Test func anotherServicesNonceIsWorthNothing() throws {
        let elsewhere = FormNonce(
            baseURL: "https://confirm.example.org", secrets: ServiceSecrets(root: [UInt8](repeating: 8, count: 32)))
        let visit = elsewhere.visit([:])
        let headers = try headers(of: visit)
        #expect(!nonces.admits(elsewhere.nonce(of: visit, at: now), headers, at: now))
    }

    @Test(arguments: [
        "__Host-countersign-form=x", "__Host-countersign-form=", "other=00112233445566778899aabbccddeeff",
    ])
    func aCookieThatIsNoneOfOursIsReplaced(_ cookie: String) {
        #expect(nonces.visit([.cookie: cookie]).isNew)
    }

    @Test(arguments: [
        ("https://a.example", "__Host-countersign-form", true),
        ("http://127.0.0.1:8080", "__Host-countersign-form", true),
        ("http://localhost", "__Host-countersign-form", true), ("http://a.example", "countersign-form", false),
    ])
    func theCookieIsAsSafeAsItsAddressAllows(_ base: String, _ name: String, _ isSecure: Bool) throws {
        let nonces = FormNonce(baseURL: base, secrets: nil)
        let field = try #require(nonces.fields(of: nonces.visit([:]))[.setCookie])
        #expect(field.hasPrefix("\(name)="))
        #expect(field.contains("; HttpOnly") && field.contains("; SameSite=Lax") && field.contains("; Path=/"))
        #expect(field.contains("; Secure") == isSecure && !field.contains("Domain"))
    }

    private func headers(of visit: FormNonce.Visit) throws -> HTTPFields {
        let field = try #require(nonces.fields(of: visit)[.setCookie])
        return [.cookie: "theme=dark; \(field.prefix { $0 != ";" })"]
    }
}
