/// A mail taken apart as far as a reader needs it; never fails, whatever the bytes are.
package struct MessageContent: Sendable, Equatable {
    /// The header fields in order.
    package var headers: [HeaderField]
    /// The decoded subject; empty where there is none.
    package var subject: String
    /// The first text/plain part.
    package var text: String?
    /// The first text/html part.
    package var html: String?

    /// Takes a whole message (RFC 5322, RFC 2045) apart.
    package init(parsing raw: [UInt8]) {
        let root = MIMEPart(parsing: raw[...], depth: 0)
        headers = root.headers.fields.map { HeaderField(name: $0.name, value: EncodedWords.decode($0.value)) }
        subject = Self.subject(in: root.headers)
        text = root.firstText(subtype: "plain")
        html = root.firstText(subtype: "html")
    }

    /// The decoded subject alone, without taking the rest apart.
    static func subject(of raw: [UInt8]) -> String { subject(in: HeaderBlock.parse(raw[...]).block) }

    private static func subject(in headers: HeaderBlock) -> String {
        headers.first("subject").map(EncodedWords.decode) ?? ""
    }

    /// The first header field of that name, letter case aside.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
