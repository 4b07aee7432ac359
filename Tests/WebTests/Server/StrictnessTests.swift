import HTTPTypes
import HummingbirdTesting
import Model
import NIOCore
import Testing

@testable import Web

/// What is not a proper request is refused in a proper way.
@Suite struct StrictnessTests {
    private static let path = "/v1/packages/P/owners"

    @Test(arguments: [
        "", " ", "{", "{}x", "nul", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":+1}",
        "{'a':1}",
        "{\"a\":1,}", "[1,]", "{\"a\" 1}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":\"\u{1}\"}",
        "{\"a\":\"\\x\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"a\":\"\\udc00\"}", "\u{FEFF}{}",
        "{\"a\":\"b", "// x\n{}", "{\"a\":-}", "{\"a\":1e}",
    ])
    func whatIsNotJSON(body: String) async throws {
        #expect(throws: JSONParser.Flaw.self) { try JSONParser.parse(Array(body.utf8)) }
    }

    @Test func whatIsJSON() throws {
        let value = try JSONParser.parse(
            Array(#" {"a": "x\u00e9\ud83d\ude00\n\/", "b": [true, null, -1.5e+3, []], "é": {}} "#.utf8))
        #expect(
            value
                == .object([
                    .init(name: "a", value: .string("xé😀\n/")),
                    .init(name: "b", value: .array([.bool(true), .null, .number("-1.5e+3"), .array([])])),
                    .init(name: "é", value: .object([])),
                ]))
        let deep = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(throws: Never.self) { try JSONParser.parse(Array(deep.utf8)) }
        #expect(throws: JSONParser.Flaw.self) { try JSONParser.parse(Array("[\(deep)]".utf8)) }
        #expect(throws: JSONParser.Flaw.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
        #expect(throws: JSONParser.Flaw.self) { try JSONParser.parse([0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    /// Names are compared as they are sent: to find out whether two of nothing but marks are one text is dear.
    @Test func namesOfMembersAreShortAndCompareByTheirBytes() throws {
        func parse(_ name: String) throws -> JSONValue { try JSONParser.parse(Array("{\"\(name)\": 1}".utf8)) }
        #expect(throws: Never.self) { try parse(String(repeating: "a", count: 64)) }
        #expect(throws: Never.self) { try parse(String(repeating: "\u{301}\u{316}", count: 32)) }
        for name in [String(repeating: "a", count: 65), String(repeating: "\u{301}\u{316}", count: 33)] {
            let flaw = JSONParser.Flaw(
                offset: name.utf8.count + 3, detail: "a name is longer than 64 characters")
            #expect(throws: flaw) { try parse(name) }
        }
        let two = try JSONParser.parse(Array("{\"\u{E9}\": 1, \"e\u{301}\": 2}".utf8))
        #expect(
            two == .object([.init(name: "\u{E9}", value: .number("1")), .init(name: "e\u{301}", value: .number("2"))]))
        // The Kelvin sign is canonically the letter K, and no field is spelled with it.
        var reader = ObjectReader([.init(name: "\u{212A}", value: .bool(true))])
        #expect(reader.bool("K") == nil)
    }

    @Test(arguments: [("person", Account.Kind.person), ("organization", .organization), ("Person", nil), ("", nil)])
    func choicesAreSpelledExactly(text: String, kind: Account.Kind?) {
        #expect(Account.Kind(spelled: text) == kind)
        #expect(Account.Kind(spelled: text + "\u{301}") == nil)
    }

    @Test func queriesHaveFewParameters() async throws {
        try await Fixture.run { site in
            let many = (0..<33).map { "p\($0)=1" }.joined(separator: "&")
            let refused = try await site.call(.get, "/v1/invitations?\(many)")
            #expect(refused.problem == "malformed-request")
            #expect(try await site.call(.get, "/v1/invitations?\(many.dropFirst(5))").problem == "invalid")
            // Whose it is comes first, but for a key that is where none belongs.
            for query in [many, "p=%zz"] {
                #expect(try await site.send(.get, "/v1/invitations?\(query)", key: nil).problem == "unauthorized")
            }
            for query in ["\(many)&x=\(site.key)", "p=%zz&x=\(site.key)", "\(many)&access_token=", "api_key=x"] {
                #expect(try await site.send(.get, "/v1/invitations?\(query)", key: nil).problem == "key-in-query")
                #expect(try await site.call(.get, "/v1/invitations?\(query)").problem == "key-in-query")
            }
        }
    }

    @Test func bodiesAreAskedForAsJSON() async throws {
        try await Fixture.run { site in
            #expect(try await site.call(.put, Self.path, "{").problem == "malformed-json")
            #expect(try await site.call(.put, Self.path).problem == "malformed-json")
            for type in ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", ""] {
                let answer = try await site.call(.put, Self.path, "{}", headers: [.contentType: type])
                #expect(answer.status == 415, "\(type)")
                #expect(answer.problem == "unsupported-media-type")
            }
            let coded = try await site.call(.put, Self.path, "{}", headers: [.contentEncoding: "gzip"])
            #expect(coded.problem == "unsupported-media-type")
            let proper = try await site.call(
                .put, Self.path, #"{"owners": []}"#, headers: [.contentType: "Application/JSON; charset=\"UTF-8\""])
            #expect(proper.status == 200)
        }
    }

    @Test func largeBodiesAreRefusedAndTheConnectionSurvives() async throws {
        try await Fixture.run { site in
            let large = #"{"owners": [], "x": ""# + String(repeating: "y", count: 65_536) + "\"}"
            let invitations = "/v1/packages/P/invitations"
            #expect(try await site.call(.post, invitations, large).problem == "content-too-large")
            #expect(try await site.call(.put, Self.path, #"{"owners": []}"#).status == 200)
            // More than is worth reading: the answer still arrives, and says that the connection ends.
            let huge = String(repeating: "y", count: 3 << 20)
            let refused = try await site.another { try await $0.call(.put, Self.path, huge) }
            #expect(refused.status == 413)
            #expect(refused.header("Connection") == "close")
            // A body that comes with a request that has no use for it.
            #expect(try await site.send(.post, "/v1/events", json: large, key: nil).status == 405)
            #expect(try await site.call(.put, Self.path, #"{"owners": []}"#).status == 200)
        }
    }

    @Test func methodsAndAddresses() async throws {
        try await Fixture.run { site in
            for (path, allow) in [
                ("/v1/packages/P/owners", "GET, PUT, HEAD, OPTIONS"), ("/v1/packages/P/owners/x", "DELETE, OPTIONS"),
                ("/v1/packages/P/invitations", "POST, OPTIONS"), ("/v1/events", "GET, HEAD, OPTIONS"),
                ("/healthz", "GET, HEAD, OPTIONS"), ("/c/x", "GET, POST, HEAD, OPTIONS"), ("/", "GET, HEAD, OPTIONS"),
            ] {
                let patch = try await site.send(.patch, path, key: nil)
                #expect(patch.status == 405, "\(path)")
                #expect(patch.header("Allow") == allow)
                let options = try await site.send(.options, path, key: nil, headers: [.origin: "https://evil.example"])
                #expect(options.status == 204)
                #expect(options.header("Allow") == allow)
                #expect(options.headers[.accessControlAllowOrigin] == nil)
                #expect(options.header("Content-Length") == nil)
            }
            for path in [
                "/v1", "/v1/", "/v1/nope", "/v1/invitations/1", "/v1/invitations/bulk/x", "/v1/events/",
                "/v1/packages/P",
                "/v1/messages/x/retry",
            ] {
                let answer = try await site.call(.get, path)
                #expect(answer.status == 404, "\(path)")
                #expect(answer.problem == "not-found")
            }
            for path in ["/nope", "/c", "/c/a/b", "/problems/nope", "//"] {
                let answer = try await site.send(.get, path, key: nil)
                #expect(answer.status == 404, "\(path)")
                #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
            }
            #expect(try await site.send(.get, "/" + String(repeating: "a", count: 9000), key: nil).status == 400)
        }
    }

    @Test func clientsThatCannotTakeJSON() async throws {
        try await Fixture.run { site in
            for accept in ["text/html", "application/xml, text/*;q=0.8", "application/json;q=0"] {
                let answer = try await site.call(.get, "/v1/events", headers: [.accept: accept])
                #expect(answer.problem == "not-acceptable")
            }
            for accept in ["*/*", "application/json", "text/html, application/*;q=0.1", "Application/JSON; q=1"] {
                let answer = try await site.call(.get, "/v1/events", headers: [.accept: accept])
                #expect(answer.status == 200)
            }
        }
    }

    @Test func headIsGetWithoutItsBody() async throws {
        try await Fixture.run { site in
            for path in ["/v1/events", "/healthz", "/", "/v1/invitations"] {
                let (get, head) = (try await site.call(.get, path), try await site.call(.head, path))
                #expect(head.status == get.status)
                #expect(head.body.isEmpty)
                #expect(head.headers[.contentLength] == get.headers[.contentLength])
                #expect(head.headers[.contentType] == get.headers[.contentType])
            }
        }
    }
}
