/// The forms that a character can have.
extension EscapedText {
    /// A character as itself (RFC 3629); a byte that is none counts as one all the same.
    func raw(at index: Int) -> Reading? {
        guard index < bytes.count else { return nil }
        let lead = bytes[index]
        return Self.decode(lead, index + 1) { position in
            position < bytes.count ? (bytes[position], position + 1) : nil
        }
    }

    /// A character in an escaped form, where one stands here.
    func escaped(at index: Int) -> Reading? {
        guard index < bytes.count else { return nil }
        switch bytes[index] {
        // Of a URL (RFC 3986, 2.1), escaped once or more, and of quoted-printable (RFC 2045, 6.7).
        case let sign where sign == UInt8(ascii: "%") || sign == UInt8(ascii: "="):
            guard let (lead, end) = octet(at: index, sign) else { return nil }
            return Self.decode(lead, end) { octet(at: $0, sign) }
        case UInt8(ascii: "\\"): return escapedInString(at: index)
        case UInt8(ascii: "&"): return reference(at: index)
        default: return nil
        }
    }

    /// What the escape stood for that ends before an index, as far as it can be told from behind.
    func escapeEnding(at index: Int) -> UInt32? {
        func stands(_ sign: Character, _ length: Int) -> Bool {
            index >= length && bytes[index - length] == sign.asciiValue
        }
        if stands("\\", 2), "nrtbf".utf8.contains(bytes[index - 1]) { return 0x0A }
        if stands("\\", 6), stands("u", 5), let unit = number(at: index - 4, digits: 4) { return unit }
        for sign in ["%", "="] as [Character] where stands(sign, 3) {
            if let byte = number(at: index - 2, digits: 2) { return byte }
        }
        return nil
    }

    /// One byte behind a sign, in hexadecimal.
    private func octet(at index: Int, _ sign: UInt8) -> (byte: UInt8, end: Int)? {
        guard index < bytes.count, bytes[index] == sign else { return nil }
        var position = index + 1
        // `%2540` is `%40`, escaped once more.
        while sign == UInt8(ascii: "%"), number(at: position, digits: 2) == 0x25,
            number(at: position + 2, digits: 2) != nil
        {
            position += 2
        }
        guard let value = number(at: position, digits: 2) else { return nil }
        return (UInt8(value), position + 2)
    }

    /// `\u0040` and `\/` of JSON (RFC 8259, 7), behind any number of backslashes: it may have been quoted again.
    ///
    /// They are taken as one: what is left of a string after half of them would be no JSON.
    private func escapedInString(at index: Int) -> Reading? {
        guard index == 0 || bytes[index - 1] != UInt8(ascii: "\\") else { return nil }
        var position = index
        while position < bytes.count, bytes[position] == UInt8(ascii: "\\") { position += 1 }
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "/") { return (0x2F, position + 1) }
        guard bytes[position] == UInt8(ascii: "u"), let unit = number(at: position + 1, digits: 4) else { return nil }
        let end = position + 5
        guard (0xD800..<0xDC00).contains(unit) else { return (unit, end) }
        var low = end
        while low < bytes.count, bytes[low] == UInt8(ascii: "\\") { low += 1 }
        guard low > end, low < bytes.count, bytes[low] == UInt8(ascii: "u"),
            let second = number(at: low + 1, digits: 4), (0xDC00..<0xE000).contains(second)
        else { return (unit, end) }
        return (0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00), low + 5)
    }

    /// A character reference of HTML.
    private func reference(at index: Int) -> Reading? {
        guard let end = bytes[index...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        let named: [String: UInt32] = [
            "commat": 0x40, "amp": 0x26, "period": 0x2E, "lt": 0x3C, "gt": 0x3E, "quot": 0x22,
        ]
        if let scalar = named[name] { return (scalar, end + 1) }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let value =
            digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.map { ($0, end + 1) }
    }

    private func number(at index: Int, digits: Int) -> UInt32? {
        guard index >= 0, index + digits <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[index..<(index + digits)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// A character of UTF-8 from its first byte and those that follow.
    private static func decode(_ lead: UInt8, _ end: Int, _ following: (Int) -> (byte: UInt8, end: Int)?) -> Reading {
        let length =
            switch lead {
            case 0xC2...0xDF: 1
            case 0xE0...0xEF: 2
            case 0xF0...0xF4: 3
            default: 0
            }
        guard length > 0 else { return (UInt32(lead), end) }
        var scalar = UInt32(lead) & (0x3F >> UInt32(length))
        var position = end
        for _ in 0..<length {
            guard let (byte, next) = following(position), byte & 0xC0 == 0x80 else { return (UInt32(lead), end) }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
            position = next
        }
        return (scalar, position)
    }
}
