import Foundation
import Model
import Testing

@Suite struct EmailAddressTests {
    @Test(arguments: [
        ("ann@example.org", "ann@example.org"), ("Ann.B+tag@Example.ORG", "Ann.B+tag@example.org"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("a!#$%&'*+-/=?^_`{|}~b@example.org", "a!#$%&'*+-/=?^_`{|}~b@example.org"),
        ("root@localhost", "root@localhost"), ("u@bücher.example", "u@xn--bcher-kva.example"),
        ("u@BÜCHER.example", "u@xn--bcher-kva.example"), ("u@例え.テスト", "u@xn--r8jz45g.xn--zckzah"),
        ("u@faß.de", "u@xn--fa-hia.de"), ("用户@例え.テスト", "用户@xn--r8jz45g.xn--zckzah"),
        ("u@bu\u{308}cher.example", "u@xn--bcher-kva.example"), ("u@a-b.c-d.org", "u@a-b.c-d.org"),
        ("u@1and1.com", "u@1and1.com"),
    ])
    func accepts(text: String, kept: String) throws {
        let address = try EmailAddress(text)
        #expect(address.text == kept)
        #expect(try EmailAddress(kept) == address)
    }

    @Test(
        arguments: [
            ("", .noAtSign), ("ann", .noAtSign), ("@example.org", .emptyLocal), ("ann@", .badDomain),
            ("ann@example", .dotlessDomain),
            ("ann@example.org\r\nRCPT TO:<eve@example.org>", .badLocal), ("ann\r\n@example.org", .badLocal),
            ("ann\n@example.org", .badLocal), ("ann@example.org\n", .badDomain), ("ann\0@example.org", .badLocal),
            ("ann@exam\0ple.org", .badDomain), ("an n@example.org", .badLocal), ("ann@exa mple.org", .badDomain),
            ("<ann@example.org>", .badLocal), ("ann>@example.org", .badLocal), ("ann@example.org>", .badDomain),
            ("ann@<example.org", .badDomain), ("b@y> NOTIFY=NEVER", .badDomain), ("\"ann\"@example.org", .badLocal),
            ("ann@eve@example.org", .badLocal), ("ann@[127.0.0.1]", .badDomain), ("ann@127.0.0.1", .badDomain),
            (".ann@example.org", .badLocal), ("ann.@example.org", .badLocal), ("a..b@example.org", .badLocal),
            ("a..\u{301}b@example.org", .badLocal), ("ann(x)@example.org", .badLocal),
            ("ann,eve@example.org", .badLocal),
            ("ann@-example.org", .badDomain), ("ann@example-.org", .badDomain), ("ann@example..org", .badDomain),
            ("ann@example.org.", .badDomain), ("ann@exam_ple.org", .badDomain), ("ann@ex%61mple.örg", .badDomain),
            ("ann@ex:1.örg", .badDomain), ("ann@a/b.örg", .badDomain), ("ann@ex\u{202E}ample.org", .badDomain),
            ("ann@ex\u{200B}ample.org", .badDomain), ("ann\u{200B}@example.org", .badLocal),
            ("ann\u{202E}@example.org", .badLocal),
            ("ann\u{2028}@example.org", .badLocal), ("ann\u{85}@example.org", .badLocal),
            ("ann@example.org\u{2028}", .badDomain),
            ("ann\u{FF20}example.org", .noAtSign), ("ann@example\u{FF0E}org", .badDomain),
            ("ann@example.org\u{301}\r\n", .badDomain),
            ("ann@\u{301}example.org", .badDomain),
        ] as [(String, EmailAddress.Flaw)])
    func refuses(text: String, flaw: EmailAddress.Flaw) {
        #expect(throws: flaw) { try EmailAddress(text) }
    }

    @Test func countsOctets() throws {
        let label = String(repeating: "d", count: 63)
        #expect(throws: EmailAddress.Flaw.longLocal) {
            try EmailAddress(String(repeating: "a", count: 65) + "@example.org")
        }
        #expect(try EmailAddress(String(repeating: "a", count: 64) + "@example.org").local.count == 64)
        #expect(throws: EmailAddress.Flaw.longLabel) { try EmailAddress("a@\(label)d.org") }
        #expect(try EmailAddress("a@\(label).org").domain.utf8.count == 67)
        #expect(throws: EmailAddress.Flaw.long) {
            try EmailAddress("a@" + (0..<4).map { _ in label }.joined(separator: "."))
        }
        #expect(throws: EmailAddress.Flaw.longLocal) {
            try EmailAddress(String(repeating: "ä", count: 33) + "@example.org")
        }
        // 58 letters of two octets each become a label that is too long once it is spelled in ASCII.
        #expect(throws: EmailAddress.Flaw.self) {
            try EmailAddress("a@" + String(repeating: "äöü", count: 20) + ".org")
        }
    }

    @Test(arguments: [
        ("ann@example.org", "a***@e***.org"), ("a@b.co.uk", "a***@b***.uk"), ("root@localhost", "r***@l***"),
    ])
    func masks(text: String, masked: String) throws {
        #expect(try EmailAddress(text).masked == masked)
        #expect(try "\(EmailAddress(text))" == masked)
    }

    @Test func knowsWhatNeedsSMTPUTF8() throws {
        #expect(try EmailAddress("u@bücher.example").isASCII)
        #expect(try !EmailAddress("ü@example.org").isASCII)
    }

    @Test func agreesWithTheIsemailSet() throws {
        let tests = try Corpus.addresses()
        #expect(tests.count > 250)
        for test in tests {
            guard let address = try? EmailAddress(test.text) else {
                #expect(test.category != "ISEMAIL_VALID_CATEGORY" || test.text.contains("\""), "refused \(test)")
                continue
            }
            expectSafe(address)
            #expect(test.category != "ISEMAIL_ERR", "accepted \(test)")
        }
    }

    @Test func nothingNaughtyPasses() throws {
        for text in try Corpus.naughty() {
            for candidate in [text, "\(text)@example.org", "ann@\(text)", "ann@\(text).org", "\(text)@\(text)"] {
                if let address = try? EmailAddress(candidate) { expectSafe(address) }
            }
        }
    }

    @Test func noForbiddenScalarPassesAnywhere() {
        let scalars = (0...0xFFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init)
        for scalar in scalars {
            for candidate in ["a\(scalar)b@example.org", "ab@exa\(scalar)mple.org"] {
                if let address = try? EmailAddress(candidate) { expectSafe(address) }
            }
        }
    }

    /// No octet that could end the address in an envelope or begin another command.
    private func expectSafe(_ address: EmailAddress, _ location: SourceLocation = #_sourceLocation) {
        let hostile = address.text.unicodeScalars.contains { scalar in
            scalar.value <= 0x20 || scalar == "<" || scalar == ">" || (0x7F...0xA0).contains(scalar.value)
                || [.format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .control]
                    .contains(scalar.properties.generalCategory)
        }
        #expect(!hostile, "\(Array(address.text.utf8))", sourceLocation: location)
        #expect(address.domain.utf8.allSatisfy { $0 < 0x80 }, sourceLocation: location)
        #expect(address.text.utf8.filter { $0 == UInt8(ascii: "@") }.count == 1, sourceLocation: location)
        #expect(address.text.utf8.count <= 254, sourceLocation: location)
    }
}
