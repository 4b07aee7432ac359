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
}
