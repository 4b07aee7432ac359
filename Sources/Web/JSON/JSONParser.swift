/// Reads JSON strictly (RFC 8259): UTF-8 without a byte order mark, no duplicate names, no NaN, bounded depth, and
/// nothing after the value.
///
/// What two parsers could read differently is refused.
struct JSONParser {
    /// Where and why a text is not JSON.
    struct Flaw: Error, Equatable {
        /// In bytes.
        var offset: Int
        var detail: String
    }

    /// How deep arrays and objects may nest.
    static let deepest = 32
    /// How long a member's name may be, in Unicode scalars.
    ///
    /// No field of the API is called anything near it.
    static let longestName = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func parse(_ bytes: [UInt8]) throws(Flaw) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Flaw(offset: 0, detail: "the body is not valid UTF-8")
        }
        var parser = JSONParser(bytes)
        parser.skipSpace()
        guard parser.position < bytes.count else { throw Flaw(offset: 0, detail: "the body is empty") }
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.flaw("something follows the JSON value") }
        return value
    }

    private mutating func value() throws(Flaw) -> JSONValue {
        switch peek {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number())
        default: throw flaw("a JSON value is expected")
        }
    }

    private mutating func object() throws(Flaw) -> JSONValue {
        try descend()
        var members: [JSONValue.Member] = []
        // As bytes: texts are hashed by their composed form, which a name of nothing but marks makes dear.
        var names: Set<[UInt8]> = []
        skipSpace()
        while peek != UInt8(ascii: "}") {
            guard peek == UInt8(ascii: "\"") else { throw flaw("a name in quotes is expected") }
            let name = try string()
            // Bytes first: what is far too long is not counted.
            guard name.utf8.count <= 4 * Self.longestName, name.unicodeScalars.count <= Self.longestName else {
                throw flaw("a name is longer than \(Self.longestName) characters")
            }
            guard names.insert(Array(name.utf8)).inserted else { throw flaw("a name occurs twice in one object") }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            skipSpace()
            members.append(JSONValue.Member(name: name, value: try value()))
            skipSpace()
            guard peek == UInt8(ascii: ",") else { break }
            position += 1
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw flaw("a name in quotes is expected after the comma") }
        }
        try expect(UInt8(ascii: "}"))
        depth -= 1
        return .object(members)
    }

    private mutating func array() throws(Flaw) -> JSONValue {
        try descend()
        var items: [JSONValue] = []
        skipSpace()
        if peek == UInt8(ascii: "]") {
            position += 1
            depth -= 1
            return .array([])
        }
        while true {
            items.append(try value())
            skipSpace()
            guard peek == UInt8(ascii: ",") else { break }
            position += 1
            skipSpace()
        }
        try expect(UInt8(ascii: "]"))
        depth -= 1
        return .array(items)
    }

    private mutating func number() throws(Flaw) -> String {
        let start = position
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }
        if peek == UInt8(ascii: "-") { position += 1 }
        guard isDigit(peek) else { throw flaw("a digit is expected") }
        if peek == UInt8(ascii: "0") {
            position += 1
            guard !isDigit(peek) else { throw flaw("a number cannot begin with 0 and a digit") }
        }
        while isDigit(peek) { position += 1 }
        if peek == UInt8(ascii: ".") {
            position += 1
            guard isDigit(peek) else { throw flaw("a digit is expected") }
            while isDigit(peek) { position += 1 }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard isDigit(peek) else { throw flaw("a digit is expected") }
            while isDigit(peek) { position += 1 }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Flaw) -> JSONValue {
        let matches = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        guard matches else { throw flaw("a JSON value is expected") }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func descend() throws(Flaw) {
        position += 1
        depth += 1
        guard depth <= Self.deepest else { throw flaw("the body is nested more than \(Self.deepest) deep") }
    }

    private mutating func expect(_ byte: UInt8) throws(Flaw) {
        guard peek == byte else { throw flaw("'\(Character(UnicodeScalar(byte)))' is expected") }
        position += 1
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func flaw(_ detail: String) -> Flaw { Flaw(offset: position, detail: detail) }
}

extension JSONParser {
    /// A string from its opening quote to behind its closing one.
    private mutating func string() throws(Flaw) -> String {
        position += 1
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if peek == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var text = Array(bytes[start..<position])
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20: throw flaw("a control character must be escaped in a string")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw flaw("a string has no end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(Flaw) {
        guard let byte = peek else { throw flaw("a string has no end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if (0xD800..<0xDC00).contains(code) {
                guard peek == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u")
                else { throw flaw("half of a surrogate pair") }
                position += 2
                let low = try codeUnit()
                guard (0xDC00..<0xE000).contains(low) else { throw flaw("half of a surrogate pair") }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw flaw("half of a surrogate pair") }
            text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        default: throw flaw("an unknown escape in a string")
        }
    }

    private mutating func codeUnit() throws(Flaw) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            switch peek {
            case .some(let byte) where (48...57).contains(byte): code = code << 4 | UInt32(byte - 48)
            case .some(let byte) where (65...70).contains(byte): code = code << 4 | UInt32(byte - 55)
            case .some(let byte) where (97...102).contains(byte): code = code << 4 | UInt32(byte - 87)
            default: throw flaw("four hexadecimal digits are expected after \\u")
            }
            position += 1
        }
        return code
    }
}
