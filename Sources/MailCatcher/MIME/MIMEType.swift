/// A Content-Type: type, subtype and parameters (RFC 2045, 5.1), read tolerantly.
struct MIMEType: Equatable {
    /// In lower case; `text` where nothing was said.
    var type = "text"
    /// In lower case; `plain` where nothing was said.
    var subtype = "plain"
    /// Names in lower case, quotes taken off.
    var parameters: [String: String] = [:]

    init(parsing value: String?) {
        guard let value else { return }
        var pieces = Self.pieces(of: value)
        guard !pieces.isEmpty else { return }
        let names = pieces.removeFirst().split(separator: "/", maxSplits: 1).map { MIMELines.trim($0.lowercased()) }
        if names.count == 2, !names[0].isEmpty, !names[1].isEmpty {
            type = names[0]
            subtype = names[1]
        }
        for piece in pieces {
            let pair = piece.split(separator: "=", maxSplits: 1).map { MIMELines.trim(String($0)) }
            guard pair.count == 2, parameters[pair[0].lowercased()] == nil else { continue }
            parameters[pair[0].lowercased()] = pair[1]
        }
    }

    /// Splits at semicolons outside quotes, and takes the quotes off.
    private static func pieces(of value: String) -> [String] {
        var pieces = [String.UnicodeScalarView()]
        var quoted = false
        var escaped = false
        for scalar in value.unicodeScalars {
            if escaped {
                pieces[pieces.count - 1].append(scalar)
                escaped = false
            } else if quoted, scalar == "\\" {
                escaped = true
            } else if scalar == "\"" {
                quoted.toggle()
            } else if scalar == ";", !quoted {
                pieces.append(String.UnicodeScalarView())
            } else {
                pieces[pieces.count - 1].append(scalar)
            }
        }
        return pieces.map { MIMELines.trim(String($0)) }
    }
}
