import Foundation

/// Where templates are looked for: the configured folder, then the one that came with the program.
enum TemplateLocations {
    /// What the folder is called that comes with the program, and that is looked for where nothing is configured.
    private static let name = "MailTemplates"

    /// Existing folders, the operator's first.
    ///
    /// - Throws: where the configured folder is missing, or there is none at all.
    static func all(configured path: String) throws -> [String] {
        guard path == name || isFolder(path) else {
            throw Failure(
                "there is no folder \(path.debugDescription), which templates.path names; make it, or leave the key out",
                code: .badConfiguration)
        }
        let folders = ([path] + packaged()).filter(isFolder)
        guard !folders.isEmpty else {
            let here = FileManager.default.currentDirectoryPath
            let binary = executable()?.path ?? "the binary"
            throw Failure(
                """
                no \(name) folder was found: not in \(here), nor beside \(binary), nor in the folders above it or their \
                share/countersign; set templates.path or put the folder beside the binary
                """, code: .badConfiguration)
        }
        return folders
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The binary itself, where a link to it was called.
    private static func executable() -> URL? { Bundle.main.executableURL?.resolvingSymlinksInPath() }

    /// Beside the executable or above it: `share/countersign` of an installation, or the checkout that it was built in.
    private static func packaged() -> [String] {
        guard let executable = executable() else { return [] }
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
