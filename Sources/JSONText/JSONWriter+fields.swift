package import Model

extension JSONWriter {
    package mutating func field(_ name: StaticString, _ text: String) {
        key(name)
        string(text)
    }

    /// Null where there is none.
    package mutating func field(_ name: StaticString, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    package mutating func field(_ name: StaticString, _ moment: Timestamp) {
        key(name)
        time(moment)
    }

    package mutating func field(_ name: StaticString, _ moment: Timestamp?) {
        key(name)
        if let moment { time(moment) } else { null() }
    }

    package mutating func field(_ name: StaticString, _ value: Int) {
        key(name)
        number(Int64(value))
    }

    package mutating func field(_ name: StaticString, _ value: Int?) {
        key(name)
        if let value { number(Int64(value)) } else { null() }
    }
}
