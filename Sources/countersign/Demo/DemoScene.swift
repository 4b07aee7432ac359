import AsyncHTTPClient
import Foundation
import MailCatcher
import Model
import NIOCore
import NIOHTTP1
import Workflows

/// A gallery with two owners, seen from outside: everything below goes over HTTP and SMTP.
struct DemoScene: Sendable {
    static let package = "Contoso.Utils"
    static let inviter = "ann"
    static let invitee = "bob"
    static let inviteeAddress = "bob@example.org"

    let url: String
    let inbox: String
    let key: String
    let mailbox: Mailbox

    /// Adds the gallery and its key as the command line would, and its owners as a gallery's backend would.
    static func prepare(assembly: ServiceAssembly, mailbox: Mailbox, inbox: String) async throws -> DemoScene {
        let url = try await assembly.whenReady()
        let galleries = Galleries(assembly.context)
        _ = try await galleries.add(
            slug: "demo", name: "Demo Gallery", url: "https://gallery.example.com",
            from: try EmailAddress("no-reply@gallery.example.com"), settings: [:])
        guard let gallery = try await galleries.find(slug: "demo") else { throw Failure("the gallery is gone") }
        let (_, secret) = try await galleries.addKey(gallery: gallery.id, scopes: [.notify, .read])
        let scene = DemoScene(url: url, inbox: inbox, key: secret, mailbox: mailbox)
        let owners =
            #"{"owners":[{"username":"ann","email":"ann@example.org"},{"username":"carol","email":"carol@example.org"}]}"#
        _ = try await scene.call("PUT", "/v1/packages/\(package)/owners", owners, expecting: 200)
        return scene
    }

    /// Asks the API to invite.
    @discardableResult
    func invite() async throws -> Answer {
        let body = #"""
            {"invitee":{"username":"\#(Self.invitee)","email":"\#(Self.inviteeAddress)"},"invitedBy":"\#(Self.inviter)",
            "note":"You wrote most of 2.0: come and own it with us."}
            """#
        return try await call("POST", "/v1/packages/\(Self.package)/invitations", body, expecting: 201)
    }

    /// Tells a person what there is to see and to press.
    func explain() {
        Terminal.line(
            """

            An invitation is on its way: \(Self.inviter) asks \(Self.invitee) to become an owner of \(Self.package).

              1. Open the mailbox            \(inbox)
              2. Open the mail to \(Self.inviteeAddress), follow its link, press the button.
              3. Ask the API who owns it     curl -H 'Authorization: Bearer \(key)' \(url)/v1/packages/\(Self.package)/owners
              4. See what happened           curl -H 'Authorization: Bearer \(key)' '\(url)/v1/events?after=0'

            Everything is in a temporary folder and goes away with Ctrl-C.
            """)
    }

    /// A response, read whole.
    struct Answer: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: String

        func json() throws -> [String: Any] {
            guard let object = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] else {
                throw Failure("the API answered something that is not a JSON object")
            }
            return object
        }
    }

    /// Calls the API as a backend does.
    func call(_ method: String, _ path: String, _ body: String? = nil, expecting status: Int) async throws -> Answer {
        try await request(
            method, url + path, body: body.map { ($0, "application/json") },
            headers: [("Authorization", "Bearer \(key)")], expecting: status)
    }

    /// Sends any request.
    func request(
        _ method: String, _ url: String, body: (text: String, type: String)? = nil,
        headers: [(String, String)] = [], expecting status: Int
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: body.type)
            request.body = .bytes(ByteBuffer(string: body.text))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let bytes = try await response.body.collect(upTo: 1 << 20)
        let answer = Answer(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
            body: String(buffer: bytes))
        guard answer.status == status else {
            throw Failure(
                "\(method) answered \(answer.status) instead of \(status): \(answer.body.printable)")
        }
        return answer
    }
}
