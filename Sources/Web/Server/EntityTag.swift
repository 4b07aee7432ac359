import Crypto
import Foundation
import HTTPTypes
import NIOCore

/// Names one state of one thing (RFC 9110, 8.8.3): a strong tag, made of the bytes that represent it.
struct EntityTag: Sendable, Equatable {
    /// In quotes, as the header has it.
    let text: String

    /// Shown in the description of the API.
    static let example = #""q83vASNFZ4mrze8BI0Vn""#

    /// - Parameter representation: The body of the answer that it goes with.
    init(of representation: some Collection<UInt8>) {
        var digest = SHA256()
        digest.update(data: Array(representation))
        // 120 bits: no two states have one tag by accident, and base64 needs no padding.
        let base64 = Data(digest.finalize().prefix(15)).base64EncodedString()
        text = "\"\(base64.replacing("+", with: "-").replacing("/", with: "_"))\""
    }

    /// Whether a list of tags names this one; `*`, which stands alone, names any.
    ///
    /// - Parameter isWeak: Whether `W/` in front of a tag is passed over (RFC 9110, 8.8.3.2): so for `If-None-Match`.
    func isIn(_ list: [String], isWeak: Bool) -> Bool {
        let tags = list.flatMap(Self.tags)
        return tags == ["*"] || tags.contains { $0 == text || (isWeak && $0 == "W/\(text)") }
    }

    /// The members of one header; what is not formed as a tag stays as it is, and so is nobody's.
    private static func tags(_ value: String) -> [String] {
        var tags: [String] = []
        var tag: [UInt8] = []
        var isQuoted = false
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: ",") where !isQuoted:
                tags.append(String(decoding: tag, as: UTF8.self))
                tag = []
            case 0x20 where !isQuoted, 0x09 where !isQuoted: break
            default:
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                tag.append(byte)
            }
        }
        return tags + [String(decoding: tag, as: UTF8.self)]
    }
}

extension Reply {
    /// The answer to a change, with the thing as it is now and the tag that a GET of it has.
    static func changed(_ representation: [UInt8], _ status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status, .json, representation, fields: [.eTag: EntityTag(of: representation).text])
    }

    /// The answer to a GET of one thing, with its tag; without a body where the client says that it has this state.
    ///
    /// Anything else than a 200 is left as it is.
    func tagged(for headers: HTTPFields) -> Reply {
        guard status == .ok else { return self }
        let tag = EntityTag(of: body.readableBytesView)
        var reply = self
        if tag.isIn(headers[values: .ifNoneMatch], isWeak: true) { reply = Reply(.notModified, .none, fields: fields) }
        reply.fields[.eTag] = tag.text
        return reply
    }
}
