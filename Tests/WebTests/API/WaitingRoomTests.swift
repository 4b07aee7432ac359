import Model
import Testing

@testable import Web

@Suite struct WaitingRoomTests {
    private func key(_ number: UInt64) -> Identifier { Identifier(high: 0, low: number) }

    @Test func aKeyHasAFewSeats() throws {
        let room = WaitingRoom()
        let seats = (0..<WaitingRoom.seatsOfKey).compactMap { _ in room.take(for: key(1)) }
        #expect(seats.count == WaitingRoom.seatsOfKey)
        #expect(room.take(for: key(1)) == nil)
        #expect(room.take(for: key(2)) != nil)
        room.leave(try #require(seats.first))
        #expect(room.take(for: key(1)) != nil)
        #expect(room.take(for: key(1)) == nil)
    }

    @Test func allKeysTogetherHaveNoMoreThanThereAre() throws {
        let room = WaitingRoom()
        let seats = (0..<UInt64(100)).flatMap { number in (0..<10).compactMap { _ in room.take(for: key(number)) } }
        #expect(seats.count == WaitingRoom.seats)
        #expect(room.take(for: key(200)) == nil)
        seats.forEach(room.leave)
        #expect((0..<UInt64(100)).compactMap { room.take(for: key($0)) }.count == 100)
    }
}
