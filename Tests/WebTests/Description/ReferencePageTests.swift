import Crypto
import Foundation
import HTTPTypes
import Testing

@testable import Web

/// The description of the API as people read it.
@Suite struct ReferencePageTests {
    private let theme = Theme.reference(isHTTPS: true)
    private let html: String

    init() {
        let page = ReferencePage(description: APIDescription(baseURL: "https://confirm.example.org"))
        html = String(decoding: page.html(Theme.reference(isHTTPS: true)), as: UTF8.self)
    }

    private func matches(_ pattern: String) throws -> [String] {
        html.matches(of: try Regex(pattern)).compactMap { $0.output[1].substring.map(String.init) }
    }

    @Test func eachLinkWithinThePageLeadsSomewhere() throws {
        let anchors = try matches("id=\"([^\"]*)\"")
        #expect(Set(anchors).count == anchors.count)
        let links = try matches("href=\"#([^\"]*)\"")
        #expect(links.count > 100)
        #expect(Set(links).isSubset(of: anchors))
    }

    @Test func eachCallIsThereWithItsProblems() throws {
        for operation in APIDescription.operations {
            #expect(html.contains("<article id=\"\(operation.id)\">"))
        }
        let problems = Set(try matches("href=\"problems/([^\"]*)\""))
        #expect(problems.allSatisfy { ProblemKind(rawValue: $0) != nil })
        #expect(problems.count > 30)
    }

    @Test func nothingIsLoadedAndNothingRuns() throws {
        for word in ["<script", "<img", "<link", "style=\"", "@import", "url("] { #expect(!html.contains(word)) }
        #expect(try matches("<[^>]* (on[a-z]+)=").isEmpty)
        let addresses = Set(try matches("(?:href|src)=\"(https?:[^\"]*)\""))
        #expect(addresses.isEmpty)
    }

    @Test func theStyleIsTheOneThatIsAllowed() throws {
        let style = try #require(try matches("(?s)<style>(.*)</style>").first)
        let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        let policy = try #require(theme.fields[.contentSecurityPolicy])
        #expect(policy.contains("style-src 'sha256-\(digest)'"))
    }

    /// Headings go down one step at a time.
    @Test func headingsAreNested() throws {
        let levels = try matches("<h([1-6])").compactMap { Int($0) }
        #expect(levels.first == 1)
        #expect(levels.filter { $0 == 1 }.count == 1)
        for (before, after) in zip(levels, levels.dropFirst()) { #expect(after <= before + 1) }
    }

    @Test func examplesOfTheShellAreQuoted() throws {
        let operation = try #require(APIDescription.operations.first { $0.id == "createInvitation" })
        var tricky = operation
        tricky.body?.example = ["note": "it's $HOME `id`"]
        let page = ReferencePage(description: APIDescription(baseURL: "https://confirm.example.org"))
        #expect(
            page.curl(tricky) == #"""
                curl -X POST https://confirm.example.org/v1/packages/Contoso.Utils/invitations \
                     -H 'Authorization: Bearer cs_…' \
                     -H 'Idempotency-Key: 6f0c2b1e-93d4' \
                     -H 'Content-Type: application/json' \
                     -d '{"note": "it'\''s $HOME `id`"}'
                """#)
    }
}
