/// The argument of MAIL or RCPT: `FROM:<address> KEY=VALUE …` (RFC 5321, 4.1.2).
struct MailPath: Equatable {
    /// The address without brackets; empty for `<>`.
    let address: String
    /// The parameters in order, keys in upper case.
    let parameters: [(key: String, value: String?)]

    static func == (left: MailPath, right: MailPath) -> Bool {
        left.address == right.address && left.parameters.map(\.key) == right.parameters.map(\.key)
            && left.parameters.map(\.value) == right.parameters.map(\.value)
    }

    /// Whether the address has characters beyond ASCII (RFC 6531).
    var isInternational: Bool { address.utf8.contains { $0 > 0x7F } }

    /// Reads `argument`, which must start with `keyword` (`FROM:` or `TO:`) in any case; nil where the syntax is wrong.
    init?(_ argument: String, keyword: String) {
        let bytes = Array(argument.utf8)
        let start = keyword.utf8.count
        guard argument.prefix(keyword.count).uppercased() == keyword, bytes.count > start,
            bytes[start] == UInt8(ascii: "<"), let end = Self.end(of: bytes, from: start + 1)
        else { return nil }
        address = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        let rest = bytes[(end + 1)...]
        guard rest.isEmpty || rest.first == UInt8(ascii: " "), address.isEmpty || Self.isMailbox(address) else {
            return nil
        }
        var parameters: [(key: String, value: String?)] = []
        for word in rest.split(separator: UInt8(ascii: " ")) {
            guard let parameter = Self.parameter(word) else { return nil }
            parameters.append(parameter)
        }
        self.parameters = parameters
    }

    /// The index of the `>` that closes the path: one within a quoted local part does not.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var quoted = false
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where quoted: index += 1
            case UInt8(ascii: "\""): quoted.toggle()
            case UInt8(ascii: ">") where !quoted: return index
            case UInt8(ascii: "<") where !quoted, UInt8(ascii: " ") where !quoted: return nil
            default: break
            }
            index += 1
        }
        return nil
    }

    /// `KEY` or `KEY=VALUE` (esmtp-param).
    private static func parameter(_ word: ArraySlice<UInt8>) -> (key: String, value: String?)? {
        let parts = word.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard let key = parts.first, !key.isEmpty, key.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
        else { return nil }
        let value = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : nil
        guard value?.isEmpty != true else { return nil }
        return (String(decoding: key, as: UTF8.self).uppercased(), value)
    }

    /// Whether the address is `local@domain` within the limits of RFC 5321, 4.5.3.1, or plain `postmaster`.
    private static func isMailbox(_ address: String) -> Bool {
        if address.lowercased() == "postmaster" { return true }
        let bytes = Array(address.utf8)
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        guard (1...64).contains(local.count), !domain.isEmpty else { return false }
        return isLocalPart(local) && isDomain(domain)
    }

    private static func isLocalPart(_ local: ArraySlice<UInt8>) -> Bool {
        if local.first == UInt8(ascii: "\"") {
            return local.count > 2 && local.last == UInt8(ascii: "\"")
        }
        let special = Array("!#$%&'*+-/=?^_`{|}~".utf8)
        let atoms = local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return atoms.allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { $0.isLetterOrDigit || $0 > 0x7F || special.contains($0) }
        }
    }

    private static func isDomain(_ domain: ArraySlice<UInt8>) -> Bool {
        if domain.first == UInt8(ascii: "[") {
            return domain.count > 2 && domain.last == UInt8(ascii: "]")
        }
        let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy {
                    $0.isLetterOrDigit || $0 > 0x7F || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
        }
    }
}

extension UInt8 {
    /// Whether the byte is an ASCII letter or digit.
    var isLetterOrDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
    }
}
