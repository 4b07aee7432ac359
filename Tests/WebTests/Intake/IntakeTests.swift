import HTTPTypes
import Links
import Model
import Storage
import Testing
import Workflows

@testable import Web

/// The public forms, by which anybody claims or reports a package.
@Suite struct IntakeTests {
    private static let claim = [
        "package": "Lost.Pack", "name": "Dana", "email": "dana@example.org", "why": "I wrote it.",
    ]
    private static let report = ["topic": "malware", "message": "It reads keys.", "email": "zoe@example.org"]

    @Test func whichGallery() async throws {
        try await Fixture.run { site in
            let open = try await site.open("/recovery")
            #expect(open.status == 200 && open.text.contains("Which gallery is it about?"))
            #expect(!open.text.contains("fabrikam"), "who is served here is nobody's business")
            #expect(try await site.open("/recovery?gallery=contoso").text.contains("name=\"why\""))
            #expect(try await site.open("/recovery/contoso?package=A.B").text.contains("value=\"A.B\""))
            #expect(try await site.open("/recovery/nothing").status == 404)
            #expect(try await site.open("/recovery?gallery=nothing").status == 404)
            #expect(try await site.open("/recovery/contoso/x").status == 404)
            #expect(try await site.open("/report/contoso/A.B").status == 200)
            #expect(try await site.open("/report/contoso/%40a/b").text.contains("@a/b"))
            for path in ["/report/nothing/A", "/report/contoso", "/report/contoso/", "/report/contoso/a%20b"] {
                #expect(try await site.open(path).status == 404, "\(path)")
            }
        }
    }

    @Test func aFormWithoutItsVisitIsShownAgain() async throws {
        try await Fixture.run { site in
            for path in ["/recovery/contoso", "/report/contoso/Lost.Pack"] {
                let fields = path.hasPrefix("/report") ? Self.report : Self.claim
                let answer = try await site.submit(path, fields, visited: false)
                #expect(answer.status == 403)
                #expect(answer.text.contains(fields["email"] ?? "?"), "nothing typed is lost")
                #expect(answer.headers[.setCookie] != nil)
                let foreign = try await site.submit(path, fields, headers: [.origin: "https://evil.example"])
                #expect(foreign.status == 403 && !foreign.text.contains("nonce"))
            }
            #expect(try await site.mails().isEmpty)
        }
    }

    @Test func whatIsWrongStandsAtItsField() async throws {
        try await Fixture.run { site in
            let wrong = [
                "package": "a b", "name": " ", "username": "-", "email": "nobody", "why": "<i>\u{1}",
                "evidence": "https://a.example\nftp://b.example",
            ]
            let answer = try await site.submit("/recovery/contoso", wrong)
            #expect(answer.status == 422)
            #expect(answer.text.contains("role=\"alert\""))
            for name in ["package", "name", "username", "email", "why", "evidence"] {
                #expect(answer.text.contains("id=\"f-\(name)-error\""), "\(name)")
                #expect(answer.text.contains("href=\"#f-\(name)\""), "\(name)")
            }
            #expect(answer.text.contains("&lt;i&gt;") && !answer.text.contains("<i>"))
            let report = try await site.submit("/report/contoso/A", ["topic": "x", "message": "", "email": "@"])
            #expect(report.status == 422)
            for name in ["topic", "message", "email"] { #expect(report.text.contains("id=\"f-\(name)-error\"")) }
            #expect(try await site.mails().isEmpty)
        }
    }

    @Test func theAnswerIsTheSameWhateverThereIs() async throws {
        try await Fixture.run { site in
            try await site.prepare("Known.Pack")
            let first = try await site.submit("/recovery/contoso", Self.claim)
            #expect(first.status == 200 && first.text.contains("One step is left"))
            for package in ["Known.Pack", "Unknown.Pack", "Lost.Pack"] {
                let again = try await site.submit("/recovery/contoso", Self.claim.merging(["package": package]) { $1 })
                #expect(again.status == 200 && again.body == first.body, "\(package)")
            }
            let unknown = try await site.submit("/report/contoso/Unknown.Too", Self.report)
            let known = try await site.submit("/report/contoso/Known.Pack", Self.report)
            #expect(known.status == 200 && known.body == unknown.body)
            let mails = try await site.mails()
            #expect(
                mails.map(\.facts.package).sorted() == [
                    "Known.Pack", "Known.Pack", "Lost.Pack", "Unknown.Pack", "Unknown.Too",
                ])
            #expect(mails.allSatisfy { $0.kind == .recoveryConfirmAddress && $0.facts.message == nil })
        }
    }

