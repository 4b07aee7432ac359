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

    /// Makes the file with its first key.
    ///
    /// - Returns: false where there is one already.
    func make(createdAt: String) throws -> Bool {
        try alone { folder in
            guard !exists() else { return false }
            try write(KeyringDocument(createdAt: createdAt), in: folder)
            return true
        }
    }

    /// Reads, changes and replaces it while no other process does.
    func change<Result>(_ body: (inout KeyringDocument) throws -> Result) throws -> Result {
        try alone { folder in
            var document = try read()
            let result = try body(&document)
            try write(document, in: folder)
            return result
        }
    }

    /// Holds a lock on the file's folder, so that nothing is left behind and there is something to lock before the file
    /// is there.
    private func alone<Result>(_ body: (_ folder: Int32) throws -> Result) throws -> Result {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        // Where this fails, the next line says why.
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("cannot open \(folder): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw Failure("cannot lock \(folder): \(String(cString: strerror(errno)))") }
        }
        return try body(descriptor)
    }

    /// Writes beside it, flushes, and renames: a crash leaves the old or the new one.
    private func write(_ document: KeyringDocument, in folder: Int32) throws {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure("cannot write \(temporary): \(String(cString: strerror(errno)))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: try document.json())
        try handle.synchronize()
        try handle.close()
        guard rename(temporary, path) == 0 else {
            throw Failure("cannot replace \(path): \(String(cString: strerror(errno)))")
        }
        // The name is on the disk once its folder is.
        fsync(folder)
    }

    /// What tells that it is another file than before, or another's to read: to open it to others changes its mode and
    /// the time of that, but not when it was last written.
    struct Stamp: Equatable {
        fileprivate let inode: UInt64
        fileprivate let mode: UInt32
        fileprivate let size: Int64
        /// Seconds and nanoseconds: last written, and last changed in any way.
        fileprivate let written, changed: [Int]
    }

    /// Nil where it is not there.
    func stamp() -> Stamp? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        #if canImport(Darwin)
            let (written, changed) = (facts.st_mtimespec, facts.st_ctimespec)
        #else
            let (written, changed) = (facts.st_mtim, facts.st_ctim)
        #endif
        return Stamp(
            inode: UInt64(facts.st_ino), mode: UInt32(facts.st_mode), size: Int64(facts.st_size),
            written: [Int(written.tv_sec), Int(written.tv_nsec)], changed: [Int(changed.tv_sec), Int(changed.tv_nsec)])
    }
}
