import Foundation

/// Results go to standard output, everything else to standard error.
enum Terminal {
    static func error(_ message: String) { remark(message) }

    /// Something to know beside the result, in one line.
    static func remark(_ message: String) {
        aside("countersign: \(message)")
    }

    /// Any text that is not a result.
    static func aside(_ text: String) { write(text, to: .standardError) }

    /// Prints at once, also into a pipe.
    static func line(_ text: String) { write(text, to: .standardOutput) }

    /// A reader that has seen enough, such as `head`, is no reason to fail.
    private static func write(_ text: String, to file: FileHandle) {
        try? file.write(contentsOf: Data((text + "\n").utf8))
    }

    /// One JSON value, its keys sorted.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Columns as wide as their widest cell.
    static func table(_ header: [String], _ rows: [[String]]) {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        for row in all {
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
            line(cells.joined(separator: "  ").replacing(/\s+$/, with: ""))
        }
    }
}

extension Int {
    /// `1 key`, `2 keys`.
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
