import Foundation
import Links

/// The keyring's file: private, replaced as a whole, never written in place.
struct KeyringFile {
    let path: String

    func exists() -> Bool { FileManager.default.fileExists(atPath: path) }

    /// - Throws: ``Failure`` with the exit code of a bad configuration where it is missing or open to others.
    func read() throws -> KeyringDocument {
        guard exists() else {
            throw Failure(
                "there is no keyring at \(path); run 'countersign keyring init'", code: .badConfiguration)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard mode & 0o077 == 0 else {
            throw Failure(
                "the keyring \(path) can be read by others (mode \(String(mode, radix: 8))); run 'chmod 600 \(path)'",
                code: .badConfiguration)
        }
        do {
            return try KeyringDocument(json: try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let flaw as KeyringDocument.Flaw {
            throw Failure("\(path): \(flaw)", code: .badConfiguration)
        }
    }

    /// Writes beside it, flushes, and renames: a crash leaves the old or the new one.
    func write(_ document: KeyringDocument) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Failure("cannot write \(temporary): \(String(cString: strerror(errno)))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: try document.json())
        try handle.synchronize()
        try handle.close()
        guard rename(temporary, path) == 0 else {
            throw Failure("cannot replace \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// When it was last changed; nil where it is not there.
    func changed() -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }
}
