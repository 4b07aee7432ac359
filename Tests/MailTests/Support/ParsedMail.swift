import Testing

/// A message taken apart by the letter of the RFCs, with none of the code under test.
struct ParsedMail {
    struct Flaw: Error { var what: String }

    var header: [(name: String, value: String)]
    var text: String
    var html: String

    init(_ bytes: [UInt8]) throws {
        let whole = String(decoding: bytes, as: UTF8.self)
        let (header, body) = try Self.split(whole)
        self.header = header
        let type = header.first { $0.name == "Content-Type" }?.value ?? ""
        guard let mark = type.firstRange(of: "boundary=\"") else { throw Flaw(what: "no boundary") }
        let boundary = type[mark.upperBound...].prefix { $0 != "\"" }
        let parts = ("\r\n" + body).components(by: "\r\n--\(boundary)")
        guard parts.count == 4, parts[0].isEmpty, parts[3] == "--\r\n" else { throw Flaw(what: "\(parts.count) parts") }
        text = try Self.part(parts[1], type: "text/plain; charset=utf-8")
        html = try Self.part(parts[2], type: "text/html; charset=utf-8")
    }

    subscript(name: String) -> String? {
        let all = header.filter { $0.name == name }
        return all.count == 1 ? all[0].value : nil
    }

    private static func split(_ text: String) throws -> (header: [(name: String, value: String)], body: String) {
        guard let end = text.utf8.firstRange(of: "\r\n\r\n".utf8) else { throw Flaw(what: "no end of header") }
        var header: [(name: String, value: String)] = []
        for line in String(text.utf8[..<end.lowerBound])?.components(by: "\r\n") ?? [] {
            if line.first == " " || line.first == "\t", !header.isEmpty {
                header[header.count - 1].value +=
                    header[header.count - 1].value.isEmpty ? String(line.dropFirst()) : line
            } else {
                guard let colon = line.firstIndex(of: ":") else { throw Flaw(what: "not a field: \(line)") }
                header.append((String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " })))
            }
        }
        return (header, String(text.utf8[end.upperBound...]) ?? "")
    }

    private static func part(_ part: String, type: String) throws -> String {
        let (header, body) = try split(String(part.unicodeScalars.dropFirst(2)))
        guard header.contains(where: { $0 == ("Content-Type", type) }), header.count == 2 else {
            throw Flaw(what: "unexpected header of a part")
        }
        switch header.first(where: { $0.name == "Content-Transfer-Encoding" })?.value {
        case "quoted-printable": return String(decoding: decodeQuotedPrintable(Array(body.utf8)), as: UTF8.self)
        case "base64":
            let lines = body.components(by: "\r\n")
            guard lines.allSatisfy({ $0.utf8.count <= 76 }) else { throw Flaw(what: "long line of base64") }
            let bytes = decodeBase64(Substring(lines.joined())).filter { $0 != 0x0D }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw Flaw(what: "not UTF-8") }
            return text
        default: throw Flaw(what: "unexpected encoding of a part")
        }
    }

    /// RFC 2045, 6.7; CRLF becomes LF.
    static func decodeQuotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x3D, bytes[index...].dropFirst().starts(with: [0x0D, 0x0A]) {
                index += 3
            } else if bytes[index] == 0x3D, index + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                output.append(byte)
                index += 3
            } else {
                if bytes[index] != 0x0D { output.append(bytes[index]) }
                index += 1
            }
        }
        return output
    }

    /// What a field's encoded words say (RFC 2047).
    static func decodeWords(_ value: String) -> String {
        var bytes: [UInt8] = []
        var wasEncoded = false
        for token in value.split(separator: " ", omittingEmptySubsequences: false) {
            let inner = token.hasPrefix("=?") && token.hasSuffix("?=") ? token.dropFirst(2).dropLast(2) : nil
            let fields = inner?.split(separator: "?", omittingEmptySubsequences: false) ?? []
            if fields.count == 3 {
                if !wasEncoded, !bytes.isEmpty { bytes.append(0x20) }
                bytes += fields[1] == "B" ? decodeBase64(fields[2]) : decodeQ(fields[2])
                wasEncoded = true
            } else {
                if !bytes.isEmpty { bytes.append(0x20) }
                bytes += token.utf8
                wasEncoded = false
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decodeQ(_ text: Substring) -> [UInt8] {
        decodeQuotedPrintable(text.utf8.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 })
    }

    private static func decodeBase64(_ text: Substring) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let values = Dictionary(uniqueKeysWithValues: zip(alphabet, alphabet.indices))
        var bits = 0
        var count = 0
        var output: [UInt8] = []
        for character in text.utf8 {
            guard let value = values[character] else { break }
            bits = (bits << 6 | value) & 0xFFFFFF
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return output
    }
}

extension String {
    /// Splits on bytes, so that CRLF, which is one character to Swift, can be a separator or part of one.
    func components(by separator: String) -> [String] {
        var parts: [String] = []
        var rest = utf8[...]
        while let mark = rest.firstRange(of: separator.utf8) {
            parts.append(String(decoding: rest[..<mark.lowerBound], as: UTF8.self))
            rest = rest[mark.upperBound...]
        }
        return parts + [String(decoding: rest, as: UTF8.self)]
    }
}

/// What holds for every message whatever is in it.
func expectWellFormed(_ bytes: [UInt8], _ comment: Comment? = nil) throws -> ParsedMail {
    #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 }, comment)
    var last: UInt8 = 0
    var length = 0
    var bad: [String] = []
    var longest = 0
    for byte in bytes {
        if byte == 0x0A, last != 0x0D { bad.append("bare LF") }
        if last == 0x0D, byte != 0x0A { bad.append("bare CR") }
        length = byte == 0x0A ? 0 : length + 1
        longest = max(longest, length - (byte == 0x0D ? 1 : 0))
        last = byte
    }
    #expect(bad.isEmpty, comment)
    #expect(bytes.count <= 100 * 1024, comment)
    let mail = try ParsedMail(bytes)
    // The address to unsubscribe at is not folded.
    #expect(longest <= max(78, mail["List-Unsubscribe"].map { $0.utf8.count + 18 } ?? 0), comment)
    let allowed: Set = [
        "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
        "X-Auto-Response-Suppress", "Feedback-ID", "Content-Language", "MIME-Version", "Content-Type", "Reply-To",
        "List-Unsubscribe", "List-Unsubscribe-Post",
    ]
    let names = mail.header.map(\.name)
    #expect(Set(names).count == names.count && allowed.isSuperset(of: names), comment)
    for name in ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type"] {
        #expect(names.contains(name), comment)
    }
    #expect(mail.html.utf8.count <= 90 * 1024, comment)
    return mail
}
