import Testing

@testable import Courier

@Suite struct ClaimWindowTests {
    @Test func growsWhileTheSendersRunOutOfWork() {
        var window = ClaimWindow(least: 32, most: 100)
        for expected in [64, 100, 100] {
            window.learn(claimed: window.size, of: window.size)
            window.learn(backlogIsEmpty: true)
            #expect(window.size == expected)
        }
    }

    @Test func staysWhereThereIsWorkLeft() {
        var window = ClaimWindow(least: 32, most: 512)
        window.learn(claimed: 32, of: 32)
        window.learn(backlogIsEmpty: false)
        #expect(window.size == 32)
    }

    @Test func staysWhereTheQueueWasShort() {
        var window = ClaimWindow(least: 32, most: 512)
        window.learn(claimed: 31, of: 32)
        window.learn(backlogIsEmpty: true)
        #expect(window.size == 32)
    }

    @Test func aClaimWithoutRoomTeachesNothing() {
        var window = ClaimWindow(least: 32, most: 512)
        window.learn(claimed: 32, of: 32)
        window.learn(claimed: 0, of: 0)
        window.learn(backlogIsEmpty: true)
        #expect(window.size == 64)
    }
}
