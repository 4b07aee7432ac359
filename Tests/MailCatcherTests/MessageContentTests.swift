import Testing

@testable import MailCatcher

@Suite("Mails taken apart")
struct MessageContentTests {
    private func parse(_ lines: String...) -> MessageContent {
        MessageContent(parsing: Array(lines.joined(separator: "\r\n").utf8))
    }

    @Test("plain text as it stands, and fields unfolded in order")
    func plain() {
        let content = parse("Subject: Hello", "X-Long: one", "\ttwo", "x-long: three", "", "line", "", "end")
        #expect(content.subject == "Hello")
        #expect(content.text == "line\r\n\r\nend")
        #expect(content.html == nil)
        #expect(content.headers.map(\.value) == ["Hello", "one\ttwo", "three"])
        #expect(content.header("x-LONG") == "one\ttwo")
    }

    @Test(
        "subjects",
        arguments: [
            ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"), ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
            ("=?utf-8?Q?a_b?= =?utf-8?Q?c?=", "a bc"), ("=?utf-8?Q?a?= b", "a b"), ("b =?utf-8?Q?a?=", "b a"),
            ("=?utf-8?B?w7w=?=\r\n =?utf-8?B?w58=?=", "üß"), ("=?utf-8?B?8J+O?= =?utf-8?B?iQ==?=", "🎉"),
            ("=?iso-8859-1?Q?=FC?=", "ü"), ("=?windows-1252*de?Q?=80?=", "€"), ("Grüße", "Grüße"),
            ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="), ("=?utf-8?Q?abc", "=?utf-8?Q?abc"), ("=?", "=?"), ("", ""),
            ("=?utf-8?Q?=ZZ?=", "=ZZ"),
        ])
    func subjects(written: String, read: String) {
        #expect(parse("Subject: " + written, "", "").subject == read)
        #expect(MessageContent.subject(of: Array("Subject: \(written)\r\n\r\n".utf8)) == read)
    }

    @Test("alternatives inside mixed, quoted-printable and Base64; attachments are not the text")
    func multipart() {
        let content = parse(
            "Content-Type: multipart/mixed; boundary=\"a b\"", "", "preamble", "--a b",
            "Content-Disposition: attachment", "", "not this", "--a b",
            "Content-Type: multipart/alternative; boundary=in", "", "--in",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
            "Gr=C3=BC=", "=C3=9Fe=20  ", "=3D end", "--in", "Content-Type: text/html; charset=\"utf-8\"",
            "Content-Transfer-Encoding: base64", "", "PHA+w7w8", "L3A+", "--in--", "--a b--", "epilogue")
        #expect(content.text == "Grüße \r\n= end")
        #expect(content.html == "<p>ü</p>")
    }

    @Test(
        "nothing that is cut off, nested too deep or not a mail at all stops the reader",
        arguments: [
            "", "\r\n", "no colon", ":", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x",
            "Content-Type: multipart/mixed; boundary=\r\n\r\nx", "Content-Type: ;;;=\r\n\r\nx",
            "Content-Type: text/plain; charset=nonsense\r\n\r\n\u{0}",
            String(repeating: "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n", count: 200),
        ])
    func broken(mail: String) {
        let content = MessageContent(parsing: Array(mail.utf8))
        #expect(content.subject.isEmpty)
    }

    @Test("octets that are no UTF-8 are read as Latin-1")
    func latin() {
        #expect(MessageContent(parsing: Array("Subject: ".utf8) + [0xFC, 13, 10, 13, 10, 0xE9]).subject == "ü")
    }
}
