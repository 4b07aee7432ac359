import Databases
import Foundation
import Model
import Synchronization
import Testing

@testable import Workflows

/// What is known of an admin's address, and what becomes of it when it is asked to be forgotten.
@Suite struct AdminPrivacyTests {
    private func export(
        _ house: House, _ address: EmailAddress, gallery: Identifier? = nil
    ) async throws -> [[String: Any]] {
        let sink = Sink()
        try await Privacy(house.context).export(address, gallery: gallery) { sink.put($0) }
        let object = try JSONSerialization.jsonObject(with: Data(sink.text.utf8)) as? [String: Any]
        return try #require(object?["admins"] as? [[String: Any]])
    }

    private final class Sink: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func put(_ more: [UInt8]) { bytes.withLock { $0 += more } }
        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
    }

    @Test(arguments: Engine.allCases)
    func anAdminIsShownWhatIsKept(engine: Engine) async throws {
        try await House.open(engine) { house in
            let other = try await house.addGallery("gems")
            let desk = try await Desk.open(house, galleries: [house.gallery])
            _ = try await desk.enrol()
            let shown = try await export(house, desk.admin.email)
            #expect(shown.count == 1 && shown[0]["galleries"] as? [String] == ["pypi"])
            let sessions = try #require(shown[0]["sessions"] as? [[String: Any]])
            #expect(sessions.count == 1 && sessions[0]["client"] as? String == "192.0.2.7")
            // A gallery is told of its own, and not from where they sign in.
            let ours = try await export(house, desk.admin.email, gallery: house.gallery)
            #expect(ours.count == 1 && ours[0]["sessions"] == nil)
            #expect(try await export(house, desk.admin.email, gallery: other).isEmpty)
            #expect(try await export(house, try EmailAddress("nobody@example.org")).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func whoIsAnAdminIsNotForgotten(engine: Engine) async throws {
        try await House.open(engine) { house in
            let desk = try await Desk.open(house)
            try await desk.request()
            let privacy = Privacy(house.context)
            #expect(try await privacy.purge(desk.admin.email) == .admin(gallery: "pypi", name: "root"))
            _ = try await Admins(house.context).remove(desk.admin.email)
            guard case .erased(let report) = try await privacy.purge(desk.admin.email) else { throw Unexpected() }
            #expect(report.messages == 1, "the mail with the link")
        }
    }
}
