import Model
import Testing

@testable import SMTP

@Suite struct ReplyTests {
    private func reply(_ lines: String...) -> SMTPReply? {
        var buffer = ReplyBuffer()
        for line in lines {
            Array("\(line)\r\n".utf8).withUnsafeBytes { raw in
                if let line = ReplyLine(raw) { buffer.append(line) }
            }
        }
        return buffer.reply
    }

    @Test(
        arguments: [
            (["250 2.1.5 ok"], 250, EnhancedStatusCode(2, 1, 5), "ok"), (["250"], 250, nil, ""),
            (["250 "], 250, nil, ""),
            (
                ["550-5.1.1 no such", "550-5.1.1  user", "550 5.1.1 here"], 550, EnhancedStatusCode(5, 1, 1),
                "no such user here"
            ),
            (["550-no such", "550 5.1.1 user"], 550, EnhancedStatusCode(5, 1, 1), "no such user"),
            (["421 4.7.0"], 421, EnhancedStatusCode(4, 7, 0), ""),
            (["450 1.2.3.4 is listed"], 450, nil, "1.2.3.4 is listed"),
            (["550 3.1.1 odd class"], 550, nil, "3.1.1 odd class"),
            (["550 a\u{1b}]0;x\u{07}b\u{202e}c\0d\u{85}e  f\tg "], 550, nil, "a?]0;x?b?c?d?e f g"),
        ] as [([String], Int, EnhancedStatusCode?, String)])
    func linesBecomeOneReply(lines: [String], code: Int, status: EnhancedStatusCode?, text: String) {
        var buffer = ReplyBuffer()
        for line in lines {
            Array("\(line)\r\n".utf8).withUnsafeBytes { raw in
                if let line = ReplyLine(raw) { buffer.append(line) }
            }
        }
        #expect(buffer.reply == SMTPReply(code: code, status: status, text: text))
    }

    @Test func nothingIsToldOfHalfAReply() {
        #expect(reply("550-5.1.1 no") == nil)
        #expect(reply("550-5.1.1 no", "550x") == nil)
    }

    @Test func aReplyIsCut() {
        let reply = reply("550-" + String(repeating: "xyz ", count: 2_500), "550 end")
        #expect(reply?.text == String(String(repeating: "xyz ", count: 125).dropLast()))
    }

    private static let token = String(repeating: "AbCdE_6-", count: 7) + "wxyz"

    /// A relay that quotes what it refuses tells nobody the link.
    @Test(arguments: [
        (["550 5.7.1 http://c.test/c/\(token) is listed"], "http://c.test[link] is listed"),
        (
            ["550-5.7.1 http://c.test/c/\(token.prefix(25))", "550 5.7.1 \(token.dropFirst(25)) no"],
            "http://c.test[link] no"
        ),
        (["550-found \(token.prefix(30))", "550 \(token.dropFirst(30)) in it"], "found [link] in it"),
        (
            ["550-http=3A=2F=2Fc.test/c/\(token.prefix(40))=", "550 \(token.dropFirst(40)) no"],
            "http=3A=2F=2Fc.test[link] no"
        ),
        (
            ["550 " + String(repeating: "word ", count: 97) + token],
            String(repeating: "word ", count: 97) + "AbCdE_6-AbCdE_6"
        ),
    ])
    func aReplyHoldsNoLink(lines: [String], text: String) {
        var buffer = ReplyBuffer()
        for line in lines {
            Array("\(line)\r\n".utf8).withUnsafeBytes { raw in
                if let line = ReplyLine(raw) { buffer.append(line) }
            }
        }
        #expect(buffer.reply?.text == text)
    }

    @Test(arguments: [
        ("AUTH PLAIN", true), ("AUTH CRAM-MD5 LOGIN", true), ("AUTH XOAUTH2", false), ("AUTH", false),
        ("AUTHPLAIN", false), ("auth PLAIN", false), ("X-AUTH PLAIN", false), ("AUTH PLAINX", false),
    ])
    func onlyPLAINAndLOGINAreUsable(line: String, isUsable: Bool) {
        var extensions = ServerExtensions()
        extensions.note(Array(line.utf8))
        #expect(extensions.offersUsableAUTH == isUsable)
    }

    @Test(arguments: [("SIZE 1000", 1000), ("SIZE", nil), ("SIZE 0", nil), ("SIZE x", nil)])
    func aSizeOfZeroIsNoLimit(line: String, limit: Int?) {
        var extensions = ServerExtensions()
        extensions.note(Array(line.utf8))
        #expect(extensions.sizeLimit == limit)
    }
}
