extension Relay {
    /// Reads an entry of `smtp.url`.
    ///
    /// `smtp://` requires STARTTLS unless it says `?tls=none` or the host is a loopback one, where a password too goes
    /// without TLS unless `?tls=required` says otherwise. Plaintext to another host wants `&plaintext=allowed` as well,
    /// and then no password. Ports default to 587 and 465 (RFC 6409, RFC 8314).
    ///
    /// - Parameter ehloName: how we introduce ourselves when the entry has no path.
    /// - Throws: what is wrong with it, in words that can follow "smtp.url" and hold none of it.
    package init(_ entry: String, ehloName: String) throws(Flaw) {
        guard entry.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw .badCharacter }
        let (isImplicit, rest) = try Self.scheme(of: entry)
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end]
        guard !rest[end...].contains(where: { "@#".contains($0) }) else { throw .strayCharacter }

        let at = authority.lastIndex(of: "@")
        let credentials = try at.map { at throws(Flaw) in try Self.credentials(authority[..<at]) } ?? nil
        let hostAndPort = at.map { authority[authority.index(after: $0)...] } ?? authority
        let (host, port) = try Self.hostAndPort(hostAndPort)

        let query = rest[end...].firstIndex(of: "?") ?? rest.endIndex
        let options = try Self.options(rest[query...].dropFirst())
        let path = try Self.decoded(rest[end..<query].dropFirst(), orElse: .badEHLOName)
        let name = path.isEmpty ? ehloName : path
        guard HostName.isEHLOName(name) else { throw .badEHLOName }

        self.host = host
        self.port = port ?? (isImplicit ? 465 : 587)
        self.credentials = credentials
        self.ehloName = name
        self.encryption =
            isImplicit
            ? try Self.implicit(options)
            : try Self.explicit(options, isLoopback: HostName.isLoopback(host), hasPassword: credentials != nil)
    }

    private static func implicit(_ options: Options) throws(Flaw) -> Encryption {
        guard options.tls != false, !options.allowsPlaintext else { throw .contradictoryTLS }
        return .implicit
    }

    private static func explicit(
        _ options: Options, isLoopback: Bool, hasPassword: Bool
    ) throws(Flaw) -> Encryption {
        if options.tls ?? !isLoopback { return .starttls }
        guard isLoopback || options.allowsPlaintext else { throw .plaintextOverNetwork }
        guard isLoopback || !hasPassword else { throw .passwordInPlaintext }
        return .none
    }

    private static func scheme(of entry: String) throws(Flaw) -> (isImplicit: Bool, rest: Substring) {
        guard let colon = entry.firstIndex(of: ":"), entry[colon...].hasPrefix("://") else { throw .badScheme }
        let rest = entry[colon...].dropFirst(3)
        switch entry[..<colon].lowercased() {
        case "smtp": return (false, rest)
        case "smtps": return (true, rest)
        default: throw .badScheme
        }
    }

    private static func credentials(_ text: Substring) throws(Flaw) -> Credentials {
        guard !text.contains("@") else { throw .strayCharacter }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .badCredentials }
        return try Credentials(
            user: decoded(parts[0], orElse: .badCredentials),
            password: decoded(parts[1], orElse: .badCredentials)
        )
    }

    private static func hostAndPort(_ text: Substring) throws(Flaw) -> (host: String, port: Int?) {
        var host = text
        var port: Substring?
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { throw .badHost }
            host = text[..<close].dropFirst()
            guard HostName.looksLikeIPv6(host) else { throw .badHost }
            let after = text[close...].dropFirst()
            guard after.isEmpty || after.hasPrefix(":") else { throw .badHost }
            port = after.isEmpty ? nil : after.dropFirst()
        } else {
            if let colon = text.firstIndex(of: ":") {
                host = text[..<colon]
                port = text[colon...].dropFirst()
            }
            guard HostName.isName(host) else { throw .badHost }
        }
        guard let port else { return (host.lowercased(), nil) }
        guard port.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(port), (1...65535).contains(number)
        else { throw .badPort }
        return (host.lowercased(), number)
    }

    private static func decoded(_ text: Substring, orElse flaw: Flaw) throws(Flaw) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
            guard digits.count == 2 else { throw flaw }
            bytes.append(UInt8(digits[0] * 16 + digits[1]))
            rest = rest.dropFirst(2)
        }
        guard let result = String(validating: bytes, as: UTF8.self) else { throw flaw }
        return result
    }
}

extension Relay {
    private struct Options {
        /// What `tls=` says, if it is there.
        var tls: Bool?
        var allowsPlaintext = false
    }

    private static func options(_ query: Substring) throws(Flaw) -> Options {
        var options = Options()
        for pair in query.split(separator: "&") {
            switch pair {
            case "tls=required" where options.tls == nil: options.tls = true
            case "tls=none" where options.tls == nil: options.tls = false
            case "plaintext=allowed" where !options.allowsPlaintext: options.allowsPlaintext = true
            default: throw .badQuery
            }
        }
        return options
    }
}
