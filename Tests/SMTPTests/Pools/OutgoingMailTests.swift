import Testing

@testable import SMTP

@Suite struct OutgoingMailTests {
    @Test(
        arguments: [
            ("a\r\n", nil), ("\r\n", nil), ("a\r\n.\r\nb\r\n", nil), (String(repeating: "x", count: 998) + "\r\n", nil),
            ("a\nb\r\n", .bareLF), ("\n", .bareLF), ("a\rb\r\n", .bareCR), ("a\r\r\n", .bareCR), ("a\r", .bareCR),
            ("a\0\r\n", .nul), ("\u{e9}\r\n", .eightBit), ("a\u{2028}b\r\n", .eightBit), ("", .empty),
            ("a", .unfinishedLine), ("a\r\nb", .unfinishedLine),
            (String(repeating: "x", count: 999) + "\r\n", .longLine),
        ] as [(String, OutgoingMail.ContentFlaw?)])
    func contentIsCheckedByteByByte(content: String, flaw: OutgoingMail.ContentFlaw?) throws {
        #expect(try OutgoingMail.to("bob@example.net", content).flaw == flaw)
    }
}
