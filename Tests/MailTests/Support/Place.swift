import Foundation

/// Where the package and what stands beside it are.
enum Place {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let templates = root.appending(path: "MailTemplates").path
    static let snapshots = root.appending(path: "Tests/MailTests/Snapshots")
    static let naughty = root.appending(path: "../shared/corpora/naughty/blns.json")
    /// What the Python oracles read.
    static let mails = root.appending(path: ".build/test-mails")

    static var hasNaughtyStrings: Bool { FileManager.default.fileExists(atPath: naughty.path) }

    static func naughtyStrings() throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(contentsOf: naughty))
    }
}
