/// Writes names into paths and queries.
enum PathCoding {
    /// Percent-encodes everything but what RFC 3986, 2.3 calls unreserved, so that a slash in a name stays in its segment.
    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexadecimal[Int(byte >> 4)])
                bytes.append(hexadecimal[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A path from its segments, each of which may hold anything.
    static func path(_ segments: [String]) -> String {
        "/v1/" + segments.map(encode).joined(separator: "/")
    }

    /// A query with its question mark; empty where no parameter has a value.
    static func query(_ parameters: [(name: String, value: String?)]) -> String {
        let given = parameters.compactMap { name, value in value.map { "\(encode(name))=\(encode($0))" } }
        return given.isEmpty ? "" : "?" + given.joined(separator: "&")
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)
}
