import Foundation
import Model
import Testing

@testable import Mail

@Suite struct TemplateTests {
    /// A folder of an operator's own, before the packaged one.
    private func folder(_ files: [String: String]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mail-templates-\(UUID().uuidString)")
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return folder.path
    }

    private func findings(_ files: [String: String]) throws -> [TemplateFinding] {
        let own = try folder(files)
        defer { try? FileManager.default.removeItem(atPath: own) }
        return TemplateLibrary.check(folders: [own, Place.templates])
    }

    private func layout(_ part: String) throws -> String {
        try String(contentsOfFile: Place.templates + "/layout.\(part).mustache", encoding: .utf8)
    }

    private static let words = "subject: S\npreheader: P\nheading: H {{package}}\n\nWords.\n\n"

    @Test func packagedTemplatesHaveNothingWrong() {
        #expect(TemplateLibrary.check(folders: [Place.templates]).map(\.description) == [])
    }

    @Test(arguments: [
        ("{{{package}}}", "unescaped"), ("{{&package}}", "unescaped"), ("{{> part}}", "partials"),
        ("{{=<% %>=}}", "delimiters"),
        ("{{packge}}", "'packge' is not known"), ("{{lowercased(package)}}", "not a name"),
        ("{{package", "never closed"),
        ("{{#note}}x", "never closed"), ("x{{/note}}", "not open"), ("{{note}}", "may lack"),
        ("{{#to-removed}}x{{/to-removed}}", "do not go to"),
        ("{{%CONTENT_TYPE:HTML}}", "pragmas"), ("subejct: x", "is not a key"), ("row: a b", "' = '"),
        ("action: again", "more than once"), ("quote:", "without words"),
        ("{{#transfer}}{{transfer}}{{/transfer}}", "no words of its own"),
    ])
    func wordsThatCannotBeUsed(_ bad: String, _ message: String) throws {
        let found = try findings(["en/invitation.mustache": Self.words + "action: A\n\n" + bad + "\n"])
        let finding = try #require(found.first)
        #expect(finding.message.contains(message), "\(finding)")
        #expect(finding.file.hasSuffix("en/invitation.mustache"))
        if !["' = '", "more than once", "without words"].contains(message) { #expect(finding.line == 9, "\(finding)") }
    }

    @Test(arguments: [
        ("{{#reasons}}because {{reasons}}{{/reasons}}", "stands by itself"),
        ("{{#reasons}}\nlist: {{reasons}} and so on\n{{/reasons}}", "stands by itself"),
        ("{{#reasons}}\nlist: {{reasons}}\nand so on\n{{/reasons}}", "stands by itself"),
        ("list: {{package}}", "holds no list"), ("list: {{reasons}}", "may lack"), ("list:", "without words"),
    ])
    func listsThatCannotBeUsed(_ bad: String, _ message: String) throws {
        let found = try findings(["en/publication-failed.mustache": Self.words + bad + "\n"])
        #expect(found.first?.message.contains(message) == true, "\(found)")
    }

    @Test(arguments: [
        ("states: received = x", "no words for 'held'"), ("states: gone = x", "not 'name = words'"),
        ("more: and others", "leaves out '{{count}}'"),
        ("digest-line: {{version}}: {{when}}", "'{{when}}' is not known"),
        ("mutable-kinds: publication-live", "not 'name = words'"),
    ])
    func commonWordsThatCannotBeUsed(_ line: String, _ message: String) throws {
        let common = try String(contentsOfFile: Place.templates + "/en/common.mustache", encoding: .utf8)
        let found = try findings(["en/common.mustache": common + line + "\n"])
        #expect(found.first?.message.contains(message) == true, "\(found)")
        #expect(found.first?.line == common.split(separator: "\n", omittingEmptySubsequences: false).count)
    }

    @Test func wordsThatLackSomething() throws {
        #expect(try findings(["en/invitation.mustache": Self.words]).first?.message.contains("no 'action:'") == true)
        #expect(
            try findings(["en/owner-added.mustache": Self.words + "action: A"]).first?.message.contains("carry no link")
                == true)
        #expect(
            try findings(["en/owner-added.mustache": "subject: S"]).first?.message.contains("no 'heading:'") == true)
        #expect(
            try findings(["en/invitatoin.mustache": ""]).first?.message.contains("not the name of a mail kind") == true)
        #expect(try findings(["en/common.mustache": "direction: up"]).first?.message.contains("ltr or rtl") == true)
        #expect(
            try findings(["de/invitation.mustache": Self.words]).first?.description.contains(
                "de/common.mustache: is missing") == true)
    }

    @Test func filesThatCannotBeRead() throws {
        #expect(TemplateLibrary.check(folders: ["/nowhere/at/all"]).first?.message.contains("not a folder") == true)
        let own = try folder(["en/invitation.mustache": "x"])
        defer { try? FileManager.default.removeItem(atPath: own) }
        try Data([0x66, 0xFF]).write(to: URL(filePath: own + "/en/invitation.mustache"))
        #expect(TemplateLibrary.check(folders: [own, Place.templates]).first?.message.contains("UTF-8") == true)
        try Data("a\nb\u{F0001}".utf8).write(to: URL(filePath: own + "/en/invitation.mustache"))
        #expect(TemplateLibrary.check(folders: [own, Place.templates]).first?.line == 2)
        // By itself it lacks nearly everything, and all of it is told at once.
        #expect(throws: TemplateError.self) { try TemplateLibrary(folders: [own]) }
    }

    @Test(arguments: [
        ("<h1", "<script>x</script><h1", "uses <script>"),
        ("<h1", "<img src=\"https://x.example/p.gif\"><h1", "loads something"),
        ("margin:0 0 18px 0", "display:flex", "display:flex"), ("<h1", "<h1>x</h1><h1", "2 <h1>"),
        ("</h1>", "", "closes <"),
        ("role=\"presentation\" ", "", "without role"), ("<html lang=\"{{lang}}\"", "<html", "no 'lang'"),
        ("<h1", "<p onclick=\"x\">y</p><h1", "script attribute"),
        ("{{footer}}", "<a href=\"https://evil.example/\">x</a>", "leads to the link|lead to the link"),
        ("{{link}}", "https://other.example", "leaves out the link"), ("{{value}}", "", "leaves out what"),
        ("{{settingsLink}}", "{{link}}", "leaves out the link to the reader's preferences"),
        ("<li style=\"margin:0 0 6px 0\">{{words}}</li>", "", "leaves out what"),
        ("<h1", "{{unknown}}<h1", "not known in a layout"),
        ("padding:28px 12px", "background:url(x)", "url("),
    ])
    func layoutsThatWouldHarmMail(_ old: String, _ new: String, _ message: String) throws {
        let html = try layout("html").replacing(old, with: new)
        let found = try findings(["layout.html.mustache": html])
        #expect(
            found.contains { finding in message.split(separator: "|").contains { finding.message.contains($0) } },
            "\(found)")
        #expect(found.contains { $0.file.hasSuffix("layout.html.mustache") })
    }

    @Test func linkWithWordsOnItsLine() throws {
        let text = try layout("text").replacing("{{link}}", with: "Open {{link}}.")
        let found = try findings(["layout.text.mustache": text])
        #expect(found.contains { $0.message.contains("stands alone") && $0.line != nil })
    }

    @Test func languagesStandInForOneAnother() throws {
        let common = try String(contentsOfFile: Place.templates + "/en/common.mustache", encoding: .utf8)
        let own = try folder([
            "de/common.mustache": common.replacing("Saturday", with: "Samstag"),
            "de/invitation.mustache":
                "subject: Einladung\npreheader: P\nheading: {{package}}\n\nBis {{expires}}.\n\naction: Ansehen\n",
            "de-AT/invitation-reminder.mustache": "subject: Servus\npreheader: P\nheading: H\n\nW.\n\naction: A\n",
            "he/common.mustache": common.replacing("direction: ltr", with: "direction: rtl"),
            "he/invitation.mustache":
                "subject: שלום {{package}}\npreheader: P\nheading: {{package}}\n\n{{inviter}}.\n\naction: A\n",
        ])
        defer { try? FileManager.default.removeItem(atPath: own) }
        #expect(TemplateLibrary.check(folders: [own, Place.templates]).map(\.description) == [])
        let library = try TemplateLibrary(folders: [own, Place.templates])
        #expect(library.localeTags == ["de", "de-AT", "en", "he"])
        func compose(_ kind: MailKind, _ locales: [String]) throws -> ParsedMail {
            try expectWellFormed(library.compose(.sample(kind, locales: locales)))
        }
        let austrian = try compose(.invitation, ["DE-at"])
        #expect(austrian["Subject"] == "Einladung" && austrian["Content-Language"] == "de")
        #expect(austrian.text.contains("Samstag"))
        #expect(try compose(.invitationReminder, ["de-AT"])["Subject"] == "Servus")
        #expect(try compose(.invitationReminder, ["de"])["Content-Language"] == "en")
        #expect(try compose(.invitation, ["fr", "de"])["Content-Language"] == "de")
        #expect(try compose(.invitation, [])["Content-Language"] == "en")
        let hebrew = try compose(.invitation, ["he"])
        #expect(
            hebrew.html.contains("<html lang=\"he\" dir=\"rtl\">") && hebrew.html.contains("<bdi>Contoso.Utils</bdi>"))
        #expect(hebrew.html.contains("align=\"right\"") && !hebrew.html.contains("align=\"left\""))
    }

    @Test func operatorsReplaceSingleFiles() throws {
        let own = try folder(["en/invitation.mustache": Self.words + "action: Our words\n"])
        defer { try? FileManager.default.removeItem(atPath: own) }
        let library = try TemplateLibrary(folders: [own, Place.templates])
        #expect(try ParsedMail(library.compose(.sample())).html.contains("Our words"))
        #expect(
            try ParsedMail(library.compose(.sample(.ownerAdded)))["Subject"] == "You are now an owner of Contoso.Utils")
    }
}
