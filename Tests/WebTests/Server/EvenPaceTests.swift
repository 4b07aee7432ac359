import Testing

@testable import Web

@Suite struct EvenPaceTests {
    @Test(arguments: [(0, 50), (1, 50), (49, 50), (50, 100), (51, 100), (120, 150)])
    func whatTookSoLongGoesAtTheEndOfItsStep(took: Int, end: Int) {
        #expect(EvenPace(step: .milliseconds(50)).end(of: .milliseconds(took)) == .milliseconds(end))
    }

    @Test func noStepIsNoWait() {
        #expect(EvenPace(step: .zero).end(of: .seconds(1)) == nil)
    }

    @Test func aRefusalGoesAtOnce() async {
        struct Refused: Error {}
        let pace = EvenPace(step: .seconds(3600))
        await #expect(throws: Refused.self) { try await pace.run { () async throws(Refused) in throw Refused() } }
    }
}
