import HTTPTypes

extension ReferencePage {
    /// The example of a call as a command.
    func curl(_ operation: Operation) -> String {
        var parts = ["curl"]
        if operation.method != .get { parts[0] += " -X \(operation.method.rawValue)" }
        parts[0] += " \(Self.quoted(description.baseURL + target(operation)))"
        if operation.scope != nil { parts.append("-H 'Authorization: Bearer cs_…'") }
        if operation.condition != .whereWanted { parts.append("-H \(Self.quoted("If-Match: \(EntityTag.example)"))") }
        if operation.isRepeatable { parts.append("-H 'Idempotency-Key: 6f0c2b1e-93d4'") }
        if let body = operation.body, body.isRequired {
            parts.append("-H 'Content-Type: application/json'")
            parts.append("-d \(Self.quoted(body.example.prettyText))")
        }
        return parts.joined(separator: " \\\n     ")
    }

    /// Path and query, with the examples of what has to be there and of what narrows a list.
    private func target(_ operation: Operation) -> String {
        var path = operation.path
        var query: [String] = []
        for parameter in operation.parameters {
            guard let example = parameter.example else { continue }
            let text = if case .string(let text) = example { text } else { example.plainText }
            switch parameter.place {
            case .path: path = path.replacing("{\(parameter.name)}", with: PercentCoding.encode(text))
            case .query: query.append("\(parameter.name)=\(PercentCoding.encode(text))")
            case .header: break
            }
        }
        return path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// As a word of the shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-_.:/%@~".utf8.contains(byte)
        }
        return isPlain ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
}
