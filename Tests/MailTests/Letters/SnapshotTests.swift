import Foundation
import Model
import Testing

@testable import Mail

/// Whole messages as they go out.
///
/// `COUNTERSIGN_UPDATE_SNAPSHOTS=1` writes them anew; read what changed before you commit.
@Suite struct SnapshotTests {
    @Test(arguments: MailKind.allCases)
    func messagesAreAsRecorded(_ kind: MailKind) throws {
        for preview in try Packaged.library.get().preview(kind) where preview.sample != "bare" {
            try compare(preview.eml, "\(preview.name).eml")
            if kind == .invitation || kind == .ownerAdded {
                try compare(Array(preview.html.utf8), "\(preview.name).html")
            }
        }
    }

    private func compare(_ bytes: [UInt8], _ name: String) throws {
        let file = Place.snapshots.appending(path: name)
        if ProcessInfo.processInfo.environment["COUNTERSIGN_UPDATE_SNAPSHOTS"] == "1" {
            try Data(bytes).write(to: file)
        }
        let recorded = try Data(contentsOf: file)
        guard !recorded.elementsEqual(bytes) else { return }
        let line = zip(recorded.split(separator: 0x0A), bytes.split(separator: 0x0A)).first { !$0.elementsEqual($1) }
        Issue.record("\(name) differs at: \(line.map { String(decoding: $0.1, as: UTF8.self) } ?? "its end")")
    }
}
