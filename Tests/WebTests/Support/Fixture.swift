import Foundation
import HTTPTypes
import HummingbirdTesting
import Links
import Logging
import Model
import NIOCore
import Storage
import Testing
import Workflows

@testable import Web

/// A real server on a port of its own, over a real database in a folder of its own, with two galleries in it.
struct Fixture: Sendable {
    let client: TestClient
    let port: Int
    let context: WorkflowContext
    let clock: TestClock
    let keyring: KeyringHolder
    let gallery: Gallery
    /// A key of the gallery with the scopes `notify` and `read`.
    let key: String
    /// The same of another gallery.
    let foreignKey: String

    static let keyring = Keyring(newest: Keyring.Key(id: 7, secret: (1...32).map { UInt8($0) }))

    /// Runs a test against a server.
    ///
    /// - Parameters:
    ///   - settings: Of the first gallery.
    ///   - configure: Changes what the server is set up with.
    static func run(
        settings: [String: String] = ["limits": "none"],
        readiness: Readiness = Readiness(),
        configure: @escaping @Sendable (inout WebConfiguration) -> Void = { _ in },
        _ test: @escaping @Sendable (Fixture) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("web-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let database = try SQLiteDatabase(path: folder.path + "/test.sqlite", readers: 2, logger: logger)
        _ = try await Schema.migrate(database)
        let clock = TestClock()
        let context = WorkflowContext(
            database: database, secrets: ServiceSecrets(root: [UInt8](repeating: 9, count: 32)), clock: { clock.now })
        let (gallery, key) = try await addGallery("contoso", settings: settings, context)
        let (_, foreignKey) = try await addGallery("fabrikam", settings: [:], context)
        let holder = KeyringHolder(keyring)
        var configuration = try WebConfiguration(port: 0, baseURL: "https://confirm.example.org")
        configuration.eventPollInterval = .milliseconds(10)
        configuration.formPace = .zero
        configure(&configuration)
        let (ports, found) = AsyncStream<Int>.makeStream()
        let server = WebServer(
            configuration: configuration, context: context, keyring: holder, readiness: readiness, logger: logger
        ) { found.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await port in ports {
                try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
                    try await test(
                        Fixture(
                            client: client, port: port, context: context, clock: clock, keyring: holder,
                            gallery: gallery, key: key, foreignKey: foreignKey))
                }
                break
            }
            group.cancelAll()
        }
        await database.close()
    }

    private static func addGallery(
        _ slug: String, settings: [String: String], _ context: WorkflowContext
    ) async throws -> (Gallery, String) {
        let galleries = Galleries(context)
        _ = try await galleries.add(
            slug: slug, name: slug.capitalized + " <Gallery>", url: "https://\(slug).example.org",
            from: try EmailAddress("no-reply@\(slug).example.org"), settings: settings)
        let gallery = try #require(try await galleries.find(slug: slug))
        return (gallery, try await galleries.addKey(gallery: gallery.id, scopes: [.notify, .read]).secret)
    }
}

extension Fixture {
    /// Sends a request and reads the answer.
    ///
    /// - Parameter key: Nil sends none.
    func send(
        _ method: HTTPRequest.Method, _ path: String, json: String? = nil, key: String?,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = headers
        if let key { fields[.authorization] = "Bearer \(key)" }
        if json != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        let response = try await client.execute(
            TestClient.Request(
                path, method: method, authority: "confirm.example.org", headers: fields,
                body: json.map { ByteBuffer(string: $0) }))
        let answer = Answer(
            status: response.head.status.code, headers: response.head.headerFields,
            body: response.body.map { Data($0.readableBytesView) } ?? Data())
        if let flaw = Described.flaw(method, path, answer) { Issue.record("\(method) \(path): \(flaw)") }
        return answer
    }

    /// A request of the gallery's own backend.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil, headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(method, path, json: json, key: key, headers: headers)
    }

    /// Presses a button of a page.
    func press(_ token: String, _ form: String, headers: HTTPFields = [:]) async throws -> Answer {
        var fields = headers
        if fields[.contentType] == nil { fields[.contentType] = "application/x-www-form-urlencoded" }
        return try await send(.post, "/c/\(token)", json: form, key: nil, headers: fields)
    }

    func open(_ token: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(method, "/c/\(token)", key: nil, headers: headers)
    }

    /// Alice and Bob own the package.
    func prepare(_ package: String = "Contoso.Utils") async throws {
        let answer = try await call(
            .put, "/v1/packages/\(PercentCoding.encode(package))/owners",
            """
            {"owners": [{"username": "alice", "email": "alice@example.org"},
                {"username": "bob", "email": "bob@example.org"}]}
            """)
        #expect(answer.status == 200, "\(answer.text)")
    }

    /// Bob invites somebody; the package is made first.
    func invite(
        _ username: String = "dana", package: String = "Contoso.Utils", note: String? = nil
    ) async throws -> Invited {
        try await prepare(package)
        let note = note.map { #", "note": "\#($0)""# } ?? ""
        let answer = try await call(
            .post, "/v1/packages/\(PercentCoding.encode(package))/invitations",
            #"""
            {"invitee": {"username": "\#(username)", "email": "\#(username)@example.org"}, "invitedBy": \#
            "bob"\#(note)}
            """#)
        #expect(answer.status == 201, "\(answer.text)")
        // The next id is to sort behind this one.
        clock.advance(by: .milliseconds(1))
        return Invited(id: try #require(answer.string("id").flatMap { Identifier($0) }), answer: answer)
    }

    struct Invited: Sendable {
        let id: Identifier
        let answer: Answer
    }

    /// The link that the invitee's mail carries.
    func link(_ id: Identifier, generation: Int? = nil) async throws -> String {
        let invitation = try #require(try await Invitations(context).find(id, gallery: gallery.id)).invitation
        return token(
            invitation, .invitation, recipient: invitation.recipientNumber,
            generation: generation ?? invitation.generation)
    }

    /// The link that the notice to an owner carries.
    func notice(_ id: Identifier, to username: String) async throws -> String {
        let invitation = try #require(try await Invitations(context).find(id, gallery: gallery.id)).invitation
        let owners = try #require(try await Owners(context).list(invitation.package.id.text, gallery: gallery.id))
        let owner = try #require(owners.owners.first { $0.account.username.text == username })
        return token(invitation, .invitationNotice, recipient: owner.account.number, generation: invitation.generation)
    }

    func token(_ invitation: Invitation, _ purpose: LinkPurpose, recipient: Int64, generation: Int) -> String {
        keyring.keyring.sign(
            LinkClaims(
                purpose: purpose, expires: UInt32(invitation.expiresAt.seconds),
                subject: (invitation.id.high, invitation.id.low), recipient: UInt32(recipient),
                generation: UInt16(generation)))
    }

    func state(_ id: Identifier) async throws -> InvitationState? {
        try await Invitations(context).find(id, gallery: gallery.id)?.state
    }

    /// The types of all events so far, without those of the gallery and its key.
    func events() async throws -> [String] {
        try await EventFeed(context).after(2, gallery: gallery.id, limit: 1000).map(\.type.rawValue)
    }
}

extension Fixture {
    /// The same over a connection of its own.
    func another<Value: Sendable>(_ work: @escaping @Sendable (Fixture) async throws -> Value) async throws -> Value {
        try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
            try await work(
                Fixture(
                    client: client, port: port, context: context, clock: clock, keyring: keyring, gallery: gallery,
                    key: key, foreignKey: foreignKey))
        }
    }

    func request(_ path: String) -> TestClient.Request {
        TestClient.Request(path, method: .get, headers: [.authorization: "Bearer \(key)"])
    }
}
