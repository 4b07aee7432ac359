import Foundation

/// Where templates are looked for: the configured folder, then the one that came with the program.
enum TemplateFolders {
    private static let name = "MailTemplates"

    /// Existing folders, the operator's first.
    static func all(configured path: String) -> [String] {
        ([path] + packaged()).filter { folder in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder.boolValue
        }
    }

    /// Beside the executable or above it: `share/countersign` of an installation, or the checkout that it was built in.
    private static func packaged() -> [String] {
        guard let executable = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return [] }
        var folder = executable.deletingLastPathComponent()
        var candidates: [String] = []
        for _ in 0..<6 {
            candidates.append(folder.appendingPathComponent("share/countersign/\(name)").path)
            candidates.append(folder.appendingPathComponent(name).path)
            folder = folder.deletingLastPathComponent()
        }
        return candidates
    }
}
