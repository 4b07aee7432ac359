import Crypto
import Foundation
import HTTPTypes
import Model
import Testing

@testable import Web

/// What the pages of the admin site are made of.
@Suite struct PartsTests {
    private static func written(_ write: (inout HTMLWriter) -> Void) -> String {
        var out = HTMLWriter()
        write(&out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (0, "just now"), (59, "just now"), (60, "1 minute ago"), (89, "1 minute ago"), (90, "2 minutes ago"),
        (3599, "60 minutes ago"), (3600, "1 hour ago"), (86_399, "24 hours ago"), (86_400, "1 day ago"),
        (-1, "in a moment"), (-60, "in 1 minute"), (-604_799, "in 7 days"), (10 * 86_400, "10 days ago"),
    ])
    func howLongAgo(seconds: Int64, words: String) {
        let now = Timestamp(seconds: 1_800_000_000)
        #expect(Ago.words(now - .seconds(seconds), now: now) == words)
    }

    @Test func timesAreForPeopleAndForPrograms() {
        let now = Timestamp(milliseconds: 1_795_244_592_345)
        let text = Self.written { $0.stamp(now, now: now) }
        #expect(text == #"<time datetime="2026-11-21T07:03:12.345Z">21 Nov 2026, 07:03</time> <small>just now</small>"#)
    }

    @Test func timesOfDaySayTheDayWhereItIsAnother() {
        let now = Timestamp(milliseconds: 1_795_244_592_345)
        #expect(Self.written { $0.clock(now, now: now) }.hasSuffix(">07:03 UTC</time>"))
        #expect(Self.written { $0.clock(now + .seconds(86_400), now: now) }.hasSuffix(">22 Nov, 07:03 UTC</time>"))
        #expect(Self.written { $0.when(now, now: now) }.hasSuffix(" UTC</time> <span class=\"ago\">(just now)</span>"))
    }

