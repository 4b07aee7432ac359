import Databases
import Model
import SMTP
import Testing

@testable import Courier

/// Relays in failover order, seen without a network.
@Suite struct RelaySetTests {
    private let clock = ManualClock()

    private func relays(_ count: Int) throws -> RelaySet {
        let pools = try (0..<count).map {
            RelayPool(relay: try Relay("smtp://127.0.0.1:\($0 + 1)", ehloName: "[127.0.0.1]"), logger: .silent)
        }
        return RelaySet(pools, pause: .seconds(300), logger: .silent, clock: { [clock] in clock.now })
    }

    private func lose(_ index: Int, of relays: RelaySet) {
        _ = relays.learn(
            .failed(.connect, .connect, detail: "refused"), of: index, from: Sample.gallery.from)
    }

    /// A moment that is over is none to sleep until: the courier would go round and round where no mail is due.
    @Test func onlyAMomentToComeIsWaitedFor() throws {
        let relays = try relays(1)
        #expect(relays.reopens == nil)
        lose(0, of: relays)
        #expect(relays.reopens == clock.now + .seconds(300))
        #expect(relays.appetite(16) == 0)
        clock.advance(by: .seconds(300))
        #expect(relays.reopens == nil)
        #expect(relays.appetite(16) == 1, "one is to find out whether it is back")
    }

    @Test func theNextInLineIsAdmitted() throws {
        let relays = try relays(2)
        #expect(relays.admit() == 0)
        lose(0, of: relays)
        #expect(relays.admit() == 1)
        #expect(relays.admit(after: 0) == 1)
        #expect(relays.admit(after: 1) == nil)
        #expect(relays.reopens == nil, "one is in use")
        lose(1, of: relays)
        #expect(relays.admit() == nil)
        clock.advance(by: .seconds(300))
        #expect(relays.admit() == 0)
        relays.release(0)
        #expect(relays.admit() == 0, "what was not spoken to is tried by the next message")
    }
}
