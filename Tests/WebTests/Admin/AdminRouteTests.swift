import HTTPTypes
import Links
import Model
import Testing

@testable import Web

@Suite struct AdminRouteTests {
    private func route(_ path: String) throws -> AdminRoute? {
        guard case .admin(let route)? = try Route(RequestTarget(path, base: ""), .get) else { return nil }
        return route
    }

    @Test func everyAddressHasItsPage() throws {
        let id = try #require(Identifier("01938f3e-7a00-7000-8000-000000000001"))
        let expected: [String: AdminRoute] = [
            "/admin": .home, "/admin/sign-in": .signIn, "/admin/in/abc": .link(token: "abc"),
            "/admin/second": .second, "/admin/enrol": .enrol, "/admin/again": .again, "/admin/sign-out": .signOut,
            "/admin/account": .account, "/admin/oidc/start": .openIDStart, "/admin/oidc/callback": .openIDCallback,
            "/admin/g/main/queue": .gallery(slug: "main", .init(.queue)),
            "/admin/g/main/messages/\(id)": .gallery(slug: "main", .init(.messages, id)),
            "/admin/g/main/messages/\(id)/retry": .gallery(slug: "main", .init(.messages, id, word: "retry")),
            "/admin/g/main/audit/export": .gallery(slug: "main", .init(.audit, word: "export")),
        ]
        for (path, page) in expected { #expect(try route(path) == page, "\(path)") }
        for area in AdminRoute.Area.allCases {
            #expect(try route("/admin/g/main/\(area.rawValue)") == .gallery(slug: "main", .init(area)))
        }
    }

    @Test(arguments: [
        "/admin/", "/admin/x", "/admin/sign-in/x", "/admin/in", "/admin/in/a/b", "/admin/g", "/admin/g/main",
        "/admin/g/Main/queue", "/admin/g/main/nothing", "/admin/g/main/queue/", "/admin/g/main/queue/a/b",
        "/admin/g/main/queue/A1", "/admin/oidc", "/admin/oidc/x", "/administrator",
        "/admin/g/main/queue/01938f3e-7a00-7000-8000-000000000001/a/b",
    ])
    func nothingElseHas(path: String) throws { #expect(try route(path) == nil) }

    @Test func noTokenIsInWhatIsLogged() throws {
        let target = try RequestTarget("/admin/in/AQEIawIlRAGiAFhtN32Go1y7d36kQxsAAAAA?x=1", base: "")
        #expect(target.redacted == "/admin/in/***")
    }
}

@Suite struct AdminCookieTests {
    @Test func aCookieIsForThisHostAloneAndOutOfReachOfScripts() {
        for cookie in AdminCookie.allCases {
            let field = cookie.set(BrowserToken.make())
            #expect(field.value.hasPrefix("__Host-"))
            for attribute in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
                #expect(field.value.contains(attribute) && cookie.clearing.value.contains(attribute))
            }
            #expect(!field.value.contains("Domain"))
        }
    }

    @Test func aCookieIsReadBackAndTwoAreNone() {
        let token = BrowserToken.make()
        func read(_ values: String...) -> String? {
            var headers = HTTPFields()
            for value in values { headers.append(HTTPField(name: .cookie, value: value)) }
            return AdminCookie.session.token(in: headers)?.text
        }
        let pair = "\(AdminCookie.session.rawValue)=\(token.text)"
        #expect(read(pair) == token.text)
        #expect(read("a=b; \(pair); c=d") == token.text && read("a=b", pair) == token.text)
        #expect(read() == nil && read("x\(pair)") == nil && read("\(pair)x") == nil)
        #expect(read("\(pair); \(pair)") == nil && read(pair, pair) == nil)
    }
}
