/// Decodes the `=?charset?B?…?=` words of a header value (RFC 2047).
enum EncodedWords {
    static func decode(_ value: String) -> String {
        guard value.contains("=?") else { return value }
        let bytes = Array(value.utf8)
        var output: [UInt8] = []
        /// Octets of neighbouring words are joined first: some writers split a character between two words.
        var run: [UInt8] = []
        var runCharset = ""
        var gap: [UInt8] = []
        var index = 0
        func closeRun() {
            output.append(contentsOf: MIMELines.text(run, charset: runCharset).utf8)
            run = []
            runCharset = ""
        }
        while index < bytes.count {
            if let word = word(in: bytes, at: index) {
                if runCharset.isEmpty {
                    output.append(contentsOf: gap)
                } else if runCharset != word.charset {
                    closeRun()
                }
                // White space between two encoded words is not part of the text (RFC 2047, 6.2).
                gap = []
                run.append(contentsOf: word.octets)
                runCharset = word.charset
                index = word.end
            } else if bytes[index] == 32 || bytes[index] == 9 {
                gap.append(bytes[index])
                index += 1
            } else {
                if !runCharset.isEmpty { closeRun() }
                output.append(contentsOf: gap)
                gap = []
                output.append(bytes[index])
                index += 1
            }
        }
        if !runCharset.isEmpty { closeRun() }
        output.append(contentsOf: gap)
        return String(decoding: output, as: UTF8.self)
    }

    private static func word(in bytes: [UInt8], at start: Int) -> (octets: [UInt8], charset: String, end: Int)? {
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == UInt8(ascii: "?") else {
            return nil
        }
        let mark = UInt8(ascii: "?")
        guard let second = bytes[(start + 2)...].firstIndex(of: mark), second > start + 2,
            second + 2 < bytes.count, bytes[second + 2] == mark,
            let third = bytes[(second + 3)...].firstIndex(of: mark),
            third + 1 < bytes.count, bytes[third + 1] == UInt8(ascii: "=")
        else { return nil }
        // RFC 2231, 5: a language may follow the character set after an asterisk.
        let name = bytes[(start + 2)..<second].prefix { $0 != UInt8(ascii: "*") }
        let charset = String(decoding: name, as: UTF8.self).lowercased()
        let payload = bytes[(second + 3)..<third]
        switch bytes[second + 1] {
        case UInt8(ascii: "B"), UInt8(ascii: "b"):
            return (TransferEncoding.base64(payload), charset, third + 2)
        case UInt8(ascii: "Q"), UInt8(ascii: "q"):
            let spaced = payload.map { $0 == UInt8(ascii: "_") ? 32 : $0 }
            return (quoted(spaced), charset, third + 2)
        default:
            return nil
        }
    }

    private static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "="), index + 2 < bytes.count,
                let high = TransferEncoding.hexValue(bytes[index + 1]),
                let low = TransferEncoding.hexValue(bytes[index + 2])
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }
}
