import Model
import Testing

@Suite struct RetryScheduleTests {
    @Test func standardIsThatOfTheProduct() {
        let minutes = (1...10).map { RetrySchedule.standard.wait(afterTries: $0, jitter: 0).milliseconds / 60_000 }
        #expect(minutes == [5, 15, 30, 60, 120, 240, 480, 960, 960, 960])
        #expect(RetrySchedule.standard.circuit == .seconds(300))
    }

    @Test func jitterOnlyLengthensAndByATenthAtMost() {
        for tries in 1...9 {
            let plain = RetrySchedule.standard.wait(afterTries: tries, jitter: 0)
            for jitter in [0.001, 0.3, 0.999, 1, 7] {
                let wait = RetrySchedule.standard.wait(afterTries: tries, jitter: jitter)
                #expect(wait >= plain)
                #expect(wait <= plain + .milliseconds(plain.milliseconds / 10))
            }
            #expect(RetrySchedule.standard.wait(afterTries: tries, jitter: -1) == plain)
        }
    }

    @Test func outOfRangeTriesAreTheEnds() {
        #expect(RetrySchedule.standard.wait(afterTries: 0, jitter: 0) == .seconds(300))
        #expect(RetrySchedule.standard.wait(afterTries: .max, jitter: 0) == .seconds(57_600))
    }

    @Test func needsWaits() {
        #expect(RetrySchedule([]) == nil)
        #expect(RetrySchedule([.seconds(1), .zero]) == nil)
        #expect(RetrySchedule([.seconds(2)])?.circuit == .seconds(2))
    }
}
