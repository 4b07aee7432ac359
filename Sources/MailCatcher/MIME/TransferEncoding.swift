/// Undoes quoted-printable and Base64 (RFC 2045, 6), and leaves in place what is neither.
enum TransferEncoding {
    static func decode(_ bytes: ArraySlice<UInt8>, encoding: String) -> [UInt8] {
        switch encoding.lowercased() {
        case "quoted-printable": quotedPrintable(bytes)
        case "base64": base64(bytes)
        default: Array(bytes)
        }
    }

    static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var rest = bytes
        while !rest.isEmpty {
            let (whole, after) = MIMELines.first(rest)
            let ended = after.startIndex > whole.endIndex
            var line = whole
            while line.last == 32 || line.last == 9 { line = line.dropLast() }
            let soft = line.last == UInt8(ascii: "=")
            if soft { line = line.dropLast() }
            var index = line.startIndex
            while index < line.endIndex {
                if line[index] == UInt8(ascii: "="), index + 2 < line.endIndex,
                    let high = hexValue(line[index + 1]), let low = hexValue(line[index + 2])
                {
                    output.append(high << 4 | low)
                    index += 3
                } else {
                    output.append(line[index])
                    index += 1
                }
            }
            if ended, !soft { output.append(contentsOf: [13, 10]) }
            rest = after
        }
        return output
    }

    /// Base64 in which anything outside the alphabet is passed over.
    static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            guard let value = base64Value(byte) else {
                if byte == UInt8(ascii: "=") { (bits, count) = (0, 0) }
                continue
            }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return output
    }

    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    private static func base64Value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 65...90: UInt32(byte) - 65
        case 97...122: UInt32(byte) - 71
        case 48...57: UInt32(byte) + 4
        case 43: 62
        case 47: 63
        default: nil
        }
    }
}
