import Foundation

/// The shared corpora, read in place.
enum Corpus {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/corpora").standardizedFileURL

    /// Strings that break naive programs.
    static func naughty() throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(contentsOf: folder.appending(path: "naughty/blns.json")))
    }

    /// One test of the isemail set.
    struct Address: Sendable {
        var text: String
        var category: String
        var diagnosis: String
    }

    static func addresses() throws -> [Address] {
        let xml = try String(contentsOf: folder.appending(path: "addresses/isemail.xml"), encoding: .utf8)
        return xml.components(separatedBy: "<test id=").dropFirst().compactMap { test in
            guard let text = content("address", of: test), let category = content("category", of: test),
                let diagnosis = content("diagnosis", of: test)
            else { return nil }
            return Address(text: decoded(text), category: category, diagnosis: diagnosis)
        }
    }

    private static func content(_ tag: String, of test: String) -> String? {
        guard let start = test.range(of: "<\(tag)>"),
            let end = test.range(of: "</\(tag)>", range: start.upperBound..<test.endIndex)
        else { return nil }
        return String(test[start.upperBound..<end.lowerBound])
    }

    /// Entities, and the pictures that the set uses for control characters (U+2400 on).
    private static func decoded(_ text: String) -> String {
        var rest = Substring(text)
        var scalars = String.UnicodeScalarView()
        while let first = rest.unicodeScalars.first {
            if first == "&", let end = rest.firstIndex(of: ";") {
                let name = rest[rest.index(after: rest.startIndex)..<end]
                let known: [Substring: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
                let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
                if let scalar = known[name] ?? number.flatMap(Unicode.Scalar.init) {
                    scalars.append(scalar)
                    rest = rest[rest.index(after: end)...]
                    continue
                }
            }
            scalars.append(first)
            rest.unicodeScalars.removeFirst()
        }
        return String(
            String.UnicodeScalarView(
                scalars.map { scalar in
                    (0x2400...0x241F).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value - 0x2400)) : scalar
                }))
    }
}
