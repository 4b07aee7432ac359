import Links
import Model
import Storage
import Testing

@testable import Workflows

/// One admin and their browser.
struct Desk: Sendable {
    let house: House
    let admin: Admin
    let setupCode: String
    let browser = BrowserToken.make()

    static func open(_ house: House, _ name: String = "root", galleries: [Identifier]? = nil) async throws -> Desk {
        var chosen: [Gallery] = []
        for gallery in try await Galleries(house.context).list() where galleries?.contains(gallery.id) ?? true {
            chosen.append(gallery)
        }
        let added = try await Admins(house.context).add(
            EmailAddress("\(name)@example.org"), name: Name(name, .username), galleries: chosen, override: false,
            isOperator: false)
        guard case .added(let admin, let code) = added else { throw Unexpected() }
        return Desk(house: house, admin: admin, setupCode: code)
    }

    var signIns: AdminSignIn { AdminSignIn(house.context) }
    var proofs: AdminProof { AdminProof(house.context) }
    var enrolments: AdminEnrolment { AdminEnrolment(house.context) }
    var sessions: AdminSessions { AdminSessions(house.context) }

    func request(_ address: String? = nil, known: BrowserToken? = nil, from browser: BrowserToken? = nil) async throws {
        try await signIns.request(
            address ?? admin.email.text, browser: browser ?? self.browser, known: known,
            next: AdminPath("/admin/g/pypi/messages"), client: nil)
    }

    /// The links that were mailed, oldest first.
    func links() async throws -> [LinkClaims] {
        try await house.context.database.read { transaction in
            try transaction.messages.list(
                gallery: house.gallery, about: nil, state: nil, after: nil, limit: 200
            ).filter { $0.kind == .adminSignIn }.map { message in
                LinkClaims(
                    purpose: .adminSignIn,
                    expires: UInt32(Timestamp(milliseconds: message.facts.expires ?? 0).seconds),
                    subject: (message.about.high, message.about.low), generation: 1)
            }
        }
    }

    /// A session that waits for the second factor.
    func halfway() async throws -> BrowserToken {
        try await request()
        let link = try #require(try await links().last)
        return try #require(
            try await signIns.enter(link, browser: browser, client: "192.0.2.7", agent: "Firefox").token)
    }

    /// Enrols, and returns what makes the app's codes, with the pass.
    func enrol() async throws -> (app: TimeCode, pass: AdminProof.Pass, codes: [String]) {
        let token = try await halfway()
        guard case .offer(let offer) = try await enrolments.begin(setupCode, token) else { throw Unexpected() }
        let app = TimeCode(secret: Self.decode(offer.secret))
        guard case .done(let pass, let codes) = try await enrolments.finish(code(app), token) else {
            throw Unexpected()
        }
        return (app, pass, codes)
    }

    func code(_ app: TimeCode, ahead: Int64 = 0) -> String {
        app.code(at: TimeCode.step(at: house.clock.now.seconds) + ahead)
    }

    static func decode(_ text: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var (bits, count, bytes) = (0, 0, [UInt8]())
        for letter in text.utf8 {
            bits = (bits << 5 | (alphabet.firstIndex(of: letter) ?? 0)) & 0xFFFF
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(bits >> count & 255))
            }
        }
        return bytes
    }
}
