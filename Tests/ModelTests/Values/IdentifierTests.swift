import Model
import Testing

@Suite struct IdentifierTests {
    @Test func holdsTheBitsOfVersionSeven() {
        var random = SeededGenerator(seed: 2)
        var seen: Set<Identifier> = []
        for step in 0..<2000 {
            let moment = Timestamp(milliseconds: 1_795_244_592_345 + Int64(step))
            let id = Identifier(at: moment, using: &random)
            #expect(id.bytes[6] >> 4 == 7)
            #expect(id.bytes[8] >> 6 == 0b10)
            #expect(id.moment == moment)
            #expect(seen.insert(id).inserted)
        }
    }

    @Test func sortsByItsMoment() {
        var random = SeededGenerator(seed: 3)
        let ids = (0..<500).map { Identifier(at: Timestamp(milliseconds: 1_795_244_592_000 + $0), using: &random) }
        #expect(ids.map(\.description).sorted() == ids.map(\.description))
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    }

    @Test func usesAllItsRandomBits() {
        var random = SeededGenerator(seed: 4)
        let ids = (0..<200).map { _ in Identifier(at: Timestamp(milliseconds: 0), using: &random) }
        #expect(ids.reduce(0) { $0 | $1.high } == 0x7FFF)
        #expect(ids.reduce(0) { $0 | $1.low } == 0xBFFF_FFFF_FFFF_FFFF)
    }

    @Test func textAndBytesReadBack() throws {
        let text = "0192f0c1-a2b3-7c4d-8e5f-60718293a4b5"
        let id = try #require(Identifier(text))
        #expect(id.description == text)
        #expect(Identifier(text.uppercased()) == id)
        #expect(Identifier(bytes: id.bytes) == id)
        #expect(id.bytes.prefix(3) == [0x01, 0x92, 0xF0])
    }

    @Test(arguments: [
        "", "0192f0c1a2b37c4d8e5f60718293a4b5", "0192f0c1-a2b3-7c4d-8e5f-60718293a4b",
        "0192f0c1-a2b3-7c4d-8e5f_60718293a4b5",
        "0192f0c1-a2b3-7c4d-8e5f-60718293a4bg", "{192f0c1-a2b3-7c4d-8e5f-60718293a4b}",
        "0192f0c1-a2b3-7c4d-8e5f-60718293a4b5 ",
    ])
    func refusesOtherTexts(text: String) {
        #expect(Identifier(text) == nil)
    }

    @Test(arguments: [0, 15, 17])
    func refusesOtherLengths(count: Int) {
        #expect(Identifier(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }
}
