/// The header fields at the start of a message or part, unfolded but not decoded (RFC 5322, 2.2).
struct HeaderBlock: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        var name: String
        var value: String
    }

    var fields: [Field] = []

    /// The first field of that name, which is to be given in lower case.
    func first(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name }?.value
    }

    /// Takes fields up to the first empty line; answers with what follows it.
    ///
    /// A line that is neither a field nor the continuation of one is passed over.
    static func parse(_ bytes: ArraySlice<UInt8>) -> (block: HeaderBlock, body: ArraySlice<UInt8>) {
        var block = HeaderBlock()
        var rest = bytes
        while !rest.isEmpty, block.fields.count < 2_000 {
            let (line, after) = MIMELines.first(rest)
            rest = after
            if line.isEmpty { break }
            if line.first == 32 || line.first == 9 {
                guard !block.fields.isEmpty else { continue }
                block.fields[block.fields.count - 1].value += MIMELines.text(line)
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = MIMELines.text(line[line.startIndex..<colon])
            block.fields.append(
                Field(name: MIMELines.trim(name), value: MIMELines.text(line[(colon + 1)...])))
        }
        for index in block.fields.indices { block.fields[index].value = MIMELines.trim(block.fields[index].value) }
        return (block, rest)
    }
}
