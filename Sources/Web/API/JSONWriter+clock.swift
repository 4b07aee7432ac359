import JSONText
import Model

extension JSONWriter {
    /// When a case may be granted, within an object that is open.
    ///
    /// The estimate moves with the moment of asking where something is missing, and so is for refusals alone: in a case it
    /// would make another state of each answer.
    ///
    /// - Parameter estimates: Whether it tells what would follow, were all that is missing done now.
    mutating func members(of clock: RecoveryClock, estimates: Bool = false) {
        field("mayBeGrantedFrom", clock.mayBeGrantedFrom)
        if estimates { field("earliest", clock.earliest) }
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
