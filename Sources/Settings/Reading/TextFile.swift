import Foundation

/// Reads a small text file whole.
enum TextFile {
    /// Why it could not be read.
    struct Failure: Error {
        let words: String
    }

    /// Larger than any configuration or secret; a path that leads elsewhere (a device, a log) is not read to its end.
    static let largest = 1 << 20

    static func read(_ path: String) throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure() }
            guard count > 0 else { break }
            bytes += buffer[..<count]
            guard bytes.count <= largest else { throw Failure(words: "is larger than \(largest) octets") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Failure(words: "is not UTF-8 text") }
        return text
    }

    /// The words for what the system said last.
    private static func failure() -> Failure {
        errno == ENOENT
            ? Failure(words: "does not exist")
            : Failure(words: "cannot be read: \(String(cString: strerror(errno)))")
    }
}