    @Test func pathsKeepTheirQuery() {
        let path = ListPath("/admin/g/x/messages", [("state", "sent"), ("kind", nil), ("to", "a&b=c@x.example")])
        #expect(path.text == "/admin/g/x/messages?state=sent&to=a%26b%3Dc%40x.example")
        #expect(
            path.with("state", nil).with("before", "1").text == "/admin/g/x/messages?to=a%26b%3Dc%40x.example&before=1")
        #expect(ListPath("/x").text == "/x")
    }

    @Test func queriesAreReadLeniently() {
        let query = AdminQuery("a=%zz&b=+x+&b=y&c=&done=saved&before=0192f000-0000-7000-8000-000000000001")
        #expect(query.text("a") == nil && query.text("b") == "x" && query.text("c") == nil && query.text("d") == nil)
        #expect(query.done == .saved)
        #expect(AdminQuery("done=%3Cb%3E").done == nil && AdminQuery(nil).place == .newest)
        guard case .before = query.place else {
            Issue.record("\(query.place)")
            return
        }
        #expect(AdminQuery("after=x").place == .newest)
    }

    @Test func fieldsAreTiedToWhatIsSaidOfThem() {
        var typed = Typed(FormBody(fields: [("reason", "\"><script>"), ("nonce", "x")]))
        typed.error("reason", "Reason", "<Reason> is too long.")
        let field = typed.filling(
            FormField(name: "reason", label: "<Why>", hint: "It & more", isRequired: true, most: 5))
        let text = Self.written { out in
            out.problems(typed, in: "p")
            out.field(field, in: "p")
        }
        #expect(text.contains(##"<a href="#p-reason">&lt;Reason&gt; is too long.</a>"##))
        #expect(text.contains(#"<label for="p-reason">&lt;Why&gt;</label>"#))
        #expect(text.contains(#"aria-describedby="p-reason-error p-reason-hint" aria-invalid="true""#))
        #expect(text.contains(#"id="p-reason-error""#) && text.contains(#"id="p-reason-hint""#))
        #expect(text.contains(#"value="&quot;&gt;&lt;script&gt;""#) && !text.contains("<script"))
    }

    @Test func whatIsTypedIsChecked() {
        var typed = Typed(
            FormBody(fields: [("a", "  x\r\ny \t"), ("b", " \n"), ("c", String(repeating: "z", count: 501))]))
        #expect(typed.words("a", "A")?.text == "x\ny")
        #expect(typed.isRight)
        #expect(typed.words("b", "B") == nil && typed.words("c", "C") == nil && typed.words("d", "D") == nil)
        #expect(typed.errors.map(\.name) == ["b", "c", "d"])
        var twice = Typed(FormBody(fields: [("a", "x"), ("a", "y")]))
        #expect(twice.words("a", "A") == nil)
    }

    @Test func tablesSayWhatTheyAre() {
        let text = Self.written { out in
            out.table(
                "<Things>", ["<a>"],
                [
                    Column("Na\"me", isHeader: true) { row, out in out.name(row) },
                    Column("Co\"unt", .count) { row, out in out.text(row) },
                ])
        }
        #expect(text.contains("<caption class=\"unseen\">&lt;Things&gt;</caption>"))
        #expect(text.contains(#"<th role="columnheader" scope="col">Na&quot;me</th>"#))
        #expect(text.contains(#"<th role="rowheader" scope="row"><div><bdi>&lt;a&gt;</bdi></div></th>"#))
        #expect(text.contains(#"<td role="cell" data-label="Co&quot;unt" class="count"><div>&lt;a&gt;</div></td>"#))
    }

    @Test func badgesAreForEveryState() {
        for state in MessageState.allCases {
            let text = Self.written { $0.badge(state) }
            #expect(text.contains(">\(state.rawValue.capitalizedFirst)</span>"))
        }
        for kind in MailKind.allCases {
            #expect(kind.words.first?.isUppercase == true && !kind.words.contains("-"))
        }
    }

    @Test func keysGoToOnePlaceEach() {
        let keys = AdminArea.allCases.compactMap(\.key)
        #expect(Set(keys).count == keys.count && !keys.contains("g"))
        #expect(Set(AdminArea.groups.flatMap(\.areas)) == Set(AdminArea.allCases).subtracting([.search]))
        #expect(AdminArea.allCases.allSatisfy { $0.key != nil || $0 == .search })
    }

    @Test func thePolicyAllowsOneStyleAndOneScript() throws {
        let theme = Themes.admin(isHTTPS: true).theme("#c2410c")
        let policy = try #require(theme.fields[.contentSecurityPolicy])
        let page = String(decoding: theme.beginning, as: UTF8.self)
        let style =
            try #require(page.firstRange(of: "<style>"))
            .upperBound..<#require(page.firstRange(of: "</style>")).lowerBound
        let digest = Data(SHA256.hash(data: Array(page[style].utf8))).base64EncodedString()
        #expect(policy.contains("style-src 'sha256-\(digest)';"))
        #expect(policy.contains("script-src 'sha256-\(AdminScript.digest)';"))
        #expect(Self.written { AdminScript.write(&$0) } == "<script>\(AdminScript.text)</script>\n")
        #expect(!AdminScript.text.contains("</") && !AdminStyle.rules.contains("</"))
        // Other pages have no script.
        let others = try #require(Themes(isHTTPS: true).standard.fields[.contentSecurityPolicy])
        #expect(!others.contains("script-src"))
    }

    @Test func shortcutsAreOnUnlessTheyAreOff() throws {
        func headers(_ cookies: String...) -> HTTPFields {
            var fields = HTTPFields()
            for cookie in cookies { fields.append(HTTPField(name: .cookie, value: cookie)) }
            return fields
        }
        let off = ShortcutCookie.set(false)
        let pair = try #require(off.value.split(separator: ";").first.map(String.init))
        #expect(off.value.contains("; Path=/; Secure; HttpOnly; SameSite=Lax;"))
        #expect(ShortcutCookie.isOn(headers()) && ShortcutCookie.isOn(headers("x=y")))
        #expect(!ShortcutCookie.isOn(headers(pair)))
        #expect(!ShortcutCookie.isOn(headers("a=b; \(pair); c=d")) && !ShortcutCookie.isOn(headers("a=b", pair)))
        #expect(ShortcutCookie.set(true).value.contains("Max-Age=0"))
    }

    @Test func pathsOfOursAreBareWithoutThePublicOnes() {
        let frame = AdminFrame(
            theme: Themes.admin(isHTTPS: true).standard, gallery: nil, admin: "a", nonce: "n", root: "/base/admin",
            now: Timestamp(seconds: 0))
        #expect(frame.bare("/base/admin/g/x/keys") == "/admin/g/x/keys")
        #expect(frame.base == "/base/admin")
    }
}
