import Foundation
import Glibc

/// A connection that sends whatever bytes it is told to, and no others.
final class RawConnection: Sendable {
    private let descriptor: Int32

    struct Failure: Error {
        var what: String
        var number = errno
    }

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(what: "socket") }
        // By hand: a struct of the C library's is seen through the module that imported it first, which is NIO's here.
        let address: [UInt8] =
            Swift.withUnsafeBytes(of: UInt16(AF_INET)) { Array($0) } + [UInt8(port >> 8), UInt8(port & 0xFF)]
            + [127, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        _ = setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let result = address.withUnsafeBytes { bytes in
            connect(
                descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        guard result == 0 else { throw Failure(what: "connect") }
    }

    deinit { close(descriptor) }

    /// Says that nothing more comes.
    func end() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// - Returns: false where the other side has gone.
    @discardableResult
    func send(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// What comes until it holds a text, or nothing more does.
    func read(until end: String) async -> String { await Self.blocking { self.readNow(until: end) } }

    /// What comes until the other side closes; nil where it does not within ten seconds.
    func readToEnd() async -> String? { await Self.blocking { self.readNowToEnd() } }

    /// The same as ``send(_:)``, for more than fits into the buffers on the way.
    func sendAll(_ text: String) async -> Bool { await Self.blocking { self.send(text) } }

    /// On a thread that may wait: those of the tasks are few, and the server needs them.
    private static func blocking<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }

    private func readNow(until end: String) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            if text.contains(end) { return text }
        }
    }

    private func readNowToEnd() -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EAGAIN { return nil }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
