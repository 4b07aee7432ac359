/// One pass of ``Redaction`` over one text.
///
/// Every look ahead is over bytes that are then either consumed or bounded by a constant, and every look back stops at
/// a byte that starts such a look, so that no input makes it more than linear.
struct RedactionScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Everything before this is in `output` already.
    private var copied = 0
    private var output: [UInt8] = []
    private var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The redacted bytes, or nil where there was nothing to redact.
    mutating func run() -> [UInt8]? {
        while index < bytes.count {
            let byte = bytes[index]
            guard Redaction.isTrigger(byte) else {
                index += 1
                continue
            }
            switch byte {
            case UInt8(ascii: "_"): secret()
            case UInt8(ascii: "/"):
                if !userInfo() { token(after: index + 1) }
            case UInt8(ascii: "%"): percent()
            case UInt8(ascii: "="): queryPassword()
            default: address(after: index + 1)
            }
            index += 1
        }
        guard copied > 0 else { return nil }
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
        return output
    }

    /// Replaces `range` by `***` and goes on behind it.
    private mutating func hide(_ range: Range<Int>) {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<range.lowerBound]))
        output.append(contentsOf: "***".utf8)
        copied = range.upperBound
        index = range.upperBound - 1
    }

    // MARK: Bearer secrets

    /// At `_`: `cs_` or `whsec_` at the start of a word, with enough behind it to be a secret.
    private mutating func secret() {
        let lead = if endsWith("cs", at: index) { 2 } else if endsWith("whsec", at: index) { 5 } else { 0 }
        guard lead > 0, isWordStart(index - lead) else { return }
        let end = run(from: index + 1) { Self.isURLSafe($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
        guard end - index > 16 else { return }
        var close = end
        while close < bytes.count, bytes[close] == UInt8(ascii: "=") { close += 1 }
        hide(index + 1..<close)
    }

    /// Whether a word may begin at `start`: after nothing, after a byte that no word has, or after `%3D` and its like.
    private func isWordStart(_ start: Int) -> Bool {
        guard start > 0 else { return true }
        if !Self.isURLSafe(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: "-") { return true }
        return start >= 3 && bytes[start - 3] == UInt8(ascii: "%")
    }

    // MARK: Tokens in paths

    /// At the slash before a token, which starts at `start`.
    private mutating func token(after start: Int) {
        guard
            [
                "/c", "/u", "/recovery/status", "/admin/in", "%2fc", "%2fu", "%2frecovery%2fstatus", "%2fadmin%2fin",
            ].contains(where: {
                endsWith($0, at: index)
            })
        else { return }
        let end = run(from: start) { Self.isURLSafe($0) || $0 == UInt8(ascii: "%") }
        // Tokens have 45 to 60 characters; a shorter run can be one that was cut, down to what gives nothing away.
        guard end - start >= 24 else { return }
        hide(start..<end)
    }

    /// At `%`: an encoded `/` or `@`.
    private mutating func percent() {
        guard index + 2 < bytes.count else { return }
        switch (bytes[index + 1], Self.lowered(bytes[index + 2])) {
        case (UInt8(ascii: "2"), UInt8(ascii: "f")): token(after: index + 3)
        case (UInt8(ascii: "4"), UInt8(ascii: "0")): address(after: index + 3)
        default: break
        }
    }

    // MARK: URLs

    /// At the second slash of `://`: hides user and password, if there are any; false where this is no `://`.
    private mutating func userInfo() -> Bool {
        guard endsWith(":/", at: index) else { return false }
        let start = index + 1
        let authority = run(from: start) { byte in
            !Self.endsURL(byte) && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
        }
        var end = bytes[start..<authority].lastIndex(of: UInt8(ascii: "@"))
        if end == nil, !hasPlainPort(start..<authority) {
            // A password with a slash in it, not encoded as it should be: up to the @ of the same word.
            let word = run(from: authority, atMost: 512) { !Self.endsURL($0) }
            end = bytes[authority..<word].lastIndex(of: UInt8(ascii: "@"))
        }
        if let end, end > start { hide(start..<end) }
        return true
    }

    /// Whether what stands behind the last colon of an authority can be a port (RFC 3986, 3.2.3), or nothing does.
    private func hasPlainPort(_ authority: Range<Int>) -> Bool {
        guard let colon = bytes[authority].lastIndex(of: UInt8(ascii: ":")) else { return true }
        return bytes[(colon + 1)..<authority.upperBound].allSatisfy(Self.isDigit)
            || bytes[authority.lowerBound] == UInt8(ascii: "[")
    }

    /// At `=`: `?password=` or `&password=`, which libpq takes in a URL.
    private mutating func queryPassword() {
        guard endsWith("?password", at: index) || endsWith("&password", at: index) else { return }
        let end = run(from: index + 1) { !Self.endsURL($0) && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "#") }
        guard end > index + 1 else { return }
        hide(index + 1..<end)
    }

    // MARK: Mail addresses

    /// At an `@` (or `%40`) whose domain starts at `start`.
    private mutating func address(after start: Int) {
        var first = index
        while first > copied, Self.isLocal(bytes[first - 1]) { first -= 1 }
        if first == index { first = quotedLocal() }
        while first < index, bytes[first] == UInt8(ascii: ".") || bytes[first] == UInt8(ascii: "'") { first += 1 }
        guard first < index else { return }
        var end = run(from: start, where: Self.isDomain)
        while end > start, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
        guard let dot = bytes[start..<end].lastIndex(of: UInt8(ascii: ".")), dot > start else { return }
        // What follows `name@` in `left-pad@1.3.0` is a version: the last label of a host name is not a number.
        guard end - dot > 2, !Self.isDigit(bytes[dot + 1]) else { return }
        let local = bytes[first..<(first + scalarLength(at: first))]
        let domain = bytes[start..<(start + scalarLength(at: start))]
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<first]))
        output.append(contentsOf: local)
        output.append(contentsOf: "***".utf8)
        output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<start]))
        output.append(contentsOf: domain)
        output.append(contentsOf: "***".utf8)
        copied = dot
        index = end - 1
    }

    /// Where a quoted local part (RFC 5321, 4.1.2) that ends before the `@` began, behind its quote.
    private func quotedLocal() -> Int {
        guard index > copied, bytes[index - 1] == UInt8(ascii: "\"") else { return index }
        let earliest = max(copied, index - 66)
        return bytes[earliest..<(index - 1)].lastIndex(of: UInt8(ascii: "\"")).map { $0 + 1 } ?? index
    }
}

