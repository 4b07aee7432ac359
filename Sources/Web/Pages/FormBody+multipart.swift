extension FormBody {
    /// The fields of a form that came as `multipart/form-data` (RFC 7578): text fields alone; files are passed over.
    ///
    /// Nil where it is not formed so.
    init?(multipart bytes: [UInt8], contentType: String) {
        guard let boundary = Self.boundary(contentType) else { return nil }
        // Each part begins behind a line with the delimiter; the last one has two more hyphens.
        let delimiter = Array("\r\n--\(boundary)".utf8)
        var rest = ([0x0D, 0x0A] + bytes)[...]
        var fields: [(name: String, value: String)] = []
        guard let first = Self.find(delimiter, in: rest) else { return nil }
        rest = rest[(first + delimiter.count)...]
        while !rest.starts(with: [0x2D, 0x2D]) {
            guard rest.starts(with: [0x0D, 0x0A]), let end = Self.find(delimiter, in: rest),
                let field = Self.field(rest[(rest.startIndex + 2)..<end])
            else { return nil }
            if let name = field.name { fields.append((name, field.value)) }
            rest = rest[(end + delimiter.count)...]
        }
        self.init(fields: fields)
    }

    /// A part's name and text; the name is nil for a file.
    private static func field(_ part: ArraySlice<UInt8>) -> (name: String?, value: String)? {
        let gap: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        let (head, body): (ArraySlice<UInt8>, ArraySlice<UInt8>)
        if part.starts(with: [0x0D, 0x0A]) {
            (head, body) = (part[part.startIndex..<part.startIndex], part[(part.startIndex + 2)...])
        } else {
            guard let end = find(gap, in: part) else { return nil }
            (head, body) = (part[..<end], part[(end + gap.count)...])
        }
        guard let header = String(validating: head, as: UTF8.self), let value = String(validating: body, as: UTF8.self)
        else { return nil }
        let lines = header.utf8.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            !line.contains("filename=")
        else { return (nil, value) }
        return (parameter("name", of: line), value)
    }

    private static func boundary(_ contentType: String) -> String? {
        guard let boundary = parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count) else {
            return nil
        }
        return boundary
    }

    /// The value of a parameter, bare or in quotes.
    private static func parameter(_ name: String, of header: String) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let parts = piece.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].filter({ $0 != " " && $0 != "\t" }).lowercased() == name else { continue }
            var value = parts[1].utf8.filter { $0 != 0x0D && $0 != 0x09 }
            while value.first == 0x20 { value.removeFirst() }
            while value.last == 0x20 { value.removeLast() }
            if value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
                value = Array(value.dropFirst().dropLast())
            }
            return String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= wanted.count, let first = wanted.first else { return nil }
        var start = bytes.startIndex
        while start <= bytes.endIndex - wanted.count {
            guard let next = bytes[start...(bytes.endIndex - wanted.count)].firstIndex(of: first) else { return nil }
            if bytes[next..<(next + wanted.count)].elementsEqual(wanted) { return next }
            start = next + 1
        }
        return nil
    }
}
