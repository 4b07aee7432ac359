import Links
import Testing

@Suite struct KeyringTests {
    @Test func onlyTheKeysOfTheRingVerify() {
        let one = Keyring(newest: Samples.key(1))
        let token = one.sign(Samples.claims)
        #expect(one.verify(token) == Samples.claims)
        #expect(Keyring(newest: Samples.key(2)).verify(token) == nil)
        // The same id with another secret, as after a database moved without its keyring.
        #expect(Keyring(newest: Keyring.Key(id: 1, secret: Samples.secret)).verify(token) == nil)
    }

    @Test func rotationKeepsOldLinksAndRetirementEndsThem() {
        let old = Keyring(newest: Samples.key(1)).sign(Samples.claims)
        let rotated = Keyring(newest: Samples.key(2), older: [Samples.key(1)])
        let new = rotated.sign(Samples.claims)
        #expect(old != new)
        #expect(rotated.verify(old) == Samples.claims)
        #expect(rotated.verify(new) == Samples.claims)
        let retired = Keyring(newest: Samples.key(2))
        #expect(retired.verify(old) == nil)
        #expect(retired.verify(new) == Samples.claims)
    }

    @Test func aTokenNamesTheKeyThatSignedIt() throws {
        let rotated = Keyring(newest: Samples.key(2), older: [Samples.key(1)])
        #expect(LinkInspection(rotated.sign(Samples.claims), keyring: rotated)?.keyID == 2)
    }

    @Test func aHolderHandsOutTheNewestRing() {
        let holder = KeyringHolder(Keyring(newest: Samples.key(1)))
        let token = holder.keyring.sign(Samples.claims)
        holder.replace(with: Keyring(newest: Samples.key(2)))
        #expect(holder.keyring.verify(token) == nil)
    }

    @Test func inspectionReadsWithoutBelieving() throws {
        let token = Samples.keyring.sign(Samples.claims)
        let good = try #require(LinkInspection(token, keyring: Samples.keyring))
        #expect((good.keyID, good.verified) == (7, true))
        #expect(good.claims == Samples.claims)
        let foreign = try #require(LinkInspection(token, keyring: Keyring(newest: Samples.key(7))))
        #expect(!foreign.verified)
        #expect(foreign.claims == Samples.claims)
        #expect(LinkInspection("", keyring: Samples.keyring) == nil)
        #expect(LinkInspection(token.dropLast(), keyring: Samples.keyring) == nil)
        #expect(LinkInspection("B" + token.dropFirst(), keyring: Samples.keyring) == nil)
    }

    @Test func purposesHaveNamesAndKeepTheirNumbers() {
        #expect(LinkPurpose.allCases.map(\.rawValue) == Array(1...12))
        #expect(
            LinkPurpose.allCases.map(\.description) == [
                "invitation", "invitation-notice", "publication", "preferences", "ownership", "ticket", "contact",
                "admin-sign-in", "recovery-confirm", "recovery-status", "recovery-contact", "report-confirm",
            ])
    }
}
