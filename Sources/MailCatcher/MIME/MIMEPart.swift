/// A message or a part of one, with its own parts.
struct MIMEPart {
    let headers: HeaderBlock
    let type: MIMEType
    private let body: ArraySlice<UInt8>
    let parts: [MIMEPart]

    /// Parts inside parts deeper than this are left as they are.
    private static let mostDepth = 20
    /// Parts of one part beyond this count are left out.
    private static let mostParts = 500

    init(parsing bytes: ArraySlice<UInt8>, depth: Int) {
        let (block, rest) = HeaderBlock.parse(bytes)
        headers = block
        body = rest
        type = MIMEType(parsing: block.first("content-type"))
        guard type.type == "multipart", depth < Self.mostDepth, let boundary = type.parameters["boundary"],
            !boundary.isEmpty
        else {
            parts = []
            return
        }
        parts = Self.split(rest, boundary: Array(boundary.utf8)).map { MIMEPart(parsing: $0, depth: depth + 1) }
    }

    /// The decoded text of the first part `text/<subtype>`, in the order of the message.
    func firstText(subtype: String) -> String? {
        for part in parts {
            if let text = part.firstText(subtype: subtype) { return text }
        }
        guard parts.isEmpty, type.type == "text", type.subtype == subtype, !isAttachment else { return nil }
        let octets = TransferEncoding.decode(body, encoding: headers.first("content-transfer-encoding") ?? "7bit")
        return MIMELines.text(octets, charset: type.parameters["charset"] ?? "utf-8")
    }

    private var isAttachment: Bool {
        headers.first("content-disposition")?.lowercased().hasPrefix("attachment") ?? false
    }

    /// The stretches between boundary lines; the CRLF before a boundary belongs to it (RFC 2046, 5.1.1).
    private static func split(_ bytes: ArraySlice<UInt8>, boundary: [UInt8]) -> [ArraySlice<UInt8>] {
        let delimiter = Array("--".utf8) + boundary
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var rest = bytes
        while !rest.isEmpty, parts.count < mostParts {
            let (whole, after) = MIMELines.first(rest)
            var line = whole
            while line.last == 32 || line.last == 9 { line = line.dropLast() }
            let isEnd = line.elementsEqual(delimiter + Array("--".utf8))
            if isEnd || line.elementsEqual(delimiter) {
                if let start { parts.append(withoutLineEnd(bytes[start..<max(start, whole.startIndex)])) }
                start = after.startIndex
                if isEnd { return parts }
            }
            rest = after
        }
        // A message that was cut off has no last boundary.
        if let start, start < bytes.endIndex, parts.count < mostParts { parts.append(bytes[start...]) }
        return parts
    }

    private static func withoutLineEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        if bytes.last == 10 { bytes = bytes.dropLast() }
        if bytes.last == 13 { bytes = bytes.dropLast() }
        return bytes
    }
}
