import Crypto
import Foundation
import Links
import Testing

@Suite struct TokenTests {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    /// Computed by another program from the description alone (format, key id, claims, HMAC-SHA-256).
    @Test func golden() {
        #expect(Samples.keyring.sign(Samples.claims) == "AQcBa0nSAAGS8MGis3xNjl9gcYKTpLUAAAAqAAP4nMB_NwVr93UODl_2VjHb")
    }

    @Test func sixtyCharactersThatNeedNoEscaping() {
        for number in 0..<2000 as Range<UInt32> {
            var claims = Samples.claims
            claims.recipient = number &* 2_654_435_761
            claims.generation = UInt16(truncatingIfNeeded: number &* 40_503)
            let token = Samples.keyring.sign(claims)
            #expect(token.utf8.count == 60)
            #expect(token.allSatisfy { Self.alphabet.contains($0) })
            #expect(Samples.keyring.verify(token) == claims)
            #expect(Samples.keyring.sign(claims) == token)
        }
    }

    @Test func everyClaimReadsBack() {
        for purpose in LinkPurpose.allCases {
            for (expires, recipient, generation) in [(0, 0, 0), (.max, .max, .max), (1, 2, 3)]
                as [(UInt32, UInt32, UInt16)]
            {
                let claims = LinkClaims(
                    purpose: purpose, expires: expires, subject: (.max, 1), recipient: recipient, generation: generation
                )
                #expect(Samples.keyring.verify(Samples.keyring.sign(claims)) == claims)
            }
        }
    }

    /// Each of 60 × 63 other spellings, so one token has one spelling.
    @Test func anyOtherCharacterAnywhereFails() {
        let token = Array(Samples.keyring.sign(Samples.claims))
        for position in token.indices {
            for other in Self.alphabet where other != token[position] {
                var forged = token
                forged[position] = other
                #expect(Samples.keyring.verify(String(forged)) == nil, "\(position) \(other)")
            }
        }
    }

    @Test func otherFormsFail() {
        let token = Samples.keyring.sign(Samples.claims)
        let cut = String(token.dropLast())
        var forms: [String] = ["", "A", token + "A", token + "AAAA", cut, token + "=", token + "\n", " " + token]
        forms += ["\0" + String(token.dropFirst()), token.lowercased(), token.uppercased(), String(token.reversed())]
        forms += [cut + "=", String(token.dropLast(2)) + "==", String(token.dropLast(3)) + "%2D"]
        forms += [
            String(repeating: "A", count: 60), String(repeating: "_", count: 60), String(repeating: "é", count: 30),
        ]
        forms += [String(repeating: "\u{FF21}", count: 20), token.replacing("_", with: "/").replacing("-", with: "+")]
        for index in token.indices.dropFirst() {
            forms.append(String(token[..<index]) + "\u{301}" + String(token[index...].dropFirst(2)))
        }
        for form in forms { #expect(Samples.keyring.verify(form) == nil, "\(form)") }
    }

    @Test func eachClaimIsUnderTheMAC() {
        // The MAC of one token with the claims of another.
        let token = Samples.keyring.sign(Samples.claims)
        var others = [Samples.claims, Samples.claims, Samples.claims, Samples.claims, Samples.claims, Samples.claims]
        others[0].purpose = .invitationNotice
        others[1].expires += 1
        others[2].subject.high ^= 1
        others[3].subject.low ^= 1
        others[4].recipient += 1
        others[5].generation += 1
        for other in others {
            let spliced = Array(bytes(of: Samples.keyring.sign(other)).prefix(29) + bytes(of: token).suffix(16))
            #expect(Samples.keyring.verify(spell(spliced)) == nil)
            #expect(LinkInspection(spell(spliced), keyring: Samples.keyring)?.claims == other)
        }
    }

    @Test func aPurposeThatIsNotKnownFails() {
        // Signed properly, by a version that is not written yet.
        var bytes: [UInt8] = [1, 7, 200] + [UInt8](repeating: 0, count: 26)
        let mac = HMAC<SHA256>.authenticationCode(
            for: Array("countersign link\0".utf8) + bytes, using: SymmetricKey(data: Samples.secret))
        bytes += mac.prefix(16)
        #expect(Samples.keyring.verify(spell(bytes)) == nil)
        bytes[2] = 1
        #expect(Samples.keyring.verify(spell(bytes)) == nil)
    }

    @Test func anotherFormatFails() {
        var bytes: [UInt8] = [2, 7, 1] + [UInt8](repeating: 0, count: 26)
        let mac = HMAC<SHA256>.authenticationCode(
            for: Array("countersign link\0".utf8) + bytes, using: SymmetricKey(data: Samples.secret))
        bytes += mac.prefix(16)
        #expect(Samples.keyring.verify(spell(bytes)) == nil)
    }

    private func bytes(of token: String) -> Data {
        Data(base64Encoded: token.replacing("-", with: "+").replacing("_", with: "/")) ?? Data()
    }

    private func spell(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }
}
