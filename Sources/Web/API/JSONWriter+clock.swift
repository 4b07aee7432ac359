import JSONText
import Model

extension JSONWriter {
    /// When a case may be granted, within an object that is open.
    ///
    /// The date is the earliest: where something is missing, the one that would follow were it done now.
    mutating func members(of clock: RecoveryClock) {
        field("mayBeGrantedFrom", clock.earliest)
        strings("because", clock.because.map(\.words))
        strings("missing", clock.missing.map(\.words))
    }

    mutating func strings(_ name: StaticString, _ list: [String]) {
        key(name)
        openArray()
        for one in list { string(one) }
        closeArray()
    }
}
