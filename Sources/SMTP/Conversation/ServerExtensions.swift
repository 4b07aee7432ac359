/// What a relay said in its reply to EHLO, as far as it matters here.
///
/// Keywords are matched in upper case only, although RFC 5321, 2.4 says that case does not matter: libcurl 7.88 does so,
/// and what it does not see it does not use. Thinking otherwise would mean sending without STARTTLS or AUTH.
struct ServerExtensions: Equatable {
    var offersSTARTTLS = false
    /// PLAIN or LOGIN, the two that we use.
    var offersUsableAUTH = false
    var offersSMTPUTF8 = false
    /// In octets (RFC 1870); nil where none is declared.
    var sizeLimit: Int?

    mutating func note(_ line: some Collection<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " "))
        guard let keyword = words.first else { return }
        if keyword.elementsEqual("STARTTLS".utf8) {
            offersSTARTTLS = true
        } else if keyword.elementsEqual("SMTPUTF8".utf8) {
            offersSMTPUTF8 = true
        } else if keyword.elementsEqual("SIZE".utf8) {
            sizeLimit = words.dropFirst().first.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
            if sizeLimit == 0 { sizeLimit = nil }
        } else if keyword.elementsEqual("AUTH".utf8) {
            offersUsableAUTH = words.dropFirst().contains {
                $0.elementsEqual("PLAIN".utf8) || $0.elementsEqual("LOGIN".utf8)
            }
        }
    }
}
