import HTTPTypes
import Hummingbird

/// Whether all agree on where a request ends, and on what comes behind it.
struct Framing: Sendable {
    /// Whether its body is as long for us as for whoever stands in front of us.
    ///
    /// Of all transfer codings, only the one that says where a body ends is known here, and nobody agrees with anybody
    /// on what the others come to (RFC 9112, 6.1).
    let isPlain: Bool
    /// Whether nothing behind it is to be taken for a request.
    ///
    /// What asks for another protocol is followed by that protocol's bytes, as far as the parser is concerned: it reads
    /// no further, though the request is answered as if it had not asked (RFC 9110, 7.8). And who says `keep-alive` may
    /// speak HTTP/1.0, in which chunks are no framing (RFC 9112, 6.1); the version is not known here.
    let isLast: Bool

    init(_ request: Request) {
        let codings = request.headers[values: .transferEncoding]
        isPlain = codings.isEmpty || (codings.count == 1 && codings[0].lowercased() == "chunked")
        isLast =
            request.method == .connect || Self.says("upgrade", request)
            || (!codings.isEmpty && Self.says("keep-alive", request))
    }

    private static func says(_ option: String, _ request: Request) -> Bool {
        request.headers[values: .connection].contains { value in
            value.lowercased().split(separator: ",").contains { $0.filter { $0 != " " && $0 != "\t" } == option }
        }
    }
}
