import Foundation
import Model
import Testing

@Suite struct NameTests {
    @Test(arguments: [
        "ann", "Ann", "a", "ann-b", "ann_b", "ann.b", "a+b", "ann@corp", "_ann", "@scope", "ünal", "张伟", "محمد",
        "0day", "ann~1", String(repeating: "a", count: 128),
    ])
    func usernames(text: String) throws {
        #expect(try Name(text, .username).text == text.precomposedStringWithCanonicalMapping)
    }

    @Test(arguments: ["@scope/left-pad", "github.com/a/b", "org.example:lib", "Newtonsoft.Json", "a/b/c"])
    func packageIDs(text: String) throws {
        #expect(try Name(text, .package).text == text)
        #expect(text.utf8.contains(where: { "/:".utf8.contains($0) }) == ((try? Name(text, .username)) == nil))
    }

    @Test(
        arguments: [
            ("", .empty(.username)), (String(repeating: "a", count: 129), .long(.username)),
            (String(repeating: "a", count: 5000), .long(.username)), ("a b", .character(.username, "U+0020")),
            ("a\0b", .character(.username, "U+0000")), ("a\r\nb", .character(.username, "U+000D")),
            ("a\u{202E}b", .character(.username, "U+202E")), ("a\u{200B}b", .character(.username, "U+200B")),
            ("a\u{AD}b", .character(.username, "U+00AD")), ("a\u{2028}b", .character(.username, "U+2028")),
            ("a<b", .character(.username, "U+003C")), ("a\"b", .character(.username, "U+0022")),
            ("\u{1F600}", .character(.username, "U+1F600")), ("a\u{3164}", .character(.username, "U+3164")),
            ("-a", .edge(.username)), (".a", .edge(.username)), ("\u{301}a", .edge(.username)),
            ("q\u{31D}\u{31D}\u{31D}\u{31D}\u{31D}", .marks(.username)), ("a//b", .character(.username, "U+002F")),
        ] as [(String, Name.Flaw)])
    func refuses(text: String, flaw: Name.Flaw) {
        #expect(throws: flaw) { try Name(text, .username) }
    }

    @Test func aSpaceIsCalledSo() {
        #expect("\(Name.Flaw.character(.username, "U+0020"))".hasSuffix("it cannot hold a space"))
        #expect("\(Name.Flaw.character(.username, "U+202E"))".hasSuffix("it cannot hold U+202E"))
    }

    @Test(arguments: ["a//b", "a//\u{301}b", "//a", "/a"])
    func packageIDsHaveNoEmptyParts(text: String) {
        #expect(throws: Name.Flaw.edge(.package)) { try Name(text, .package) }
    }

    @Test(arguments: [
        ("Ann", "ann"), ("ÄRGER", "ärger"), ("A\u{308}rger", "ärger"), ("STRAẞE", "straße"),
        ("ΟΔΟΣ", "οδος"), ("ΟΔΟΣ", "οδοσ"), ("\u{212A}elvin", "kelvin"),
        ("ÅNGSTRÖM", "a\u{30A}ngstro\u{308}m"),
        ("ДМИТРИЙ", "дмитрий"), ("Ǆ", "ǆ"), ("ǅ", "ǆ"),
    ])
    func twoSpellingsAreOneName(one: String, other: String) throws {
        #expect(try Name(one, .username) == Name(other, .username))
        #expect(Name.fold(one).utf8.elementsEqual(Name.fold(other).utf8))
    }

    /// Lowering names as galleries do keeps all of these apart; the full case folding would not.
    @Test(arguments: [
        ("ann", "anna"), ("a", "а"), ("ı", "i"), ("é", "e"), ("strasse", "straße"), ("STRASSE", "straße"),
        ("\u{17F}am", "sam"), ("ﬁsh", "fish"), ("ﬁsh", "FISH"), ("İ", "i"), ("İ", "ı"), ("ŉ", "ʼn"), ("µ", "μ"),
        ("ẛ", "ṡ"), ("ϐ", "β"), ("ΐ", "ι"),
    ])
    func othersAreTwo(one: String, other: String) throws {
        #expect(try Name(one, .username) != Name(other, .username))
    }

    @Test func foldingTwiceIsFoldingOnce() {
        for value in 0x41...0x2FFFF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(value), scalar.isWordLike else { continue }
            let (once, text) = (Name.fold("x\(scalar)"), "x\(scalar)")
            guard Name.fold(once).utf8.elementsEqual(once.utf8), Name.fold(text.lowercased()) == once || value == 0x130
            else {
                Issue.record("U+\(String(value, radix: 16)) folds to \(Array(once.unicodeScalars))")
                continue
            }
        }
    }

    @Test func nothingNaughtyPasses() throws {
        let texts = try Corpus.naughty()
        #expect(texts.count > 500)
        for text in texts {
            for kind in [Name.Kind.username, .package] {
                guard let name = try? Name(text, kind) else { continue }
                let bad = name.text.unicodeScalars.filter { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .privateUse, .surrogate, .unassigned, .spaceSeparator, .lineSeparator,
                        .paragraphSeparator, .currencySymbol, .otherSymbol:
                        true
                    case .mathSymbol: scalar != "+" && scalar != "~"
                    default:
                        scalar.properties.isDefaultIgnorableCodePoint || "<>\"'&\\%$`".unicodeScalars.contains(scalar)
                    }
                }
                #expect(bad.isEmpty, "\(text.debugDescription)")
            }
        }
    }
}

@Suite struct PlainTextTests {
    @Test func countsScalars() throws {
        #expect(try PlainText(String(repeating: "é", count: 500)).text.count == 500)
        #expect(throws: PlainText.Flaw.long(limit: 500)) { try PlainText(String(repeating: "a", count: 501)) }
        #expect(throws: PlainText.Flaw.long(limit: 500)) {
            try PlainText("a" + String(repeating: "\u{301}", count: 500))
        }
        #expect(throws: PlainText.Flaw.long(limit: 3)) { try PlainText("abcd", limit: 3) }
    }

    @Test(arguments: ["", "one\r\ntwo\n\tthree", "<b>&", "שלום", "a\u{2028}b"])
    func keepsItsWords(text: String) throws {
        #expect(try PlainText(text).text == text)
    }

    @Test(arguments: ["\0", "a\u{1B}[31mb", "\u{7F}", "\u{9B}", "\u{8}", "\u{B}", "\u{C}"])
    func refusesControls(text: String) {
        #expect(throws: PlainText.Flaw.control) { try PlainText(text) }
    }
}
