import Links
import Testing

@Suite struct CaseSubjectTests {
    @Test func theCaseAndTheMailboxStandInOneSubject() {
        let id: (high: UInt64, low: UInt64) = (0x0123_4567_89AB_7CDE, 0x8123_4567_89AB_CDEF)
        let subject = CaseSubject(caseID: id, mailbox: [0xDE, 0xAD, 0xBE, 0xEF, 0x99])
        #expect(subject.claims.high == id.high && subject.claims.low == 0x8123_4567_DEAD_BEEF)
        #expect(CaseSubject(subject.claims) == subject && subject.mailbox == [0xDE, 0xAD, 0xBE, 0xEF])
        #expect(CaseSubject(caseID: id, mailbox: [0xDE, 0xAD, 0xBE, 0xEE]) != subject)
    }

    /// An operator who looks into a link learns what it is about: not a mailbox's digest as if it were a part of an id.
    @Test(arguments: LinkPurpose.allCases)
    func aLinkSaysWhatItIsAbout(_ purpose: LinkPurpose) throws {
        let keyring = Samples.keyring
        let id: (high: UInt64, low: UInt64) = (0x0123_4567_89AB_7CDE, 0x8123_4567_89AB_CDEF)
        let subject =
            purpose == .recoveryContact ? CaseSubject(caseID: id, mailbox: [0xDE, 0xAD, 0xBE, 0xEF]).claims : id
        let token = keyring.sign(
            LinkClaims(purpose: purpose, expires: 1, subject: subject, recipient: 17, generation: 1))
        let about = try #require(LinkInspection(token, keyring: keyring)).about
        #expect(!about.isEmpty)
        let words = Dictionary(about.map { ($0.name, $0.words) }) { first, _ in first }
        switch purpose {
        case .recoveryContact: #expect(words == ["case": "01234567-89ab-7cde-8123-4567…", "owner": "account 17"])
        case .recoveryConfirm, .recoveryStatus: #expect(words == ["case": "01234567-89ab-7cde-8123-456789abcdef"])
        case .invitation: #expect(words == ["invitation": "01234567-89ab-7cde-8123-456789abcdef", "account": "17"])
        default: break
        }
    }
}
