/// The argument of MAIL or RCPT: a path and its parameters (RFC 5321, 4.1.2).
struct SMTPPath: Equatable {
    /// The address between the angle brackets, without a source route; empty for the null sender.
    var address: String
    /// The words after the path, as written.
    var parameters: [String]
    /// Whether the address has octets above 127.
    var needsUTF8: Bool

    enum Failure: Error, Equatable {
        /// Not `FROM:<…>` or `TO:<…>`.
        case syntax
        /// The path is none, or holds what no address may.
        case address
        /// Longer than RFC 5321, 4.5.3.1 allows: 64 octets before the @, 254 in all.
        case tooLong
    }

    /// Parses what follows the verb; `keyword` is `FROM:` or `TO:`.
    init(parsing argument: ArraySlice<UInt8>, keyword: String, allowsEmpty: Bool) throws(Failure) {
        let head = argument.prefix(keyword.utf8.count).map { (97...122).contains($0) ? $0 - 32 : $0 }
        guard head.elementsEqual(keyword.utf8) else { throw .syntax }
        var rest = argument.dropFirst(head.count).drop { $0 == UInt8(ascii: " ") }
        guard rest.popFirst() == UInt8(ascii: "<") else { throw .syntax }
        guard let end = Self.closingBracket(in: rest) else { throw .syntax }
        var path = rest[rest.startIndex..<end]
        let tail = rest[(end + 1)...]
        guard tail.isEmpty || tail.first == UInt8(ascii: " ") else { throw .syntax }
        if path.first == UInt8(ascii: "@"), let colon = path.firstIndex(of: UInt8(ascii: ":")) {
            path = path[(colon + 1)...]
        }
        address = String(decoding: path, as: UTF8.self)
        needsUTF8 = path.contains { $0 > 127 }
        parameters = String(decoding: tail, as: UTF8.self).split(separator: " ").map(String.init)
        guard !path.isEmpty else {
            if allowsEmpty { return }
            throw .address
        }
        try Self.check(path, address: address, allowsPostmaster: !allowsEmpty)
    }

    /// The `>` that is not inside a quoted local part.
    private static func closingBracket(in bytes: ArraySlice<UInt8>) -> Int? {
        var quoted = false
        var escaped = false
        for index in bytes.indices {
            switch bytes[index] {
            case _ where escaped: escaped = false
            case UInt8(ascii: "\\") where quoted: escaped = true
            case UInt8(ascii: "\""): quoted.toggle()
            case UInt8(ascii: ">") where !quoted: return index
            default: break
            }
        }
        return nil
    }

    private static func check(
        _ path: ArraySlice<UInt8>, address: String, allowsPostmaster: Bool
    ) throws(Failure) {
        guard path.count <= 254 else { throw .tooLong }
        guard !path.contains(where: { $0 < 32 || $0 == 127 }), !address.contains("\u{FFFD}") else { throw .address }
        guard let at = path.lastIndex(of: UInt8(ascii: "@")) else {
            if allowsPostmaster, address.lowercased() == "postmaster" { return }
            throw .address
        }
        let local = path[path.startIndex..<at]
        let domain = path[(at + 1)...]
        guard local.count <= 64 else { throw .tooLong }
        guard !local.isEmpty, !domain.isEmpty else { throw .address }
        let quoted = local.count >= 2 && local.first == UInt8(ascii: "\"") && local.last == UInt8(ascii: "\"")
        let forbidden = Array(" <>()[],;:\\\"@".utf8)
        guard quoted || !local.contains(where: forbidden.contains) else { throw .address }
        let literal = domain.first == UInt8(ascii: "[") && domain.last == UInt8(ascii: "]")
        guard literal || !domain.contains(where: forbidden.contains) else { throw .address }
    }
}
