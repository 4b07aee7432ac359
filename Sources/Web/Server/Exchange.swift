import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// One request with what surrounds it.
///
/// Its body is read apart, by ``BodyReader``.
struct Exchange: Sendable {
    let request: Request
    let channel: any Channel
    let now: Timestamp
    let configuration: WebConfiguration

    var headers: HTTPFields { request.headers }

    /// Where the request came from; nil on a Unix socket.
    var client: IPAddress? {
        ClientAddress.find(headers, peer: channel.remoteAddress, trusted: configuration.trustedProxies)
    }

    /// The media type of the body in lower case, and its parameters; nothing where it is not ASCII, as all of them are.
    var contentType: (type: String, parameters: String) {
        guard let value = headers[.contentType] else { return ("", "") }
        // As nearly every client writes it.
        if value == "application/json" { return (value, "") }
        guard value.utf8.allSatisfy({ $0 < 0x80 }) else { return ("", "") }
        let parts = value.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        func trimmed(_ part: Substring) -> String {
            String(part.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
                .lowercased()
        }
        return (parts.first.map(trimmed) ?? "", parts.count > 1 ? trimmed(parts[1]) : "")
    }
}
