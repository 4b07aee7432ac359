import HTTPTypes

extension HTTPFields {
    /// The values of all cookies of a name, as they came (RFC 6265, 4.2.1).
    func cookies(_ name: String) -> [Substring] {
        self[values: .cookie].flatMap { $0.utf8.split(separator: UInt8(ascii: ";")) }.compactMap { pair in
            let pair = pair.drop { $0 == 0x20 || $0 == 0x09 }
            guard pair.starts(with: name.utf8), pair.dropFirst(name.utf8.count).first == UInt8(ascii: "=") else {
                return nil
            }
            return Substring(pair.dropFirst(name.utf8.count + 1))
        }
    }
}
