import Foundation

/// Character sets other than UTF-8 that a test mail may come in.
enum Charsets {
    /// Windows-1252, which HTML and most mail readers take for Latin-1 as well.
    static func western(_ bytes: [UInt8], windows: Bool) -> String {
        String(data: Data(bytes), encoding: windows ? .windowsCP1252 : .isoLatin1) ?? MIMELines.latin1(bytes)
    }

    static func utf16(_ bytes: [UInt8], charset: String) -> String {
        let encoding: String.Encoding =
            switch charset.lowercased() {
            case "utf-16be": .utf16BigEndian
            case "utf-16le": .utf16LittleEndian
            default: .utf16
            }
        return String(data: Data(bytes), encoding: encoding) ?? MIMELines.latin1(bytes)
    }
}
