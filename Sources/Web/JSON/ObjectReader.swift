import Model

/// Takes an object's fields one by one and remembers everything that is wrong, so that one answer names it all.
///
/// A field that is null counts as left out. What was not asked for is unknown, and refused.
struct ObjectReader {
    /// No answer lists more flaws than this.
    static let mostFlaws = 50

    private let members: [JSONValue.Member]
    private let pointer: String
    private var known: [String] = []
    private(set) var flaws: [FieldFlaw] = []

    /// - Parameter pointer: The JSON pointer of the object itself; empty for the whole body.
    init(_ members: [JSONValue.Member], at pointer: String = "") {
        self.members = members
        self.pointer = pointer
    }

    mutating func add(_ flaw: FieldFlaw) {
        if flaws.count < Self.mostFlaws { flaws.append(flaw) }
    }

    mutating func flaw(_ name: String, _ detail: String) { add(FieldFlaw(pointer(to: name), detail)) }

    func pointer(to name: String) -> String {
        guard !name.isEmpty else { return pointer }
        var escaped = pointer + "/"
        for character in name.printable.unicodeScalars {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// The value of a field, or nil where it is left out.
    mutating func value(_ name: String) -> JSONValue? {
        known.append(name)
        guard let value = members.first(where: { $0.name.isSpelled(name) })?.value, value != .null else { return nil }
        return value
    }

    mutating func string(_ name: String) -> String? {
        switch value(name) {
        case nil: return nil
        case .string(let text): return text
        case .some(let other):
            flaw(name, "is to be a string, not \(other.kind)")
            return nil
        }
    }

    mutating func required(_ name: String) -> String? {
        let before = flaws.count
        guard let text = string(name) else {
            if flaws.count == before { flaw(name, "is missing") }
            return nil
        }
        return text
    }

    mutating func bool(_ name: String) -> Bool? {
        switch value(name) {
        case nil: return nil
        case .bool(let value): return value
        case .some(let other):
            flaw(name, "is to be true or false, not \(other.kind)")
            return nil
        }
    }

    mutating func array(_ name: String, most: Int) -> [JSONValue]? {
        switch value(name) {
        case nil: return nil
        case .array(let items):
            guard items.count <= most else {
                flaw(name, "has \(items.count) items; at most \(most) are taken")
                return nil
            }
            return items
        case .some(let other):
            flaw(name, "is to be an array, not \(other.kind)")
            return nil
        }
    }

    /// Checks a text by a throwing initialiser whose errors are clauses.
    mutating func checked<Value>(
        _ name: String, _ text: String?, _ make: (String) throws -> Value
    ) -> Value? {
        guard let text else { return nil }
        do {
            return try make(text)
        } catch {
            flaw(name, "\(error)")
            return nil
        }
    }

    /// Reads an object within this one.
    mutating func object<Value>(_ name: String, _ read: (inout ObjectReader) -> Value) -> Value? {
        switch value(name) {
        case nil: return nil
        case .some(let value): return nested(value, at: pointer(to: name), read)
        }
    }

    /// Reads a value that is to be an object: a member of this one, or an item of an array in it.
    mutating func nested<Value>(
        _ value: JSONValue, at pointer: String, _ read: (inout ObjectReader) -> Value
    ) -> Value? {
        guard case .object(let members) = value else {
            add(FieldFlaw(pointer, "is to be an object, not \(value.kind)"))
            return nil
        }
        var inner = ObjectReader(members, at: pointer)
        let result = read(&inner)
        inner.refuseUnknown()
        inner.flaws.forEach { add($0) }
        return result
    }

    /// Adds what else stands in the object.
    mutating func refuseUnknown() {
        let others = known.isEmpty ? "it takes none" : "known are: \(known.joined(separator: ", "))"
        for member in members where flaws.count < Self.mostFlaws && !known.contains(where: member.name.isSpelled) {
            flaw(member.name, "is not a field of this request; \(others)")
        }
    }
}
