import Model

/// A flat JSON object (RFC 8259) as text, written field by field; what is nil is left out.
///
/// Each message and each event has one. An encoder that knows nothing of its type takes many times as long; what reads
/// them back is the ordinary decoder, and a test holds the two to each other field by field.
struct ObjectText {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    init() { bytes.reserveCapacity(256) }

    var text: String { String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self) }

    mutating func put(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: byte < 0x10 ? "\\u000".utf8 : "\\u001".utf8)
                bytes.append(Array("0123456789abcdef".utf8)[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func put(_ name: StaticString, _ number: Int64?) {
        guard let number else { return }
        key(name)
        bytes.append(contentsOf: "\(number)".utf8)
    }

    mutating func put(_ name: StaticString, _ flag: Bool?) {
        guard let flag else { return }
        key(name)
        bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
    }

    private mutating func key(_ name: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }
}

extension SQLValue {
    static func json(_ facts: MailFacts) -> SQLValue {
        var object = ObjectText()
        object.put("package", facts.package)
        object.put("role", facts.role.rawValue)
        object.put("inviter", facts.inviter)
        object.put("invitee", facts.invitee)
        object.put("actor", facts.actor)
        object.put("note", facts.note)
        object.put("reason", facts.reason)
        object.put("expires", facts.expires)
        return .text(object.text)
    }

    static func json(_ data: EventData) -> SQLValue {
        var object = ObjectText()
        object.put("package", data.package)
        object.put("invitation", data.invitation)
        object.put("username", data.username)
        object.put("invitedBy", data.invitedBy)
        object.put("generation", data.generation.map(Int64.init))
        object.put("via", data.via)
        object.put("reason", data.reason)
        object.put("withoutAccount", data.withoutAccount)
        object.put("kind", data.kind)
        object.put("code", data.code.map(Int64.init))
        object.put("status", data.status)
        object.put("detail", data.detail)
        return .text(object.text)
    }
}
