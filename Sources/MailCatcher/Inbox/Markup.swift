/// HTML that is safe to send: literals are trusted, everything put into them is escaped.
///
/// Escaping works on octets. On `Character`s a quote with a combining mark after it is one character that is no quote,
/// and would go through.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    private(set) var bytes: [UInt8]

    init(stringLiteral value: String) {
        bytes = Array(value.utf8)
    }

    init(stringInterpolation: Interpolation) {
        bytes = stringInterpolation.bytes
    }

    /// Text, escaped for element content and for quoted attribute values.
    init(escaping text: String) {
        bytes = []
        Self.escape(text, into: &bytes)
    }

    /// Pieces one after the other.
    init(joining pieces: some Sequence<Markup>) {
        bytes = pieces.flatMap(\.bytes)
    }

    static func escape(_ text: String, into bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            case UInt8(ascii: "`"): bytes.append(contentsOf: "&#96;".utf8)
            // Controls have no meaning in a page, and NUL is not allowed in one.
            case 0...8, 11, 12, 14...31, 127: bytes.append(contentsOf: "\u{FFFD}".utf8)
            default: bytes.append(byte)
            }
        }
    }

    struct Interpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 32)
        }

        mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }
        mutating func appendInterpolation(_ markup: Markup) { bytes.append(contentsOf: markup.bytes) }
        mutating func appendInterpolation(_ text: String) { Markup.escape(text, into: &bytes) }
        mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }
    }
}
