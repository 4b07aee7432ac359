import Foundation
import Links
import Testing

@Suite struct KeyringDocumentTests {
    private func json(_ keys: [(Int, Int)]) -> Data {
        let entries = keys.map { kid, count in
            #"{"kid": \#(kid), "secret": "\#(Data(repeating: UInt8(truncatingIfNeeded: kid), count: count).base64EncodedString())", "createdAt": "now"}"#
        }
        return Data(#"{"keys": [\#(entries.joined(separator: ","))]}"#.utf8)
    }

    @Test func oneFreshKeyOfThirtyTwoBytes() throws {
        let document = KeyringDocument(createdAt: "2026-11-21T00:00:00Z")
        #expect(document.keys.map(\.kid) == [1])
        #expect(document.keys.map(\.secret.count) == [32])
        #expect(KeyringDocument(createdAt: "").keys[0].secret != document.keys[0].secret)
    }

    @Test func readsWhatItWrites() throws {
        var document = KeyringDocument(createdAt: "2026-11-21T00:00:00Z")
        #expect(try document.rotate(createdAt: "2026-11-22T00:00:00Z") == 2)
        let read = try KeyringDocument(json: document.json())
        #expect(read.keys.map(\.kid) == [1, 2])
        #expect(read.keys.map(\.secret) == document.keys.map(\.secret))
        let token = try document.keyring().sign(Samples.claims)
        #expect(try read.keyring().verify(token) == Samples.claims)
        #expect(try LinkInspection(token, keyring: read.keyring())?.keyID == 2)
    }

    @Test func flaws() {
        func flaw(_ data: Data) -> KeyringDocument.Flaw? {
            do throws(KeyringDocument.Flaw) {
                _ = try KeyringDocument(json: data)
                return nil
            } catch { return error }
        }
        #expect(flaw(Data("{".utf8)) == .notJSON)
        #expect(flaw(Data(#"{"keys": 1}"#.utf8)) == .notJSON)
        #expect(flaw(json([])) == .empty)
        #expect(flaw(json([(1, 32), (1, 32)])) == .duplicate(1))
        #expect(flaw(json([(0, 32)])) == .badID(0))
        #expect(flaw(json([(256, 32)])) == .badID(256))
        #expect(flaw(json([(-1, 32)])) == .badID(-1))
        #expect(flaw(json([(3, 31)])) == .weak(3))
        #expect(flaw(json([(3, 33)])) == .weak(3))
        #expect(flaw(json([(255, 32), (1, 32)])) == nil)
    }

    @Test func rotationAndRetirement() throws {
        var document = KeyringDocument(createdAt: "")
        #expect(throws: KeyringDocument.Flaw.lastKey(1)) { try document.retire(1) }
        #expect(throws: KeyringDocument.Flaw.unknownKey(9)) { try document.retire(9) }
        let old = try document.keyring().sign(Samples.claims)
        _ = try document.rotate(createdAt: "")
        #expect(try document.keyring().verify(old) == Samples.claims)
        try document.retire(1)
        #expect(try document.keyring().verify(old) == nil)
        #expect(document.keys.map(\.kid) == [2])
    }

    @Test func idsGoRoundAndEnd() throws {
        var document = try KeyringDocument(json: json([(255, 32)]))
        #expect(try document.rotate(createdAt: "") == 1)
        for _ in 0..<253 { _ = try document.rotate(createdAt: "") }
        #expect(Set(document.keys.map(\.kid)) == Set(1...255))
        #expect(throws: KeyringDocument.Flaw.full) { try document.rotate(createdAt: "") }
    }

    /// The newest key's id is not given to the next one where it was retired: a link of the one would name the other.
    @Test func aRetiredNewestKeyLeavesItsIdBehind() throws {
        var document = KeyringDocument(createdAt: "")
        #expect(try document.rotate(createdAt: "") == 2)
        try document.retire(2)
        document = try KeyringDocument(json: document.json())
        #expect(try document.rotate(createdAt: "") == 3)
        #expect(document.keys.map(\.kid) == [1, 3])
    }

    @Test func aLastIdOutsideTheRangeIsAFlaw() throws {
        let text = String(decoding: try KeyringDocument(createdAt: "").json(), as: UTF8.self)
        for last in ["0", "-1", "256", "9223372036854775807"] {
            let changed = text.replacing("\"lastKid\" : 1", with: "\"lastKid\" : \(last)")
            #expect(changed != text)
            #expect(throws: KeyringDocument.Flaw.badID(try #require(Int(last)))) {
                try KeyringDocument(json: Data(changed.utf8))
            }
        }
    }

    @Test func noFlawTellsAKey() throws {
        let document = KeyringDocument(createdAt: "")
        let secret = document.keys[0].secret.base64EncodedString()
        let flaws: [KeyringDocument.Flaw] = [
            .notJSON, .empty, .duplicate(1), .badID(1), .weak(1), .unknownKey(1), .lastKey(1), .full,
        ]
        for flaw in flaws {
            #expect(!flaw.description.contains(secret))
            #expect(!flaw.description.contains("\n"))
        }
    }
}