    @Test func aReportIsReadOnceItsAddressIsConfirmed() async throws {
        try await Fixture.run { site in
            _ = try await site.submit("/report/contoso/Bad.Pack", Self.report)
            let mail = try #require(try await site.mails().first)
            #expect(mail.facts.role == .sender)
            let token = site.keyring.keyring.sign(
                LinkClaims(
                    purpose: .reportConfirm, expires: UInt32(clamping: mail.until.seconds),
                    subject: (mail.about.high, mail.about.low), generation: 1))
            for _ in 0..<3 {
                let page = try await site.open("/c/\(token)")
                #expect(page.status == 200 && page.text.contains("It reads keys."))
            }
            #expect(try await site.reports().isEmpty, "a scanner confirms nothing")
            #expect(try await site.press(token, "action=object").status == 400)
            for _ in 0..<2 {
                let done = try await site.press(token, "action=confirm")
                #expect(done.status == 200 && done.text.contains("The report was received"))
            }
            let reports = try await site.reports()
            #expect(reports.map(\.package.id.text) == ["Bad.Pack"] && reports[0].email?.text == "zoe@example.org")
            #expect(try await site.open("/c/\(token)").status == 410)
            #expect(try await site.events().filter { $0 == "report.received" }.count == 1)
        }
    }

    /// The mail says that one can say so, and the page lets one.
    @Test func whoNeverClaimedItSaysSo() async throws {
        try await Fixture.run { site in
            _ = try await site.submit("/recovery/contoso", Self.claim)
            let mail = try #require(try await site.mails().first)
            let token = site.keyring.keyring.sign(
                LinkClaims(
                    purpose: .recoveryConfirm, expires: UInt32(clamping: mail.until.seconds),
                    subject: (mail.about.high, mail.about.low), generation: UInt16(mail.generation)))
            let page = try await site.open("/c/\(token)")
            #expect(page.status == 200 && page.text.contains(#"name="action" value="disown""#))
            #expect(page.text.contains("I wrote it."))
            var bodies: [[UInt8]] = []
            for _ in 0..<2 {
                let done = try await site.press(token, "action=disown")
                #expect(done.status == 200 && done.text.contains("The claim is withdrawn"))
                #expect(!done.text.contains("I wrote it.") && !done.text.contains("Dana"))
                bodies.append(Array(done.body))
            }
            #expect(bodies[0] == bodies[1], "a second press changes nothing")
            let late = try await site.press(token, "action=confirm")
            #expect(late.status == 200 && late.text.contains("The claim is withdrawn"))
            #expect(try await site.open("/c/\(token)").status == 410)
            let events = try await site.events()
            #expect(events.count { $0 == "recovery.withdrawn" } == 1 && !events.contains("recovery.confirmed"))
            #expect(try await site.mails().count == 1, "nobody is mailed about it")
        }
    }

    @Test func whatNobodyConfirmsIsForgotten() async throws {
        try await Fixture.run { site in
            _ = try await site.submit("/report/contoso/Bad.Pack", Self.report)
            let mail = try #require(try await site.mails().first)
            site.clock.advance(by: ReportDraft.life)
            while try await Schedules(site.context).runDue() {}
            let left = try await site.context.database.read { try $0.intake.find(mail.about) }
            #expect(left == nil)
        }
    }

    @Test func theSameWordsAreOneReportForAWhile() async throws {
        try await Fixture.run { site in
            for _ in 0..<3 { _ = try await site.submit("/report/contoso/Bad.Pack", Self.report) }
            #expect(try await site.mails().count == 1)
        }
    }

    @Test func tooManyFormsAreToldWhen() async throws {
        try await Fixture.run(settings: [:]) { site in
            var answer = try await site.submit("/report/contoso/Bad.Pack", Self.report)
            for number in 0..<100 where answer.status == 200 {
                let fields = Self.report.merging(["email": "a\(number)@example.org"]) { $1 }
                answer = try await site.submit("/report/contoso/Bad.Pack", fields)
            }
            #expect(answer.status == 429)
            #expect(answer.headers[.retryAfter] != nil && answer.text.contains("It can be tried again in"))
            #expect(answer.text.contains("It reads keys."), "nothing typed is lost")
        }
    }

    @Test func tokensOfStatusPagesAreNeverLogged() throws {
        let target = try RequestTarget("/recovery/status/abcDEF123?x=1", base: "")
        #expect(target.redacted == "/recovery/status/***")
    }
}

extension Fixture {
    fileprivate func open(_ path: String) async throws -> Answer { try await send(.get, path, key: nil) }

    /// Opens a form and sends it, as a browser would.
    fileprivate func submit(
        _ path: String, _ fields: [String: String], visited: Bool = true, headers: HTTPFields = [:]
    ) async throws -> Answer {
        var (fields, headers) = (fields, headers)
        if visited {
            let page = try await open(path)
            let nonce = try #require(page.text.firstMatch(of: /name="nonce" value="([0-9a-f]+)"/)?.1)
            fields["nonce"] = String(nonce)
            headers[.cookie] = page.headers[.setCookie].map { String($0.prefix { $0 != ";" }) }
        }
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = fields.map { "\($0)=\(PercentCoding.encode($1))" }.joined(separator: "&")
        return try await send(.post, path, json: body, key: nil, headers: headers)
    }

    fileprivate func mails() async throws -> [Message] {
        try await Messages(context).newest(MessageFilter(), gallery: gallery.id, at: .newest, limit: 200).items
    }

    fileprivate func reports() async throws -> [AbuseReport] {
        try await Letters(context).reports(gallery: gallery.id, after: nil, limit: 100).items.map(\.report)
    }
}
