import HTTPTypes
import Model
import Testing

@testable import Web

/// What comes to a page as a form, and from where.
@Suite struct FormTests {
    @Test(arguments: ["", "action=", "action=burn", "action=cancel", "reason=x", "action=accept&action=decline"])
    func formsThatSayNothing(form: String) async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let answer = try await site.press(try await site.link(invited.id), form)
            #expect(answer.status == 400)
            #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            #expect(try await site.state(invited.id) == .pending)
        }
    }

    @Test func otherBodies() async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            let token = try await site.link(invited.id)
            for type in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
                #expect(try await site.press(token, "action=accept", headers: [.contentType: type]).status == 415)
            }
            #expect(
                try await site.press(token, "action=decline&reason=" + String(repeating: "x", count: 17_000)).status
                    == 413)
            #expect(try await site.press(token, "action=accept&reason=%zz").status == 400)
            #expect(try await site.press(token, "action=decline&reason=%00").status == 422)
            #expect(try await site.state(invited.id) == .pending)
            let charset = "application/x-www-form-urlencoded; charset=utf-8"
            #expect(try await site.press(token, "action=accept", headers: [.contentType: charset]).status == 200)
        }
    }

    @Test(arguments: [
        ([:], true), (["Origin": "null"], true), (["Origin": "https://confirm.example.org"], true),
        (["Origin": "https://CONFIRM.example.org"], true), (["Origin": "https://confirm.example.org:443"], false),
        (["Origin": "http://confirm.example.org"], false), (["Origin": "https://evil.example"], false),
        (
            [
                "Origin": """
                https://confirm.example.org.evil.example
                """
            ], false
        ), (["Origin": "https://a.confirm.example.org"], false),
        (["Sec-Fetch-Site": "cross-site"], false), (["Sec-Fetch-Site": "cross-site", "Origin": "null"], false),
        (["Sec-Fetch-Site": "Cross-Site", "Origin": "https://confirm.example.org"], false),
        (["Sec-Fetch-Site": "same-origin", "Origin": "null"], true), (["Sec-Fetch-Site": "none"], true),
        (["Sec-Fetch-Site": "same-site", "Origin": "https://a.example.org"], false),
    ])
    func originsOfForms(headers: [String: String], isAdmitted: Bool) async throws {
        try await Fixture.run { site in
            let invited = try await site.invite()
            var fields = HTTPFields()
            for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
            // A Host that somebody made up makes no origin ours.
            fields[try #require(HTTPField.Name("X-Forwarded-Host"))] = "evil.example"
            let answer = try await site.press(try await site.link(invited.id), "action=accept", headers: fields)
            #expect(answer.status == (isAdmitted ? 200 : 403))
            #expect(try await site.state(invited.id) == (isAdmitted ? .accepted : .pending))
        }
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example"), ("https://a.example:443/base", "https://a.example"),
        ("http://a.example:80", "http://a.example"), ("http://a.example:8080", "http://a.example:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ])
    func ownOriginIsTheOneOfTheBaseURL(baseURL: String, origin: String) {
        #expect(OwnOrigin(baseURL: baseURL).admits([.origin: origin]))
        #expect(!OwnOrigin(baseURL: baseURL).admits([.origin: origin + "1"]))
    }
}