// MARK: Looking at bytes

extension RedactionScanner {
    /// Whether the bytes before `end` are `word`, in any case.
    private func endsWith(_ word: StaticString, at end: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard end >= count else { return false }
        return word.withUTF8Buffer { word in
            for offset in 0..<count where Self.lowered(bytes[end - count + offset]) != word[offset] { return false }
            return true
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The end of the bytes from `start` on that are as asked.
    private func run(from start: Int, atMost limit: Int = .max, where fits: (UInt8) -> Bool) -> Int {
        let last = limit < bytes.count - start ? start + limit : bytes.count
        var end = start
        while end < last, fits(bytes[end]) { end += 1 }
        return end
    }

    private func scalarLength(at position: Int) -> Int {
        min(LogEscaping.length(leading: bytes[position]), bytes.count - position)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowered(byte))
    }

    /// The alphabet of base64url (RFC 4648, 5).
    private static func isURLSafe(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isDomain(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte >= 0x80
    }

    /// `atext` of RFC 5322, 3.2.3 and the dot, without what stands around an address in a URL or in code.
    private static func isLocal(_ byte: UInt8) -> Bool {
        if isURLSafe(byte) || byte >= 0x80 { return true }
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "^"), UInt8(ascii: "~"):
            return true
        default: return false
        }
    }

    /// White space, quotes and brackets: what ends a URL in a text (RFC 3986, appendix C).
    private static func endsURL(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
    }
}
