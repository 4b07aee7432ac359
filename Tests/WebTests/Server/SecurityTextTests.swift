import HTTPTypes
import Testing

@testable import Web

@Suite struct SecurityTextTests {
    private static let path = "/.well-known/security.txt"

    @Test func itNamesWhoIsConfigured() async throws {
        let contacts = ["mailto:security@example.org", "https://example.org/report"]
        try await Fixture.run(configure: { $0.securityContacts = contacts }) { site in
            let answer = try await site.send(.get, Self.path, key: nil)
            #expect(answer.status == 200 && answer.headers[.contentType] == "text/plain; charset=utf-8")
            #expect(
                answer.text == """
                    Contact: mailto:security@example.org
                    Contact: https://example.org/report
                    Expires: 2027-05-20T00:00:00.000Z
                    Preferred-Languages: en
                    Canonical: https://confirm.example.org/.well-known/security.txt

                    """)
            #expect(try await site.send(.post, Self.path, key: nil).header("Allow") == "GET, HEAD, OPTIONS")
            for other in ["", "/", "/security.txt/", "/change-password"] {
                #expect(try await site.send(.get, "/.well-known\(other)", key: nil).status == 404, "\(other)")
            }
        }
    }

    @Test func whereNobodyIsThereIsNoPage() async throws {
        try await Fixture.run { site in
            let answer = try await site.send(.get, Self.path, key: nil)
            #expect(answer.status == 404)
        }
    }
}
