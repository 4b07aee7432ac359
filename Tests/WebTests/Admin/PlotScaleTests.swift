import Testing

@testable import Web

@Suite struct PlotScaleTests {
    @Test func linesStandAtRoundNumbersAndReachTheGreatest() {
        #expect(PlotScale(upTo: 0).ticks == [0, 1])
        #expect(PlotScale(upTo: 3).ticks == [0, 1, 2, 3])
        #expect(PlotScale(upTo: 4).ticks == [0, 1, 2, 3, 4])
        #expect(PlotScale(upTo: 5).ticks == [0, 2, 4, 6])
        #expect(PlotScale(upTo: 100).ticks == [0, 50, 100])
        #expect(PlotScale(upTo: 1234).ticks == [0, 500, 1000, 1500])
        #expect(PlotScale(upTo: -7).ticks == [0, 1])
        for most in [1, 9, 10, 11, 99, 101, 4999, 5001, 1_000_000, 123_456_789, Int(Int32.max)] {
            let scale = PlotScale(upTo: most)
            #expect(scale.top >= most && scale.ticks.count >= 2 && scale.ticks.count <= 6, "\(most)")
            #expect(scale.length(most, of: 200) <= 200 && scale.length(most, of: 200) > 66, "\(most)")
        }
        #expect(PlotScale(upTo: 10).length(0, of: 100) == 0 && PlotScale(upTo: 10).length(-3, of: 100) == 0)
    }
}
